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
    /// Is told how many bytes of the inputs have been read.
    let progress: (Int) -> Void

    /// The stage over some inputs; `progress` is told how many bytes have been read since it was told last.
    package init(recipe: Inputs, folder: OutputFolder, threads: Int, progress: @escaping (Int) -> Void) {
        self.recipe = recipe
        self.folder = folder
        self.threads = threads
        self.progress = progress
    }

    /// How the rows of one source were used.
    package struct SourceCount: Sendable {
        /// The source's name.
        package let name: String
        /// How many rows were read.
        package var read = 0
        /// How many of them are questions of the pool.
        package var pool = 0
        /// How many could not be read.
        package var rejected = 0
        /// How many `where` left out.
        package var leftOut = 0
    }

    /// What came of it.
    package struct Outcome {
        /// The files that were read.
        package var inputs: [ReadFile] = []
        /// How the rows of each source were used.
        package var sources: [SourceCount] = []
        /// How the rows of each recording were used.
        package var recordings: [(name: String, usage: Recordings.Usage)] = []
        /// The places from which on files could not be read, and why.
        package var rests: [String] = []
        /// The files and sources that came to nothing, as the recipe allows.
        package var losses: [Loss] = []
        /// The files beside others of their source or recording that have bytes and no rows.
        package var withoutRows: [String] = []
    }

    /// What it wrote, which is yet to be published.
    package struct Files {
        let pool: PoolFiles<OutputFile>
        /// What reads the pool, published or not; its lines can be read when it is.
        package let readers: PoolFiles<InputFile>
        let rejected: OutputFile

        /// The files as records have them.
        package var all: [OutputFile] { [pool.lines, pool.texts, pool.index, rejected] }

        /// The files in the order in which they are published.
        package var inTurn: [OutputFile] { [pool.texts, pool.index, pool.lines, rejected] }
    }

    /// What ended the stage, such as more unreadable rows than the recipe allows; it goes from hand to hand, and is not
    /// shared.
    package struct Failure: Error, @unchecked Sendable {
        /// What there is to tell of it.
        package let error: CurationError
        /// The rows that could not be read, yet to be published.
        package let rejected: OutputFile
    }

    /// Runs the stage.
    ///
    /// Throws `Failure` when more rows are unreadable than the recipe allows, or a file or source came to nothing that must
    /// not; no pool is written then.
    package func run() throws -> (outcome: Outcome, files: Files) {
        let buffers = BufferPool()
        let rejectedFile = try folder.file(RejectedRows.fileName)
        var outcome = Outcome()
        let recordings = try Recordings(count: recipe.recordings.count, spillFolder: folder)
        let quotesRows = recipe.limits.quotesRows
        var rejectedOfRecordings = RejectedRows(quotesRows: quotesRows)
        try readRecordings(into: recordings, buffers, &outcome) {
            try rejectedFile.write($0.lines)
            rejectedOfRecordings.append($0)
        }
        let read = recordings.usage.reduce(0) { $0 + $1.read }
        let pool: (files: PoolFiles<OutputFile>, readers: PoolFiles<InputFile>)
        do {
            try check(rejectedOfRecordings, of: read, "rows of recordings", outcome.losses)
            let writer = try PoolWriter(in: folder, sourceNames: recipe.sources.map(\.input.name))
            var rejected = RejectedRows(quotesRows: quotesRows)
            try readSources(with: recordings, into: writer, buffers, &outcome) {
                try rejectedFile.write($0.lines)
                rejected.append($0)
            }
            try check(rejected, of: outcome.sources.reduce(0) { $0 + $1.read }, "rows", outcome.losses)
            outcome.rests += rejectedOfRecordings.rests + rejected.rests
            recordings.countMatches()
            outcome.recordings = zip(recipe.recordings, recordings.usage).map { ($0.input.name, $1) }
            pool = try writer.finish()
        } catch let error as CurationError {
            try rejectedFile.finish()
            throw Failure(error: error, rejected: rejectedFile)
        }
        try rejectedFile.finish()
        return (outcome, Files(pool: pool.files, readers: pool.readers, rejected: rejectedFile))
    }

    private func check(_ rejected: RejectedRows, of read: Int, _ what: String, _ losses: [Loss]) throws {
        guard Double(rejected.count) > recipe.limits.rejected * Double(read) else { return try check(losses) }
        let commonest = rejected.reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
            .map { "  \($0.value) times: \($0.key)" as Message }
        // What is lost as a whole asks for another look than rows that are faulty here and there.
        let lost = losses.filter { !$0.isAllowed && $0.file != nil }.prefix(3).map { "  \($0.words)" as Message }
        throw CurationError.failed(
            "\(rejected.count) of \(read) \(what) could not be read, more than limits.rejected = "
                + "\(JSON(recipe.limits.rejected).compactText) allows; the commonest reasons:\n"
                + .joined(commonest + lost, by: "\n")
                + "\n  all of them are in \(Folder.join(folder.path, RejectedRows.fileName))")
    }

    /// A large source beside it hides the loss of a small one from `limits.rejected`.
    private func check(_ losses: [Loss]) throws {
        let most = 10
        let refused = losses.filter { !$0.isAllowed }
        guard !refused.isEmpty else { return }
        var lines = refused.prefix(most).map { "\($0.words)" as Message }
        if refused.count > most { lines.append("so it is with \(refused.count - most) more files and sources") }
        if refused.contains(where: { $0.rejected > 0 }) {
            lines.append("the rejected rows are in \(Folder.join(folder.path, RejectedRows.fileName))")
        }
        lines.append("\"empty\": \"allow\" at a source or recording says that it, or a file of it, may come to nothing")
        throw CurationError.failed(.joined(lines, by: "\n"))
    }

    // MARK: - Reading

    /// One file of an input, read by whichever thread is free.
    fileprivate final class Line: @unchecked Sendable {
        let input: Int
        let reader: InputReader
        /// Bytes of the file that are not yet reported as read.
        var unreported: Int
        /// What became of its rows so far.
        var usage: FileUsage

        init(_ input: Int, _ reader: InputReader) {
            self.input = input
            self.reader = reader
            unreported = reader.size
            usage = FileUsage(path: reader.path, bytes: reader.size)
        }
    }

    private func lines(of inputs: [InputRecipe], _ buffers: BufferPool) throws -> [Line] {
        try inputs.enumerated().flatMap { number, input in
            try recipe.files(of: input).map { file in
                Line(
                    number,
                    try InputReader(file, of: input, in: recipe.folder, limits: recipe.limits, pool: buffers))
            }
        }
    }

    /// Reads files on several threads and takes what became of their rows in order.
    private func read<Product>(
        _ lines: [Line], _ buffers: BufferPool, makeWorker: () -> (RowBatch, Line) throws -> Product,
        consume: (Product, Line) throws -> Void
    ) throws {
        try Pipeline<(Line, RowBatch), (Line, Int, Product)>(threads: threads).run(
            producers: lines.map { line in { try line.reader.next().map { (line, $0) } } },
            ahead: InputFile.mostAtOnce,
            makeWorker: {
                let worker = makeWorker()
                return { work in
                    let (line, rows) = work
                    let product = try worker(rows, line)
                    defer { rows.giveBack(to: buffers) }
                    return (line, rows.size, product)
                }
            },
            consume: { result in
                let (line, size, product) = result
                let bytes = min(size, line.unreported)
                line.unreported -= bytes
                progress(bytes)
                try consume(product, line)
            })
    }

    private func readRecordings(
        into recordings: Recordings, _ buffers: BufferPool, _ outcome: inout Outcome,
        rejects: (RejectedRows) throws -> Void
    ) throws {
        let lines = try lines(of: recipe.recordings.map(\.input), buffers)
        try read(
            lines, buffers,
            makeWorker: {
                let workers = recipe.recordings.map { RecordingWorker($0, recipe) }
                return { rows, line in try workers[line.input].read(rows, file: line.reader.path) }
            },
            consume: { batch, line in
                line.usage.take(read: batch.read, leftOut: batch.leftOut, batch.rejected)
                try recordings.take(batch, of: line.input)
                try rejects(batch.rejected)
            })
        try recordings.finish()
        try outcome.take(lines, of: recipe.recordings.map(\.input), .recording, recipe.limits)
    }

    private func readSources(
        with recordings: Recordings, into writer: PoolWriter, _ buffers: BufferPool, _ outcome: inout Outcome,
        rejects: (RejectedRows) throws -> Void
    ) throws {
        let lines = try lines(of: recipe.sources.map(\.input), buffers)
        // Apart from the buffers that rows are read into, which stay as large as a block.
        let poolBuffers = PoolBuffers()
        let tokenizer = try recipe.tokenizer.map { try Tokenizer(Folder.join(recipe.folder, $0.path)) }
        for file in tokenizer?.files ?? [] { progress(Folder.stamp(of: file)?.size ?? 0) }
        var counts = recipe.sources.map { SourceCount(name: $0.input.name) }
        try read(
            lines, buffers,
            makeWorker: {
                let traceTokens = tokenizer.map { TraceTokens($0) }
                let names = RecordedNames(recordings)
                // Made when their turn comes, since there may be very many.
                var workers = [SourceWorker?](repeating: nil, count: recipe.sources.count)
                return { rows, line in
                    let worker =
                        workers[line.input]
                        ?? SourceWorker(
                            recipe.sources[line.input], recordings, recipe, traceTokens: traceTokens,
                            buffers: poolBuffers, names: names)
                    workers[line.input] = worker
                    return try worker.read(rows, file: line.reader.path)
                }
            },
            consume: { batch, line in
                line.usage.take(read: batch.read, leftOut: batch.leftOut, batch.rejected)
                counts[line.input].read += batch.read
                counts[line.input].pool += batch.count
                counts[line.input].rejected += batch.rejected.count
                counts[line.input].leftOut += batch.leftOut
                for entry in batch.recordingNumbers where entry >= 0 { recordings.markMatched(Int(entry)) }
                try writer.append(batch, source: line.input)
                try rejects(batch.rejected)
                poolBuffers.give(batch)
            })
        outcome.sources = counts
        try outcome.take(lines, of: recipe.sources.map(\.input), .source, recipe.limits)
    }
}

extension Ingest.Outcome {
    /// Takes up files that were read to their ends.
    fileprivate mutating func take(
        _ lines: [Ingest.Line], of recipes: [InputRecipe], _ kind: RejectedRows.Kind, _ limits: LimitsRecipe
    ) throws {
        let files = Dictionary(grouping: lines, by: \.input).mapValues { $0.map(\.usage) }
        for (number, input) in recipes.enumerated() {
            let own = files[number] ?? []
            losses += input.losses(kind, in: own, limits)
            guard own.contains(where: { $0.read > 0 }) else { continue }
            withoutRows += own.filter { $0.read == 0 && $0.bytes > 0 }.map(\.path)
        }
        for line in lines {
            inputs.append(try line.reader.readFile())
            if let fault = line.reader.faultInLongRow {
                rests.append("\(line.reader.path), in a row longer than limits.row_bytes: \(fault)")
            }
        }
    }
}
