import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Pools
@testable import Rows
@testable import Shapes
@testable import Stages
@testable import Answers
@testable import Messages
@testable import Recipes

@Suite("Very many questions about a run")
struct ManyQuestionsTests {
    private let folder = TemporaryFolder()

    @Test("an id is found in the same way however often ids are asked for")
    func ids() throws {
        let rows: [JSON] = (0..<300).map {
            ["question": .string("question \($0 % 250)"), "trace_tokens": 1, "domain": "D"]
        }
        folder.write("s.jsonl", lines: rows)
        _ = try run(recipe([("quality", ["require": []])], in: folder), in: folder)
        let often = try RecordedRun(folder.path + "/run")
        func found(_ run: RecordedRun, _ prefix: String) -> String {
            do {
                return "\(try run.questions(withID: prefix))"
            } catch {
                return "\(error)"
            }
        }
        for question in QuestionIndex(0)..<300 {
            let id = often.pool.id(of: question).description
            for count in [1, 2, 3, 8, 15, 16] {
                let prefix = String(id.prefix(count))
                #expect(found(often, prefix) == found(try RecordedRun(folder.path + "/run"), prefix), "\(prefix)")
                if question > 20 { break }
            }
        }
        for prefix in ["0", "f", "ffffffffffffffff", "0000000000000000", "00000"] {
            #expect(found(often, prefix) == found(try RecordedRun(folder.path + "/run"), prefix))
        }
    }

    @Test("what every two of many sets share is found by their places")
    func pairs() throws {
        let statistics = { (questions: [QuestionIndex], pool: Pool) in
            SetStatistics(
                questions, of: pool.facts, Domains(pool.facts, try recipe([], in: folder).classify), teacher: "t")
        }
        folder.write(
            "s.jsonl", lines: (0..<9).map { ["question": .string("question \($0)"), "trace_tokens": 1, "domain": "D"] })
        _ = try run(recipe([("quality", ["require": []])], in: folder), in: folder)
        let pool = try RecordedRun(folder.path + "/run").pool
        let members = try (0..<8).map { number in
            let questions = Array(QuestionIndex(0)...QuestionIndex(number))
            return SetComparison.Member(
                name: "\(number)", from: .quality, select: .all, seed: 0, questions: questions,
                statistics: try statistics(questions, pool))
        }
        let comparison = SetComparison(members)
        for (a, b) in (0..<8).flatMap({ a in (0..<8).map { (a, $0) } }) {
            let pair = comparison.pair(a, b)
            #expect(pair?.first == (a == b ? nil : min(a, b)) && pair?.second == (a == b ? nil : max(a, b)))
            if a != b { #expect(pair?.shared == min(a, b) + 1) }
        }
        #expect(comparison.pair(0, 8) == nil && comparison.pair(-1, 3) == nil)
    }
}
