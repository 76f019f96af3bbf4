import Bytes
import Foundation
import TestSupport
import Testing

@Suite("Texts that would disturb a terminal")
struct HostileTextTests {
    /// An escape, C1 controls, a bidirectional override, separators, what has no width, a tag, and private use.
    private static let hostile =
        "a\u{1B}[31m\r\nb\u{7F}\u{85}\u{9B}2Jc\u{202E}d\u{2028}\u{2029}\u{200B}\u{2066}\u{FEFF}\u{AD}\u{E0041}\u{E000}\u{3164}e"

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private func expectHarmless(_ result: Program.Result, _ what: String) {
        for (stream, text) in [("output", result.output), ("diagnostics", result.diagnostics)] {
            let hidden = text.unicodeScalars.first { $0 != "\n" && Self.isHidden($0) }
            #expect(hidden == nil, "\(what): \(stream) holds U+\(String(hidden?.value ?? 0, radix: 16))")
            #expect(!text.contains("\nb"), "\(what): a line break of a text in its \(stream)")
        }
    }

    /// A pool of hostile texts in every field, run under a hostile recipe in a hostile place.
    private func sample() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let name = Self.hostile
        let rows = (0..<24).map { k in
            let row: JSON = [
                "question": .string("Question \(k) of \(name), of its own number \(k)"),
                "domain": .string("domain \(k % 3) \(name)"), "trace_tokens": JSON(k * 10),
                "thinking_trajectories": [.string("t \(name)")], "attempt": .string("a \(name)"),
                "solution": .string("s \(name)"), "cot_type": .string(name), "source_type": .string("type \(name)"),
                "metadata": .string(name),
                "outcomes": ["teacher\(name)": .bool(k % 2 == 0), "solver\(name)": .bool(k % 4 == 0)],
            ]
            return row.compactText
        }
        // A row that repeats a field, one that is cut off, one that is no UTF-8 behind an escape.
        let name2 = "q\\u001b\\u009b\\nb"
        let broken = [
            "{\"\(name2)\": 1, \"\(name2)\": 2}", "{\"question\": \"\(name)", "{\"trace_tokens\":\"\u{9B}\"}",
        ]
        folder.write("rows \(name).jsonl", (rows + broken).joined(separator: "\n") + "\n")
        folder.write("items \(name).jsonl", "{\"q\":\"an item \u{9B}\u{202E}\"}\n")
        let recipe: JSON = [
            "name": "n", "sources": [["name": .string("source \(name)"), "format": "jsonl", "path": "rows*.jsonl"]],
            "benchmarks": [
                ["name": .string("benchmark \(name)"), "format": "jsonl", "path": "items*.jsonl", "question": "{q}"]
            ],
            "limits": ["rejected": JSON(0.5)], "quality": ["require": ["trace", "domain"]],
            "classify": ["taxonomy": .null],
            "difficulty": ["solvers": [.string("solver\(name)")]],
            "sample": ["target": 5, "teacher": .string("teacher\(name)")],
            "export": ["license": .string(name), "tags": [.string(name)], "language": [.string(name)]],
        ]
        folder.write("pipeline.json", recipe.compactText)
        return folder
    }

    @Test("are shown, never sent, by every command, and JSON answers carry them whole")
    func everyCommand() throws {
        let folder = try sample()
        let (run, name) = ("run \(Self.hostile)", Self.hostile)
        func curate(_ words: [String], _ status: Int32 = 0) throws -> String {
            let result = try Program.run(words + ["--run", run], in: folder.path)
            #expect(result.status == status, "\(words): \(result)")
            expectHarmless(result, "\(words)")
            return result.output
        }
        _ = try curate(["--dry-run"])
        #expect(try json(try curate(["--dry-run", "--json"]))["run"]?.string == run)
        _ = try curate([])
        #expect(try json(try curate(["--json"]))["run"]?.string == run)
        for words in [["funnel"], ["funnel", "--by", "source"], ["funnel", "--by", "domain"]] {
            _ = try curate(words)
            #expect(try json(try curate(words + ["--json"])).list?.isEmpty == false)
        }
        // Every line with all its values is that of the pool.
        let pool = try lines(folder.read("\(run)/ingest/pool.jsonl"))
        #expect(pool.count == 24)
        #expect(try lines(try curate(["inspect", "ingest", "--full"])) == pool)
        #expect(pool[0]["attempt"]?.string == "a \(name)")
        for stage in ["ingest", "decontaminate", "quality", "difficulty", "classify", "sample", "export"] {
            for dropped in [[], ["--dropped"]] {
                _ = try curate(["inspect", stage] + dropped)
                _ = try json(try curate(["inspect", stage, "--json"] + dropped))
                _ = try lines(try curate(["inspect", stage, "--full"] + dropped))
            }
        }
        let rejected = try json(try curate(["inspect", "ingest", "--dropped", "--json"]))["rows"]?.list ?? []
        #expect(
            rejected.map { $0["question"] }
                == (try lines(folder.read("\(run)/ingest/rejected.jsonl"))).map { $0["excerpt"] })
        let rows = try json(try curate(["inspect", "sample", "--json"]))["rows"]?.list ?? []
        let domains = (0..<3).map { "domain \($0) \(name)" }
        #expect(rows.allSatisfy { domains.contains($0["domain"]?.string ?? "") })
        let id = try #require(rows.first?["id"]?.string)
        for words in [
            ["explain", id], ["ablate"], ["stability", "--seeds", "20"], ["what-if", "--seed", "5", "--list"],
            ["what-if", "--set", "sample.target=6", "--list"], ["verify"], ["verify", "--deep"],
            ["amend", "--drop", id, "--reason", name], ["explain", id], ["amend", "--keep", id, "--reason", name],
            ["amend", "--undo"], ["explain", id], ["diff", run, run],
        ] {
            if words[0] == "amend" {
                _ = try curate(words)
                continue
            }
            _ = try curate(words)
            for line in try lines(try curate(words + ["--json"])) { #expect(line.object != nil) }
        }
        _ = try curate(["amend", "--undo", "--json"])
        _ = try curate(["amend", "--keep", id, "--json"])
        let other = run + "2"
        #expect(
            try Program.run(["--quiet", "--set", "sample.target=7", "--run", other], in: folder.path).status == 0)
        for words in [["diff", run, other], ["diff", run, other, "--json"]] {
            let result = try Program.run(words, in: folder.path)
            #expect(result.status == 0)
            expectHarmless(result, "\(words)")
        }
        let card = folder.read("\(run)/export/README.md")
        expectHarmless(Program.Result(status: 0, output: card, diagnostics: ""), "the card")
    }

    @Test("what is refused is shown")
    func refused() throws {
        let folder = try sample()
        let name = Self.hostile
        folder.write("text", name + "\n")
        let vocabulary = Program.package + "/Tests/TokenizerTests/Fixtures"
        for words in [
            [name], ["--\(name)"], ["--\(name)=1"], ["run", name], ["--stage", name], ["--config", name],
            ["--seed", name], ["--threads", name], ["--set", name], ["--set", "\(name)=1"], ["--set", "name=\(name)"],
            ["--set", "sample.\(name)=1"], ["--set", "sources.\(name).path=x"], ["--set", "sample.profile=\(name)"],
            ["--set", "sources.0.map={\"question\":\"{\\u009b\\u202e\"}"], ["--set", "quality.rules=[\"\(name)\"]"],
            ["--set", "sources.0.path=\(name)"], ["inspect", name], ["inspect", "sample", "--limit", name],
            ["explain", name], ["funnel", "--by", name], ["ablate", name], ["stability", "--seeds", name],
            ["what-if", "--set", name], ["diff", name, name], ["amend", "--drop", name, "--reason", name],
            ["verify", "--run", name], ["synth", "--rows", name], ["synth", "--trace-scale", name],
            ["synth", "--rows", "20", "--out", "text"], ["tokens", "--tokenizer", name, "text"],
            ["tokens", "--tokenizer", vocabulary, name],
            ["tokens", "--tokenizer", vocabulary, "--field", name, "text"],
            ["tokens", "--tokenizer", "text", "text"], ["--config", "text"], ["--run", "text/\(name)"],
        ] {
            let result = try Program.run(words, in: folder.path)
            #expect(result.status != 0, "\(words)")
            #expect(result.output == "" && !result.diagnostics.isEmpty, "\(words)")
            expectHarmless(result, "\(words)")
        }
    }

    @Test("of a stranger's run are shown, too: rules, evidence and versions that the program never wrote")
    func forged() throws {
        let folder = try sample()
        #expect(try Program.run(["--quiet", "--run", "run"], in: folder.path).status == 0)
        for (file, from, to) in [
            ("difficulty/decisions.jsonl", "\"solved\"", "\"so\u{9B}l\u{202E}ved\""),
            ("difficulty/decisions.jsonl", "\"solved_by\"", "\"solved\\u001b\\nb\u{9B}by\""),
            ("ingest/rejected.jsonl", "\"reason\":\"", "\"reason\":\"\u{9B}\u{2028}"),
            ("ingest/pool.jsonl", "\"cot\":null", "\"cot\":\"\u{9B}\""),
            ("run.json", "\"rules\": {\"", "\"rules\": {\"\u{9B}\u{202E}\": 1, \""),
            ("run.json", "\"tool_version\": \"", "\"tool_version\": \"\u{9B}\u{202E}"),
        ] {
            let text = folder.read("run/" + file)
            #expect(text.contains(from), "\(file)")
            folder.write("run/" + file, text.replacingOccurrences(of: from, with: to))
        }
        try seal(folder)
        for words in [
            ["inspect", "difficulty", "--dropped"], ["inspect", "difficulty", "--dropped", "--json"],
            ["inspect", "difficulty", "--dropped", "--full"], ["inspect", "ingest", "--full"],
            ["inspect", "ingest", "--dropped"], ["inspect", "ingest", "--dropped", "--json"], ["funnel"],
            ["funnel", "--json"], ["funnel", "--by", "domain"], ["verify"], ["verify", "--json"],
            ["diff", "run", "run"],
            ["diff", "run", "run", "--json"], ["what-if", "--seed", "3", "--list"], ["explain", "0"], ["ablate"],
            ["stability", "--seeds", "3"], ["--dry-run"], ["amend", "--undo"],
        ] {
            let result = try Program.run(words + (words[0] == "diff" ? [] : ["--run", "run"]), in: folder.path)
            #expect(!(result.output + result.diagnostics).isEmpty, "\(words)")
            expectHarmless(result, "\(words)")
            if words == ["funnel"] { #expect(result.output.contains("  - \\u{9b}\\u{202e} "), "\(result)") }
            if words == ["inspect", "difficulty", "--dropped"] {
                #expect(result.output.contains("  so\\u{9b}l\\u{202e}ved: solved\\u{1b}⏎b\\u{9b}by "))
            }
        }
    }

    /// Gives the manifest the digest of what it says now, as whoever forges it can.
    private func seal(_ folder: TemporaryFolder) throws {
        var manifest = try #require(try json(folder.read("run/run.json")).object)
        manifest["digest"] = nil
        let digest = JSON.object(manifest).readableText.withByteView { Digest(of: $0, .sha256) }
        manifest["digest"] = .string(digest.description)
        folder.write("run/run.json", JSON.object(manifest).readableText)
    }

    private func lines(_ text: String) throws -> [JSON] {
        try text.lines.filter { !$0.isEmpty }.map { try json($0) }
    }
}
