import Pools

/// What a reviewer says of one question by hand: out of the final set, or in it.
package struct Amendment: Equatable, Sendable {
    /// Whether the question is taken out or held.
    package enum Action: String, CaseIterable, Sendable {
        case drop, keep
    }

    /// The number of the amendment, from 1; those that were made together share it.
    package let number: Int
    /// The question's id.
    package let id: QuestionID
    /// Whether it is taken out or held.
    package let action: Action
    /// Why; nil where nothing was said.
    package let reason: String?

    /// The highest number that an amendment may have.
    package static let highestNumber = 1 << 53

    /// An amendment as its file tells it.
    package init(number: Int, id: QuestionID, action: Action, reason: String?) {
        self.number = number
        self.id = id
        self.action = action
        self.reason = reason
    }
}

extension [Amendment] {
    /// Of each question the last amendment, which is the one that counts, in their order.
    package var lastOfEach: [Amendment] {
        var seen: Set<QuestionID> = []
        return reversed().filter { seen.insert($0.id).inserted }.reversed()
    }
}
