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
                            "curate: pipeline.json: \(role).0.path: \"\(role)/*.jsonl\" matches \"\(role)/\(told)a pattern that "
                            + "matches nothing but files that can be read is right\n"))
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
            result.diagnostics.hasSuffix("sources.0.path: so it is with 15 more that \"sources/*.jsonl\" matches\n"))
    }

    @Test("a link to itself is named wherever it stands")
    func linksToThemselves() throws {
        let folder = try sample()
        #expect(symlink("loop", folder.path + "/loop") == 0)
        let words = "is a link that leads back to itself"
        let cases: [([String], String)] = [
            (["--config", "loop"], "curate: loop: it \(words); --config names the recipe"),
            (["synth", "--out", "loop"], "curate: --out loop: it \(words); the folder of the pool is right\n"),
            (["funnel", "--run", "loop"], "curate: loop: it \(words); the folder of a run is right\n"),
            (["verify", "--run", "loop"], "curate: loop: it \(words); the folder of a run is right\n"),
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

@Suite("What comes to nothing, as the program tells it")
struct LossCommandTests {
    @Test(
        "a lost file fails the run; where it may be lost it is told whatever is asked for, and the rows can be looked at"
    )
    func lostFile() throws {
        let folder = TemporaryFolder()
        folder.write("good.jsonl", (0..<300).map { "{\"question\":\"Question \($0)?\"}\n" }.joined())
        folder.write("more\u{1B}.jsonl", "\u{1F}\u{8B}\n")
        folder.write(
            "pipeline.json",
            """
            {"name":"n","sources":[{"name":"s","format":"jsonl","path":"*.jsonl"}],"sample":{"target":1}}
            """)
        let words =
            "nothing of more\\u{1b}.jsonl could be read (source \"s\", 4 bytes): 1 row rejected, the first at line 1: "
            + "invalid JSON: unexpected byte 0x1F\n"
        #expect(
            try Program.run(["--stage", "ingest", "--quiet"], in: folder.path)
                == Program.Result(
                    status: 1, output: "",
                    diagnostics: "curate: \(words)the rejected rows are in data/runs/n/ingest/rejected.jsonl\n"
                        + "\"empty\": \"allow\" at a source or recording says that it, or a file of it, may come to nothing\n"
                ))
        let set = ["--set", "sources.0.empty=allow", "--set", "limits.excerpts=false"]
        let allowed = try Program.run(["--stage", "ingest", "--quiet", "--json"] + set, in: folder.path)
        #expect(allowed.status == 0)
        #expect(
            allowed.diagnostics == "note: " + words.replacing("unexpected byte 0x1F", with: "an unexpected byte"))
        let dropped = try Program.run(["inspect", "ingest", "--dropped", "--json"], in: folder.path)
        #expect(try json(dropped.output)["rows"]?.list?.map { $0["question"] } == [""])
        #expect(try Program.run(["inspect", "ingest", "--dropped"], in: folder.path).status == 0)
    }
}

@Suite("A recipe from a stranger")
struct ConfinedTests {
    /// A folder `inner` with a recipe and its files, and beside it what is none of its business.
    private func sample() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for name in ["inner/in", "inner/tok", "outer"] {
            try FileManager.default.createDirectory(atPath: folder.path + "/" + name, withIntermediateDirectories: true)
        }
        let rows = (0..<5).map {
            #"{"question":"Question \#($0)?","trace_tokens":1,"domain":"d","outcomes":{"teacher":true},"#
                + #""thinking_trajectories":["t"],"attempt":"a"}"# + "\n"
        }.joined()
        for name in ["inner/s.jsonl", "inner/in/s.jsonl", "outer/s.jsonl", "s.jsonl"] { folder.write(name, rows) }
        for name in ["outer/vocab.json", "outer/merges.txt"] { folder.write(name, "{}") }
        for (name, target) in [
            ("link.jsonl", "../outer/s.jsonl"), ("inside.jsonl", "in/s.jsonl"), ("way", "../outer"),
            ("round", "../inner/in"),
            ("tok/vocab.json", "../../outer/vocab.json"), ("tok/merges.txt", "../../outer/merges.txt"),
        ] {
            #expect(symlink(target, folder.path + "/inner/" + name) == 0)
        }
        folder.write(
            "inner/pipeline.json",
            """
            {"name":"n","sources":[{"name":"s","format":"jsonl","path":"s.jsonl"}],"quality":{"require":[]},
             "recordings":[{"name":"r","format":"jsonl","path":"s.jsonl","question":"{question}","set":{"domain":"d"}}],
             "benchmarks":[{"name":"b","format":"jsonl","path":"in/s.jsonl","question":"another {domain}"}],
             "sample":{"target":2}}
            """)
        return folder
    }

    private static let outside = [
        "sources.0.path=../s.jsonl", "sources.0.path=HERE/s.jsonl", "sources.0.path=link.jsonl",
        "sources.0.path=way/s.jsonl", "sources.0.path=in/../../s.jsonl", "sources.0.path=../*.jsonl",
        "sources.0.path=way/*.jsonl", "sources.0.path=*/s.jsonl", "sources.0.path=HERE/*.jsonl",
        "sources.0.path=l*.jsonl", "sources.0.path=../none", "sources.0.path=way/none*", "sources.0.path=/dev/null",
        "recordings.0.path=../s.jsonl", "recordings.0.path=way/*", "benchmarks.0.path=link.jsonl",
        "benchmarks.0.path=../outer/*.jsonl", "tokenizer.path=../outer", "tokenizer.path=way", "tokenizer.path=tok",
        "tokenizer.path=tok/vocab.json", "synth.out=../pool", "synth.out=way/pool", "synth.out=.",
        "synth.out=new/../../x",
        "synth.out=HERE/pool",
    ]

    @Test("names nothing outside its folder under --confined, wherever .. and links lead", arguments: outside)
    func refused(_ setting: String) throws {
        let folder = try sample()
        let setting = setting.replacing("HERE", with: folder.path)
        let parts = setting.split(separator: "=").map(String.init)
        for more in [[], ["--dry-run"], ["--stage", "ingest"]] {
            let arguments = ["--config", "inner/pipeline.json", "--confined", "--set", setting]
            let result = try Program.run(arguments + more, in: folder.path)
            #expect(result.status == 2 && result.output.isEmpty, "\(result)")
            #expect(result.diagnostics.hasPrefix("curate: inner/pipeline.json: \(parts[0]): \""), "\(result)")
            #expect(result.diagnostics.contains("--confined refuses what "), "\(result)")
            // Of what lies outside it is not even told whether it is there.
            #expect(!result.diagnostics.contains("matches"), "\(result)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.sorted() == ["inner", "outer", "s.jsonl"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/outer").count == 3)
    }

    private static let inside = [
        "sources.0.path=./in/../s.jsonl", "sources.0.path=inside.jsonl", "sources.0.path=round/s.jsonl",
        "sources.0.path=HERE/inner/s.jsonl", "sources.0.path=../inner/s.jsonl", "sources.0.path=i*.jsonl",
        "sources.0.path=HERE/inner/in/*", "benchmarks.0.path=round/*",
    ]

    @Test("names what lies inside, in whatever way", arguments: inside)
    func taken(_ setting: String) throws {
        let folder = try sample()
        let setting = setting.replacing("HERE", with: folder.path)
        for place in ["", "inner"] {
            let config = place.isEmpty ? "inner/pipeline.json" : "pipeline.json"
            let arguments = ["--config", config, "--confined", "--set", setting, "--json"]
            let result = try Program.run(arguments, in: folder.path + "/" + place)
            #expect(result.status == 0, "\(result)")
        }
    }

    @Test("names anything that its user may read, without --confined")
    func free() throws {
        let folder = try sample()
        let arguments = ["--config", "inner/pipeline.json", "--json", "--set", "sources.0.path=../s.jsonl"]
        #expect(try Program.run(arguments, in: folder.path).status == 0)
    }

    @Test("cannot lead the run's folder astray, unless its user names that")
    func runFolder() throws {
        let folder = try sample()
        let inner = folder.path + "/inner"
        try FileManager.default.createDirectory(atPath: inner + "/data", withIntermediateDirectories: false)
        #expect(symlink("../../outer", inner + "/data/runs") == 0)
        let result = try Program.run(["--confined"], in: inner)
        #expect(
            result
                == Program.Result(
                    status: 2, output: "",
                    diagnostics:
                        "curate: data/runs/n: a link leads out of the current folder, which --confined refuses; --run names the "
                        + "run's folder\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/outer").count == 3)
        #expect(try Program.run(["--confined", "--run", "../run", "--json"], in: inner).status == 0)
    }

    @Test("has no other way out: neither ATTACH nor an entity reads another file")
    func otherWays() throws {
        let folder = try sample()
        let inner = folder.path + "/inner"
        try FileManager.default.copyItem(
            atPath: Program.package + "/data/sample/cards.sqlite", toPath: inner + "/cards.sqlite")
        for query in [
            "ATTACH '../outer/x.sqlite' AS o", "SELECT * FROM cards; ATTACH '../outer/x' AS o",
            "SELECT readfile('../s.jsonl') AS question", "SELECT load_extension('../outer/x') AS question",
            "VACUUM INTO '../outer/x'",
        ] {
            let source = #"sources.0={"name":"s","format":"sqlite","path":"cards.sqlite","query":"\#(query)"}"#
            let result = try Program.run(["--confined", "--set", source], in: inner)
            #expect(result.status != 0, "\(query): \(result)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/outer").count == 3)
        folder.write(
            "inner/x.xml",
            "<!DOCTYPE r [<!ENTITY e SYSTEM \"file://\(folder.path)/s.jsonl\"><!ENTITY f SYSTEM \"../s.jsonl\">]>"
                + "<r xmlns:i='http://www.w3.org/2001/XInclude'><q><t>one</t></q><q><t>&e;</t></q><q><t>&f;</t></q>"
                + "<q><t>two<i:include href='../s.jsonl' parse='text'/></t></q></r>")
        let source =
            #"sources.0={"name":"s","format":"xml","path":"x.xml","record":"/r/q","map":{"question":"{t|text}"}}"#
        let result = try Program.run(
            ["--confined", "--json", "--stage", "ingest", "--set", source, "--set", "limits.rejected=0.5"], in: inner)
        #expect(result.status == 0, "\(result)")
        let pool = folder.read("inner/data/runs/n/ingest/pool.jsonl")
        #expect(pool.contains("\"question\":\"one\"") && !pool.contains("Question 1?"), "\(pool)")
    }

    @Test("is held to its folder by every command that reads what it names")
    func otherCommands() throws {
        let folder = try sample()
        let run = ["--config", "inner/pipeline.json", "--run", "run"]
        let set = ["--set", "benchmarks.0.path=../outer/s.jsonl"]
        #expect(try Program.run(run + set + ["--json"], in: folder.path).status == 0)
        for command in [
            ["verify"], ["verify", "--deep"], ["what-if", "--set", "decontaminate.ngram=3"],
        ] {
            let result = try Program.run(command + run + ["--confined"], in: folder.path)
            #expect(result.status == 2, "\(command): \(result)")
            #expect(
                result.diagnostics.hasPrefix(
                    "curate: inner/pipeline.json: benchmarks.0.path: \"../outer/s.jsonl\" leads to "), "\(result)")
            #expect(try Program.run(command + run, in: folder.path).status == 0, "\(command)")
        }
        let id = try #require(folder.read("run/export/n.jsonl").lines.first.flatMap { try json($0)["id"]?.string })
        let amend = ["amend", "--drop", id, "--reason", "x"] + run
        let result = try Program.run(amend + ["--confined"], in: folder.path)
        #expect(result.status == 2 && result.diagnostics.contains("benchmarks.0.path: "), "\(result)")
        #expect(try Program.run(amend, in: folder.path).status == 0)
        let help = try Program.run(["--help"], in: folder.path).output
        #expect(help.contains("--confined"))
    }
}
