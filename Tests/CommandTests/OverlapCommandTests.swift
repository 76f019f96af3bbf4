import Bytes
import TestSupport
import Testing

@testable import curate

@Suite("curate overlap")
struct OverlapCommandTests {
    private static let farmer =
        "A farmer has 12 cows and sells 5 of them to a neighbour at the market on Monday. How many cows are left?"

    private func folder() -> TemporaryFolder {
        let folder = TemporaryFolder()
        let others = (0..<30).map {
            "Tale \($0): \($0 * 7 + 100) riders of clan \($0) met giant\($0) beside town\($0 * 3)."
        }
        let questions = [Self.farmer.uppercased(), Self.farmer.replacing("12", with: "30")] + others
        folder.write("a.jsonl", lines: questions.map { ["question": .string($0), "answer": "1"] })
        folder.write(
            "b.jsonl",
            lines: [
                ["problem": .string("Name a colour that 7 painters of the old school would never have used in May.")],
                ["problem": .string(Self.farmer)],
            ])
        return folder
    }

    @Test("prints the matches by score, with what both have marked")
    func lines() throws {
        let folder = folder()
        let result = try Program.run(["overlap", "a.jsonl", "b.jsonl"], in: folder.path)
        #expect(result.status == 0, "\(result.diagnostics)")
        let lines = result.output.lines
        #expect(lines.first == "2 matches of 32 questions with 2 items, from a score of 0.4")
        #expect(lines.contains("1  the same question"))
        #expect(lines.contains("  a.jsonl, line 1") && lines.contains("  b.jsonl, line 2"))
        #expect(lines.contains { $0.hasPrefix("    «A FARMER HAS 12 COWS") })
        #expect(lines.contains { $0.hasSuffix("the same template, other numbers") })
        #expect(lines.contains("    only here: 30") && lines.contains("    only here: 12"))
    }

    @Test("--json has places that are those of the texts; --limit and --threshold leave out matches")
    func json() throws {
        let folder = folder()
        func answer(_ options: [String]) throws -> JSON {
            let result = try Program.run(["overlap", "a.jsonl", "b.jsonl", "--json"] + options, in: folder.path)
            return try Array(result.output.utf8).withByteView { try JSON(parsing: $0) }
        }
        let all = try answer([])
        #expect(all["questions"] == 32 && all["items"] == 2 && all["count"] == 2)
        let matches = try #require(all["matches"]?.list)
        #expect(matches.map { $0["template"] } == [false, true])
        for match in matches {
            for side in ["question", "item"] {
                let text = try #require(match[side]?["text"]?.string)
                let places = try #require(match[side]?["stretches"]?.list)
                #expect(!places.isEmpty)
                for place in places {
                    let numbers = (place.list ?? []).compactMap { $0.integer }
                    #expect(numbers.count == 2 && numbers[0] < numbers[1] && numbers[1] <= text.utf8.count)
                }
            }
        }
        #expect(try answer(["--threshold", "0.99"])["count"] == 1)
        #expect(try answer(["--limit", "1"])["matches"]?.list?.count == 1)
    }

    @Test(
        "mistakes",
        arguments: [
            (["a.jsonl"], "two files"), (["a.jsonl", "b.jsonl", "--threshold", "2"], "0.05 to 1"),
            (["a.jsonl", "nothing.jsonl"], "nothing.jsonl"), (["a.jsonl", "b.jsonl", "c"], "unexpected argument"),
        ])
    func mistakes(_ words: [String], _ reason: String) throws {
        let folder = folder()
        let result = try Program.run(["overlap"] + words, in: folder.path)
        #expect(result.status != 0 && result.output == "" && result.diagnostics.contains(reason))
    }

    @Test(
        "marks stand around places",
        arguments: [
            ("abcdef", [], "abcdef"), ("abcdef", [1..<3], "a«bc»def"), ("abcdef", [3..<4, 0..<2], "«ab»c«d»ef"),
            ("abcdef", [0..<6], "«abcdef»"), ("abcdef", [2..<9, 1..<1], "abcdef"),
            ("abcdef", [1..<4, 3..<5], "a«bcd»ef"),
        ] as [(String, [Range<Int>], String)])
    func marks(_ text: String, _ places: [Range<Int>], _ expected: String) {
        #expect(MarkedText.marked(text, places) == expected)
    }

    @Test("a run by containment has its scores in funnel --by score")
    func histogram() throws {
        let folder = folder()
        folder.write(
            "pipeline.json",
            """
            {"name": "t", "sources": [{"name": "A", "format": "jsonl", "path": "a.jsonl",
               "map": {"question": "{question}", "trace_tokens": "5"}}],
             "benchmarks": [{"name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{problem}"}],
             "decontaminate": {"method": "containment", "near_duplicate": {}}, "quality": {"require": []},
             "sample": {"target": 5, "short": "allow"}}
            """)
        let made = try Program.run(["run", "--quiet"], in: folder.path)
        #expect(made.status == 0, "\(made.diagnostics)")
        let found = try Program.run(["funnel", "--by", "score", "--json"], in: folder.path)
        let rules = try Array(found.output.utf8).withByteView { try JSON(parsing: $0) }.list ?? []
        #expect(rules.map { $0["rule"] } == ["benchmark", "benchmark_template"])
        let dropped = rules.map { $0["scores"]?.list?.reduce(0) { $0 + ($1["dropped"]?.integer ?? 0) } }
        #expect(dropped == [1, 1])
        #expect(rules[0]["scores"]?.list?.last?["dropped"] == 1)
        let text = try Program.run(["funnel", "--by", "score"], in: folder.path).output
        #expect(text.contains("score from") && text.contains("benchmark_template"))
        #expect(try Program.run(["verify"], in: folder.path).status == 0)
        let other = try Program.run(
            ["what-if", "--set", "decontaminate.benchmark_template=keep", "--json"], in: folder.path)
        #expect(other.status == 0 && other.output.contains("\"first_stage\""), "\(other.diagnostics)")
    }
}
