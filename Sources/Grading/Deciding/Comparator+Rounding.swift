extension Comparator {
    /// Compares a number that was written out with a value that it may be the rounded form of, and by the tolerance.
    ///
    /// Returns nil if neither makes the two equal.
    mutating func compareRounded(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision? {
        if let tolerance = settings.tolerance, try isWithin(tolerance, left, right) { return .equal(.tolerance) }
        guard settings.acceptsRounded else { return nil }
        // An integer that is asked for is exact.
        if let reference = WrittenNumber(left), reference.isPlainInteger { return nil }
        for (written, other) in [(left, right), (right, left)] {
            guard let number = WrittenNumber(written), number.significantDigits >= 3 else { continue }
            // An integer is no rounded form of another integer.
            if number.isPlainInteger, exact(other)?.isInteger ?? false { continue }
            // Of many digits the last one is often cut off and not rounded.
            let unit = number.significantDigits >= 9 ? number.halfUnit * Rational(2) : number.halfUnit
            if try isWithin(unit, written, other) { return .equal(.rounded) }
        }
        return nil
    }

    private mutating func isWithin(
        _ distance: Rational, _ left: Node, _ right: Node
    ) throws(EvaluationFault) -> Bool {
        if let first = exact(left), let second = exact(right) { return (first - second).magnitude <= distance }
        var evaluator = BallEvaluator(bits: 128, budget: budget)
        defer { budget = evaluator.budget }
        do throws(EvaluationFault) {
            let (first, second) = (try evaluator.value(left), try evaluator.value(right))
            let difference = first.difference(second, bits: 128)
            guard difference.isReal else { return false }
            let room = Ball(distance, bits: 128).difference(difference.real.magnitude, bits: 128)
            return !room.isNegative
        } catch {
            if error == .exhausted { throw error }
            return false
        }
    }
}
