import Foundation
import TestSupport
import Testing

@Suite("Numbers on the command line")
struct NumberOptionTests {
    /// An option, and what else its command needs.
    private static let options: [(option: String, words: [String], right: String)] = [
        ("--seed", ["run"], "expected a whole number from 0 to 4294967295"),
        ("--threads", ["run"], "expected a whole number from 1 to 1024"),
        ("--limit", ["inspect", "sample"], "expected a whole number of at least 0"),
        ("--seeds", ["stability"], "expected a whole number from 2 to 4294967296"),
        ("--rows", ["synth"], "expected a whole number from 16 to 100000000"),
        ("--trace-scale", ["synth"], "expected a number from 0 to 1"),
    ]

    @Test(
        "are written as JSON writes them",
        arguments: [
            "0x10", "1_000", "１２", "+5", "05", "", "-1", "1e", "5,0", "5;", "ten", "nan", "inf", "0x1p-3", ".5",
            "99999999999999999999",
        ])
    func refused(_ value: String) throws {
        let folder = try TemporaryFolder.withSample()
        for (option, words, right) in Self.options {
            let result = try Program.run(words + ["\(option)=\(value)"], in: folder.path)
            #expect(result.status == 2, "\(option) \(value): \(result)")
            #expect(result.diagnostics == "curate: \(option) \(value): \(right)\n")
            #expect(result.output == "")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
    }

    @Test("mean for --seed what they mean for --set", arguments: [("12", "12"), ("12.0", "12"), ("1e3", "1000")])
    func seeds(_ value: String, _ seed: String) throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--quiet", "--seed", value, "--run", "a"], in: folder.path).status == 0)
        #expect(try Program.run(["--quiet", "--set", "seed=\(value)", "--run", "b"], in: folder.path).status == 0)
        #expect(folder.read("a/sample/decisions.jsonl") == folder.read("b/sample/decisions.jsonl"))
        #expect(folder.read("a/export/README.md").contains("--seed \(seed) --stage all"))
        #expect(
            try Program.run(["--seed", value, "--set", "seed=\(value)", "--run", "a"], in: folder.path).status == 0)
    }

    @Test("that are no JSON are texts to --set, and named", arguments: ["0x10", "1_000", "+5", "１２", "05"])
    func settings(_ value: String) throws {
        let folder = try TemporaryFolder.withSample()
        let result = try Program.run(["--set", "sample.target=\(value)"], in: folder.path)
        #expect(result.status == 2)
        #expect(
            result.diagnostics
                == "curate: pipeline.json: sample.target: found the text \"\(value)\"; expected a whole number from 1 to "
                + "1000000000 or a list\n")
    }
}
