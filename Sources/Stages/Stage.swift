import Bytes
import Messages
import Pools

/// A stage of the curation, which takes questions and returns decisions.
///
/// A stage never modifies a question and does not depend on any other stage.
package protocol Stage: Sendable {
    /// The rules by which the stage drops questions, in the order in which they are reported.
    var rules: [RuleName] { get }

    /// Whether the stage reads texts.
    var needsTexts: Bool { get }

    /// Whether the stage reads the lines of the pool, in addition to the texts.
    var needsLines: Bool { get }

    /// Examines all questions that enter the stage, in ascending order, and returns a function that decides on each.
    ///
    /// The returned function is thread-safe and can be called in any order.
    func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider

    /// Whether the stage drops questions for what they are, so that it is noted if a whole source is dropped.
    var notesDrops: Bool { get }

    /// The rules that look for faults, of which it is noted if they find none.
    var rulesOfFaults: [RuleName] { get }

    /// Returns the causes by which a decision to drop a question is counted.
    func causes(of decision: Decision) -> [StageTally]

    /// Returns remarks for the user on the questions that were kept.
    func remarks(onKept kept: [QuestionIndex], of questions: any Questions) -> [Message]
}

/// A stage that decides on each question independently, and drops it by the first rule that it fails.
package protocol RuleStage: Stage {
    /// Returns a function that lists all drops of a question in the order of the rules; the list is empty when it is
    /// kept.
    func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision]
}

extension RuleStage {
    /// True: each question is dropped for itself.
    package var notesDrops: Bool { true }
}

extension ComparingStage {
    /// True: questions are dropped for what they share with others.
    package var notesDrops: Bool { true }
}

/// A stage that compares questions with one another, so that further drops of a question depend on other questions.
package protocol ComparingStage: Stage {
    /// Returns all drops of a question that was dropped, including those that the first one hid.
    ///
    /// - Parameter kept: the questions that the stage kept, in ascending order.
    func hiddenDrops(of question: QuestionIndex, _ kept: [QuestionIndex], of questions: any Questions, threads: Int)
        throws -> [Decision]
}

/// A function that decides on one question.
package typealias Decider = @Sendable (Question) throws -> Decision

extension Stage {
    /// False: most stages decide by columns.
    package var needsTexts: Bool { false }

    /// False: most stages do not look at what a question's line has besides its text.
    package var needsLines: Bool { false }

    /// False: a stage that chooses leaves out most questions.
    package var notesDrops: Bool { false }

    /// An empty list: most rules are not meant to find anything.
    package var rulesOfFaults: [RuleName] { [] }

    /// An empty list: most causes are those of one question.
    package func causes(of decision: Decision) -> [StageTally] { [] }

    /// An empty list: most results need no remark.
    package func remarks(onKept kept: [QuestionIndex], of questions: any Questions) -> [Message] { [] }
}
