import Bytes
import Files

/// A pool of the published size and shape, made of real exercises: sources in their formats, recordings of four models,
/// and benchmark sets.
///
/// The same settings give the same bytes, whatever the number of threads. Memory does not grow with the number of rows.
package struct SyntheticPool: Sendable {
    /// Why a pool cannot be made.
    package struct Fault: Error, Equatable {
        /// What is wrong, and what would be right.
        package let message: String
    }

    /// How large a pool may be: from a row for each source on.
    package static let possibleRows = PoolPlan.fewestRows...100_000_000

    /// How many questions decontaminate will keep.
    package var rows = 59_029
    /// The seed of every draw.
    package var seed: UInt32 = 0
    /// The share of every trace that is written; the recorded lengths are those of whole traces.
    package var traceScale = 0.1

    /// A pool of the published size.
    package init() {}

    /// The settings, as the marker holds them.
    package var json: JSON {
        ["synthetic": true, "rows": JSON(rows), "seed": JSON(Int(seed)), "trace_scale": JSON(traceScale), "version": 1]
    }

    /// Writes the pool into a folder, which appears when it is whole.
    ///
    /// Returns the number of bytes.
    ///
    /// - Parameter progress: is told how many of the rows are written.
    package func write(to folder: String, threads: Int, progress: (Int, Int) -> Void) throws -> Int {
        let plan = PoolPlan(rows: rows)
        var generators: [SourceGenerator] = []
        for (number, kind) in SourceKind.all.enumerated() {
            generators.append(try SourceGenerator(kind, plan.shares[number], source: number, seed: UInt64(seed)))
        }
        guard Folder.names(in: folder).isEmpty || Folder.hasFile(Folder.join(folder, SyntheticMarker.name)) else {
            throw Fault(message: "\(folder) holds files that are no synthetic pool; an empty or new folder is right")
        }
        let (partial, outdated) = (folder + ".partial", folder + ".outdated")
        try Folder.remove(partial)
        try Folder.remove(outdated)
        for name in ["sources/agieval", "recordings", "benchmarks"] { try Folder.make(Folder.join(partial, name)) }
        do {
            let files = PoolFiles(in: partial)
            try writeBenchmarks(to: files)
            try write(generators, to: files, threads: threads, progress: progress)
            let marker = Array(json.readableText.utf8)
            try OutputFile.write(marker, to: Folder.join(partial, SyntheticMarker.name))
            let size = try files.commit() + marker.count
            // A pool that is taken away piece by piece would look whole to the end; so it goes under another name first.
            if Folder.exists(folder) { try Folder.rename(folder, to: outdated) }
            try Folder.rename(partial, to: folder)
            try Folder.remove(outdated)
            return size
        } catch {
            try? Folder.remove(partial)
            throw error
        }
    }

    private func writeBenchmarks(to files: PoolFiles) throws {
        for benchmark in BenchmarkSet.all {
            var fields = FieldWriter(benchmark.format)
            for number in 0..<benchmark.size { benchmark.write(number, seed: UInt64(seed), to: &fields) }
            try files.write(fields, benchmark.format, to: benchmark.file)
        }
    }

    private func write(
        _ generators: [SourceGenerator], to files: PoolFiles, threads: Int, progress: (Int, Int) -> Void
    ) throws {
        var done = 0
        let scale = traceScale
        try Pipeline<(Int, Range<Int>), PoolChunk>(threads: threads).run(
            producers: generators.indices.map { source in
                var next = 0
                return {
                    let rows = generators[source].share.rows
                    guard next < rows else { return nil }
                    defer { next += PoolChunk.rows }
                    return (source, next..<min(rows, next + PoolChunk.rows))
                }
            },
            makeWorker: {
                var worker = ChunkWriter(traceScale: scale)
                return { work in worker.write(work.1, of: work.0, generators) }
            },
            consume: { chunk in
                for (file, fields) in zip(generators[chunk.source].kind.files, chunk.sources) {
                    try files.write(fields, file.format, to: file.path)
                }
                for (name, bytes) in zip(PoolChunk.recordingNames, chunk.recordings) {
                    try files.write(bytes, to: "recordings/\(name).jsonl")
                }
                done += chunk.count
                progress(done, rows)
            })
    }
}

/// What some rows of a source became: their lines in the source's files and in the recordings.
struct PoolChunk {
    /// How many kept rows make a chunk.
    static let rows = 256
    /// The files of recordings: the outcomes of four models, domains and traces.
    static let recordingNames = [
        "qwen2.5-7b-instruct", "qwen2.5-32b-instruct", "qwq-32b-preview", "teacher", "domains", "traces",
    ]

    let source: Int
    let count: Int
    let sources: [FieldWriter]
    let recordings: [[UInt8]]
}

/// Writes chunks, one thread's share of a pool.
struct ChunkWriter {
    private let traceScale: Double
    private var trace = TraceWriter()

    init(traceScale: Double) {
        self.traceScale = traceScale
    }

    mutating func write(_ numbers: Range<Int>, of source: Int, _ generators: [SourceGenerator]) -> PoolChunk {
        let generator = generators[source]
        var fields = generator.kind.files.map { FieldWriter($0.format) }
        var recordings = [[UInt8]](repeating: [], count: PoolChunk.recordingNames.count)
        func put(_ row: SourceRow) {
            let file = generator.kind.fileOfTemplate(row.template)
            fields[file].begin(isASCII: row.chance.bits(.format) >> 40 & 3 == 0)
            generator.kind.write(row, &fields[file])
            fields[file].end()
        }
        for number in numbers {
            let (row, fate) = generator.kept(number)
            put(row)
            let id = Self.id(of: generator.kind.composed(row))
            record(row, fate, id: id, domain: generator.kind.templates[row.template].domain, &recordings)
            for extra in generator.extras(behind: number, of: generator.share.extras) {
                put(generator.extra(extra, behind: number, earlier: Array(generators[..<source])))
            }
            for leftOut in generator.extras(behind: number, of: generator.share.leftOut) {
                put(generator.leftOut(leftOut))
            }
        }
        return PoolChunk(source: source, count: numbers.count, sources: fields, recordings: recordings)
    }

    /// The id of a question, as the pool has it: of the text without white space at its ends.
    private static func id(of question: Phrase) -> UInt64 {
        question.bytes.withByteView { SHA256.digest($0.trimmed).0 }
    }

    private mutating func record(
        _ row: SourceRow, _ fate: Fate, id: UInt64, domain: String, _ recordings: inout [[UInt8]]
    ) {
        for (k, outcome) in [fate.small, fate.large, fate.qwq, fate.teacher].enumerated() {
            recordings[k].append("{\"id\": \"")
            recordings[k].append(hexadecimal: id)
            recordings[k].append(
                outcome.map { $0 ? "\", \"correct\": true}\n" : "\", \"correct\": false}\n" }
                    ?? "\", \"correct\": null}\n")
        }
        if fate.hasDomain {
            recordings[4].append("{\"id\": \"")
            recordings[4].append(hexadecimal: id)
            recordings[4].append("\", \"domain\": ")
            recordings[4].append(quoted: domain)
            recordings[4].append("}\n")
        }
        if fate.hasTrace { recordTrace(row, fate, id: id, &recordings[5]) }
    }

    private mutating func recordTrace(_ row: SourceRow, _ fate: Fate, id: UInt64, _ bytes: inout [UInt8]) {
        let isRight = fate.teacher ?? true
        bytes.append("{\"id\": \"")
        bytes.append(hexadecimal: id)
        bytes.append("\", \"thinking_trajectories\": [")
        if traceScale > 0 {
            trace.write(row.exercise, tokens: fate.tokens, scale: traceScale, isRight: isRight, chance: row.chance)
            trace.bytes.withByteView { bytes.append(quoted: $0) }
        }
        bytes.append("], \"attempt\": ")
        let answer = isRight ? row.exercise.answer : row.exercise.slip
        let attempt: Phrase =
            traceScale > 0
            ? "\(Phrase.joined(row.exercise.steps, by: "\n"))\n\nThe final answer is $\\boxed{\(answer)}$." : answer
        attempt.bytes.withByteView { bytes.append(quoted: $0) }
        bytes.append(", \"trace_tokens\": ")
        if fate.hasLength { bytes.append(decimal: fate.tokens) } else { bytes.append("null") }
        bytes.append("}\n")
    }
}
