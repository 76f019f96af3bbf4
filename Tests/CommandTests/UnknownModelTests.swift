import Bytes
import Files
import Foundation
import TestSupport
import Testing

@Suite("Models that no recording knows")
struct UnknownModelTests {
    private let folder = TemporaryFolder()

    /// Writes a recipe of one source, whose rows have an outcome of the model `small`, with further members.
    private func write(_ members: [String: JSON], map: JSON? = nil, recordings: JSON = []) {
        folder.write(
            "s.jsonl",
            lines: (0..<9).map { k in
                [
                    "question": .string("question \(k)"), "domain": "D", "trace_tokens": JSON(k),
                    "outcomes": ["small": .bool(k == 0), "teacher": true],
                ]
            })
        var source: JSONObject = ["name": "s", "format": "jsonl", "path": "s.jsonl"]
        if let map { source["map"] = map }
        var recipe: JSONObject = [
            "name": "t", "sources": .list([.object(source)]), "recordings": recordings,
            "quality": ["require": []], "classify": ["taxonomy": .null], "sample": ["target": 3],
        ]
        for (name, value) in members { recipe[name] = value }
        folder.write("pipeline.json", JSON.object(recipe).readableText)
    }

    private static let map: JSON = [
        "question": "{question}", "domain": "{domain}", "trace_tokens": "{trace_tokens}",
        "outcomes.small": "{outcomes.small}",
    ]

    @Test(
        "are refused with the nearest name, before anything is decided",
        arguments: [
            (
                ["difficulty": ["solvers": ["smal"]]],
                "difficulty.solvers: found the model \"smal\", of which no source or recording has outcomes; did you mean "
                    + "\"small\"?"
            ),
            (
                ["difficulty": ["solvers": ["small", "x\u{1B}"]]],
                "difficulty.solvers: found the model \"x\\u{1b}\", of which no source or recording has outcomes; outcomes "
                    + "are recorded of small and teacher"
            ),
            (
                ["quality": ["require": ["outcomes.teachr"]]],
                "quality.require: found the model \"teachr\", of which no source or recording has outcomes; did you mean "
                    + "\"teacher\"?"
            ),
            (
                [
                    "quality": ["require": ["outcomes"]], "difficulty": ["solvers": ["small"]],
                    "sample": ["target": 3, "teacher": "Teacher 2"],
                ],
                "sample.teacher: found the model \"Teacher 2\", of which no source or recording has outcomes; did you mean "
                    + "\"teacher\"?"
            ),
            (
                ["sample": ["target": 3, "teacher": "t", "preselect": [["source_type": "*"]]]],
                "sample.teacher: found the model \"t\", of which no source or recording has outcomes; outcomes are recorded "
                    + "of small and teacher"
            ),
        ] as [([String: JSON], String)])
    func refused(_ members: [String: JSON], _ message: String) throws {
        write(members)
        let result = try Program.run(["--quiet"], in: folder.path)
        #expect(result == Program.Result(status: 2, output: "", diagnostics: "curate: pipeline.json: \(message)\n"))
        #expect(!Folder.exists(folder.path + "/data/runs/t/decontaminate/decisions.jsonl"))
        // The pool is there, so a dry run knows as much.
        let dry = try Program.run(["--dry-run"], in: folder.path)
        #expect(dry.diagnostics == result.diagnostics && dry.status == 2)
    }

    @Test("are refused before anything is read where the recipe names all models")
    func withoutRows() throws {
        let models: JSON = [
            [
                "name": "r", "format": "jsonl", "path": "s.jsonl", "question": "{question}",
                "outcome": ["model": "large", "correct": "{outcomes.small}"],
            ]
        ]
        write(["difficulty": ["solvers": ["smal"]]], map: Self.map, recordings: models)
        for words in [["--quiet"], ["--dry-run"]] {
            let result = try Program.run(words, in: folder.path)
            #expect(result.status == 2 && result.diagnostics.hasSuffix("did you mean \"small\"?\n"), "\(result)")
        }
        #expect(!Folder.exists(folder.path + "/data/runs/t/ingest/pool.jsonl"))
        write(["difficulty": ["solvers": ["small", "large"]]], map: Self.map, recordings: models)
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
    }

    @Test("are no matter where nothing depends on them")
    func unneeded() throws {
        write(["sample": ["target": 3, "teacher": "nobody"]])
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        // what-if asks the same question as a run.
        let whatIf = try Program.run(["what-if", "--set", "difficulty.solvers=[\"smal\"]"], in: folder.path)
        #expect(whatIf.status == 2 && whatIf.diagnostics.hasSuffix("did you mean \"small\"?\n"), "\(whatIf)")
        // A model of which every outcome is unknown is one that the recipe names.
        folder.write("s.jsonl", folder.read("s.jsonl").replacing("\"small\":false", with: "\"small\":null"))
        write(["difficulty": ["solvers": ["small"], "unknown": "keep"]], map: Self.map)
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
    }

    @Test("are no matter where nothing at all is recorded of models: the rule that drops the questions is told")
    func nothingRecorded() throws {
        write(["difficulty": ["solvers": ["small"]]])
        folder.write("s.jsonl", lines: [["question": "q", "domain": "D", "trace_tokens": 1]])
        let result = try Program.run(["--quiet"], in: folder.path)
        #expect(result.status == 1)
        #expect(
            result.diagnostics.hasSuffix("no question reached the stage sample: difficulty dropped all 1 (unknown 1)\n")
        )
    }

    @Test("no question that reaches a stage: the message names the stage that dropped them, with its rules")
    func emptied() throws {
        write(["quality": ["require": ["solution"]]])
        let result = try Program.run(["--quiet"], in: folder.path)
        #expect(
            result
                == Program.Result(
                    status: 1, output: "",
                    diagnostics:
                        "curate: sample.target is 3, and no question reached the stage sample: quality dropped all 9 (missing 9)\n"
                ))
        write(["quality": ["require": ["solution"]], "sample": ["target": 3, "short": "allow"]])
        let short = try Program.run(["--quiet"], in: folder.path)
        #expect(short.status == 0)
        #expect(short.output.contains("\nnote: no question is left: quality dropped all 9 (missing 9)\n"))
        let answer = try json(try Program.run(["--json", "--quiet"], in: folder.path).output)
        #expect(answer["notes"] == [])
    }
}
