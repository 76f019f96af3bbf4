import Bytes

/// The parts that a question has: those whose text is not blank.
///
/// This is the only definition of whether a trace, a solution or an attempt is present, so that all stages agree.
package struct PresentParts: OptionSet, Sendable {
    /// The bit set, one bit per part.
    package let rawValue: UInt8
    /// A trace.
    package static let trace = PresentParts(rawValue: 1)
    /// A solution.
    package static let solution = PresentParts(rawValue: 2)
    /// An attempt.
    package static let attempt = PresentParts(rawValue: 4)

    /// Creates a set of parts from its bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Creates the set of parts that are present among the values of a question's columns.
    init(_ value: (QuestionColumn) -> FieldValue) {
        self = []
        for (column, part) in QuestionColumn.parts where !column.isBlank(value(column)) { insert(part) }
    }

    /// Creates the set of parts that an indexed line of the pool has.
    package init(of line: JSONIndex) {
        self.init { line.value(of: $0) ?? .null }
    }
}
