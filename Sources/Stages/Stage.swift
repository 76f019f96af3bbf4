import Bytes
import Messages
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

    /// Returns what the recipe's owner should know of a result in which so many questions are kept.
    func remarks(onKept count: Int) -> [Message]
}

/// A stage that looks at one question at a time, and drops it by the first of its rules that it fails.
package protocol RuleStage: Stage {
    /// Returns what tells all drops of a question, in the order of the rules; none of one that is kept.
    func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision]
}

/// A stage that holds questions against one another, so that what else a question would be dropped by depends on others.
package protocol ComparingStage: Stage {
    /// Returns all drops of a question that was dropped, whatever the first of them hid.
    ///
    /// - Parameter kept: what the stage kept, ascending.
    func hiddenDrops(of question: QuestionIndex, _ kept: [QuestionIndex], of questions: any Questions, threads: Int)
        throws -> [Decision]
}

/// Decides on one question.
package typealias Decider = @Sendable (Question) throws -> Decision

extension Stage {
    /// False: most stages decide by columns.
    package var needsTexts: Bool { false }

    /// Nothing: most results speak for themselves.
    package func remarks(onKept count: Int) -> [Message] { [] }
}
