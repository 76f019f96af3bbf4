import Bytes
import Files
import Messages
import Rows
import Tokenizer

/// The first stage: reads recordings and sources, joins them, and writes the pool and the rows that could not be read.
package struct Ingest {
    let recipe: Inputs
    /// The folder of the stage.
    let folder: OutputFolder
    let threads: Int
    /// What the results depend on besides files, by which a checkpoint is known to be of the same run.
    let settings: JSON
    /// The bytes of input after which a checkpoint is made at the end of a source file.
    let checkpointBytes: Int
    /// Called with the number of source files that need not be read again if the process is killed.
    let kept: (Kept) -> Void
    /// Called with what has been read since the last call.
    let progress: (Progress) -> Void
    /// The work of readers that threads do while they would otherwise wait.
    private let shared = SharedWork()

    /// The source files that need not be read again.
    package struct Kept: Equatable, Sendable {
        /// Their number.
        package let files: Int
        /// The number of all source files.
        package let all: Int
        /// Whether an earlier process read them.
        package let isResumed: Bool

        /// Creates numbers of files.
        package init(files: Int, all: Int, isResumed: Bool) {
            (self.files, self.all, self.isResumed) = (files, all, isResumed)
        }
    }

    /// What has been read of the inputs.
    package struct Progress: Sendable {
        /// The number of bytes.
        package let bytes: Int
        /// The number of rows.
        package let rows: Int
    }

    /// Creates the stage for the given inputs.
    ///
    /// - Parameters:
    ///   - settings: what the results depend on besides files, by which a checkpoint is known to be of the same run.
    ///   - checkpointBytes: the bytes of input after which a checkpoint is made at the end of a source file.
    ///   - kept: called with the source files that need not be read again if the process is killed.
    ///   - progress: called with what has been read since the last call.
    package init(
        recipe: Inputs, folder: OutputFolder, threads: Int, settings: JSON = .null,
        checkpointBytes: Int = IngestCheckpoint.leastBytes, kept: @escaping (Kept) -> Void = { _ in },
        progress: @escaping (Progress) -> Void
    ) {
        (self.recipe, self.folder, self.threads) = (recipe, folder, threads)
        (self.settings, self.checkpointBytes, self.kept, self.progress) = (settings, checkpointBytes, kept, progress)
    }

    /// The usage of the rows of one source.
    package struct SourceCount: Sendable {
        /// The source's name.
        package let name: String
        /// The number of rows that were read.
        package var read = 0
        /// The number of rows that became questions of the pool.
        package var pool = 0
        /// The number of rows that could not be read.
        package var rejected = 0
        /// The number of rows that `where` excluded.
        package var leftOut = 0

        /// Adds the rows of a file, before a row that was not finished at its end is counted.
        mutating func add(_ usage: FileUsage, questions: Int) {
            read += usage.read
            pool += questions
            rejected += usage.rejected
            leftOut += usage.leftOut
        }
    }

    /// The files that the stage wrote, which have not been published yet.
    package struct Files {
        let pool: PoolFiles<OutputFile>
        /// Readers of the pool, which can be used before it is published, except for the lines.
        package let readers: PoolFiles<InputFile>
        let rejected: OutputFile

        /// All files, as they are recorded.
        package var all: [OutputFile] { [pool.lines, pool.texts, pool.index, rejected] }

        /// All files, in the order in which they must be published.
        package var inTurn: [OutputFile] { [pool.texts, pool.index, pool.lines, rejected] }
    }

    /// The failure of the stage, such as more unreadable rows than the recipe allows.
    ///
    /// It is passed on and never shared between threads.
    package struct Failure: Error, @unchecked Sendable {
        /// The error to report.
        package let error: CurationError
        /// The rows that could not be read, not published yet.
        package let rejected: OutputFile
    }

    /// Runs the stage.
    ///
    /// Throws `Failure` when more rows are unreadable than the recipe allows, or when a file or source that must not be
    /// empty yields nothing. No pool is written in that case.
    ///
    /// If a process was killed after a checkpoint of the same work, and no file that it had read has changed, this one goes on
    /// from there; what it writes is the same.
    package func run() throws -> (report: IngestReport, files: Files) {
        let buffers = BufferPool()
        let rejectedFile = try folder.file(RejectedRows.fileName)
        var report = IngestReport()
        let recordings = try Recordings(
            count: recipe.recordings.count, spillFolder: folder,
            joinsNormalized: recipe.recordings.contains(where: \.joinsNormalized),
            joinsKeys: recipe.recordings.contains { if case .key = $0.join { true } else { false } })
        let limit = RejectionLimit(
            share: recipe.limits.rejected, rejectedRows: Folder.join(folder.path, RejectedRows.fileName))
        var usages = try readRecordings(into: recordings, buffers, &report) { try rejectedFile.write($0.lines) }
        let pool: (files: PoolFiles<OutputFile>, readers: PoolFiles<InputFile>)
        do {
            try check(usages, "rows of recordings", limit)
            let sources = try files(of: recipe.sources.map(\.input), buffers)
            let before = (recordings: report.inputs.map(\.record), rejected: rejectedFile.size)
            let earlier = try folder.earlierWork()
            let resumed = try resumed(earlier, sources, recordings, before.recordings, rejectedFile)
            let writer = try resumed ?? PoolWriter(in: folder, sourceNames: recipe.sources.map(\.input.name))
            var checkpointed = 0
            func writeCheckpoint(behind done: Int, isResumed: Bool = false) throws {
                let files = Array(sources[..<done])
                guard isResumed || isWorthCheckpoint(files, after: checkpointed) else { return }
                let checkpoint = try checkpoint(of: files, writer, recordings, before, rejectedFile)
                guard try folder.writeCheckpoint(checkpoint.columns, header: checkpoint.header) else { return }
                checkpointed = done
                kept(Kept(files: done, all: sources.count, isResumed: isResumed))
            }
            if resumed != nil { try writeCheckpoint(behind: sources.count { $0.done != nil }, isResumed: true) }
            try folder.discard(earlier)
            for source in sources {
                guard let done = source.done else { break }
                progress(Progress(bytes: done.file.record.size, rows: source.usage.read))
            }
            let usagesOfSources = try readSources(sources, with: recordings, into: writer, buffers, &report) {
                try rejectedFile.write($0.lines)
            } fileEnded: {
                try writeCheckpoint(behind: $0)
            }
            try check(usagesOfSources, "rows", limit)
            usages += usagesOfSources
            report.losses = usages.flatMap { $0.losses(recipe.limits) }
            report.rests = usages.flatMap(\.files).flatMap(\.rests)
            report.cutFiles = usages.flatMap(\.rests)
            recordings.countMatches()
            report.recordings = zip(recipe.recordings, recordings.usage).map { ($0.input.name, $1) }
            pool = try writer.finish()
            report.unmatched = try UnmatchedRecording.all(of: recipe, recordings, pool.readers)
        } catch let error as CurationError {
            try folder.removeCheckpoint()
            try rejectedFile.finish()
            throw Failure(error: error, rejected: rejectedFile)
        } catch {
            // The files that it refers to go with the error.
            try? folder.removeCheckpoint()
            throw error
        }
        try folder.removeCheckpoint()
        try rejectedFile.finish()
        return (report, Files(pool: pool.files, readers: pool.readers, rejected: rejectedFile))
    }

    /// Throws `CurationError.failed` when more of the rows or bytes are lost than the recipe allows.
    private func check(_ usages: [InputUsage], _ what: String, _ limit: RejectionLimit) throws {
        let losses = usages.flatMap { $0.losses(recipe.limits) }
        try limit.checkAll(usages, what, losses)
        try check(losses)
        try limit.checkEach(usages)
    }

    /// Checks for lost files and sources, which `limits.rejected` does not detect next to a large source.
    private func check(_ losses: [Loss]) throws {
        let most = 10
        let refused = losses.filter { !$0.isAllowed }
        guard !refused.isEmpty else { return }
        var lines = refused.prefix(most).map { "\($0.words)" as Message }
        if refused.count > most { lines.append("the same is true of \(refused.count - most) more files and sources") }
        if refused.contains(where: { $0.rejected > 0 }) {
            lines.append("the rejected rows are in \(Folder.join(folder.path, RejectedRows.fileName))")
        }
        lines.append(
            "set \"empty\": \"allow\" in a source or recording if nothing may be read from it or from one of its files")
        throw CurationError.failed(.joined(lines, by: "\n"))
    }

    // MARK: - Reading

    /// An open file of an input, which is read by any available thread.
    final class OpenInput: @unchecked Sendable {
        /// The number of its source or recording.
        let input: Int
        let reader: InputReader
        /// The number of bytes that have not been reported as read yet.
        var unreported: Int
        /// The usage of its rows so far.
        var usage: FileUsage
        /// The number of its questions in the pool so far.
        var questions = 0
        /// What is known of a file that was read by a run that was killed; nil for files that are read.
        var done: (file: ReadFile, doubt: String?)?

        init(_ input: Int, _ reader: InputReader) {
            self.input = input
            self.reader = reader
            unreported = reader.size
            usage = FileUsage(path: reader.path, bytes: reader.size)
        }
    }

    private func files(of inputs: [InputRecipe], _ buffers: BufferPool) throws -> [OpenInput] {
        try inputs.enumerated().flatMap { number, input in
            try recipe.files(of: input).map {
                OpenInput(number, try recipe.reader(of: $0, in: input, buffers: buffers, shared: shared))
            }
        }
    }

    /// Reads files on several threads and consumes the results in order.
    private func read<Product>(
        _ files: [OpenInput], _ buffers: BufferPool,
        makeWorker: () -> (any RowBatch, OpenInput) throws -> Product, consume: (Product, OpenInput) throws -> Void
    ) throws {
        try Pipeline<(OpenInput, any RowBatch), (OpenInput, Int, Product)>(threads: threads, helping: shared).run(
            producers: files.map { file in { try file.reader.next().map { (file, $0) } } },
            ahead: InputFile.mostAtOnce,
            makeWorker: {
                let worker = makeWorker()
                return { work in
                    let (file, rows) = work
                    let product = try worker(rows, file)
                    defer { rows.giveBack(to: buffers) }
                    return (file, rows.size, product)
                }
            },
            consume: { result in
                let (file, size, product) = result
                let bytes = min(size, file.unreported)
                file.unreported -= bytes
                let before = file.usage.read
                try consume(product, file)
                progress(Progress(bytes: bytes, rows: file.usage.read - before))
            })
    }

    private func readRecordings(
        into recordings: Recordings, _ buffers: BufferPool, _ report: inout IngestReport,
        rejects: (RejectedRows) throws -> Void
    ) throws -> [InputUsage] {
        let files = try files(of: recipe.recordings.map(\.input), buffers)
        try read(
            files, buffers,
            makeWorker: {
                let workers = recipe.recordings.map { RecordingWorker($0, recipe) }
                return { rows, file in try workers[file.input].read(rows, file: file.reader.path) }
            },
            consume: { batch, file in
                file.usage.take(read: batch.read, leftOut: batch.leftOut, batch.rejected)
                try recordings.take(batch, of: file.input)
                try rejects(batch.rejected)
            })
        try recordings.finish()
        return try report.take(files, of: recipe.recordings.map(\.input), .recording)
    }

    /// Reads the sources, except for those of their files that were done before.
    ///
    /// - Parameter fileEnded: called with the number of files that have been read, in order, whenever another one begins.
    private func readSources(
        _ files: [OpenInput], with recordings: Recordings, into writer: PoolWriter, _ buffers: BufferPool,
        _ report: inout IngestReport, rejects: (RejectedRows) throws -> Void, fileEnded: (Int) throws -> Void
    ) throws -> [InputUsage] {
        // Separate from the buffers that rows are read into, which remain as large as a block.
        let poolBuffers = PoolBuffers()
        let tokenizer = try recipe.tokenizer.map { try Tokenizer(Folder.join(recipe.folder, $0.path)) }
        for file in tokenizer?.files ?? [] { progress(Progress(bytes: Folder.stamp(of: file)?.size ?? 0, rows: 0)) }
        let (first, places) = (files.count { $0.done != nil }, files.enumerated().map { (ObjectIdentifier($1), $0) })
        let place = Dictionary(uniqueKeysWithValues: places)
        var current = first
        try read(
            Array(files[first...]), buffers,
            makeWorker: {
                let traceTokens = tokenizer.map { TraceTokens($0) }
                let names = RecordedNames(recordings)
                // Created on first use, since there may be many sources.
                var workers = [SourceWorker?](repeating: nil, count: recipe.sources.count)
                return { rows, file in
                    let worker =
                        workers[file.input]
                        ?? SourceWorker(
                            recipe.sources[file.input], recordings, recipe, traceTokens: traceTokens,
                            buffers: poolBuffers, names: names)
                    workers[file.input] = worker
                    return try worker.read(rows, file: file.reader.path)
                }
            },
            consume: { batch, file in
                if let place = place[ObjectIdentifier(file)], place > current {
                    try fileEnded(place)
                    current = place
                }
                file.usage.take(read: batch.read, leftOut: batch.leftOut, batch.rejected)
                file.questions += batch.count
                for entry in batch.recordingNumbers where entry >= 0 { recordings.markMatched(Int(entry)) }
                for entry in batch.otherNumbers { recordings.markMatched(Int(entry)) }
                try writer.append(batch, source: file.input)
                try rejects(batch.rejected)
                poolBuffers.give(batch)
            })
        report.sources = recipe.sources.map { SourceCount(name: $0.input.name) }
        for file in files { report.sources[file.input].add(file.usage, questions: file.questions) }
        return try report.take(files, of: recipe.sources.map(\.input), .source)
    }
}
