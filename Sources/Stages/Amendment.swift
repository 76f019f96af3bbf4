import Pools

/// A reviewer's manual decision on one question: to exclude it from the final set, or to include it.
package struct Amendment: Equatable, Sendable {
    /// Whether the question is excluded or included.
    package enum Action: String, CaseIterable, Sendable {
        case drop, keep
    }

    /// The number of the amendment, from 1.
    ///
    /// Amendments that were made together share a number.
    package let number: Int
    /// The question's id.
    package let id: QuestionID
    /// Whether the question is excluded or included.
    package let action: Action
    /// The reviewer's reason, if one was given.
    package let reason: String?

    /// The highest number that an amendment can have.
    package static let highestNumber = 1 << 53

    /// Creates an amendment from the fields of its record.
    package init(number: Int, id: QuestionID, action: Action, reason: String?) {
        self.number = number
        self.id = id
        self.action = action
        self.reason = reason
    }
}

extension [Amendment] {
    /// The last amendment of each question, which is the effective one, in the original order.
    package var lastOfEach: [Amendment] {
        var seen: Set<QuestionID> = []
        return reversed().filter { seen.insert($0.id).inserted }.reversed()
    }
}
