import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate explain")
struct ExplainCommandTests {
    private func explain(_ id: String) throws -> String {
        let result = try Program.run(["explain", id], in: finished.path)
        #expect(result.status == 0)
        return result.output
    }

    @Test("a dropped question: by which rule, on what evidence")
    func dropped() throws {
        #expect(
            try explain("f8ab") == """
                question f8ab971b89cc0c34
                  from contest: contest.jsonl, line 13
                  A road of 900 metres has lamps. Besides, a tree is planted every 7 metres along a road that is 35…

                ingest         read: a trace of 282 tokens, label "Number theory", large-solver wrong, small-solver
                               right, teacher wrong
                decontaminate  dropped by benchmark: everyday, file benchmark.json, row 1, words "a tree is planted
                               every 7 metres along a road that is 350 metres long,"
                difficulty     would also be dropped by solved: solved by small-solver

                """)
    }

    @Test("a question that was drawn, and one that never was")
    func drawn() throws {
        let kept = try json(
            try Program.run(["inspect", "sample", "--rule", "drawn", "--json"], in: finished.path).output)
        let row = try #require(kept["rows"]?.list?.first)
        let id = try #require(row["id"]?.string)
        let text = try explain(id)
        let evidence = try #require(row["evidence"])
        #expect(text.contains("drawn: draw \(evidence["draw"]?.integer ?? -1), phase "))
        #expect(text.contains(" questions; this one has rank "))
        #expect(text.contains(" of the export\n"))
        let never = try explain("7667")
        #expect(never.contains("sample         never drawn\n"))
        #expect(never.contains("  Number theory had 3 questions; this one has rank 2 by trace length\n"))
    }

    @Test("a text that stands twice in the pool is told twice")
    func twice() throws {
        let text = try explain("e236bd22afdf768c")
        #expect(text.contains("contest.jsonl, line 1\n"))
        #expect(text.contains("contest.jsonl, line 12\n"))
        #expect(text.contains("dropped by duplicate"))
    }

    @Test("as JSON")
    func asJSON() throws {
        let answer = try json(try Program.run(["explain", "7667", "--json"], in: finished.path).output)
        #expect(answer["source"] == "AIME")
        #expect(
            answer["stages"]?.list?.map { $0["stage"]?.string } == [
                "decontaminate", "quality", "difficulty", "classify", "sample",
            ])
        #expect(answer["domain"]?.compactText == "{\"name\":\"Number theory\",\"size\":3,\"rank\":2}")
        #expect(answer["export_line"] == .null)
    }
}
