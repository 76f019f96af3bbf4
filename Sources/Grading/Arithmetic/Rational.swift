/// A rational number in lowest terms, with a positive denominator.
package struct Rational: Equatable, Sendable {
    /// The numerator, which carries the sign.
    package let numerator: BigInteger
    /// The denominator, which is positive.
    package let denominator: BigInteger

    /// Creates the quotient of two integers, or returns nil if the denominator is zero.
    package init?(_ numerator: BigInteger, over denominator: BigInteger) {
        guard !denominator.isZero else { return nil }
        if denominator == .one {
            self.init(numerator)
            return
        }
        let divisor = BigInteger.greatestCommonDivisor(numerator, denominator)
        var (top, bottom) = (numerator, denominator)
        if divisor != .one { (top, bottom) = (top.divided(by: divisor).quotient, bottom.divided(by: divisor).quotient) }
        if bottom.isNegative { (top, bottom) = (-top, -bottom) }
        self.init(lowest: top, over: bottom)
    }

    /// Creates the value of an integer.
    package init(_ integer: BigInteger) { self.init(lowest: integer, over: .one) }

    /// Creates the value of a machine integer.
    package init(_ integer: Int) { self.init(BigInteger(integer)) }

    /// Zero.
    package static let zero = Rational(0)
    /// One.
    package static let one = Rational(1)

    /// Whether the value is an integer.
    package var isInteger: Bool { denominator == .one }
    /// Whether the value is zero.
    package var isZero: Bool { numerator.isZero }
    /// Whether the value is less than zero.
    package var isNegative: Bool { numerator.isNegative }
    /// The number of bits of the numerator and the denominator together.
    package var bitCount: Int { numerator.bitCount + denominator.bitCount }
    /// The value as a machine integer, or nil if it is none or too large.
    package var int: Int? { isInteger ? numerator.int : nil }
    /// The absolute value.
    package var magnitude: Rational { isNegative ? -self : self }
    /// One over the value, or nil for zero.
    package var reciprocal: Rational? { Rational(denominator, over: numerator) }

    /// The greatest integer that is not above the value.
    package var floor: BigInteger {
        let (quotient, remainder) = numerator.divided(by: denominator)
        return remainder.isNegative ? quotient - .one : quotient
    }

    /// The negated value.
    package static prefix func - (value: Rational) -> Rational {
        Rational(lowest: -value.numerator, over: value.denominator)
    }

    /// The sum of two values.
    package static func + (left: Rational, right: Rational) -> Rational {
        if left.isInteger, right.isInteger { return Rational(left.numerator + right.numerator) }
        let top = left.numerator * right.denominator + right.numerator * left.denominator
        return Rational(top, over: left.denominator * right.denominator) ?? .zero
    }

    /// The difference of two values.
    package static func - (left: Rational, right: Rational) -> Rational { left + -right }

    /// The product of two values.
    package static func * (left: Rational, right: Rational) -> Rational {
        if left.isInteger, right.isInteger { return Rational(left.numerator * right.numerator) }
        return Rational(left.numerator * right.numerator, over: left.denominator * right.denominator) ?? .zero
    }

    /// Returns the value to the power of an integer, or nil for zero to a negative power.
    package func power(_ exponent: Int) -> Rational? {
        if exponent < 0 { return reciprocal?.power(-exponent) }
        return Rational(lowest: numerator.power(exponent), over: denominator.power(exponent))
    }

    /// Ten to the power of an integer.
    package static func powerOfTen(_ exponent: Int) -> Rational {
        let power = BigInteger(10).power(abs(exponent))
        return exponent < 0 ? Rational(lowest: .one, over: power) : Rational(power)
    }

    private init(lowest numerator: BigInteger, over denominator: BigInteger) {
        self.numerator = numerator
        self.denominator = denominator
    }
}

extension Rational: Comparable {
    /// Whether a value is less than another.
    package static func < (left: Rational, right: Rational) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }
}

extension Rational {
    /// Creates the value of a decimal number, such as `-0.25` or `1e-3`; returns nil for any other text.
    package init?(decimal text: String) {
        let parts = text.lowercased().split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
        guard let mantissa = parts.first, text.utf8.count <= 100 else { return nil }
        var exponent = 0
        if parts.count == 2 {
            guard let value = Int(parts[1]), abs(value) <= 1000 else { return nil }
            exponent = value
        }
        let isNegative = mantissa.hasPrefix("-")
        let digits = (isNegative ? mantissa.dropFirst() : mantissa).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = digits.count == 2 ? digits[1] : ""
        guard let whole = digits.first, let value = BigInteger(digits: Array((whole + decimals).utf8)) else {
            return nil
        }
        let magnitude = Rational(value) * .powerOfTen(exponent - decimals.utf8.count)
        self = isNegative ? -magnitude : magnitude
    }
}
