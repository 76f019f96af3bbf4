import Bytes

/// Which parts a question has: those of whose text more is there than white space.
///
/// It is asked here alone what a trace, a solution or an attempt is, so that no stage finds one where another finds none.
package struct PresentParts: OptionSet, Sendable {
    /// A bit for each part.
    package let rawValue: UInt8
    /// A trace.
    package static let trace = PresentParts(rawValue: 1)
    /// A solution.
    package static let solution = PresentParts(rawValue: 2)
    /// An attempt.
    package static let attempt = PresentParts(rawValue: 4)

    /// Parts by their bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The parts that are there among the values of a question's columns.
    init(_ value: (QuestionColumn) -> FieldValue) {
        self = []
        for (column, part) in QuestionColumn.parts where !column.isBlank(value(column)) { insert(part) }
    }

    /// The parts that an indexed line of the pool has.
    package init(of line: JSONIndex) {
        self.init { line.value(of: $0) ?? .null }
    }
}
