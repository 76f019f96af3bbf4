import Bytes
import Grading

/// The grade of a row of a file, with the label that the row has for it.
package struct GradedRow: Sendable, Equatable {
    /// The line of the row, from 1.
    package let line: Int
    /// The grade.
    package let grade: Grade
    /// Whether the row says that the response is right; nil if it says nothing, or if no label was asked for.
    package let label: Bool?

    /// Creates the grade of a row.
    package init(line: Int, grade: Grade, label: Bool?) {
        self.line = line
        self.grade = grade
        self.label = label
    }

    /// Whether the verdict is the opposite of the label.
    package var contradictsLabel: Bool {
        switch (grade.verdict, label) {
        case (.right, false), (.wrong, true): true
        default: false
        }
    }
}

/// How the verdicts on the rows of a file agree with their labels.
package struct LabelComparison: Sendable, Equatable {
    /// The number of rows for a verdict and a label.
    private var counts: [Verdict: [Bool?: Int]] = [:]
    /// The rows whose verdicts are the opposite of their labels, in the order of the file, up to a number.
    package private(set) var disagreements: [GradedRow] = []
    /// The number of these rows.
    package private(set) var disagreementCount = 0

    /// The largest number of disagreements that are kept.
    package static let largestList = 1000

    /// Creates an empty comparison.
    package init() {}

    /// Adds a row.
    package mutating func add(_ row: GradedRow) {
        counts[row.grade.verdict, default: [:]][row.label, default: 0] += 1
        guard row.contradictsLabel else { return }
        disagreementCount += 1
        if disagreements.count < LabelComparison.largestList { disagreements.append(row) }
    }

    /// Returns the number of rows with a verdict and a label.
    package func count(_ verdict: Verdict, label: Bool?) -> Int { counts[verdict]?[label] ?? 0 }
}
