import Bytes

/// A stage of the curation: questions in, decisions out.
///
/// It never changes a question and knows no other stage.
protocol Stage: Sendable {
    /// The rules by which it drops questions, in the order in which they are told.
    var rules: [String] { get }

    /// True when the stage looks at texts.
    var needsTexts: Bool { get }

    /// Looks at all questions that enter (their numbers in the pool, ascending) and returns what decides on each.
    ///
    /// The decider may be called by several threads at once and in any order.
    func decider(for entering: [Int32], of pool: Pool, threads: Int) throws -> Decider
}

/// Decides on one question.
typealias Decider = @Sendable (Question) throws -> Decision

extension Stage {
    var needsTexts: Bool { false }
}
