import Bytes
import Pools

/// What an amendment has changed in a run's set.
package struct AmendedSet {
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

        var json: JSON {
            [
                "id": .string(id.description), "source": .string(source), "domain": .string(domain),
                "trace_tokens": JSON(tokens),
            ]
        }
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
    package init(_ old: [Int32], _ after: RecordedRun) throws {
        let new = try after.kept(by: after.stages.selector.name)
        func moves(_ questions: [Int32], but others: [Int32]) -> [Move] {
            questions.filter { others.firstIndexOfSorted($0) == nil }.map { question in
                let number = Int(question)
                return Move(
                    id: after.pool.id(of: number), source: after.pool.sourceName(of: number),
                    domain: after.domains.name(of: number, in: after.pool) ?? "",
                    tokens: after.pool.traceTokens(of: number) ?? 0)
            }
        }
        leaving = moves(old, but: new)
        entering = moves(new, but: old)
        size = new.count
    }

    /// The change as JSON.
    package func json(amendments: Int) -> JSON {
        [
            "amendments": JSON(amendments), "questions": JSON(size), "leaving": .list(leaving.map(\.json)),
            "entering": .list(entering.map(\.json)),
        ]
    }
}
