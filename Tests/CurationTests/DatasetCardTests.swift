import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Runs
@testable import Stages

@Suite("Dataset cards")
struct DatasetCardTests {
    private let folder = TemporaryFolder()

    /// Runs a recipe over some rows; returns the card.
    private func card(
        _ members: [(String, JSON)], source: String = "S", domains: [String] = ["A|B", "C", "C", "C"], count: Int = 8
    ) throws -> String {
        folder.write(
            "s.jsonl",
            lines: (0..<count).map { number in
                [
                    "question": .string("Question \(number)?"), "domain": .string(domains[number % domains.count]),
                    "trace_tokens": JSON(number), "thinking_trajectories": ["t"], "attempt": "a",
                ]
            })
        let own: [(String, JSON)] = [
            ("sources", [["name": .string(source), "format": "jsonl", "path": "s.jsonl"]]),
            ("quality", ["require": []]), ("decontaminate", ["across_sources": false]),
            ("sample", ["target": JSON(count)]),
        ]
        let recipe = try recipe(own + members, in: folder)
        try run(recipe, in: folder)
        return String(decoding: try InputFile.contents(of: folder.path + "/run/export/README.md"), as: UTF8.self)
    }

    @Test("the front matter states configurations, features, sizes, language, license, tags and sources")
    func frontMatter() throws {
        let export: JSON = [
            "format": ["jsonl", "messages"], "messages": "reasoning_content", "license": "cc-by-4.0",
            "language": ["en", "de"], "tags": ["hard: \"very\""], "source_datasets": ["a/b", "qfq/train_featurized"],
        ]
        let text = try card([("export", export), ("train", ["validation": .number("0.25")])], source: "a: #b")
        let size = { (name: String) in
            Folder.stamp(of: self.folder.path + "/run/export/" + name)?.size ?? -1
        }
        #expect(
            text.components(separatedBy: "\n---\n")[0] == """
                ---
                pretty_name: "test"
                language:
                - "en"
                - "de"
                license: "cc-by-4.0"
                size_categories:
                - "n<1K"
                task_categories:
                - "text-generation"
                source_datasets:
                - "a/b"
                - "qfq/train_featurized"
                tags:
                - "reasoning"
                - "curate"
                - "hard: \\"very\\""
                configs:
                - config_name: default
                  default: true
                  data_files:
                  - split: train
                    path: "test.train.jsonl"
                  - split: validation
                    path: "test.validation.jsonl"
                - config_name: messages
                  data_files:
                  - split: train
                    path: "test.messages.train.jsonl"
                  - split: validation
                    path: "test.messages.validation.jsonl"
                dataset_info:
                - config_name: default
                  features:
                \(["solution", "question", "cot_type", "source_type", "metadata", "cot"].map {
                    "  - name: \($0)\n    dtype: string"
                }.joined(separator: "\n"))
                  - name: thinking_trajectories
                    sequence: string
                \(["attempt", "id", "domain"].map { "  - name: \($0)\n    dtype: string" }.joined(separator: "\n"))
                  - name: trace_tokens
                    dtype: int64
                  - name: source
                    dtype: string
                  splits:
                  - name: train
                    num_bytes: \(size("test.train.jsonl"))
                    num_examples: 6
                  - name: validation
                    num_bytes: \(size("test.validation.jsonl"))
                    num_examples: 2
                - config_name: messages
                  features:
                  - name: messages
                    list:
                    - name: role
                      dtype: string
                    - name: reasoning_content
                      dtype: string
                    - name: content
                      dtype: string
                  - name: id
                    dtype: string
                  - name: source
                    dtype: string
                  splits:
                  - name: train
                    num_bytes: \(size("test.messages.train.jsonl"))
                    num_examples: 6
                  - name: validation
                    num_bytes: \(size("test.messages.validation.jsonl"))
                    num_examples: 2
                """)
    }

    @Test("its body tells files, funnel, domains, sources, how to make it again, and limits")
    func body() throws {
        let text = try card([("export", ["format": ["jsonl"]])])
        let manifest = try #require(try Manifest.read(in: RunFolder(folder.path + "/run")))
        let export = try #require(manifest.stages[.export]?.outputs.first)
        let source = try #require(manifest.stages[.ingest]?.inputs.first)
        for line in [
            "| `test.jsonl` | default | train | 8 | `\(export.digest)` |", "| sample | 8 |  |", "| C | 6 |",
            "| A\\|B | 2 |", "| S | 8 |", "| `s.jsonl` | \(source.size) | `\(source.digest)` |",
            "curate --config test.json --seed 0 --stage all", "license: \"unknown\"",
            "- It was not compared with any benchmark, so nothing is known about contamination.",
            "- The recipe states no license; the licenses of the sources apply.",
        ] {
            #expect(text.components(separatedBy: "\n").contains(line), "\(line)")
        }
        let recipe = try #require(
            text.components(separatedBy: "```json\n").last?.components(separatedBy: "\n```").first)
        #expect(try json(recipe) == manifest.recipe)
    }

    @Test("names and labels are text in it, whatever they hold")
    func hostile() throws {
        let domains = [
            "[click](https://example.org)", "<script>alert(1)</script>", "a`b|c", "line\nbreak\u{9B}", "![x](y.png)",
            "@you",
            "-->", "\u{202E}x",
        ]
        let source = "# S\n---\n| `<b>`"
        let text = try card(
            [
                ("export", ["format": ["jsonl"], "license": "x\u{7F}\n- y", "tags": ["\u{FFFE}", "\u{E0041}"]]),
                ("classify", ["taxonomy": .null]), ("difficulty", ["solvers": ["*m*"], "unknown": "keep"]),
            ], source: source, domains: domains)
        let lines = text.components(separatedBy: "\n")
        for line in [
            "| `[click](https://example.org)` | 1 |", "| `<script>alert(1)</script>` | 1 |", "| ``a`b\\|c`` | 1 |",
            "| `line⏎break\\u{9b}` | 1 |", "| `![x](y.png)` | 1 |", "| `@you` | 1 |", "| `-->` | 1 |",
            "| `\\u{202e}x` | 1 |", "| `` # S⏎---⏎\\| `<b>` `` | 8 |", "license: \"x\\x7f\\n- y\"", "- \"\\ufffe\"",
            "- \"\\U000e0041\"",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(text.contains("no recorded attempt of `*m*` was graded right"))
        #expect(!text.unicodeScalars.contains { $0 != "\n" && HiddenCharacters.contains($0.value) })
        // The recipe's own text and the example hold them, too, as JSON in their blocks and nowhere else.
        let outside = text.components(separatedBy: "```json\n")
        #expect(outside.count == 3)
        let example = try json(try #require(outside[1].components(separatedBy: "\n```").first))
        #expect(example["source"]?.string == source && example["domain"]?.string == domains[0])
        let recipe = try json(try #require(outside[2].components(separatedBy: "\n```").first))
        #expect(recipe["sources"]?.list?.first?["name"]?.string == source)
    }

    @Test("sources are not listed as datasets of the hub unless the recipe says so")
    func sourceDatasets() throws {
        #expect(!(try card([])).contains("source_datasets"))
        for name in ["a", "a/b/c", "/b", "a/", "a b/c", "a/-c", "-", "a/b\n"] {
            #expect(throws: CurationError.self, "\(name)") {
                try card([("export", ["source_datasets": [.string(name)]])])
            }
        }
    }

    @Test("it shows how to load the rows, and one of them with long texts shortened")
    func example() throws {
        let text = try card([("export", ["format": ["messages", "jsonl"]])])
        #expect(text.contains("\nrows = load_dataset(\".\", \"messages\", split=\"train\")\n"))
        let block = try #require(text.components(separatedBy: "```json\n")[1].components(separatedBy: "\n```").first)
        let row = try json(block)
        #expect(row == (try folder.lines("run/export/test.messages.jsonl"))[0])
        #expect(row["messages"]?.list?.count == 3)
    }

    @Test(
        "long texts and lists of the example end in an ellipsis",
        arguments: [
            (.string(String(repeating: "é", count: 200)), .string(String(repeating: "é", count: 200))),
            (.string(String(repeating: "é", count: 201)), .string(String(repeating: "é", count: 200) + "…")),
            // A character can have any number of scalars.
            (
                .string("a" + String(repeating: "\u{301}", count: 100_000)),
                .string("a" + String(repeating: "\u{301}", count: 199) + "…")
            ),
            ([1, 2, 3, 4], [1, 2, 3, 4]), ([1, 2, 3, 4, 5], [1, 2, 3, 4, "…"]),
            (["a": [["b": nil], true]], ["a": [["b": nil], true]]),
        ] as [(JSON, JSON)])
    func shortened(_ row: JSON, _ expected: JSON) {
        #expect(CardExample.shortened(row) == expected)
    }

    @Test("tables of more than twenty rows are folded", arguments: [20, 21])
    func folded(_ count: Int) throws {
        let text = try card([], domains: (0..<count).map { "D\($0)" }, count: count)
        #expect(text.contains("<details><summary>\(count) domains</summary>\n\n| domain |") == (count > 20))
        #expect(text.contains("| D0 | 1 |\n"))
    }

    @Test(
        "it tells in how many traces the teacher is wrong",
        arguments: [
            (
                [true, false, false, nil],
                "- In 66.7 % of the traces whose outcome is known the teacher is wrong: in 2 of 3; of 1 it is unknown."
            ),
            ([true, true], "- In 0.0 % of the traces whose outcome is known the teacher is wrong: in 0 of 2."),
            ([nil], "- Whether the traces are right is not recorded."),
        ] as [([Bool?], String)])
    func teacher(_ outcomes: [Bool?], _ expected: String) throws {
        folder.write(
            "t.jsonl",
            lines: outcomes.enumerated().map { number, outcome in
                [
                    "question": .string("Question \(number)?"), "domain": "D", "trace_tokens": 1,
                    "thinking_trajectories": ["t"], "outcomes": ["teacher": outcome.map { .bool($0) } ?? .null],
                ]
            })
        let text = try card([
            ("sources", [["name": "T", "format": "jsonl", "path": "t.jsonl"]]),
            ("sample", ["target": JSON(outcomes.count)]),
        ])
        #expect(text.components(separatedBy: "\n").contains(expected))
    }

    @Test(
        "classes of size",
        arguments: [
            (1, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (9999, "1K<n<10K"), (10_000, "10K<n<100K"),
            (99_999, "10K<n<100K"), (100_000, "100K<n<1M"), (1_000_000, "1M<n<10M"), (10_000_000, "n>10M"),
        ])
    func sizes(_ count: Int, _ expected: String) throws {
        var written = ExportStage.Outcome()
        written.questions = Array(repeating: 0, count: count)
        folder.write("s.jsonl", "")
        let metadata = CardMetadata(
            recipe: try recipe([], in: folder), written: written, isSynthetic: false)
        #expect(metadata.text.contains("size_categories:\n- \"\(expected)\"\n"))
        // The same through a whole run.
        guard count <= 1000 else { return }
        #expect(try card([], count: count).contains("size_categories:\n- \"\(expected)\"\n"))
    }

    @Test("it is written anew when what it tells has changed, though the questions have not")
    func anew() throws {
        _ = try card([("limits", ["rejected": .number("0.1")])])
        let text = try card([("limits", ["rejected": .number("0.2")])])
        #expect(text.contains("\"rejected\": 0.2"))
    }
}
