import TestSupport
import Testing

@testable import Pools

@Suite("How often the teacher is right")
struct TeacherOutcomesTests {
    private static let outcomes: [Outcome?] = [nil, .unknown, .wrong, .right]

    /// What is recorded of the teacher and of another model for each of some questions.
    private func recorded(_ seed: Int) -> [[String: Outcome]] {
        var random = SeededRandom(UInt64(seed))
        let count = random.below(60)
        return (0..<count).map { _ in
            var outcomes: [String: Outcome] = [:]
            for model in ["teacher", "other"] {
                if let outcome = random.pick(Self.outcomes) { outcomes[model] = outcome }
            }
            return outcomes
        }
    }

    @Test("is counted for the questions that are asked about, and no other model", arguments: 0..<30)
    func counts(_ seed: Int) {
        let recorded = recorded(seed)
        let items = recorded.indices.map { QuestionList.Item("q\($0)", outcomes: recorded[$0]) }
        let facts = QuestionList(items).facts
        for step in 1...3 {
            let asked = recorded.indices.filter { $0.isMultiple(of: step) }
            let found = TeacherOutcomes(of: "teacher", in: asked.map { QuestionIndex($0) }, facts)
            let right = asked.count { recorded[$0]["teacher"] == .right }
            let wrong = asked.count { recorded[$0]["teacher"] == .wrong }
            #expect(found.right == right && found.wrong == wrong)
            #expect(found.unknown == asked.count - right - wrong)
            let share: Double? = right + wrong > 0 ? Double(wrong) / Double(right + wrong) : nil
            #expect(found.wrongShare == share)
        }
    }

    @Test("is unknown of a model that nothing is recorded of")
    func unknownModel() {
        let facts = QuestionList([.init("a", outcomes: ["m": .right]), .init("b", outcomes: ["m": .wrong])]).facts
        let found = TeacherOutcomes(of: "teacher", in: Array(facts.all), facts)
        #expect(found.right == 0 && found.wrong == 0 && found.unknown == 2)
        #expect(found.wrongShare == nil)
        #expect(found != TeacherOutcomes(of: "m", in: Array(facts.all), facts))
    }
}
