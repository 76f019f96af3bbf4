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
    /// Called with what has been read since the last call.
    let progress: (Progress) -> Void

    /// What has been read of the inputs.
    package struct Progress: Sendable {
        /// The number of bytes.
        package let bytes: Int
        /// The number of rows.
        package let rows: Int
    }

    /// Creates the stage for the given inputs; `progress` is called with what has been read since the last call.
    package init(recipe: Inputs, folder: OutputFolder, threads: Int, progress: @escaping (Progress) -> Void) {
        self.recipe = recipe
        self.folder = folder
        self.threads = threads
        self.progress = progress
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
    package func run() throws -> (report: IngestReport, files: Files) {
        let buffers = BufferPool()
        let rejectedFile = try folder.file(RejectedRows.fileName)
        var report = IngestReport()
        let recordings = try Recordings(
            count: recipe.recordings.count, spillFolder: folder,
            joinsNormalized: recipe.recordings.contains(where: \.joinsNormalized))
        let limit = RejectionLimit(
            share: recipe.limits.rejected, rejectedRows: Folder.join(folder.path, RejectedRows.fileName))
        var usages = try readRecordings(into: recordings, buffers, &report) { try rejectedFile.write($0.lines) }
        let pool: (files: PoolFiles<OutputFile>, readers: PoolFiles<InputFile>)
        do {
            try check(usages, "rows of recordings", limit)
            let writer = try PoolWriter(in: folder, sourceNames: recipe.sources.map(\.input.name))
            let usagesOfSources = try readSources(with: recordings, into: writer, buffers, &report) {
                try rejectedFile.write($0.lines)
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
            try rejectedFile.finish()
            throw Failure(error: error, rejected: rejectedFile)
        }
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
    fileprivate final class OpenInput: @unchecked Sendable {
        /// The number of its source or recording.
        let input: Int
        let reader: InputReader
        /// The number of bytes that have not been reported as read yet.
        var unreported: Int
        /// The usage of its rows so far.
        var usage: FileUsage

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
                OpenInput(number, try recipe.reader(of: $0, in: input, buffers: buffers))
            }
        }
    }

    /// Reads files on several threads and consumes the results in order.
    private func read<Product>(
        _ files: [OpenInput], _ buffers: BufferPool,
        makeWorker: () -> (any RowBatch, OpenInput) throws -> Product, consume: (Product, OpenInput) throws -> Void
    ) throws {
        try Pipeline<(OpenInput, any RowBatch), (OpenInput, Int, Product)>(threads: threads).run(
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

    private func readSources(
        with recordings: Recordings, into writer: PoolWriter, _ buffers: BufferPool, _ report: inout IngestReport,
        rejects: (RejectedRows) throws -> Void
    ) throws -> [InputUsage] {
        let files = try files(of: recipe.sources.map(\.input), buffers)
        // Separate from the buffers that rows are read into, which remain as large as a block.
        let poolBuffers = PoolBuffers()
        let tokenizer = try recipe.tokenizer.map { try Tokenizer(Folder.join(recipe.folder, $0.path)) }
        for file in tokenizer?.files ?? [] { progress(Progress(bytes: Folder.stamp(of: file)?.size ?? 0, rows: 0)) }
        var counts = recipe.sources.map { SourceCount(name: $0.input.name) }
        try read(
            files, buffers,
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
                file.usage.take(read: batch.read, leftOut: batch.leftOut, batch.rejected)
                counts[file.input].read += batch.read
                counts[file.input].pool += batch.count
                counts[file.input].rejected += batch.rejected.count
                counts[file.input].leftOut += batch.leftOut
                for entry in batch.recordingNumbers where entry >= 0 { recordings.markMatched(Int(entry)) }
                for entry in batch.normalizedNumbers { recordings.markMatched(Int(entry)) }
                try writer.append(batch, source: file.input)
                try rejects(batch.rejected)
                poolBuffers.give(batch)
            })
        report.sources = counts
        return try report.take(files, of: recipe.sources.map(\.input), .source)
    }
}

/// The results of ingest.
package struct IngestReport {
    /// The files that were read.
    package var inputs: [ReadFile] = []
    /// The usage of the rows of each source.
    package var sources: [Ingest.SourceCount] = []
    /// The usage of the rows of each recording.
    package var recordings: [(name: String, usage: Recordings.Usage)] = []
    /// The ends of files that could not be read.
    package var rests: [LostRest] = []
    /// Those of `rests` whose files have other rows that could be read.
    package var cutFiles: [LostRest] = []
    /// The files and sources that yielded nothing, as the recipe allows.
    package var losses: [Loss] = []
    /// The recordings of which no row, or hardly any, is about a question of the pool.
    package var unmatched: [UnmatchedRecording] = []
    /// The rows that may be several although they were taken for one, the first of each file.
    package var doubts: [String] = []
    /// The files that have bytes but no rows, among other files of their source or recording that have rows.
    package var withoutRows: [String] = []
}

extension IngestReport {
    /// Adds files that were read to their ends, and returns the usage of each input.
    fileprivate mutating func take(
        _ files: [Ingest.OpenInput], of recipes: [InputRecipe], _ kind: RejectedRows.Kind
    ) throws -> [InputUsage] {
        for file in files {
            inputs.append(try file.reader.readFile())
            doubts += [file.reader.doubt].compactMap(\.self)
            if let fault = file.reader.faultInLongRow { file.usage.takeEnd(fault, of: kind, recipes[file.input].name) }
        }
        let usages = Dictionary(grouping: files, by: \.input).mapValues { $0.map(\.usage) }
        return recipes.enumerated().map { number, input in
            let own = usages[number] ?? []
            if own.contains(where: { $0.read > 0 }) {
                withoutRows += own.filter { $0.read == 0 && $0.bytes > 0 }.map(\.path)
            }
            return InputUsage(kind: kind, input: input, files: own)
        }
    }
}
