import Foundation
import TestSupport
import Testing

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
            #expect(result.diagnostics.contains(" the folder to which the recipe is confined"), "\(result)")
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
                        "curate: data/runs/n: a link leads out of the recipe's folder, which --confined refuses; name the "
                        + "run's folder with --run\n"))
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
