import Bytes
import TestSupport
import Testing

@testable import Stages

@Suite("curate rules, and rules of one's own in a run")
struct RulesCommandTests {
    @Test("lists every rule with what it finds")
    func list() throws {
        let result = try Program.run(["rules", "--json"], in: "/")
        #expect(result.status == 0 && result.diagnostics == "")
        let rules = try #require(try json(result.output).list)
        let expected = StageRegistry.standard.definitions.flatMap { stage in
            stage.rules.map { "\(stage.name) \($0.name)" }
        }
        #expect(rules.map { "\($0["stage"]?.string ?? "") \($0["name"]?.string ?? "")" } == expected)
        for name in ["image: s1", "image", "proof", "multiple_choice", "url", "repetition", "truncated"] {
            let rule = try #require(rules.first { $0["name"]?.string == name })
            #expect(rule["action"] == "drops" && rule["example"]?.string?.isEmpty == false)
            #expect(rule["on_by_default"] == .bool(name == "image: s1"))
        }
        #expect(rules.first { $0["name"] == "image: s1" }?["pattern"]?.string == #"!\[Image\]"#)
    }

    @Test("shows the rules of a stage as text, patterns whole")
    func text() throws {
        let lines = try Program.run(["rules", "quality"], in: "/").output.lines
        #expect(lines.first == "quality missing")
        #expect(lines.contains("quality image: s1, on by default") && lines.contains(#"  pattern  !\[Image\]"#))
        #expect(lines.contains("quality proof, off by default") && !lines.contains { $0.hasPrefix("sample") })
        let mistaken = try Program.run(["rules", "qualitty"], in: "/")
        #expect(mistaken.status == 2 && mistaken.diagnostics.contains("did you mean \"quality\"?"))
    }

    private static let recipe: JSON = [
        "name": "own", "sources": [["name": "s", "format": "jsonl", "path": "s.jsonl"]],
        "quality": [
            "require": [],
            "rules": [
                "image", ["name": "short", "field": "question", "words": ["min": 3]],
                ["name": "loop", "field": "trace", "repeats": ["ngram": 2, "times": 3]],
                ["name": "foreign", "not": ["field": "metadata.lang", "equals": "en"]],
            ],
        ], "sample": ["target": 2, "short": "allow"], "difficulty": ["solvers": []], "classify": ["taxonomy": .null],
    ]

    private static func row(_ question: String, _ trace: String, _ language: String) -> JSON {
        [
            "question": .string(question), "thinking_trajectories": [.string(trace)], "attempt": "x", "domain": "D",
            "trace_tokens": 3, "lang": .string(language),
        ]
    }

    @Test("rules of one's own drop with evidence, and inspect, funnel, what-if, explain and verify know them")
    func run() throws {
        let folder = TemporaryFolder()
        folder.write("pipeline.json", Self.recipe.readableText)
        folder.write(
            "s.jsonl",
            lines: [
                Self.row("Too short", "a", "en"), Self.row("This one is fine", "a", "en"),
                Self.row("This one does loop", "no no no no no no", "en"),
                Self.row("Here ![](x.png) is one", "a", "en"),
                Self.row("Celui-ci est bien", "a", "fr"), Self.row("One more is fine", "b", "en"),
            ])
        let made = try Program.run(["--run", "run", "--quiet"], in: folder.path)
        try #require(made.status == 0, "\(made.diagnostics)")
        let decisions = try folder.lines("run/quality/decisions.jsonl")
        #expect(
            decisions.map { $0["rule"]?.string ?? "kept" } == ["short", "kept", "loop", "image", "foreign", "kept"])
        #expect(
            decisions.map { $0["evidence"]?.compactText ?? "" } == [
                #"{"field":"question","test":"words","count":2,"min":3}"#, "",
                #"{"field":"trace","test":"repeats","found":"no no","offset":0,"line":1,"times":3}"#,
                #"{"found":"![](x.png)","offset":5,"line":1}"#, #"{"field":"metadata.lang","test":"not equals"}"#, "",
            ])
        func answer(_ line: String) throws -> JSON {
            let result = try Program.shell("curate \(line) --run run --json", in: folder.path)
            try #require(result.status == 0, "\(line): \(result.diagnostics)")
            return try json(result.output)
        }
        #expect(try answer("inspect quality --rule loop")["count"]?.integer == 1)
        let row = try answer("funnel --by source --rules").list?.first
        #expect(row?["rules"]?["quality"]?.compactText == #"{"image":1,"short":1,"loop":1,"foreign":1}"#)
        #expect(row?["pool"]?.integer == 6)
        let change = #"what-if --set 'quality.rules=["image",{"name":"long","field":"question","words":{"max":3}}]'"#
        let after = try answer(change)["funnel"]?["after"]?.list?.first { $0["stage"]?.string == "quality" }
        #expect(after?["rules"]?.compactText == #"{"missing":0,"image":1,"long":3}"#)
        let id = try #require(decisions[2]["id"]?.string)
        #expect(try answer("explain \(id)").compactText.contains(#""rule":"loop""#))
        let verified = try Program.run(["verify", "--run", "run", "--deep"], in: folder.path)
        #expect(verified.status == 0, "\(verified.diagnostics)")
        #expect(folder.read("run/run.json").contains("ingest/pool.jsonl"))
    }
}
