import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Stages

@Suite("Groups of questions with the same text")
struct DuplicateGroupTests {
    /// The groups, by looking at one question after the other, in the order in which the second copies are found.
    private func naive(
        _ texts: [String], _ entering: [QuestionIndex], _ isWanted: (QuestionIndex) -> Bool
    ) -> [[QuestionIndex]] {
        var copies: [String: [QuestionIndex]] = [:]
        var order: [String] = []
        for question in entering where isWanted(question) {
            let text = texts[question.position]
            copies[text, default: []].append(question)
            if copies[text]?.count == 2 { order.append(text) }
        }
        return order.compactMap { copies[$0] }
    }

    /// The last size is more than one chunk of questions.
    @Test("have all copies that enter and are wanted, in order", arguments: [0, 1, 20, 300, 5000], [3, 200, 100_000])
    func groups(_ count: Int, _ kinds: Int) throws {
        var random = SeededRandom(UInt64(count + kinds))
        let texts: [String] = (0..<count).map { _ in "question \(random.below(kinds))" }
        let questions = QuestionList(texts.map { QuestionList.Item($0) })
        let entering: [QuestionIndex] = questions.facts.all.filter { $0.position % 7 != 3 }
        let isWanted: (QuestionIndex) -> Bool = { $0.position % 5 != 1 }
        let all = try DuplicateGroup.copies(among: questions, entering) { _ in true }
        #expect(all == naive(texts, entering) { _ in true })
        let wanted = try DuplicateGroup.copies(among: questions, entering, where: isWanted)
        #expect(wanted == naive(texts, entering, isWanted))
        #expect(try DuplicateGroup.copies(among: questions, entering) { _ in false }.isEmpty)
    }

    @Test("two texts with one id are no copies: the run ends")
    func sameID() throws {
        let facts = QuestionFacts(
            ids: [7, 1, 1], sources: [0, 0, 0], sourceNames: ["s"], parts: [0, 0, 0], outcomes: OutcomeColumns(),
            numbers: { _ in [-1, -1, -1] }, names: { _ in StringTable() })
        func questions(_ texts: String) -> QuestionList {
            QuestionList(
                facts, file: "", unit: .row, originNumbers: [1, 2, 3], texts: Array(texts.utf8), textEnds: [1, 2, 3])
        }
        #expect(throws: CurationError.failed(Self.refusal)) {
            try DuplicateGroup.copies(among: questions("abc"), Array(facts.all)) { _ in true }
        }
        let groups = try DuplicateGroup.copies(among: questions("abb"), Array(facts.all)) { _ in true }
        #expect(groups == [[1, 2]])
    }

    private static let refusal: Message =
        "two different questions have the id 0000000000000001: questions 2 and 3 of the pool"
}
