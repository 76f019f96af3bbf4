import Bytes

/// Which parts a question has: those of whose text more is there than white space.
///
/// It is asked here alone what a trace, a solution or an attempt is, so that no stage finds one where another finds none.
package struct QuestionContents: OptionSet, Sendable {
    /// A bit for each part.
    package let rawValue: UInt8
    /// A trace.
    package static let trace = QuestionContents(rawValue: 1)
    /// A solution.
    package static let solution = QuestionContents(rawValue: 2)
    /// An attempt.
    package static let attempt = QuestionContents(rawValue: 4)

    /// Parts by their bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The parts that are there among some values: a list of texts, and two texts.
    package init(trajectories: FieldValue, solution: FieldValue, attempt: FieldValue) {
        self = []
        if !trajectories.isListOfBlankTexts { insert(.trace) }
        if !solution.isBlank { insert(.solution) }
        if !attempt.isBlank { insert(.attempt) }
    }

    /// The parts that an indexed line of the pool has.
    package init(of line: JSONIndex) {
        func value(_ name: StaticString) -> FieldValue { line.value(named: ByteView(name)) ?? .null }
        self.init(
            trajectories: value("thinking_trajectories"), solution: value("solution"), attempt: value("attempt"))
    }
}
