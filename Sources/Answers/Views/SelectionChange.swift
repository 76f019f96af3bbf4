import Bytes
import Pools

/// The change that an amendment made to the selected set.
package struct SelectionChange {
    /// A question that left or entered the set.
    package struct Move {
        /// The question's id.
        package let id: QuestionID
        /// The name of its source.
        package let source: String
        /// The domain of the question.
        package let domain: String
        /// The length of its trace, in tokens.
        package let tokens: Int
    }

    /// The questions that left the set, in pool order.
    package let leaving: [Move]
    /// The questions that entered the set, in pool order.
    package let entering: [Move]
    /// The number of questions in the set now.
    package let size: Int

    /// Compares the set of a run with its previous set.
    ///
    /// - Parameters:
    ///   - old: the previously selected questions, in ascending order.
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
