import Bytes
import Files
import Messages

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The reason why a benchmark cannot be run.
struct BenchmarkFault: Error {
    let message: String
}

/// A group of benchmarks that need the same data.
protocol BenchmarkGroup {
    /// The name of the group on the command line.
    static var name: String { get }
    /// Runs the benchmarks.
    static func run(_ bench: Bench) throws
}

/// The options of the command line.
struct BenchmarkOptions {
    /// The name of the group to run; nil for all.
    var name: String?
    /// The number of copies of the pool to measure in addition to a single one.
    var copies = 4
    /// The number of measurements of each subject.
    var rounds = 5
    /// The number of questions in the generated pools.
    var rows = 59_029
    /// A pool of JSON lines with the published columns, instead of a generated one.
    var pool: String?
    /// The folder with Qwen2.5's vocabulary; without it tokens are not benchmarked.
    var tokenizer: String?
    var json = false

    init(_ words: ArraySlice<String>) throws {
        var rest = words
        func number(_ option: String, _ word: String?) throws -> Int {
            guard let count = word?.withByteView({ $0.wholeNumber }), count > 0 else {
                throw BenchmarkFault(message: "\(option) needs a count from 1 on")
            }
            return count
        }
        while let word = rest.popFirst() {
            switch word {
            case "--copies": copies = try number(word, rest.popFirst())
            case "--rounds": rounds = try number(word, rest.popFirst())
            case "--rows": rows = try number(word, rest.popFirst())
            case "--pool": pool = rest.popFirst()
            case "--tokenizer": tokenizer = rest.popFirst()
            case "--json": json = true
            default:
                guard name == nil, !word.hasPrefix("-") else {
                    throw BenchmarkFault(
                        message: "\(word): [NAME] [--copies N] [--rounds N] [--rows N] [--pool FILE] [--tokenizer DIR] "
                            + "[--json] is right")
                }
                name = word
            }
        }
    }
}

/// The measured times of one subject, in seconds.
struct Measurement {
    let group: String
    let subject: String
    /// The number of bytes that the subject processes; 0 if that is not meaningful.
    let bytes: Int
    var seconds: [Double] = []
    /// The peak memory of the process in bytes; 0 if the subject did not run in a process of its own.
    var memory = 0

    var median: Double {
        let sorted = seconds.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

/// Measures subjects in turn and collects the results.
final class Bench {
    let options: BenchmarkOptions
    /// The folder for generated data, which later runs reuse.
    let folder = "data/runs/benchmarks"
    private var measurements: [Measurement] = []

    init(_ options: BenchmarkOptions) throws {
        self.options = options
        try Folder.make(folder)
    }

    /// A subject to measure, whose body returns its peak memory in bytes.
    struct Subject {
        let name: String
        var bytes = 0
        let body: () throws -> Int
    }

    /// Measures subjects in rounds, so that changing load on the machine affects all of them alike.
    ///
    /// The first round only warms up and is not counted.
    func measure(_ group: String, _ subjects: [Subject]) throws {
        var found = subjects.map { Measurement(group: group, subject: $0.name, bytes: $0.bytes) }
        for round in 0...options.rounds {
            for (k, subject) in subjects.enumerated() {
                tell("\(group): \(subject.name), round \(round) of \(options.rounds)")
                let clock = ContinuousClock()
                let start = clock.now
                let memory = try subject.body()
                let elapsed = clock.now - start
                guard round > 0 else { continue }
                found[k].seconds.append(
                    Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
                found[k].memory = max(found[k].memory, memory)
            }
        }
        measurements += found
    }

    /// Adds a measurement that a program made itself.
    func note(_ measurement: Measurement) { measurements.append(measurement) }

    /// Prints the measurements as a table for the README, or as JSON.
    func report() {
        if options.json {
            let list = measurements.map { measurement -> JSON in
                [
                    "group": .string(measurement.group), "subject": .string(measurement.subject),
                    "bytes": JSON(measurement.bytes), "median_seconds": JSON(measurement.median),
                    "seconds": .list(measurement.seconds.map { JSON($0) }), "peak_memory": JSON(measurement.memory),
                ]
            }
            return print(JSON.list(list).compactText)
        }
        print("| what | median | fastest to slowest | MB/s | to the first | peak memory |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for measurement in measurements {
            let first = measurements.first { $0.group == measurement.group }?.median ?? .nan
            func milliseconds(_ value: Double) -> String { Wording.fixed(value * 1000, value < 0.1 ? 1 : 0) }
            let speed =
                measurement.bytes > 0
                ? Wording.grouped(Int(Double(measurement.bytes) / measurement.median / 1e6)) : ""
            let spread =
                "\(milliseconds(measurement.seconds.min() ?? .nan)) to \(milliseconds(measurement.seconds.max() ?? .nan))"
            let memory = measurement.memory > 0 ? "\(Wording.grouped(measurement.memory >> 20)) MiB" : ""
            print(
                "| \(measurement.group): \(measurement.subject) | \(milliseconds(measurement.median)) ms | \(spread) ms "
                    + "| \(speed) | \(Wording.fixed(measurement.median / first, 2)) | \(memory) |")
        }
    }
}

/// Runs a program and returns its peak memory in bytes.
///
/// Throws `BenchmarkFault` when it cannot be started or fails.
///
/// - Parameter output: the file for its standard output.
func runProgram(_ words: [String], output: String = "/dev/null") throws -> Int {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var process = pid_t()
    guard posix_spawnp(&process, words[0], &actions, nil, &arguments, environ) == 0 else {
        throw BenchmarkFault(message: "\(words[0]) cannot be started")
    }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process, status == 0 else {
        throw BenchmarkFault(message: words.joined(separator: " ") + " failed")
    }
    #if canImport(Darwin)
    return usage.ru_maxrss
    #else
    return usage.ru_maxrss << 10
    #endif
}

/// Returns whether a program exits successfully.
func succeeds(_ words: [String]) -> Bool { (try? runProgram(words)) != nil }
