import Bytes
import Pools

/// A stage of the curation: questions in, decisions out.
///
/// It never changes a question and knows no other stage.
package protocol Stage: Sendable {
    /// The rules by which it drops questions, in the order in which they are told.
    var rules: [RuleName] { get }

    /// True when the stage looks at texts.
    var needsTexts: Bool { get }

    /// Looks at all questions that enter (their numbers, ascending) and returns what decides on each.
    ///
    /// The decider may be called by several threads at once and in any order.
    func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider
}

/// A stage that looks at one question at a time, and drops it by the first of its rules that it fails.
package protocol RuleStage: Stage {
    /// Returns what tells all drops of a question, in the order of the rules; none of one that is kept.
    func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision]
}

/// Decides on one question.
package typealias Decider = @Sendable (Question) throws -> Decision

extension Stage {
    /// False: most stages decide by columns.
    package var needsTexts: Bool { false }
}
