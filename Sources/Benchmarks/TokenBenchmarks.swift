import Files

/// Benchmarks of Qwen2.5 tokens of the traces of a pool: `curate tokens` against Python's tokenizers and tiktoken.
///
/// One script measures all of them in turn. For the Python libraries only the encoding is timed, for `curate` the whole
/// process.
enum TokenBenchmarks: BenchmarkGroup {
    static let name = "tokens"

    static func run(_ bench: Bench) throws {
        guard let tokenizer = bench.options.tokenizer else {
            return tell("tokens: --tokenizer DIR names the folder of Qwen2.5's vocabulary; left out")
        }
        let pool = try bench.publishedPool().path
        let output = "\(bench.folder)/tokens.txt"
        let words = [
            "python3", "data/benchmarks/tokens_peers.py", "--tokenizer", tokenizer, "--field", "thinking_trajectories",
            pool, try bench.program(),
        ]
        // MB/s by name, one value for each round.
        var speeds: [(name: String, found: [Double])] = [("curate", []), ("tiktoken", []), ("tokenizers", [])]
        for round in 1...bench.options.rounds {
            tell("tokens: round \(round) of \(bench.options.rounds)")
            _ = try runProgram(words, output: output)
            for line in String(decoding: try InputFile.contents(of: output), as: UTF8.self).split(separator: "\n") {
                let parts = line.split(separator: " ")
                guard parts.count > 1, let place = speeds.firstIndex(where: { $0.name == parts[0] }),
                    let speed = Double(parts[1])
                else { continue }
                speeds[place].found.append(speed)
            }
        }
        for (name, found) in speeds where !found.isEmpty {
            var measurement = Measurement(group: "tokens", subject: "\(name), a megabyte of traces", bytes: 1_000_000)
            measurement.seconds = found.map { 1 / $0 }
            bench.note(measurement)
        }
    }
}
