import Bytes
import TestSupport
import Testing

@testable import curate

@Suite("An explanation of questions with the same text")
struct ExplanationsAnswerTests {
    private struct One: Answer {
        let name: String
        var json: JSON { ["id": .string(name)] }
        func lines(columns: Int) -> [String] { [name, ""] }
    }

    @Test("is one document with the others as copies, and one after the other for people")
    func copies() {
        let three = ExplanationsAnswer(answers: ["a", "b", "c"].map(One.init))
        #expect(three.json == ["id": "a", "copies": [["id": "b"], ["id": "c"]]])
        #expect(three.lines(columns: 80) == ["a", "", "b", "", "c", ""])
        #expect(ExplanationsAnswer(answers: [One(name: "a")]).json == ["id": "a", "copies": []])
    }

    @Test("is one document of the program for a text that the pool has twice")
    func program() throws {
        let folder = FinishedSample.path
        let ids = try FinishedSample.folder.lines("data/runs/sample/ingest/pool.jsonl").compactMap { $0["id"]?.string }
        let twice = try #require(ids.first { id in ids.count { $0 == id } > 1 })
        let answer = try json(try Program.run(["explain", twice, "--json"], in: folder).output)
        let copies = try #require(answer["copies"]?.list)
        #expect(copies.count == 1 && answer["id"] == copies[0]["id"] && answer["origin"] != copies[0]["origin"])
    }
}
