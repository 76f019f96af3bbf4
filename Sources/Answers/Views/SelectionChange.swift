import Bytes
import Pools

/// What an amendment has changed in a run's set.
package struct SelectionChange {
    /// A question that left or came.
    package struct Move {
        /// The question's id.
        package let id: QuestionID
        /// Its source's name.
        package let source: String
        /// Its domain.
        package let domain: String
        /// The length of its trace, in tokens.
        package let tokens: Int
    }

    /// Those that left, in pool order.
    package let leaving: [Move]
    /// Those that came, in pool order.
    package let entering: [Move]
    /// How many questions the set has now.
    package let size: Int

    /// Compares the set of a run with what it was before.
    ///
    /// - Parameters:
    ///   - old: the chosen questions before, ascending.
    ///   - after: the run as it is now.
    package init(_ old: [QuestionIndex], _ after: RecordedRun) throws {
        let new = try after.kept(by: after.stages.selector.name)
        func moves(_ questions: [QuestionIndex], but others: [QuestionIndex]) -> [Move] {
            questions.filter { others.firstIndexOfSorted($0) == nil }.map { question in
                Move(
                    id: after.pool.id(of: question), source: after.pool.facts.sourceName(of: question),
                    domain: after.domains.name(of: question) ?? "",
                    tokens: after.pool.facts.traceTokens(of: question) ?? 0)
            }
        }
        leaving = moves(old, but: new)
        entering = moves(new, but: old)
        size = new.count
    }
}
