import Bytes
import Files
import TestSupport
import Testing

@testable import Pools
@testable import Runs
@testable import Stages

@Suite("Decisions on file")
struct DecisionCursorTests {
    private let folder = TemporaryFolder()

    /// A pool of so many questions.
    private func pool(_ count: Int) throws -> Pool {
        folder.write("s.jsonl", lines: (0..<count).map { ["question": .string("Question \($0)")] })
        let runner = Runner(try recipe([], in: folder), folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run([.ingest], force: false)
        return try RunFolder(folder.path + "/run").openPool()
    }

    /// The line of a question of the pool; every third is kept.
    private func line(_ question: Int, of pool: Pool) -> [UInt8] {
        var line: [UInt8] = []
        let decision: Decision =
            question % 3 == 0
            ? .kept : .dropped(RuleName(rawValue: "rule \"\(question % 2)\""), LengthRank(rank: question))
        decision.append(to: &line, id: pool.ids[QuestionIndex(question)], row: question)
        return line
    }

    private func file(_ bytes: [UInt8]) throws -> InputFile {
        try InputFile(folder.write("decisions.jsonl", String(decoding: bytes, as: UTF8.self)))
    }

    private let damage = Array("this is no decision\n".utf8)

    @Test("a decision is read as it was written, and valid after those behind it were")
    func roundTrip() throws {
        let count = 6000
        let pool = try pool(count)
        let file = try file((0..<count).flatMap { line($0, of: pool) })
        // More than one block.
        #expect(file.size > 1 << 18)
        var cursor = DecisionCursor(file, of: pool, among: nil)
        var lines: [DecisionLine] = []
        while let line = try cursor.next() { lines.append(line) }
        #expect(try cursor.next() == nil)
        #expect(lines.map(\.question.position) == Array(0..<count))
        for (question, line) in lines.enumerated() {
            let decision = line.decision
            #expect(line.isKept == (question % 3 == 0) && decision.isKept == line.isKept)
            guard !line.isKept else {
                #expect(decision.rule == nil && decision.evidence == nil)
                continue
            }
            #expect(decision.rule?.rawValue == "rule \"\(question % 2)\"")
            #expect(line.isRule(RuleName(rawValue: "rule \"\(question % 2)\"")))
            #expect(!line.isRule(RuleName(rawValue: "rule ")))
            #expect(try decision.evidence?.read(as: LengthRank.self) == LengthRank(rank: question))
        }
    }

    @Test("whoever has seen enough does not meet what is damaged behind it; who goes on sees all before it")
    func stopping() throws {
        let pool = try pool(4)
        let file = try file(line(0, of: pool) + line(1, of: pool) + damage + line(2, of: pool))
        var cursor = DecisionCursor(file, of: pool, among: nil)
        #expect(try cursor.next()?.question == 0)
        #expect(try cursor.next()?.question == 1)
        let damaged = FileError(
            .notThisFormat, "read", file.path, cause: "its decisions are not about this pool")
        for _ in 0..<2 { #expect(throws: damaged) { _ = try cursor.next() } }
        #expect(throws: damaged) { try DecisionFile.kept(file, of: pool, among: nil) }
    }

    @Test("only candidates are looked for, each once, in their order")
    func candidates() throws {
        let pool = try pool(6)
        let bytes = [1, 3, 4].flatMap { line($0, of: pool) }
        #expect(try DecisionFile.kept(file(bytes), of: pool, among: [1, 3, 4]) == [3])
        #expect(try DecisionFile.kept(file(bytes), of: pool, among: nil) == [3])
        let wrong: [([UInt8], [QuestionIndex])] = [
            (bytes, [1, 4]), (line(3, of: pool) + line(1, of: pool), [1, 3]),
            (line(1, of: pool) + line(1, of: pool), [1, 3]),
        ]
        for (bytes, candidates) in wrong {
            #expect(throws: FileError.self) { try DecisionFile.kept(file(bytes), of: pool, among: candidates) }
        }
    }

    @Test("lines in memory are of the candidates from a place on, whatever stood before it")
    func inMemory() throws {
        let pool = try pool(6)
        let entering: [QuestionIndex] = [0, 2, 3, 5]
        var cursor = DecisionCursor(line(3, of: pool) + line(5, of: pool), of: pool, among: entering[2...])
        #expect(try cursor.next()?.question == 3)
        #expect(try cursor.next()?.question == 5)
        #expect(try cursor.next() == nil)
        var other = DecisionCursor(line(0, of: pool), of: pool, among: entering[2...])
        #expect(throws: FileError.self) { _ = try other.next() }
    }

    @Test(
        "a line that is no decision",
        arguments: [
            "", "{}", "{\"id\":\"0123456789abcdef\"}", "{\"id\":\"0123456789abcdeg\",\"row\":0,\"keep\":true}",
            "{\"id\":\"0123456789abcdef\",\"row\":0,\"keep\":null}",
            "{\"id\":\"0123456789abcdef\",\"row\":0,\"keep\":tru", "{\"id\":\"0123456789abcdef\",\"row\":0",
            "{\"id\": \"0123456789abcdef\",\"row\":0,\"keep\":true}", "{\"id\":\"0123456789abcde",
            "{\"id\":\"0123456789abcdef\",\"keep\":true}", "{\"id\":\"0123456789abcdef\",\"row\":,\"keep\":true}",
            "{\"id\":\"0123456789abcdef\",\"row\":-1,\"keep\":true}",
            "{\"id\":\"0123456789abcdef\",\"row\":00,\"keep\":true}",
            "{\"id\":\"0123456789abcdef\",\"row\":2147483647,\"keep\":true}",
            "{\"id\":\"0123456789abcdef\",\"row\":99999999999999999999,\"keep\":true}",
        ])
    func noDecision(_ line: String) {
        #expect(line.withByteView { DecisionFormat.head(of: $0) == nil })
    }

    @Test(
        "the head of a line",
        arguments: [
            ("0,\"keep\":true}", 0, true, "}"), ("10,\"keep\":false,\"rule\":\"a\"}", 10, false, ",\"rule\":\"a\"}"),
            ("2147483646,\"keep\":true", 2_147_483_646, true, ""),
        ] as [(String, Int, Bool, String)])
    func head(_ text: String, _ row: Int, _ isKept: Bool, _ rest: String) throws {
        let line = "{\"id\":\"0123456789abcdef\",\"row\":" + text
        let head = try #require(line.withByteView { DecisionFormat.head(of: $0) })
        #expect(head.id == 0x0123_4567_89AB_CDEF && head.row == row && head.isKept == isKept)
        #expect(line.utf8.dropFirst(head.rest).elementsEqual(rest.utf8))
    }

    @Test("a decision is about the question of its row: questions with equal texts are told apart")
    func equalTexts() throws {
        folder.write("s.jsonl", lines: ["a", "b", "a", "a"].map { ["question": .string($0)] })
        let runner = Runner(try recipe([], in: folder), folder: folder.path + "/twice", threads: 2) { _ in }
        _ = try runner.run([.ingest], force: false)
        let pool = try RunFolder(folder.path + "/twice").openPool()
        #expect(pool.ids[0] == pool.ids[2] && pool.ids[2] == pool.ids[3])
        for rows in [[2], [3], [0, 3], [0, 1, 2, 3]] {
            var cursor = DecisionCursor(try file(rows.flatMap { line($0, of: pool) }), of: pool, among: nil)
            for row in rows { #expect(try cursor.next()?.question.position == row) }
            #expect(try cursor.next() == nil)
        }
        // The row of another question than the id's.
        var wrong: [UInt8] = []
        Decision.kept.append(to: &wrong, id: pool.ids[0], row: 1)
        #expect(throws: FileError.self) { try DecisionFile.kept(file(wrong), of: pool, among: nil) }
    }

    @Test(
        "what follows the verdict",
        arguments: [
            ("}", nil, nil), (",\"rule\":\"a\"}", "a", nil), (",\"evidence\":{\"b\":1}}", nil, "{\"b\":1}"),
            (",\"rule\":\"a\",\"evidence\":{}}", "a", "{}"), (",\"rule\":3,\"evidence\":[]}", nil, "[]"),
            (",\"rule\":\"a\"", nil, nil), (",\"rule\":\"a\",\"evidence\":{\"b\"}}", nil, nil), ("", nil, nil),
        ] as [(String, String?, String?)])
    func members(_ rest: String, _ rule: String?, _ evidence: String?) {
        let members = rest.withByteView { DecisionFormat.members(in: $0) }
        #expect(members.rule?.rawValue == rule && members.evidence?.json.compactText == evidence)
    }
}
