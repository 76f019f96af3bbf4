import Foundation
import TestSupport
import Testing

@Suite("What a pattern of a recipe matches")
struct PatternCommandTests {
    private static let row = #"{"question":"What is it?","q":"another question","x":1}"# + "\n"

    /// Thirteen files in a folder that three patterns name, of which one is told to match something else as well.
    private func sample() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for role in ["sources", "recordings", "benchmarks"] {
            try FileManager.default.createDirectory(
                atPath: folder.path + "/" + role, withIntermediateDirectories: false)
            for number in 10..<23 { folder.write("\(role)/\(number).jsonl", Self.row) }
        }
        folder.write(
            "pipeline.json",
            """
            {"name":"n","sources":[{"name":"s","format":"jsonl","path":"sources/*.jsonl"}],
             "recordings":[{"name":"r","format":"jsonl","path":"recordings/*.jsonl","question":"{question}",
                            "set":{"domain":"d"}}],
             "benchmarks":[{"name":"b","format":"jsonl","path":"benchmarks/*.jsonl","question":"{q}"}],
             "quality":{"require":[]},"sample":{"target":1,"short":"allow"}}
            """)
        return folder
    }

    /// Makes something at a path, whose bytes need not be UTF-8.
    private static func make(_ what: String, at path: [UInt8]) {
        let path = path.map { CChar(bitPattern: $0) } + [0]
        switch what {
        case "a folder": #expect(mkdir(path, 0o700) == 0)
        case "a pipe": #expect(mkfifo(path, 0o600) == 0)
        case "a broken link": #expect(symlink("gone", path) == 0)
        case "a link to itself": #expect(symlink("14x.jsonl", path) == 0)
        case "a device": #expect(symlink("/dev/null", path) == 0)
        default:
            let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
            #expect(descriptor >= 0)
            close(descriptor)
        }
    }

    private static let kinds: [(what: String, name: [UInt8], told: String)] = [
        ("a folder", Array("14x.jsonl".utf8), "14x.jsonl\", which is a folder; "),
        ("a pipe", Array("14x.jsonl".utf8), "14x.jsonl\", which is a pipe; "),
        ("a device", Array("14x.jsonl".utf8), "14x.jsonl\", which is a device; "),
        (
            "a broken link", Array("14x.jsonl".utf8),
            "14x.jsonl\", which is a link that leads nowhere: \"gone\" is not there; "
        ),
        ("a link to itself", Array("14x.jsonl".utf8), "14x.jsonl\", which is a link that leads back to itself; "),
        (
            "a name that is not UTF-8", Array("14\u{1B}[31m".utf8) + [0xE9] + Array(".jsonl".utf8),
            "14\\u{1b}[31m\\xE9.jsonl\", which has a name that is not UTF-8; "
        ),
    ]

    @Test(
        "is read, or named and refused before any work", arguments: ["sources", "recordings", "benchmarks"],
        kinds.map(\.what))
    func isNamed(_ role: String, _ what: String) throws {
        let folder = try sample()
        let (_, name, told) = try #require(Self.kinds.first { $0.what == what })
        Self.make(what, at: Array("\(folder.path)/\(role)/".utf8) + name)
        for arguments in [[], ["--dry-run"]] {
            let result = try Program.run(arguments, in: folder.path)
            #expect(
                result
                    == Program.Result(
                        status: 2, output: "",
                        diagnostics:
                            "curate: pipeline.json: \(role).0.path: \"\(role)/*.jsonl\" matches \"\(role)/\(told)expected a pattern that "
                            + "matches only files that can be read\n"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
    }

    @Test("may be a file of the pattern's own name, which shadows no other")
    func shadow() throws {
        let folder = try sample()
        folder.write("sources/*.jsonl", Self.row)
        let result = try Program.run([], in: folder.path)
        #expect(result.status == 2)
        #expect(
            result.diagnostics.hasPrefix(
                "curate: pipeline.json: sources.0.path: \"sources/*.jsonl\" is the name of a file, and a pattern that matches "
                    + "\"sources/10.jsonl\" and 12 more, too; "))
        let alone = try Program.run(
            ["--json", "--stage", "ingest", "--set", "sources.0.path=sources/[*].jsonl"], in: folder.path)
        #expect(alone.status == 0)
        #expect(try json(alone.output)["funnel"]?.list?.first?["entered"] == 1)
    }

    @Test("of many faults a few are named")
    func many() throws {
        let folder = try sample()
        for number in 10..<30 { Self.make("a folder", at: Array("\(folder.path)/sources/\(number)x.jsonl".utf8)) }
        let result = try Program.run([], in: folder.path)
        #expect(result.status == 2 && result.diagnostics.lines.count == 7, "\(result)")
        #expect(
            result.diagnostics.hasSuffix(
                "sources.0.path: the same is true of 15 more that \"sources/*.jsonl\" matches\n"))
    }

    @Test("a link to itself is named wherever it stands")
    func linksToThemselves() throws {
        let folder = try sample()
        #expect(symlink("loop", folder.path + "/loop") == 0)
        let words = "is a link that leads back to itself"
        let cases: [([String], String)] = [
            (["--config", "loop"], "curate: loop: it \(words); name the recipe with --config"),
            (["synth", "--out", "loop"], "curate: --out loop: it \(words); expected the folder of the pool\n"),
            (["funnel", "--run", "loop"], "curate: loop: it \(words); expected the folder of a run\n"),
            (["verify", "--run", "loop"], "curate: loop: it \(words); expected the folder of a run\n"),
            (["--set", "sources.0.path=loop"], "curate: pipeline.json: sources.0.path: \"loop\" \(words)\n"),
            (
                ["--set", "sources.0.path=loop/x.jsonl"],
                "curate: pipeline.json: sources.0.path: \"loop/x.jsonl\" \(words)\n"
            ),
            (
                ["--set", "recordings.0.path=loop/*"],
                "curate: pipeline.json: recordings.0.path: \"loop/*\" matches \"loop\", which \(words)"
            ),
            (["--set", "tokenizer.path=loop"], "curate: pipeline.json: tokenizer.path: \"loop\": it \(words); "),
        ]
        #expect(mkdir(folder.path + "/tok", 0o700) == 0)
        for name in ["vocab.json", "merges.txt"] { folder.write("tok/" + name, "{}") }
        #expect(symlink("gone", folder.path + "/tok/tokenizer_config.json") == 0)
        let broken = try Program.run(["--set", "tokenizer.path=tok"], in: folder.path)
        #expect(
            broken.diagnostics.hasPrefix(
                "curate: pipeline.json: tokenizer.path: \"tok\": tokenizer_config.json in it is a link that leads nowhere: "
                    + "\"gone\" is not there; "), "\(broken)")
        for (arguments, told) in cases {
            let result = try Program.run(arguments, in: folder.path)
            #expect(result.status == 2 && result.diagnostics.hasPrefix(told), "\(result)")
        }
    }
}
