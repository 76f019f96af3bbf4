/// The answer that a response ends on, and how it was found.
package struct Extraction: Equatable, Sendable {
    /// How an answer was found.
    package enum State: String, Sendable, CaseIterable {
        /// In a box.
        case box
        /// In the last of many boxes, which hold the steps of a derivation.
        case steps
        /// Behind "the answer is" or its kin.
        case phrase
        /// As the last display formula.
        case display
        /// As the last number or formula of the text.
        case last
        /// As the letter of a choice.
        case letter
        /// The whole response is short enough to be the answer.
        case whole
        /// The response ends in the middle of its answer.
        case cutOff = "cut_off"
        /// There is none.
        case none
    }

    /// How the answer was found.
    package let state: State
    /// The answer; empty if there is none.
    package let answer: [UInt8]

    /// Creates an extraction of its parts.
    package init(_ state: State, _ answer: [UInt8] = []) {
        self.state = state
        self.answer = answer
    }

    /// The answer as a text; invalid UTF-8 is replaced.
    package var text: String { String(decoding: answer, as: UTF8.self) }

    /// The longest answer in bytes that is kept; a longer one is no answer but a text.
    package static let largestAnswer = 4096
}
