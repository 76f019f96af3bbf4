import Bytes
import Files
import Messages

/// Benchmarks of reading Parquet files as others write them, beside pyarrow, polars and duckdb, on one thread and on two.
enum ParquetBenchmarks: BenchmarkGroup {
    static let name = "parquet"

    /// The files, each with what it is.
    private static let files = [
        ("hub", "written by datasets"), ("group", "one row group"), ("zstd", "zstd"), ("polars", "written by polars"),
        ("duckdb", "written by duckdb"),
    ]
    private static let short = ["id", "source", "domain", "trace_tokens", "cot_type"]

    static func run(_ bench: Bench) throws {
        let folder = try bench.tables()
        for (file, what) in files where Folder.hasFile("\(folder)/\(file).parquet") {
            try bench.measureReading("\(what), all columns", "\(folder)/\(file).parquet", [])
        }
        try bench.measureReading("five short columns", "\(folder)/hub.parquet", short)
    }
}

/// Benchmarks of whole runs over compressed lines, beside polars and duckdb.
enum CompressedBenchmarks: BenchmarkGroup {
    static let name = "compressed"

    static func run(_ bench: Bench) throws {
        let folder = try bench.tables()
        for file in ["pool.jsonl.zst", "pool.jsonl.gz"] {
            try bench.measure(file, try RunBenchmarks.subjects(bench, over: "\(folder)/\(file)"))
        }
    }
}

extension Bench {
    /// Returns the folder with a pool as Parquet files and compressed lines, which are made once.
    fileprivate func tables() throws -> String {
        let path = "\(folder)/tables-\(options.rows)"
        try Folder.make(path)
        let (pool, _) = try publishedPool()
        tell("making Parquet files of \(pool)")
        _ = try runProgram(["python3", "data/benchmarks/parquet_tables.py", pool, path])
        return path
    }

    /// Measures how long a file's columns, or all of them, take to be read to their end, without the start of programs.
    fileprivate func measureReading(_ group: String, _ path: String, _ columns: [String]) throws {
        var subjects: [(name: String, words: [String])] = []
        for threads in ["1", "2"] {
            let ending = threads == "1" ? "1 thread" : "2 threads"
            subjects.append(
                ("curate, \(ending)", [CommandLine.arguments[0], TableReading.option, path, threads] + columns))
            for package in ["pyarrow", "polars", "duckdb"] where succeeds(["python3", "-c", "import \(package)"]) {
                let words = ["python3", "data/benchmarks/parquet_reading.py", package, path, threads]
                subjects.append(("\(package), \(ending)", words + columns))
            }
        }
        try measurePrinted(group, subjects, bytes: Folder.stamp(of: path)?.size ?? 0)
    }

    /// Measures programs that print how many seconds they took, in rounds, of which the first is not counted.
    private func measurePrinted(_ group: String, _ subjects: [(name: String, words: [String])], bytes: Int) throws {
        var found = subjects.map { Measurement(group: group, subject: $0.name, bytes: bytes) }
        let answer = folder + "/seconds"
        for round in 0...options.rounds {
            for (k, subject) in subjects.enumerated() {
                tell("\(group): \(subject.name), round \(round) of \(options.rounds)")
                let memory = try runProgram(subject.words, output: answer)
                let text = String(decoding: try InputFile.contents(of: answer), as: UTF8.self)
                guard round > 0, let seconds = text.split(separator: " ").first.flatMap({ Double($0) }) else {
                    continue
                }
                found[k].seconds.append(seconds)
                found[k].memory = max(found[k].memory, memory)
            }
        }
        for measurement in found { note(measurement) }
    }
}
