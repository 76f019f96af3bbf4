import Bytes
import Files
import Shapes

/// A pool of the published size and shape, made of real exercises: sources in their formats, recordings of four models,
/// and benchmark sets.
///
/// The same settings give the same bytes, regardless of the number of threads. Memory use does not depend on the number
/// of rows.
package struct SyntheticPool: Sendable {
    /// The reason why a pool cannot be made.
    package struct Fault: Error, Equatable {
        /// What is wrong, and what would be right.
        package let message: String
        /// What would help besides; nil if the message says it.
        package var remedy: Remedy?

        /// What a caller can do about a folder that a pool must not be written into.
        package enum Remedy: Equatable, Sendable {
            /// To replace the pool that is there, or to name another folder.
            case replaceOrNameAnother
            /// To move a file away, or to replace it.
            case moveOrReplace
        }
    }

    /// The possible numbers of rows, of which there is at least one for each source.
    package static let possibleRows = PoolPlan.fewestRows...100_000_000
    /// The possible shares of traces.
    package static let possibleTraceScales = 0.0...1

    private static let rowsKey = SettingKey<Int>.integer(
        "rows", possibleRows, default: 59_029, "the number of questions that decontaminate will keep")
    private static let seedKey = SettingKey<UInt32>.seed("seed", "the seed of the pool")
    private static let traceScaleKey = SettingKey<Double>.number(
        "trace_scale", possibleTraceScales, default: "0.1", "the share of every trace that is written")

    /// The keys of a recipe that describe a pool.
    package static let keys = [rowsKey.key, seedKey.key, traceScaleKey.key]

    /// The number of questions that decontamination will keep.
    package var rows: Int
    /// The seed of every draw.
    package var seed: UInt32
    /// The share of every trace that is written.
    ///
    /// The recorded lengths are those of the whole traces.
    package var traceScale: Double

    /// Creates the settings of a pool of the published size.
    package init() {
        self.init(CheckedObject([:]))
    }

    /// Creates the settings of a pool from a checked recipe.
    package init(_ settings: CheckedObject) {
        rows = settings[Self.rowsKey]
        seed = settings[Self.seedKey]
        traceScale = settings[Self.traceScaleKey]
    }

    /// The settings, as recorded in the marker.
    package var json: JSON {
        ["synthetic": true, "rows": JSON(rows), "seed": JSON(Int(seed)), "trace_scale": JSON(traceScale), "version": 1]
    }

    /// What has to be done so that a folder contains a pool.
    package enum Need: Equatable, Sendable {
        /// Nothing: the folder contains the pool.
        case none
        /// Nothing: the folder contains files that are not a synthetic pool, which are left alone.
        case foreign
        /// The pool must be made.
        case made
        /// The pool must be made and replaces one with other settings, which are described.
        case replaced(String)
    }

    /// Returns what has to be done so that a folder contains the pool.
    ///
    /// Throws `Fault`, which describes both settings, when there is a pool with other settings that must not be
    /// replaced.
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

    /// Writes the pool into a folder, in which it appears when complete.
    ///
    /// Returns the number of bytes. Throws `Fault` when the folder contains other files, or a pool with other settings.
    ///
    /// - Parameters:
    ///   - isForced: whether a pool with other settings is replaced. Files that do not belong to a pool are never
    ///     replaced.
    ///   - progress: is called with the number of rows written so far.
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

    /// Writes the pool to a temporary folder and renames it to the folder, which does not exist.
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

    /// Writes the pool for an existing folder, then replaces the files in the folder.
    private func writeAnew(
        _ generators: [SourceGenerator], in folder: String, threads: Int, isForced: Bool, progress: (Int, Int) -> Void
    ) throws -> Int {
        let lock: FolderLock
        do {
            lock = try FolderLock(folder)
        } catch let held as FolderLock.Held {
            throw Fault(
                message: "\(folder): another program is using this folder"
                    + (held.process.map { " (process \($0))" } ?? ""))
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

    /// Writes the pool's files into a new folder.
    private func write(
        _ generators: [SourceGenerator], into folder: String, threads: Int, progress: (Int, Int) -> Void
    ) throws -> (files: [FileRecord], size: Int) {
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

/// Consecutive rows of a source: their lines in the source's files and in the recordings.
struct PoolChunk {
    /// The number of kept rows in a chunk.
    static let rows = 256
    /// The names of the recordings: the outcomes of four models, domains and traces.
    static let recordingNames = [
        "qwen2.5-7b-instruct", "qwen2.5-32b-instruct", "qwq-32b-preview", "teacher", "domains", "traces",
    ]

    let source: Int
    let count: Int
    let sources: [FieldWriter]
    let recordings: [[UInt8]]
}

/// A writer of chunks, for use on one thread.
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

    /// Returns the id that the pool will give a question: that of its text without leading and trailing white space.
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
