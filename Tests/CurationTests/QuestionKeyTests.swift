import Bytes
import Files
import Messages
import TestSupport
import Testing

@testable import Answers
@testable import Pools
@testable import Recipes
@testable import Runs

@Suite("Keys of questions")
struct QuestionKeyTests {
    private let folder = TemporaryFolder()

    /// Runs ingest on rows of two sources whose field `n` is the key, with a recording that is joined by it.
    private func ingest(
        _ a: [JSON], _ b: [JSON] = [["question": "other", "n": "b"]], recorded: [JSON] = [], others: [JSON] = []
    ) throws -> (pool: Pool, lines: [JSON], counts: JSON) {
        folder.write("a.jsonl", lines: a)
        folder.write("b.jsonl", lines: b)
        folder.write("r.jsonl", lines: recorded)
        let map: JSON = ["question": "{question}", "key": "{n?}", "attempt": "{attempt?}"]
        let own: JSON = [
            "name": "r", "format": "jsonl", "path": "r.jsonl", "key": "{k}",
            "outcome": ["model": "m", "correct": "{right}"], "set": ["attempt": "{a?}"],
        ]
        let recipe = try recipe(
            [
                (
                    "sources",
                    .list(
                        ["a", "b"].map {
                            ["name": .string($0), "format": "jsonl", "path": .string("\($0).jsonl"), "map": map]
                        })
                ),
                ("recordings", .list((recorded.isEmpty ? [] : [own]) + others)),
                ("limits", ["rejected": .number("0.5")]),
            ], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        let outcome = try runner.run([.ingest], force: false)
        return (
            try RunFolder(folder.path + "/run").openPool(), try folder.lines("run/ingest/pool.jsonl"),
            outcome.manifest.stages[.ingest]?.counts ?? .null
        )
    }

    @Test("are texts as the rows give them; blank ones are none")
    func values() throws {
        let keys: [JSON] = ["x 1", 12, "  ", "", nil, "é", "007", 7]
        let rows =
            keys.enumerated().map { ["question": .string("q\($0)"), "n": $1] as JSON } + [["question": "no field"]]
        let (pool, lines, _) = try ingest(rows)
        let expected: [JSON] = ["x 1", "12", nil, nil, nil, "é", "007", "7", nil, "b"]
        #expect(lines.map { $0["key"] } == expected)
        for (question, key) in zip(pool.facts.all, expected) {
            #expect(
                key.string.map { $0.withByteView { pool.facts.mayHave($0, question) } }
                    ?? pool.facts.mayHave(nil, question))
            #expect("none of them".withByteView { !pool.facts.mayHave($0, question) })
        }
    }

    @Test("cost nothing in a pool without any")
    func none() throws {
        let (pool, lines, _) = try ingest([["question": "a"]], [["question": "b"]])
        #expect(pool.facts.keys == nil && lines.allSatisfy { $0["key"] == .null })
        #expect(pool.facts.all.allSatisfy { pool.facts.mayHave(nil, $0) })
    }

    @Test("join recordings to all questions that have them, byte by byte")
    func joined() throws {
        let (_, lines, counts) = try ingest(
            [["question": "a", "n": "1"], ["question": "b", "n": "2"], ["question": "c", "n": "e\u{301}"]],
            [["question": "d", "n": 1], ["question": "e"]],
            recorded: [
                ["k": 1, "right": true, "a": "of 1"], ["k": "2 ", "right": true], ["k": "é", "right": true],
                ["k": "2", "right": false, "a": "of 2"], ["k": " ", "right": true],
            ])
        #expect(lines.map { $0["outcomes"]?["m"] } == [true, false, nil, true, nil])
        #expect(lines.map { $0["attempt"] } == ["of 1", "of 2", .null, "of 1", .null])
        let usage = counts["recordings"]?.list?.first
        #expect(usage?["matched"] == 2 && usage?["unmatched"] == 2 && usage?["rejected"] == 1)
        #expect(try folder.lines("run/ingest/rejected.jsonl").first?["reason"] == "the key is empty")
    }

    @Test("give way to what is recorded of the text")
    func order() throws {
        folder.write("t.jsonl", lines: [["q": "a", "a": "by text"]])
        folder.write("u.jsonl", lines: [["q": " a ", "a": "by normalized text"]])
        func recording(_ name: String, _ more: JSONObject) -> JSON {
            var members: JSONObject = [
                "name": .string(name), "format": "jsonl", "path": .string("\(name).jsonl"), "question": "{q}",
                "set": ["attempt": "{a}"],
            ]
            for member in more.members { members[member.name] = member.value }
            return .object(members)
        }
        let texts = recording("t", [:])
        let normalized = recording("u", ["join": "normalized"])
        for (others, expected) in [
            ([], "by key"), ([normalized], "by normalized text"), ([texts, normalized], "by text"),
        ] {
            let (_, lines, _) = try ingest(
                [["question": "a", "n": "1"]], recorded: [["k": "1", "right": true, "a": "by key"]], others: others)
            #expect(lines[0]["attempt"]?.string == expected)
        }
    }

    @Test("a hash is none of a text, of a normalized text or of nothing")
    func hashes() {
        var random = SeededRandom(4)
        for _ in 0..<1000 {
            let text = String(Int.random(in: 0..<1 << 40, using: &random))
            text.withByteView { text in
                #expect(QuestionKey.hash(of: text) != 0 && QuestionKey.hash(of: text) != QuestionID(of: text).value)
                #expect(QuestionKey.hash(of: text) != JoinedText.key(JoinedText.normalized(text)))
            }
        }
    }

    @Test("stand for questions in place of ids; if there is no such key, an id is meant")
    func named() throws {
        _ = try ingest(
            [
                ["question": "a", "n": "1"], ["question": "b", "n": "twice"], ["question": "c", "n": "twice"],
                ["question": "d", "n": "same"],
            ], [["question": "d", "n": "same"], ["question": "e", "n": "abc"]])
        let run = try RecordedRun(folder.path + "/run")
        let rows = { (name: String) in try run.questions(named: name).map(\.position) }
        #expect(try rows("1") == [0] && rows("same") == [3, 4] && rows("abc") == [5])
        #expect(try rows(run.pool.id(of: 1).description) == [1])
        #expect(throws: CurationError.self) { try rows("twice") }
        #expect(throws: CurationError.self) { try rows("nobody's") }
        // A hash that happens to be that of another key is not enough.
        #expect(throws: CurationError.self) { try rows("1 ") }
    }

    @Test("are verified against the lines", arguments: ["\"key\":\"1\"", "\"key\":null"])
    func verified(_ found: String) throws {
        _ = try ingest([["question": "a", "n": "1"], ["question": "b"]])
        let run = try RecordedRun(folder.path + "/run")
        let check = PoolLineCheck(run.pool)
        for question in run.pool.facts.all {
            let line = String(decoding: try run.pool.line(of: question), as: UTF8.self)
            let text = try run.pool.text(of: question)
            for (line, isRight) in [
                (line, true), (line.replacing(found, with: "\"key\":\"2\""), !line.contains(found)),
            ] {
                let fault = line.withByteView { line in
                    text.withByteView {
                        check.fault(of: Question(facts: run.pool.facts, index: question, text: $0), line)
                    }
                }
                #expect(fault == (isRight ? nil : "its key differs from the pool's columns"))
            }
        }
    }
}
