import Bytes
import Files
import Shapes

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
    /// The shares of a trace that can be written.
    package static let possibleTraceScales = 0.0...1

    private static let rowsKey = SettingKey<Int>.integer(
        "rows", possibleRows, default: 59_029, "how many questions decontaminate will keep")
    private static let seedKey = SettingKey<UInt32>.seed("seed", "the seed of the pool")
    private static let traceScaleKey = SettingKey<Double>.number(
        "trace_scale", possibleTraceScales, default: "0.1", "the share of every trace that is written")

    /// The keys of a recipe that say how a pool is made.
    package static let keys = [rowsKey.key, seedKey.key, traceScaleKey.key]

    /// How many questions decontaminate will keep.
    package var rows: Int
    /// The seed of every draw.
    package var seed: UInt32
    /// The share of every trace that is written; the recorded lengths are those of whole traces.
    package var traceScale: Double

    /// A pool of the published size.
    package init() {
        self.init(CheckedObject([:]))
    }

    /// A pool as a recipe says that has been checked.
    package init(_ settings: CheckedObject) {
        rows = settings[Self.rowsKey]
        seed = settings[Self.seedKey]
        traceScale = settings[Self.traceScaleKey]
    }

    /// The settings, as the marker holds them.
    package var json: JSON {
        ["synthetic": true, "rows": JSON(rows), "seed": JSON(Int(seed)), "trace_scale": JSON(traceScale), "version": 1]
    }

    /// What is to be done for a pool to be in a folder.
    package enum Need: Equatable, Sendable {
        /// Nothing: it is there.
        case none
        /// Nothing, since files lie there that were not made here, and stay as they are.
        case foreign
        /// It must be made.
        case made
        /// It must be made in the place of one of other settings, which are told in words.
        case replaced(String)
    }

    /// What is to be done for the pool to be in a folder.
    ///
    /// Throws `Fault` when a pool of other settings is there, unless that is to be replaced; it names both.
    package func need(in folder: String, isForced: Bool) throws -> Need {
        let place = try PoolFolder(folder)
        switch place.standing {
        case .nothing, .unfinished: return .made
        case .others: return .foreign
        case .pool(let settings):
            if settings == json { return .none }
            try place.demandRoom(for: json, isForced: isForced)
            return .replaced(PoolFolder.inWords(settings))
        }
    }

    /// Writes the pool into a folder, where it appears when it is whole.
    ///
    /// Returns the number of bytes. Throws `Fault` when the folder holds other files, or a pool of other settings.
    ///
    /// - Parameters:
    ///   - isForced: whether a pool of other settings is replaced. Files that are no pool's stay in any case.
    ///   - progress: is told how many of the rows are written.
    package func write(
        to folder: String, threads: Int, isForced: Bool = false, progress: (Int, Int) -> Void
    ) throws -> Int {
        let plan = PoolPlan(rows: rows)
        var generators: [SourceGenerator] = []
        for (number, kind) in SourceKind.all.enumerated() {
            generators.append(try SourceGenerator(kind, plan.shares[number], source: number, seed: UInt64(seed)))
        }
        try PoolFolder(folder).demandRoom(for: json, isForced: isForced)
        return Folder.exists(folder)
            ? try writeAnew(generators, in: folder, threads: threads, isForced: isForced, progress: progress)
            : try writeNew(generators, to: folder, threads: threads, progress: progress)
    }

    /// Writes the pool beside a folder that does not exist, and gives it its name.
    private func writeNew(
        _ generators: [SourceGenerator], to folder: String, threads: Int, progress: (Int, Int) -> Void
    ) throws -> Int {
        let parent = FolderTree(Folder.parent(of: folder) ?? ".")
        try Folder.make(parent.path)
        try WorkFolder.removeLeftovers(in: parent)
        let work = try WorkFolder(in: parent)
        let pool = work.tree.path(of: "pool")
        let (files, size) = try write(generators, into: pool, threads: threads, progress: progress)
        let marker = PoolFolder.marker(json, files)
        try OutputFile.write(marker, to: Folder.join(pool, SyntheticMarker.name))
        do throws(FileError) {
            try Folder.rename(pool, to: folder)
        } catch {
            throw FileError(error.code, "make", folder, cause: error.cause)
        }
        return size + marker.count
    }

    /// Writes the pool in a folder that exists, and then puts its files in the place of those that stand there.
    private func writeAnew(
        _ generators: [SourceGenerator], in folder: String, threads: Int, isForced: Bool, progress: (Int, Int) -> Void
    ) throws -> Int {
        let lock: FolderLock
        do {
            lock = try FolderLock(folder)
        } catch let held as FolderLock.Held {
            throw Fault(
                message: "\(folder): another program is at work here" + (held.process.map { ", process \($0)" } ?? ""))
        }
        defer { withExtendedLifetime(lock) {} }
        let tree = FolderTree(folder)
        try WorkFolder.removeLeftovers(in: tree, isAlone: true)
        let place = try PoolFolder(folder)
        try place.demandRoom(for: json, isForced: isForced)
        let work = try WorkFolder(in: tree)
        let pool = FolderTree(work.tree.path(of: "pool"))
        let (files, size) = try write(generators, into: pool.path, threads: threads, progress: progress)
        try place.replace(with: files, of: json, from: pool, by: work, isForced: isForced)
        return size + PoolFolder.marker(json, files).count
    }

    /// Writes the pool's files into a folder that is made for them.
    private func write(
        _ generators: [SourceGenerator], into folder: String, threads: Int, progress: (Int, Int) -> Void
    ) throws -> (files: [PoolFile], size: Int) {
        for name in ["sources/agieval", "recordings", "benchmarks"] { try Folder.make(Folder.join(folder, name)) }
        let files = PoolFiles(in: folder)
        try writeBenchmarks(to: files)
        try write(generators, to: files, threads: threads, progress: progress)
        let written = try files.commit()
        return (written, written.reduce(0) { $0 + $1.size })
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
