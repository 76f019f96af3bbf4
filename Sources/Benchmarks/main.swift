import Bytes
import Files
import Messages
import Synthesis

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

// `swift run -c release Benchmarks [NAME] [--copies N] [--rounds N] [--rows N] [--pool FILE] [--tokenizer DIR] [--json]`

do {
    if CommandLine.arguments.dropFirst().first == TableReading.option {
        try TableReading.run(Array(CommandLine.arguments.dropFirst(2)))
        exit(0)
    }
    let options = try BenchmarkOptions(CommandLine.arguments.dropFirst())
    let bench = try Bench(options)
    let groups: [any BenchmarkGroup.Type] = [
        ReadingBenchmarks.self, XMLBenchmarks.self, SQLiteBenchmarks.self, RunBenchmarks.self, RowBenchmarks.self,
        TokenBenchmarks.self, ParquetBenchmarks.self, CompressedBenchmarks.self,
    ]
    let wanted = groups.filter { options.name == nil || $0.name == options.name }
    guard !wanted.isEmpty else {
        throw BenchmarkFault(
            message: "\(options.name ?? ""): unknown group; \(expectedOne(of: groups.map { $0.name }))")
    }
    for group in wanted { try group.run(bench) }
    bench.report()
} catch let fault as BenchmarkFault {
    tell("Benchmarks: \(fault.message)")
    exit(2)
} catch {
    tell("Benchmarks: \(error)")
    exit(1)
}

/// Writes a line to standard error.
func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
