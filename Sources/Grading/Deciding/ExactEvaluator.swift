/// Computes expressions in rational numbers.
struct ExactEvaluator {
    var budget: Budget
    /// The values of the variables.
    var values: [String: Rational] = [:]

    /// The number of bits beyond which a number is left to other ways of computing.
    static let largestBits = 8192

    init(budget: Budget) { self.budget = budget }

    /// Returns the value of an expression.
    mutating func value(_ node: Node) throws(EvaluationFault) -> Rational {
        switch node {
        case .number(let numeral):
            try budget.spend(1)
            return numeral.value
        case .symbol(let name):
            guard let value = values[name] else { throw .unsupported }
            return value
        case .negative(let node): return -(try value(node))
        case .sum(let terms):
            var sum = Rational.zero
            for term in terms { sum = try checked(sum + (try value(term))) }
            return sum
        case .product(let factors):
            var product = Rational.one
            for factor in factors { product = try checked(product * (try value(factor))) }
            return product
        case .quotient(let top, let bottom):
            let numerator = try value(top)
            guard let reciprocal = try value(bottom).reciprocal else { throw .undefined }
            return try checked(numerator * reciprocal)
        case .power(let base, let exponent): return try power(try value(base), try value(exponent))
        case .function(let function, let arguments): return try apply(function, arguments)
        case .based(let digits, let base): return try ExactEvaluator.based(digits, base)
        default: throw .unsupported
        }
    }

    private mutating func checked(_ value: Rational) throws(EvaluationFault) -> Rational {
        let bits = value.bitCount
        try budget.spend(1 + bits / 32 * (1 + bits / 1024))
        guard bits <= ExactEvaluator.largestBits else { throw .unsupported }
        return value
    }

    private mutating func power(_ base: Rational, _ exponent: Rational) throws(EvaluationFault) -> Rational {
        guard let exponent = exponent.int else { return try root(base, exponent) }
        if base.isZero {
            guard exponent > 0 else { throw .undefined }
            return .zero
        }
        if base.magnitude == .one { return base.isNegative && exponent & 1 == 1 ? base : .one }
        guard abs(exponent) <= ExactEvaluator.largestBits,
            max(base.numerator.bitCount, base.denominator.bitCount) * abs(exponent)
                <= ExactEvaluator.largestBits
        else { throw .unsupported }
        guard let power = base.power(exponent) else { throw .undefined }
        return try checked(power)
    }

    // A power whose exponent is a fraction has a rational value only if the root does.
    private mutating func root(_ base: Rational, _ exponent: Rational) throws(EvaluationFault) -> Rational {
        guard let degree = exponent.denominator.int, let power = exponent.numerator.int, degree <= 64 else {
            throw .unsupported
        }
        let root = try perfectRoot(base, degree)
        return try self.power(root, Rational(power))
    }

    private mutating func perfectRoot(_ value: Rational, _ degree: Int) throws(EvaluationFault) -> Rational {
        if value.isNegative {
            guard degree & 1 == 1 else { throw .unsupported }
            return -(try perfectRoot(-value, degree))
        }
        guard degree > 0, degree <= 64, value.bitCount <= 2048 else { throw .unsupported }
        try budget.spend(16 + value.bitCount / 2)
        guard let top = ExactEvaluator.perfectRoot(value.numerator, degree),
            let bottom = ExactEvaluator.perfectRoot(value.denominator, degree),
            let root = Rational(top, over: bottom)
        else { throw .unsupported }
        return root
    }

    private static func perfectRoot(_ value: BigInteger, _ degree: Int) -> BigInteger? {
        if value.isZero || value == .one { return value }
        if degree == 1 { return value }
        if degree == 2 {
            let root = value.squareRoot
            return root * root == value ? root : nil
        }
        var low = BigInteger.one
        var high = BigInteger.one << (value.bitCount / degree + 1)
        while low < high {
            let middle = (low + high + .one) >> 1
            if middle.power(degree) <= value { low = middle } else { high = middle - .one }
        }
        return low.power(degree) == value ? low : nil
    }

    private mutating func apply(_ function: Function, _ arguments: [Node]) throws(EvaluationFault) -> Rational {
        var values: [Rational] = []
        for argument in arguments { values.append(try value(argument)) }
        guard let first = values.first else { throw .unsupported }
        switch (function, values.count) {
        case (.root, 2): return try power(first, values[1].reciprocal ?? .zero)
        case (.absolute, 1): return first.magnitude
        case (.floor, 1): return Rational(first.floor)
        case (.ceiling, 1): return -Rational((-first).floor)
        case (.factorial, 1), (.doubleFactorial, 1): return try factorial(first, step: function == .factorial ? 1 : 2)
        case (.binomial, 2): return try binomial(first, values[1])
        case (.maximum, _): return values.max() ?? first
        case (.minimum, _): return values.min() ?? first
        case (.greatestCommonDivisor, _), (.leastCommonMultiple, _):
            return try divisor(values, isMultiple: function == .leastCommonMultiple)
        default: throw .unsupported
        }
    }

    private mutating func factorial(_ value: Rational, step: Int) throws(EvaluationFault) -> Rational {
        guard let count = value.int else { throw .unsupported }
        guard count >= 0 else { throw .undefined }
        guard count <= 1000 else { throw .unsupported }
        var (product, factor) = (BigInteger.one, count)
        while factor > 1 {
            product = product * BigInteger(factor)
            factor -= step
        }
        return try checked(Rational(product))
    }

    private mutating func binomial(_ upper: Rational, _ lower: Rational) throws(EvaluationFault) -> Rational {
        guard let count = lower.int, upper.isInteger else { throw .unsupported }
        guard count >= 0 else { return .zero }
        var least = count
        if let whole = upper.int, whole >= count { least = min(count, whole - count) }
        guard least <= 1000 else { throw .unsupported }
        var product = Rational.one
        for index in 0..<least {
            let factor = upper - Rational(index)
            product = try checked(product * factor * (Rational(index + 1).reciprocal ?? .one))
        }
        return product
    }

    private func divisor(_ values: [Rational], isMultiple: Bool) throws(EvaluationFault) -> Rational {
        var result = BigInteger.zero
        for value in values {
            guard value.isInteger else { throw .unsupported }
            let divisor = BigInteger.greatestCommonDivisor(result, value.numerator)
            if isMultiple, !result.isZero, !divisor.isZero {
                result = (result * value.numerator).divided(by: divisor).quotient.magnitude
            } else {
                result = isMultiple ? value.numerator : divisor
            }
        }
        return Rational(result)
    }

    /// The value of digits in a base.
    static func based(_ digits: String, _ base: Int) throws(EvaluationFault) -> Rational {
        var value = BigInteger.zero
        for digit in digits.utf8 {
            let digit = Int(digit) - 0x30
            guard digit >= 0, digit < base else { throw .undefined }
            value = value * BigInteger(base) + BigInteger(digit)
        }
        return Rational(value)
    }
}
