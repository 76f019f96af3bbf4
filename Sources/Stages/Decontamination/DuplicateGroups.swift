import Bytes
import Messages
import Pools

/// The copies of one question, which have the same text.
struct DuplicateGroup: Equatable {
    /// At least two questions, in ascending order.
    let copies: [QuestionIndex]
    /// What they disagree on.
    let conflicts: [DuplicateConflict]
    /// The copy that is kept, or nil if none is.
    let kept: QuestionIndex?

    /// Creates the group of some copies, of which one is chosen.
    ///
    /// Throws `FileError` when a line of the pool cannot be read.
    init(_ copies: [QuestionIndex], of questions: any Questions, _ choice: DuplicateChoice, buffer: inout [UInt8])
        throws
    {
        var comparison = CopyComparison(of: questions)
        for copy in copies { try comparison.add(copy, buffer: &buffer) }
        self.copies = copies
        conflicts = comparison.conflicts
        kept =
            switch choice {
            case .first: copies.first
            case .longestTrace: comparison.longest
            case .agreeing: comparison.conflicts.contains(.answer) ? nil : copies.first
            }
    }

    /// Returns the copy that a dropped one is on record with: the one that is kept, or else another one.
    func partner(of copy: QuestionIndex) -> QuestionIndex {
        kept ?? copies.first { $0 != copy } ?? copy
    }
}

extension DuplicateGroup {
    /// Returns the groups of questions with the same text, in the order in which the second copies are found.
    ///
    /// Throws `CurationError.failed` when two questions with different texts have the same id.
    static func copies(
        among questions: any Questions, _ entering: [QuestionIndex], where isWanted: (QuestionIndex) -> Bool
    )
        throws -> [[QuestionIndex]]
    {
        let (table, ids) = (IDTable(capacity: entering.count), questions.facts.ids)
        // The first question with each id, indexed by the id's number in the table.
        var firsts: [QuestionIndex] = []
        var places: [Int: Int] = [:]
        var groups: [[QuestionIndex]] = []
        for start in stride(from: 0, to: entering.count, by: 4096) {
            let asked = entering[start..<min(start + 4096, entering.count)].filter(isWanted)
            let numbers = table.numbers(of: asked.map { ids[$0] })
            for (question, number) in zip(asked, numbers) {
                if number == firsts.count {
                    firsts.append(question)
                    continue
                }
                let first = firsts[Int(number)]
                guard try questions.text(of: first) == questions.text(of: question) else {
                    throw CurationError.failed(
                        "two different questions have the id \(questions.id(of: first)): questions \(first.position + 1) and "
                            + "\(question.position + 1) of the pool")
                }
                if let place = places[Int(number)] {
                    groups[place].append(question)
                } else {
                    places[Int(number)] = groups.count
                    groups.append([first, question])
                }
            }
        }
        return groups
    }
}
