import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Recipes

@Suite("pipeline.schema.json")
struct SchemaTests {
    /// A recipe with every key there is.
    static let everything: JSON = [
        "$schema": "x", "name": "all", "seed": 3,
        "synth": ["out": "data/pool", "rows": 100, "seed": 1, "trace_scale": .number("0.5")],
        "sources": [
            ["name": "a", "format": "jsonl", "path": "a.jsonl"],
            [
                "name": "b", "format": "json", "path": "b.json", "record": "x.y",
                "where": [
                    ["field": "f", "equals": 1], ["field": "f", "in": [1, "x"]], ["field": "f", "not": .null],
                    ["field": "a[b=c].d", "contains": "x"], ["field": "f", "matches": "x+"],
                    ["field": "f", "longer_than": 3], ["field": "f", "shorter_than": 5],
                    [
                        "any": [
                            ["field": "f", "greater_than": .number("0.5")],
                            ["all": [["field": "f", "less_than": -1], ["none": [["field": "f", "is": "absent"]]]]],
                        ]
                    ],
                ],
                "map": [
                    "question": "{a|text}", "solution": "{{}} {b?|lines}", "outcomes.m": "{c|lookup:t}",
                    "attempt": "{a[b=c].d|python|first|split:|||default:-}", "domain": "{a|json|last|join:, }",
                ],
            ],
            [
                "name": "c", "format": "csv", "path": "c.csv", "where": [["field": "f", "is": "present"]],
                "empty": "allow", "delimiter": ";", "quote": "'", "escape": .null, "header": ["a", "b"],
            ],
            ["name": "d", "format": "sqlite", "path": "d.sqlite", "table": "t"],
            ["name": "e", "format": "sqlite", "path": "d.sqlite", "query": "SELECT 1"],
            ["name": "f", "format": "xml", "path": "e.xml", "record": "/a/b", "map": ["question": "{@x}"]],
            ["name": "g", "format": "parquet", "path": "g.parquet"],
        ],
        "recordings": [
            [
                "name": "r", "format": "tsv", "path": "r.tsv", "quote": .null, "escape": "\\", "header": false,
                "question": "{q}", "join": "normalized",
                "outcome": ["model": "{m}", "correct": "{c}"],
            ],
            ["name": "s", "format": "jsonl", "path": "s.jsonl", "id": "{i}", "set": ["domain": "{d|before:, }"]],
        ],
        "benchmarks": [["name": "b", "format": "json", "path": "b.json", "question": "{.}"]],
        "tables": ["t": ["x": "y", "*": ""]],
        "limits": ["rejected": .number("0.5"), "row_bytes": 2048, "sqlite_steps": 1_000_000, "excerpts": false],
        "decontaminate": ["ngram": 5, "across_sources": false],
        "quality": [
            "require": ["trace", "outcomes", "outcomes.m"],
            "rules": [
                "image", "asy", "cut_trace", "emphasis: s1",
                ["name": "short", "field": "question", "words": ["min": 5]],
                [
                    "name": "own",
                    "any": [
                        ["field": "trace", "repeats": ["ngram": 20, "times": 3]],
                        [
                            "all": [
                                ["field": "attempt", "script": "Latin", "share": .number("0.8")],
                                ["field": "solution", "ratio": ["of": "digits", "max": .number("0.5")]],
                            ]
                        ],
                        ["not": ["field": "metadata.a.b", "contains": ["x", "y"]]],
                        ["field": "domain", "in": ["x", 1]],
                        ["field": "source", "equals": "x"], ["field": "trace_tokens", "greater_than": 5],
                        ["field": "outcomes.m", "less_than": 1], ["field": "cot", "is": "absent"],
                    ], "keep_if": ["field": "source_type", "matches": "x+"],
                ],
                ["name": "c", "field": "question", "contains": "x"],
                ["name": "l", "field": "question", "lines": ["max": 9]],
                ["name": "k", "keep_if": ["field": "question", "characters": ["min": 1]]],
            ],
        ],
        "difficulty": ["solvers": ["m"], "unknown": "keep"],
        "classify": ["taxonomy": "msc", "labels": ["x": "Geometry"]],
        "sample": [
            "target": 10, "profile": "notebook", "uniform_until": 5, "teacher": "m", "length": "bytes",
            "weight": "bytes^2", "domains": ["Geometry": ["min": 1, "max": 5], "*": ["max": 7]],
            "max_per_source": ["a": 3, "*": 5], "min_per_source": 1,
            "strata": [["name": "s", "where": [["field": "cot_type", "equals": "math"]], "min": 1, "max": 4]],
            "preselect": [
                ["source_type": "*x*", "longer_than": 3],
                ["where": [["field": "metadata.n", "less_than": 2]], "teacher": "any", "most": 4],
            ], "benchmark_sources": ["aime": "a", "gpqa": "g"],
            "short": "allow",
        ],
        "ablations": [
            "hard-only": ["from": "difficulty", "select": "random", "target": [3, 4], "short": "fail"],
            "other": [
                "from": "ingest", "select": "two-stage", "profile": "paper", "uniform_until": 0, "teacher": "n",
                "weight": "rank", "rank_decay": .number("0.75"),
                "preselect": [["source_type": "x"]], "benchmark_sources": ["aime": "b"],
            ],
        ],
        "tokenizer": ["path": "qwen"], "train": ["max_tokens": 100, "over": "drop", "validation": .number("0.1")],
        "export": [
            "format": ["jsonl", "sft"], "messages": "s1", "control_tokens": "escape", "license": "mit",
            "system": "You are brief.", "metadata": ["url"], "source_datasets": ["simplescaling/s1K"],
            "language": ["en"], "tags": ["x"],
        ],
    ]

    /// What may stand in a wrong place.
    static let strangers: [JSON] = [
        .null, true, 0, -1, 5, .number("5.0"), .number("1.5"), .number("1e30"), 4_294_967_296, "", "x", "msc", "image",
        " \u{3000}", "outcomes.", "outcomes.é", "question", "a\n", ".a", "Geometry", "number theory", "{a}", "{a", "a}",
        "{}", "\t", ";", "||",
        "{a?}",
        "{a|lines|trim}", "{a|sort}", "{a|before:}", "{a|after:{x}", "{a|split:||}", "{a|split:|}",
        "{a|split:x|||trim}", "{a||trim}", "{a|json:x}", "{a|join}",
        "{a[b=c]}", ["any": [["field": "x", "is": "absent"]]], ["any": [], "field": "x"], ["none": [["is": "absent"]]],
        "{{a}", "{a}}}", "{\u{301}}", [], [1], ["x"],
        ["trace"], [:], ["x": 1], ["x": "y"], ["question": "{a}"], ["field": "x", "is": "absent"], ["name": "n"],
    ]

    /// The document and those that differ from it in one place.
    static func variations(of document: JSON) -> [JSON] {
        var found: [JSON] = [document]
        func vary(_ value: JSON, _ rebuild: @escaping (JSON) -> JSON) {
            found += strangers.map(rebuild)
            switch value {
            case .object(let object):
                for name in object.names {
                    var without = object
                    without[name] = nil
                    found.append(rebuild(.object(without)))
                    vary(object[name] ?? .null) { changed in
                        var object = object
                        object[name] = changed
                        return rebuild(.object(object))
                    }
                }
                for stranger in ["unknown", "record", "query", "id", "equals", "outcomes.x"]
                where object[stranger] == nil {
                    var more = object
                    more[stranger] = "x"
                    found.append(rebuild(.object(more)))
                }
            case .list(let list):
                for k in list.indices {
                    vary(list[k]) { changed in
                        var list = list
                        list[k] = changed
                        return rebuild(.list(list))
                    }
                }
            default: break
            }
        }
        vary(document) { $0 }
        return found
    }

    /// What the parser says of settings that contradict each other, which is beyond a schema.
    private static let contradictions = [
        "which \"tables\" does not define", "expected the same unit", "cannot stand beside a \"weight\"",
        "cannot stand beside the profile", "is given twice", "is more than", "together, more than",
        "have a share or none",
    ]

    /// Whether the recipe parser takes a document, files and contradictions aside.
    private func parserAccepts(_ document: JSON) -> Bool {
        do {
            _ = try RecipeFile(path: "r.json", document: document).recipe(withFiles: false)
            return true
        } catch CurationError.recipe(_, let problems) {
            return problems.allSatisfy { problem in
                Self.contradictions.contains { problem.message.contains($0) }
            }
        } catch {
            return false
        }
    }

    /// Whether Python has a package.
    static func pythonHas(_ package: String) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", "import \(package)"]
        process.standardError = FileHandle.nullDevice
        try? process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test(
        "accepts and refuses what the parser does",
        .enabled(if: Self.pythonHas("jsonschema"), "the witness is Python's package jsonschema"))
    func agreement() throws {
        let folder = TemporaryFolder()
        var documents = Self.variations(of: Self.everything)
        for path in ["pipeline.json", "data/recipes/s1k-published.json", "data/recipes/sources-16.json"] {
            documents.append(
                try InputFile.contents(of: projectFolder + "/" + path).withByteView { try JSON(parsing: $0) })
        }
        folder.write("documents.jsonl", lines: documents)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", projectFolder + "/Tests/CurationTests/Witnesses/schema_witness.py",
            projectFolder + "/pipeline.schema.json", folder.path + "/documents.jsonl", folder.path + "/answers",
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let answers = try InputFile.contents(of: folder.path + "/answers").split(separator: 0x0A)
        try #require(answers.count == documents.count)
        var (accepted, refused) = (0, 0)
        for (document, answer) in zip(documents, answers) {
            let isAccepted = parserAccepts(document)
            if isAccepted { accepted += 1 } else { refused += 1 }
            #expect(isAccepted == (answer == Array("accepted".utf8)[...]), "\(document.compactText)")
        }
        #expect(accepted > 100 && refused > 1000)
    }
}
