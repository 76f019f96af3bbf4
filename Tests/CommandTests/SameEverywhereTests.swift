import Foundation
import TestSupport
import Testing

@Suite("The same everywhere")
struct SameEverywhereTests {
    /// The circumstances of a run that must not show in its bytes.
    struct Circumstances: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var environment: [String: String] = [:]
        var arguments: [String] = []
        var before = ""
        /// Whether the run is started from another folder than the recipe's.
        var isElsewhere = false
        /// The order in which the files of the pool are made, and so, on many file systems, listed.
        var order: @Sendable ([String]) -> [String] = { $0 }

        static let all = [
            Circumstances(
                testDescription: "a Turkish locale", environment: ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"]),
            Circumstances(testDescription: "the C locale", environment: ["LC_ALL": "C", "LANG": "C"]),
            Circumstances(testDescription: "a time zone of 5:45", environment: ["TZ": "Asia/Kathmandu"]),
            Circumstances(testDescription: "one thread", arguments: ["--threads", "1"]),
            Circumstances(testDescription: "two threads", arguments: ["--threads", "2"]),
            Circumstances(testDescription: "thirteen threads", arguments: ["--threads", "13"]),
            Circumstances(testDescription: "a strict umask", before: "umask 077; "),
            Circumstances(testDescription: "an open umask", before: "umask 000; "),
            Circumstances(testDescription: "another folder", isElsewhere: true),
            Circumstances(testDescription: "files made in reverse", order: { $0.reversed() }),
            Circumstances(
                testDescription: "files made in another order", order: { $0.sorted { $0.hashValue < $1.hashValue } }),
            Circumstances(testDescription: "an empty environment", before: "exec env -i "),
            Circumstances(
                testDescription: "hash seeds that are the same", environment: ["SWIFT_DETERMINISTIC_HASHING": "1"]),
        ]
    }

    /// A pool of many small files that one pattern takes, beside the sample.
    private func pool(_ order: ([String]) -> [String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        try FileManager.default.createDirectory(atPath: folder.path + "/many", withIntermediateDirectories: false)
        for name in order((0..<40).map { "part\($0)" } + ["Part", "pärt", "İ", "ß", "z-1", "z_1"]) {
            folder.write(
                "many/\(name).jsonl",
                "{\"question\":\"A question that stands in \(name) and nowhere else\",\"domain\":\"Geometry\"}\n")
        }
        var recipe = folder.read("pipeline.json")
        recipe = recipe.replacingOccurrences(
            of: "\"sources\": [",
            with: "\"sources\": [ { \"name\": \"many\", \"format\": \"jsonl\", \"path\": \"many/*.jsonl\" },")
        folder.write("pipeline.json", recipe)
        return folder
    }

    private func run(_ circumstances: Circumstances) throws -> RunContents {
        let folder = try pool(circumstances.order)
        let arguments = (["--quiet"] + circumstances.arguments).joined(separator: " ")
        let other = TemporaryFolder(inMemory: true)
        let place = circumstances.isElsewhere ? "--config '\(folder.path)/pipeline.json' " : ""
        let variables = circumstances.environment.map { "\($0)=\($1) " }.sorted().joined()
        let line = circumstances.before + (variables.isEmpty ? "" : "env \(variables)") + "'\(Program.path)' "
        let result = try Program.shell(
            line + place + arguments + " --run '\(folder.path)/run'",
            in: circumstances.isElsewhere ? other.path : folder.path)
        #expect(result.status == 0, "\(result)")
        #expect(result.output.hasSuffix("run/export/sample.jsonl\n"))
        let verified = try Program.run(["verify", "--run", "run"], in: folder.path)
        #expect(verified.status == 0, "\(verified)")
        return try RunContents(of: folder.path + "/run")
    }

    private static let plain = Circumstances(testDescription: "as it comes")

    @Test("every file of a run has the same bytes", .enabled(if: !Program.isInstrumented), arguments: Circumstances.all)
    func sameBytes(_ circumstances: Circumstances) throws {
        let whole = try run(Self.plain)
        #expect(whole.files.count == 20)
        #expect(try run(circumstances).differences(from: whole) == [])
    }
}
