import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Runs
@testable import Stages

@Suite("A recording that matches no question is told of, and can be joined by normalized text")
struct UnmatchedRecordingTests {
    private let folder = TemporaryFolder()
    private let told = Told()

    private final class Told {
        var notes: [String] = []
    }

    /// Runs ingest over questions and recordings, each a list of keys; returns the lines of the pool.
    @discardableResult
    private func ingest(
        _ questions: [String], _ recordings: [(keys: [String], more: [String: JSON])], by key: String = "question"
    ) throws -> [JSON] {
        folder.write("s.jsonl", lines: questions.map { ["question": .string($0)] })
        let entries = recordings.enumerated().map { number, recording -> JSON in
            folder.write(
                "r\(number).jsonl",
                lines: recording.keys.enumerated().map { ["q": .string($1), "n": JSON(100 * number + $0)] })
            var entry: JSONObject = [
                "name": .string("r\(number)"), "format": "jsonl", "path": .string("r\(number).jsonl"),
                "set": ["trace_tokens": "{n}", "attempt": "{n}"],
            ]
            entry[key] = "{q}"
            for (name, value) in recording.more { entry[name] = value }
            return .object(entry)
        }
        told.notes = []
        let recipe = try recipe([("recordings", .list(entries)), ("limits", ["rejected": .number("0.9")])], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { [told] event in
            if case .warned(let words) = event { told.notes.append(words.text) }
        }
        _ = try runner.run([.ingest], force: true)
        return try folder.lines("run/ingest/pool.jsonl")
    }

    private static let many = (0..<300).map { "Question \($0)?" }

    @Test(
        "with an example of a key, and the nearest question if it differs only in form",
        arguments: [
            // A key, a question and what is told of them.
            ("What is 2+2? ", "What is 2+2?", "character 13 is U+0020 here and its end there"),
            ("What  is it?", "What is it?", "character 6 is U+0020 here and U+0069 there"),
            ("What is\r\nit?", "What is\nit?", "character 8 is U+000D here and U+000A there"),
            ("What\u{A0}is it?", "What is it?", "character 5 is U+00A0 here and U+0020 there"),
            ("Caf\u{E9}?", "Cafe\u{301}?", "character 4 is U+00E9 here and U+0065 there"),
            ("\u{FB01}ne?", "fine?", "character 1 is U+FB01 here and U+0066 there"), ("x\u{B2}?", "x2?", nil),
            ("what is it?", "What is it?", "character 1 is U+0077 here and U+0057 there"),
            ("Quite another?", "What is it?", nil),
        ] as [(String, String, String?)])
    func nearest(_ key: String, _ question: String, _ difference: String?) throws {
        try ingest(Self.many + [question], [(["Nothing like it?", key], [:])])
        let start = "none of the 2 rows of the recording \"r0\" matches a question of the sources; "
        let note = try #require(told.notes.first)
        #expect(told.notes.count == 1)
        if let difference {
            #expect(
                note == start + "the text \"\(key.shown)\" (r0.jsonl, line 2) differs from that of the question "
                    + "\"\(question.shown)\" only in case, white space, punctuation or layout (\(difference)); "
                    + "\"join\": \"normalized\" at the recording joins them")
        } else {
            #expect(note == start + "an example is \"Nothing like it?\" (r0.jsonl, line 1)")
        }
    }

    @Test("when less than one row in a hundred matches")
    func share() throws {
        let others = (0..<99).map { "Other \($0)?" }
        try ingest(Self.many, [(["Question 5?"] + others, [:])])
        #expect(told.notes == [])
        try ingest(Self.many, [(["Question 5?"] + others + ["One more?"], [:])])
        #expect(
            told.notes == [
                "only 1 of the 101 rows of the recording \"r0\" are about questions of the sources; an example is \"Other "
                    + "0?\" (r0.jsonl, line 2)"
            ])
    }

    @Test("of one that is joined by id, or by normalized text, the example is what it has")
    func others() throws {
        try ingest(Self.many, [(["0123456789abcdef"], [:])], by: "id")
        #expect(
            told.notes == [
                "none of the 1 row of the recording \"r0\" matches a question of the sources; an example is "
                    + "\"0123456789abcdef\" (r0.jsonl, line 1)"
            ])
        try ingest(Self.many, [(["Question five?"], ["join": "normalized"])])
        #expect(told.notes.count == 1)
        try ingest(Self.many, [(["question 5?"], ["join": "normalized"])])
        #expect(told.notes == [])
        try ingest(Self.many, [(["Question 5?"], [:]), ([" Question  5?"], ["join": "normalized"])])
        #expect(told.notes == [])
    }

    @Test("a long text is told in part")
    func long() throws {
        let text = String(repeating: "word ", count: 1000)
        try ingest([text + "é end"], [([text + "e\u{301} end"], [:])])
        let note = try #require(told.notes.first)
        #expect(note.utf8.count < 700 && note.contains("…word word"), "\(note)")
    }

    /// A key that is joined with the question "What  is café?" in the form of `"join": "normalized"`, or not.
    private static let keys: [(key: String, isJoined: Bool)] = [
        ("What  is café?", true), ("What is café?", true), (" What is\tcafé?\n", true), ("What is cafe\u{301}?", true),
        ("What\u{A0}is\u{3000}café\u{FF1F}", true), ("What is\r\ncafé?", true), ("what is café?", true),
        ("What is cafe?", false), ("Whatis café?", false), ("What is café? \u{200B}", true),
        ("$What$ is \\text{café}", true), ("What is 1 café?", false),
    ]

    @Test("texts are joined in the normal form", arguments: keys)
    func normalized(_ key: String, _ isJoined: Bool) throws {
        let question = "What  is café?"
        let line = try ingest([question, "Other?"], [([key], ["join": "normalized"])])
        #expect(line[0]["trace_tokens"] == (isJoined ? 0 : .null))
        #expect(line[0]["question"]?.string == question)
        #expect(line[1]["trace_tokens"] == .null)
        let exact = try ingest([question, "Other?"], [([key], [:])])
        #expect(exact[0]["trace_tokens"] == (Array(key.utf8) == Array(question.utf8) ? 0 : .null))
    }

    @Test("what is recorded of the exact text comes before what is recorded of the normalized one, in any order")
    func both() throws {
        for isExactFirst in [true, false] {
            let exact: (keys: [String], more: [String: JSON]) = (["What  is it?"], ["set": ["trace_tokens": "7"]])
            let normalized: (keys: [String], more: [String: JSON]) = (
                ["What is it?"], ["join": "normalized", "set": ["trace_tokens": "8", "domain": "D"]]
            )
            let lines = try ingest(
                ["What  is it?", "What is it? "], isExactFirst ? [exact, normalized] : [normalized, exact])
            #expect(lines.map { $0["trace_tokens"] } == [7, 8])
            #expect(lines.map { $0["domain"] } == ["D", "D"])
            #expect(told.notes == [])
        }
    }

    @Test("a recording that is joined by exact text is joined by nothing else, even beside a normalized one")
    func apart() throws {
        let lines = try ingest(
            ["What  is it?"], [(["What is it?"], [:]), (["Other?"], ["join": "normalized"])])
        #expect(lines[0]["trace_tokens"] == .null)
        #expect(told.notes.count == 2)
    }
}
