/// Computes expressions modulo a prime, as fractions of a numerator and a denominator.
///
/// Pi and e are transcendental, so they take random values as variables do; the imaginary unit is a root of -1.
struct ModularEvaluator {
    /// A quotient that is not divided out.
    struct Fraction {
        var top: UInt64
        var bottom: UInt64
    }

    let field: PrimeField
    var budget: Budget
    /// The values of the variables, which are integers, so that they may stand in exponents.
    var values: [String: UInt64]
    /// The values of pi and of e.
    let constants: (pi: UInt64, e: UInt64)

    init(field: PrimeField, budget: Budget, values: [String: UInt64], constants: (pi: UInt64, e: UInt64)) {
        self.field = field
        self.budget = budget
        self.values = values
        self.constants = constants
    }

    /// Returns the value of an expression as one element of the field.
    mutating func element(_ node: Node) throws(EvaluationFault) -> UInt64 {
        let fraction = try value(node)
        guard let inverse = field.inverse(fraction.bottom) else { throw .undefined }
        return field.product(fraction.top, inverse)
    }

    /// Returns the value of an expression.
    mutating func value(_ node: Node) throws(EvaluationFault) -> Fraction {
        try budget.spend(4)
        switch node {
        case .number(let numeral):
            try budget.spend(numeral.value.bitCount / 32)
            return Fraction(
                top: numeral.value.numerator.remainder(modulo: field.prime),
                bottom: numeral.value.denominator.remainder(modulo: field.prime))
        case .symbol(let name):
            guard let value = values[name] else { throw .unsupported }
            return whole(value % field.prime)
        case .constant(.pi): return whole(constants.pi)
        case .constant(.e): return whole(constants.e)
        case .constant(.imaginaryUnit): return whole(field.imaginaryUnit)
        case .negative(let node):
            let fraction = try value(node)
            return Fraction(top: field.negated(fraction.top), bottom: fraction.bottom)
        case .sum(let terms):
            var sum = whole(0)
            for term in terms { sum = self.sum(sum, try value(term)) }
            return sum
        case .product(let factors):
            var product = whole(1)
            for factor in factors {
                let next = try value(factor)
                product.top = field.product(product.top, next.top)
                product.bottom = field.product(product.bottom, next.bottom)
            }
            return product
        case .quotient(let first, let second):
            let (top, bottom) = (try value(first), try value(second))
            guard bottom.top != 0 else { throw .undefined }
            return Fraction(
                top: field.product(top.top, bottom.bottom), bottom: field.product(top.bottom, bottom.top))
        case .power(let base, let exponent): return try power(base, exponent)
        case .function(let function, let arguments): return try apply(function, arguments)
        case .based(let digits, let base):
            return whole(try ExactEvaluator.based(digits, base).numerator.remainder(modulo: field.prime))
        default: throw .unsupported
        }
    }

    private func whole(_ value: UInt64) -> Fraction { Fraction(top: value, bottom: 1) }

    private func sum(_ left: Fraction, _ right: Fraction) -> Fraction {
        if left.bottom == right.bottom { return Fraction(top: field.sum(left.top, right.top), bottom: left.bottom) }
        let first = field.product(left.top, right.bottom)
        let second = field.product(right.top, left.bottom)
        return Fraction(top: field.sum(first, second), bottom: field.product(left.bottom, right.bottom))
    }

    private mutating func power(_ base: Node, _ exponent: Node) throws(EvaluationFault) -> Fraction {
        let value = try value(base)
        try budget.spend(64)
        // The sign of a known exponent tells which part of the fraction is the denominator.
        if let known = exact(exponent) {
            guard known.isInteger else { throw .unsupported }
            let reduced = known.numerator.magnitude.remainder(modulo: field.prime - 1)
            return try raised(value, reduced, isNegative: known.isNegative, isZero: known.isZero)
        }
        let reduced = try residue(exponent)
        return try raised(value, reduced, isNegative: false, isZero: false)
    }

    private func raised(
        _ value: Fraction, _ exponent: UInt64, isNegative: Bool, isZero: Bool
    ) throws(EvaluationFault) -> Fraction {
        if value.top == 0 {
            guard !isZero, !isNegative else { throw .undefined }
            return whole(0)
        }
        let top = field.power(value.top, exponent)
        let bottom = field.power(value.bottom, exponent)
        return isNegative ? Fraction(top: bottom, bottom: top) : Fraction(top: top, bottom: bottom)
    }

    private mutating func exact(_ node: Node) -> Rational? {
        var evaluator = ExactEvaluator(budget: budget)
        for (name, value) in values where value < 1 << 32 { evaluator.values[name] = Rational(Int(value)) }
        defer { budget = evaluator.budget }
        return try? evaluator.value(node)
    }

    // The value of an exponent modulo the order of the field's units.
    private mutating func residue(_ node: Node) throws(EvaluationFault) -> UInt64 {
        try budget.spend(4)
        let modulus = field.prime - 1
        switch node {
        case .number(let numeral):
            guard numeral.value.isInteger else { throw .unsupported }
            return numeral.value.numerator.remainder(modulo: modulus)
        case .symbol(let name):
            guard let value = values[name] else { throw .unsupported }
            return value % modulus
        case .negative(let node):
            let value = try residue(node)
            return value == 0 ? 0 : modulus - value
        case .sum(let terms):
            var sum: UInt64 = 0
            for term in terms { sum = (sum + (try residue(term))) % modulus }
            return sum
        case .product(let factors):
            var product: UInt64 = 1
            for factor in factors { product = multiplied(product, try residue(factor), modulus) }
            return product
        case .power(let base, let exponent):
            guard let exponent = exact(exponent), exponent.isInteger, !exponent.isNegative else { throw .unsupported }
            let base = try residue(base)
            try budget.spend(exponent.numerator.bitCount * 2)
            guard exponent.numerator.bitCount <= 4096 else { throw .unsupported }
            var (result, square, rest) = (UInt64(1), base, exponent.numerator)
            while !rest.isZero {
                if rest.isOdd { result = multiplied(result, square, modulus) }
                rest = rest >> 1
                square = multiplied(square, square, modulus)
            }
            return result
        case .function(.factorial, let arguments):
            guard arguments.count == 1, let count = exact(arguments[0])?.int, count >= 0 else { throw .unsupported }
            return try factorial(count, step: 1, modulus)
        default:
            guard let value = exact(node), value.isInteger else { throw .unsupported }
            return value.numerator.remainder(modulo: modulus)
        }
    }

    private func multiplied(_ left: UInt64, _ right: UInt64, _ modulus: UInt64) -> UInt64 {
        modulus.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
    }

    private mutating func factorial(_ count: Int, step: Int, _ modulus: UInt64) throws(EvaluationFault) -> UInt64 {
        guard count <= 10_000_000 else { throw .unsupported }
        try budget.spend(count / step)
        var (product, factor) = (UInt64(1), count)
        while factor > 1 {
            product = multiplied(product, UInt64(factor), modulus)
            factor -= step
        }
        return product
    }

    private mutating func apply(_ function: Function, _ arguments: [Node]) throws(EvaluationFault) -> Fraction {
        switch (function, arguments.count) {
        case (.factorial, 1), (.doubleFactorial, 1):
            guard let count = exact(arguments[0])?.int else { throw .unsupported }
            guard count >= 0 else { throw .undefined }
            return whole(try factorial(count, step: function == .factorial ? 1 : 2, field.prime))
        case (.binomial, 2): return try binomial(arguments[0], arguments[1])
        case (.exponential, 1): return try power(.constant(.e), arguments[0])
        case (.root, 2), (.absolute, 1), (.floor, 1), (.ceiling, 1), (.maximum, _), (.minimum, _),
            (.greatestCommonDivisor, _), (.leastCommonMultiple, _):
            guard let value = exact(.function(function, arguments)) else { throw .unsupported }
            return Fraction(
                top: value.numerator.remainder(modulo: field.prime),
                bottom: value.denominator.remainder(modulo: field.prime))
        default: throw .unsupported
        }
    }

    private mutating func binomial(_ upper: Node, _ lower: Node) throws(EvaluationFault) -> Fraction {
        guard let lower = exact(lower)?.int else { throw .unsupported }
        guard lower >= 0 else { return whole(0) }
        var count = lower
        if let upper = exact(upper)?.int {
            guard upper < 0 || upper >= lower else { return whole(0) }
            if upper >= lower { count = min(lower, upper - lower) }
        }
        try budget.spend(2 * count)
        let value = try value(upper)
        var product = whole(1)
        for index in 0..<count {
            let factor = sum(value, whole(field.negated(UInt64(index))))
            product.top = field.product(product.top, factor.top)
            product.bottom = field.product(field.product(product.bottom, factor.bottom), UInt64(index + 1))
        }
        return product
    }
}
