/// Computes expressions in complex balls of a given precision.
struct BallEvaluator {
    let bits: Int
    var budget: Budget
    /// The values of the variables.
    let values: [String: Rational]

    init(bits: Int, budget: Budget, values: [String: Rational] = [:]) {
        self.bits = bits
        self.budget = budget
        self.values = values
    }

    private var cost: Int { 8 + bits / 64 * bits / 64 }

    /// Returns the value of an expression.
    mutating func value(_ node: Node) throws(EvaluationFault) -> ComplexBall {
        try budget.spend(cost)
        switch node {
        case .number(let numeral):
            try budget.spend(numeral.value.bitCount / 8)
            return ComplexBall(Ball(numeral.value, bits: bits))
        case .symbol(let name):
            guard let value = values[name] else { throw .unsupported }
            return ComplexBall(Ball(value, bits: bits))
        case .constant(.pi): return ComplexBall(Ball.pi(bits: bits).rounded(bits: bits))
        case .constant(.e):
            try budget.spend(20 * cost)
            return try defined(ComplexBall.one.exponential(bits: bits))
        case .constant(.imaginaryUnit): return ComplexBall(.zero, .one)
        case .negative(let node): return -(try value(node))
        case .sum(let terms):
            var sum = ComplexBall.zero
            for term in terms { sum = sum.sum(try value(term), bits: bits) }
            return sum
        case .product(let factors):
            var product = ComplexBall.one
            for factor in factors { product = product.product(try value(factor), bits: bits) }
            return product
        case .quotient(let top, let bottom):
            let (top, bottom) = (try value(top), try value(bottom))
            return try defined(top.quotient(bottom, bits: bits))
        case .power(let base, let exponent): return try power(base, exponent)
        case .function(let function, let arguments): return try apply(function, arguments)
        case .based(let digits, let base):
            return ComplexBall(Ball(try ExactEvaluator.based(digits, base), bits: bits))
        default: throw .unsupported
        }
    }

    func defined<Value>(_ value: Value?) throws(EvaluationFault) -> Value {
        guard let value else { throw .undefined }
        return value
    }

    mutating func exact(_ node: Node) -> Rational? {
        var evaluator = ExactEvaluator(budget: budget)
        evaluator.values = values
        defer { budget = evaluator.budget }
        return try? evaluator.value(node)
    }

    private mutating func power(_ base: Node, _ exponent: Node) throws(EvaluationFault) -> ComplexBall {
        let known = exact(exponent)
        if base == .constant(.e), known?.isInteger != true {
            let exponent = try value(exponent)
            try budget.spend(40 * cost)
            return try defined(exponent.exponential(bits: bits))
        }
        let value = try value(base)
        guard let known else {
            let exponent = try self.value(exponent)
            if value.real.isZero, value.imaginary.isZero { throw .undefined }
            try budget.spend(80 * cost)
            let logarithm = try defined(value.logarithm(bits: bits + 32))
            return try defined(logarithm.product(exponent, bits: bits + 32).exponential(bits: bits))
        }
        if let whole = known.int { return try raised(value, whole) }
        return try root(value, known)
    }

    private mutating func raised(_ value: ComplexBall, _ exponent: Int) throws(EvaluationFault) -> ComplexBall {
        let size = abs(exponent)
        try budget.spend(cost * (64 - size.leadingZeroBitCount) * 2)
        // The magnitude of the result must be represented.
        let magnitude = max(
            abs(value.real.magnitudeBits), abs(value.imaginary.isZero ? 0 : value.imaginary.magnitudeBits))
        guard size < 1 << 30, value.real.isZero || magnitude < 1 << 34 else {
            throw .unsupported
        }
        let extra = 64 - size.leadingZeroBitCount + 4
        let power = value.power(size, bits: bits + extra)
        return exponent < 0 ? try defined(ComplexBall.one.quotient(power, bits: bits)) : power
    }

    /// The value to the power of a fraction: the real root if there is one, else the principal value.
    mutating func root(_ value: ComplexBall, _ exponent: Rational) throws(EvaluationFault) -> ComplexBall {
        if value.isReal, value.real.isZero {
            guard !exponent.isNegative else { throw .undefined }
            return .zero
        }
        try budget.spend(60 * cost)
        if exponent.denominator == BigInteger(2), let top = exponent.numerator.int {
            let root = try defined(value.squareRoot(bits: bits + 8))
            return try raised(root, top)
        }
        let isOdd = exponent.denominator.isOdd
        let isReflected = isOdd && value.isReal && value.real.isNegative
        let base = isReflected ? -value : value
        let logarithm = try defined(base.logarithm(bits: bits + 32))
        let power = logarithm.product(ComplexBall(Ball(exponent, bits: bits + 32)), bits: bits + 32)
        let root = try defined(power.exponential(bits: bits))
        return isReflected && exponent.numerator.isOdd ? -root : root
    }
}
