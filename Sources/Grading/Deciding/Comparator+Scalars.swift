extension Comparator {
    /// Compares two expressions by their values.
    mutating func compareScalars(_ left: Node, _ right: Node) throws(EvaluationFault) -> Decision {
        guard left.isScalar, right.isScalar else { return .different(.kind) }
        if left == right { return .equal(.sameText) }
        if let decision = compareInfinities(left, right) { return decision }
        if let decision = compareBases(left, right) { return decision }
        if left.isOpaque || right.isOpaque { return .unknown(.noValue) }
        let symbols = Array(Set(left.symbols + right.symbols)).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        if symbols.isEmpty, let first = exact(left), let second = exact(right) {
            if first == second { return .equal(.exact) }
            return try compareRounded(left, right) ?? .different(.exact)
        }
        let decision: Decision
        if let modular = try modular(left, right, symbols) {
            decision = modular
        } else {
            decision = try intervals(left, right, symbols)
        }
        if case .different = decision, symbols.isEmpty, let rounded = try compareRounded(left, right) { return rounded }
        if case .different = decision { return try compareRenamed(left, right) ?? decision }
        return decision
    }

    private func compareInfinities(_ left: Node, _ right: Node) -> Decision? {
        let first = Comparator.infinity(left)
        let second = Comparator.infinity(right)
        if first == nil, second == nil { return nil }
        return first == second ? .equal(.exact) : .different(.kind)
    }

    /// The sign of an infinite value, or nil if the node is none.
    static func infinity(_ node: Node) -> Int? {
        switch node {
        case .constant(.infinity): 1
        case .negative(let node): infinity(node).map { -$0 }
        default: nil
        }
    }

    // The digits of a number whose base only one of the texts names.
    private func compareBases(_ left: Node, _ right: Node) -> Decision? {
        switch (left, right) {
        case (.based(let digits, _), .number(let numeral)), (.number(let numeral), .based(let digits, _)):
            numeral.decimals == 0 && numeral.digits == digits ? .equal(.base) : nil
        default: nil
        }
    }

    /// The rational value of an expression without variables, or nil if it has none or is too large.
    mutating func exact(_ node: Node) -> Rational? {
        var evaluator = ExactEvaluator(budget: budget)
        defer { budget = evaluator.budget }
        return try? evaluator.value(node)
    }

    /// Whether variables stand where only integers make sense: in factorials, binomials, floors.
    private static func needsIntegers(_ node: Node) -> Bool {
        node.contains {
            if case .function(let function, let arguments) = $0 {
                switch function {
                case .factorial, .doubleFactorial, .binomial, .floor, .ceiling, .greatestCommonDivisor:
                    return arguments.contains { !$0.symbols.isEmpty }
                default: return false
                }
            }
            return false
        }
    }

    // Returns nil where an operation has no value modulo a prime.
    private mutating func modular(
        _ left: Node, _ right: Node, _ symbols: [String]
    ) throws(EvaluationFault) -> Decision? {
        let isSmall = Comparator.needsIntegers(left) || Comparator.needsIntegers(right)
        var random = RandomPoints()
        var agreements = 0
        for round in 0..<(isSmall ? 24 : 6) where agreements < (isSmall ? 8 : PrimeField.all.count) {
            let field = PrimeField.all[round % PrimeField.all.count]
            var values: [String: UInt64] = [:]
            for (index, symbol) in symbols.enumerated() {
                values[symbol] =
                    isSmall
                    ? 2 + random.next(below: UInt64(8 + 4 * index + round)) : (1 << 40) + random.next(below: 1 << 60)
            }
            let constants = (pi: random.next(below: field.prime), e: random.next(below: field.prime))
            var evaluator = ModularEvaluator(field: field, budget: budget, values: values, constants: constants)
            do throws(EvaluationFault) {
                let first = try evaluator.element(left)
                let second = try evaluator.element(right)
                budget = evaluator.budget
                guard first == second else { return .different(.modular) }
                agreements += 1
            } catch {
                budget = evaluator.budget
                switch error {
                case .undefined: continue
                case .unsupported: return nil
                case .exhausted: throw error
                }
            }
        }
        return agreements >= 2 ? .equal(.modular) : nil
    }

    private mutating func intervals(
        _ left: Node, _ right: Node, _ symbols: [String]
    ) throws(EvaluationFault) -> Decision {
        if symbols.isEmpty {
            guard let agrees = try agree(left, right, values: [:], least: 512) else { return .unknown(.noValue) }
            return agrees ? .equal(.interval) : .different(.interval)
        }
        let isSmall = Comparator.needsIntegers(left) || Comparator.needsIntegers(right)
        var random = RandomPoints()
        var agreements = 0
        for round in 0..<16 where agreements < 7 {
            var values: [String: Rational] = [:]
            for symbol in symbols { values[symbol] = Comparator.point(round, isInteger: isSmall, &random) }
            guard let agrees = try agree(left, right, values: values, least: 128) else { continue }
            guard agrees else { return .different(.interval) }
            agreements += 1
        }
        return agreements >= 2 ? .equal(.interval) : .unknown(.noValue)
    }

    // Values between 0 and 1, greater ones, and negative ones in turn.
    private static func point(_ round: Int, isInteger: Bool, _ random: inout RandomPoints) -> Rational {
        if isInteger { return Rational(2 + Int(random.next(below: 12))) }
        let fraction = Rational(BigInteger(1 + Int(random.next(below: 95))), over: BigInteger(97)) ?? .one
        switch round % 4 {
        case 0: return fraction
        case 1: return fraction + Rational(1 + Int(random.next(below: 4)))
        case 2: return -(fraction + Rational(Int(random.next(below: 3))))
        default:
            let value = fraction + Rational(Int(random.next(below: 2)))
            return random.next(below: 2) == 0 ? value : -value
        }
    }

    // Whether a number of more than 40 digits, or a power with an exponent of more than two digits, is part of a node.
    private func isLarge(_ node: Node) -> Bool {
        node.contains {
            switch $0 {
            case .number(let numeral): numeral.value.bitCount > 128
            case .power(_, .number(let exponent)): exponent.value.magnitude > Rational(99)
            case .function(.factorial, _): true
            default: false
            }
        }
    }

    private func hasImaginaryUnit(_ left: Node, _ right: Node) -> Bool {
        left.contains { $0 == .constant(.imaginaryUnit) } || right.contains { $0 == .constant(.imaginaryUnit) }
    }

    /// Whether two expressions agree at a point; nil if they have no value there or the precision does not suffice.
    ///
    /// `least` is the precision at which values that were not told apart count as equal.
    mutating func agree(
        _ left: Node, _ right: Node, values: [String: Rational], least: Int
    ) throws(EvaluationFault) -> Bool? {
        for bits in Ball.precisions {
            var evaluator = BallEvaluator(bits: bits, budget: budget, values: values)
            let first: ComplexBall
            let second: ComplexBall
            do throws(EvaluationFault) {
                first = try evaluator.value(left)
                second = try evaluator.value(right)
                budget = evaluator.budget
            } catch {
                budget = evaluator.budget
                if error == .exhausted { throw error }
                return nil
            }
            // Where real variables give no real values, the branches of roots and logarithms say nothing.
            if !values.isEmpty, !(first.isReal && second.isReal), !hasImaginaryUnit(left, right) { return nil }
            let difference = first.difference(second, bits: bits)
            guard difference.containsZero else { return false }
            let radius = max(difference.real.radiusBits, difference.imaginary.radiusBits)
            let scale = max(
                first.real.magnitudeBits, first.imaginary.magnitudeBits, second.real.magnitudeBits,
                second.imaginary.magnitudeBits)
            // Values of very different parts need the highest precision to be called equal.
            let needed = isLarge(left) || isLarge(right) ? Ball.precisions[Ball.precisions.count - 1] : least
            if radius < scale - bits * 5 / 8 || radius < -bits / 2, bits >= needed { return true }
        }
        return nil
    }
}
