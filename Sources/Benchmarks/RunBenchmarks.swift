import Bytes
import Files
import Messages
import Stages
import Synthesis

/// Benchmarks of the whole run over a pool with full traces in the published format.
///
/// It is compared with a plain read and with equivalent programs in polars and duckdb, on one thread or core and on
/// two, on several copies, and stage by stage.
enum RunBenchmarks: BenchmarkGroup {
    static let name = "run"

    static func run(_ bench: Bench) throws {
        let pool = try bench.publishedPool()
        let size = Folder.stamp(of: pool.path)?.size ?? 0
        try bench.measure("run", try subjects(bench, over: pool.path))
        let recipe = bench.folder + "/run.json"
        func curate(_ name: String, _ recipe: String, bytes: Int = 0, _ more: [String]) throws -> Bench.Subject {
            try Self.curate(bench, name, recipe, bytes: bytes, more)
        }
        try bench.measure(
            "stage",
            try StageRegistry.standard.asked(by: [:]).names.map {
                try curate("\($0.rawValue) alone", recipe, ["--stage", $0.rawValue])
            })
        guard bench.options.copies > 1 else { return }
        let many = bench.folder + "/copies.json"
        try writeRecipe(
            many, pools: try bench.copies(of: pool.path, bench.options.copies), benchmark: pool.benchmark)
        try bench.measure(
            "copies",
            [
                try curate("one", recipe, bytes: size, []),
                try curate("\(bench.options.copies)", many, bytes: size * bench.options.copies, []),
            ])
    }

    /// Returns the runs over a pool of lines, which may be compressed, of curate and of others.
    static func subjects(_ bench: Bench, over pool: String) throws -> [Bench.Subject] {
        let recipe = bench.folder + "/run.json"
        try writeRecipe(recipe, pools: [pool], benchmark: try bench.publishedPool().benchmark)
        let size = Folder.stamp(of: pool)?.size ?? 0
        var subjects = [
            try curate(bench, "curate --stage all --force, 2 threads", recipe, bytes: size, ["--threads", "2"]),
            Bench.Subject(name: "floor: a plain read of the same bytes", bytes: size) { try plainRead(pool) },
            try curate(bench, "the same on 1 thread", recipe, bytes: size, ["--threads", "1"]),
        ]
        // With one thread, writing to the disk would still use a core of its own.
        let onOneCore = ["taskset", "-c", "0"]
        if succeeds(onOneCore + ["true"]) {
            subjects.append(
                try curate(bench, "the same on one core", recipe, bytes: size, under: onOneCore, ["--threads", "2"]))
        }
        for (package, script) in [("polars", "polars_selection.py"), ("duckdb", "duckdb_selection.py")]
        where succeeds(["python3", "-c", "import \(package), numpy"]) {
            let words = ["python3", "data/benchmarks/" + script, pool]
            subjects.append(
                Bench.Subject(name: "\(package), without decontamination or decisions", bytes: size) {
                    try runProgram(words)
                })
        }
        return subjects
    }

    private static func curate(
        _ bench: Bench, _ name: String, _ recipe: String, bytes: Int = 0, under starter: [String] = [],
        _ more: [String]
    ) throws -> Bench.Subject {
        let words = [
            try bench.program(), "--config", recipe, "--run", recipe.replacing(".json", with: ""), "--force", "--quiet",
        ]
        return Bench.Subject(name: name, bytes: bytes) { try runProgram(starter + words + more) }
    }

    /// Writes the recipe of s1K for pools with the published columns or with the pool's own.
    private static func writeRecipe(_ path: String, pools: [String], benchmark: String) throws {
        let sources = pools.map { pool -> JSON in
            ["name": "pool", "format": "jsonl", "path": .string("../../../" + pool)]
        }
        let recipe: JSON = [
            "name": "benchmark", "sources": .list(sources),
            "benchmarks": [
                ["name": "test", "format": "jsonl", "path": .string("../../../" + benchmark), "question": "{problem}"]
            ],
            "quality": ["require": ["domain", "trace_tokens", "outcomes", "outcomes.qwq-32b-preview"]],
            "difficulty": ["solvers": ["qwen2.5-7b-instruct", "qwen2.5-32b-instruct"]],
            "sample": [
                "target": 1000, "profile": "notebook", "short": "allow",
                "preselect": [
                    ["source_type": "qq8933/AIME_1983_2024"], ["source_type": "Idavidrein/gpqa"],
                    ["source_type": "*openaimath*", "longer_than": 5600],
                ],
                "benchmark_sources": ["aime": "qq8933/AIME_1983_2024", "gpqa": "Idavidrein/gpqa"],
            ],
        ]
        try OutputFile.write(Array(recipe.readableText.utf8), to: path)
    }

    private static func plainRead(_ path: String) throws -> Int {
        let file = try InputFile(path)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 4096)
        defer { block.deallocate() }
        var offset = 0
        while case let count = try file.read(at: offset, into: block), count > 0 { offset += count }
        return 0
    }
}

/// Benchmarks of many short rows: questions without traces, with all recordings joined.
enum RowBenchmarks: BenchmarkGroup {
    static let name = "rows"

    static func run(_ bench: Bench) throws {
        let program = try bench.program()
        let rows = max(bench.options.rows, 1_000_000)
        let pool = "\(bench.folder)/rows-\(rows)"
        let recipe = "\(bench.folder)/rows.json"
        let text = try InputFile.contents(of: "pipeline.json")
        var document = try text.withByteView { try JSON(parsing: $0) }.object ?? JSONObject()
        document["$schema"] = nil
        document["synth"] = ["out": .string("../../../" + pool), "rows": JSON(rows), "trace_scale": 0]
        try OutputFile.write(
            Array(JSON.object(document).readableText.replacing("data/pool", with: "../../../" + pool).utf8), to: recipe)
        let words = [program, "--config", recipe, "--run", bench.folder + "/rows", "--force", "--quiet"]
        // The pool is made in the first round, which is not counted.
        try bench.measure(
            "rows",
            [Bench.Subject(name: "\(Wording.grouped(rows)) questions without traces") { try runProgram(words) }])
    }
}

extension Bench {
    /// Returns the path of the built program, in the same folder as this one.
    func program() throws -> String {
        let path = CommandLine.arguments[0]
        let program = (Folder.parent(of: path) ?? ".") + "/curate"
        guard Folder.hasFile(program) else {
            throw BenchmarkFault(message: "\(program) is not there; swift build -c release makes it")
        }
        return program
    }

    /// Returns a pool of JSON lines with full traces and a benchmark, which are made once.
    func publishedPool() throws -> (path: String, benchmark: String) {
        let benchmark = "\(folder)/questions-\(options.rows).jsonl"
        let path = options.pool ?? "\(folder)/pool-\(options.rows).jsonl"
        if Folder.hasFile(benchmark), Folder.hasFile(path) { return (path, benchmark) }
        tell("making a pool of \(options.rows) questions with full traces")
        let text = try InputFile.contents(of: "pipeline.json")
        var document = try text.withByteView { try JSON(parsing: $0) }.object ?? JSONObject()
        let pool = "\(folder)/full-\(options.rows)"
        document["$schema"] = nil
        document["synth"] = ["out": .string("../../../" + pool), "rows": JSON(options.rows), "trace_scale": 1]
        let recipe = folder + "/full.json"
        try OutputFile.write(
            Array(JSON.object(document).readableText.replacing("data/pool", with: "../../../" + pool).utf8), to: recipe)
        _ = try runProgram([
            try program(), "--config", recipe, "--run", "\(folder)/full", "--stage", "ingest", "--force",
        ])
        try copy("\(folder)/full/ingest/pool.jsonl", to: path)
        try copy("\(pool)/benchmarks/math500.jsonl", to: benchmark)
        return (path, benchmark)
    }

    /// Returns the paths of copies of a pool, which are made once.
    func copies(of pool: String, _ count: Int) throws -> [String] {
        try (1...count).map { k in
            let path = "\(folder)/copy-\(options.rows)-\(k).jsonl"
            if Folder.stamp(of: path)?.size != Folder.stamp(of: pool)?.size { try copy(pool, to: path) }
            return path
        }
    }

    private func copy(_ from: String, to path: String) throws {
        let file = try InputFile(from)
        let output = try OutputFile(path, digest: .xxh64)
        var offset = 0
        while offset < file.size {
            let piece = try file.bytes(at: offset, count: min(1 << 22, file.size - offset))
            try output.write(piece)
            offset += piece.count
        }
        try output.commit()
    }
}
