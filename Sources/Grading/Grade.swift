/// What grading says of a response.
package enum Verdict: String, Sendable, CaseIterable {
    case right, wrong
    /// The rules could not decide; this is never taken for wrong.
    case undecided
}

/// A verdict with the way to it.
package struct Grade: Equatable, Sendable {
    /// The verdict.
    package let verdict: Verdict
    /// The rule that decided.
    package let rule: GradeRule
    /// The answer that was extracted from the response, and how it was found.
    package let extraction: Extraction
    /// The reference that it was compared with.
    package let reference: [UInt8]

    /// Creates a grade of its parts.
    package init(verdict: Verdict, rule: GradeRule, extraction: Extraction, reference: [UInt8]) {
        self.verdict = verdict
        self.rule = rule
        self.extraction = extraction
        self.reference = reference
    }
}
