/// How often the teacher is known to be right, and how often wrong, in some questions.
package struct TeacherOutcomes: Equatable, Sendable {
    /// The number of questions that the teacher is known to have solved.
    package let right: Int
    /// The number of questions in which the teacher is known to be wrong.
    package let wrong: Int
    /// The number of questions for which neither is known.
    package let unknown: Int

    /// Counts the outcomes of a model.
    package init(of teacher: String, in questions: [QuestionIndex], _ facts: QuestionFacts) {
        let model = facts.model(named: teacher)
        var (right, wrong) = (0, 0)
        for question in questions {
            switch facts.outcome(of: model, for: question) {
            case .right: right += 1
            case .wrong: wrong += 1
            case .unknown: break
            }
        }
        (self.right, self.wrong, unknown) = (right, wrong, questions.count - right - wrong)
    }

    /// The share of wrong ones among those that are known; nil if none is known.
    package var wrongShare: Double? {
        right + wrong == 0 ? nil : Double(wrong) / Double(right + wrong)
    }
}
