/// The verdicts on several responses of one model to one question.
package struct Attempts: Equatable, Sendable {
    /// The responses that were right.
    package private(set) var right: Int
    /// The responses that were wrong.
    package private(set) var wrong: Int
    /// The responses that were not decided.
    package private(set) var undecided: Int

    /// Creates counts of verdicts.
    package init(right: Int = 0, wrong: Int = 0, undecided: Int = 0) {
        self.right = right
        self.wrong = wrong
        self.undecided = undecided
    }

    /// The responses of which it is known whether they are right.
    package var decided: Int { right + wrong }

    /// Adds a verdict.
    package mutating func add(_ verdict: Verdict) {
        switch verdict {
        case .right: right += 1
        case .wrong: wrong += 1
        case .undecided: undecided += 1
        }
    }

    /// Returns whether the model solved the question if at least a share of its decided responses must be right; nil if
    /// none was decided.
    package func isSolved(atRate rate: Rational) -> Bool? {
        guard decided > 0 else { return nil }
        return Rational(right) >= rate * Rational(decided)
    }

    /// Whether more decided responses are right than wrong; nil if none was decided.
    package var isSolvedByMajority: Bool? { decided > 0 ? right > wrong : nil }

    /// Whether any decided response is right; nil if none was decided.
    package var isSolvedByAny: Bool? { decided > 0 ? right > 0 : nil }
}
