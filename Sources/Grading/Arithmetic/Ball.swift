/// A real number known up to an error: the values from `(middle - radius)` to `(middle + radius)`, times two to the
/// power of `exponent`.
///
/// Every operation encloses the exact result for all values of its operands, and rounds to a number of bits. Only
/// integers are computed with, so the result is the same on every machine.
package struct Ball: Equatable, Sendable {
    /// The middle, in units of two to the power of `exponent`.
    package let middle: BigInteger
    /// The radius in the same unit, below 2^32.
    package let radius: UInt64
    /// The power of two that is the unit.
    package let exponent: Int

    /// The largest absolute exponent; what lies beyond it is not represented.
    static let largestExponent = 1 << 40

    private init(middle: BigInteger, radius: UInt64, exponent: Int) {
        self.middle = middle
        self.radius = radius
        self.exponent = exponent
    }

    /// Creates the ball of an integer, which is exact.
    package init(_ value: Int) { self.init(middle: BigInteger(value), radius: 0, exponent: 0) }

    /// Creates a ball rounded to a number of bits, with an error in units of two to the power of `exponent`.
    package init(_ middle: BigInteger, error: BigInteger, exponent: Int, bits: Int) {
        let drop = max(0, middle.bitCount - bits, error.bitCount - 31)
        guard drop > 0 else {
            self.init(middle: middle, radius: error.limbs.first ?? 0, exponent: exponent)
            return
        }
        let radius = (error >> drop).limbs.first ?? 0
        self.init(middle: middle >> drop, radius: radius + 2, exponent: exponent + drop)
    }

    /// Creates the ball of a rational number, rounded to a number of bits.
    package init(_ value: Rational, bits: Int) {
        if value.isInteger {
            self.init(value.numerator, error: .zero, exponent: 0, bits: bits)
            return
        }
        let shift = max(0, bits + 2 + value.denominator.bitCount - value.numerator.bitCount)
        let quotient = (value.numerator << shift).divided(by: value.denominator).quotient
        self.init(quotient, error: .one, exponent: -shift, bits: bits)
    }

    /// Zero.
    package static let zero = Ball(0)
    /// One.
    package static let one = Ball(1)

    /// Whether the value is zero without an error.
    package var isZero: Bool { middle.isZero && radius == 0 }
    /// Whether zero lies in the ball.
    package var containsZero: Bool { middle.limbs.count < 2 && (middle.limbs.first ?? 0) <= radius }
    /// Whether all values are greater than zero.
    package var isPositive: Bool { !middle.isNegative && !containsZero }
    /// Whether all values are less than zero.
    package var isNegative: Bool { middle.isNegative && !containsZero }

    /// An upper bound of the base-two logarithm of the absolute value; a very small number for zero.
    package var magnitudeBits: Int {
        isZero ? -Ball.largestExponent : exponent + max(middle.bitCount, 64 - radius.leadingZeroBitCount) + 1
    }
    /// An upper bound of the base-two logarithm of the radius; a very small number if the value is exact.
    package var radiusBits: Int {
        radius == 0 ? -Ball.largestExponent : exponent + 64 - radius.leadingZeroBitCount
    }

    /// The greatest integer that is not above the value, or nil if the ball does not tell.
    package var floor: BigInteger? {
        let error = BigInteger(limbs: [radius])
        let (low, high) = (middle - error, middle + error)
        if exponent >= 0 { return radius == 0 ? middle << exponent : nil }
        let (first, second) = (Ball.floor(low, shift: -exponent), Ball.floor(high, shift: -exponent))
        return first == second ? first : nil
    }

    private static func floor(_ value: BigInteger, shift: Int) -> BigInteger {
        let quotient = value >> shift
        return value.isNegative && quotient << shift != value ? quotient - .one : quotient
    }

    /// The absolute value.
    package var magnitude: Ball {
        guard middle.isNegative else { return containsZero ? enclosingMagnitude : self }
        return containsZero ? enclosingMagnitude : -self
    }

    // Around zero the absolute values reach from zero to the farther end.
    private var enclosingMagnitude: Ball {
        Ball(middle: .zero, radius: radius + (middle.limbs.first ?? 0), exponent: exponent)
    }

    /// The negated value.
    package static prefix func - (ball: Ball) -> Ball {
        Ball(middle: -ball.middle, radius: ball.radius, exponent: ball.exponent)
    }

    /// The value times two to the power of `count`.
    package func shifted(_ count: Int) -> Ball { Ball(middle: middle, radius: radius, exponent: exponent + count) }

    /// Returns the ball with a greater radius: by two to the power of `power`.
    package func widened(byTwoTo power: Int, bits: Int) -> Ball {
        sum(Ball(middle: .zero, radius: 1, exponent: power), bits: bits)
    }

    /// Returns the sum with another value.
    package func sum(_ other: Ball, bits: Int) -> Ball {
        if isZero { return other }
        if other.isZero { return self }
        let (high, low) = exponent >= other.exponent ? (self, other) : (other, self)
        let distance = high.exponent - low.exponent
        let room = 2 * bits + 64
        if distance <= room {
            return Ball(
                (high.middle << distance) + low.middle,
                error: (BigInteger(limbs: [high.radius]) << distance) + BigInteger(limbs: [low.radius]),
                exponent: low.exponent, bits: bits)
        }
        // The lower operand is shifted out for the most part.
        let drop = distance - room
        let rest = BigInteger(limbs: [low.radius]) >> drop
        return Ball(
            (high.middle << room) + (low.middle >> drop),
            error: (BigInteger(limbs: [high.radius]) << room) + rest + BigInteger(2),
            exponent: high.exponent - room, bits: bits)
    }

    /// Returns the difference to another value.
    package func difference(_ other: Ball, bits: Int) -> Ball { sum(-other, bits: bits) }

    /// Returns the product with another value.
    package func product(_ other: Ball, bits: Int) -> Ball {
        if isZero || other.isZero { return .zero }
        var error = BigInteger.zero
        if other.radius > 0 { error = error + middle.magnitude * BigInteger(limbs: [other.radius]) }
        if radius > 0 {
            error = error + (other.middle.magnitude + BigInteger(limbs: [other.radius])) * BigInteger(limbs: [radius])
        }
        return Ball(middle * other.middle, error: error, exponent: exponent + other.exponent, bits: bits)
    }

    /// Returns the quotient by another value, or nil if that may be zero.
    package func quotient(_ other: Ball, bits: Int) -> Ball? {
        guard !other.containsZero else { return nil }
        if isZero { return .zero }
        let shift = max(0, bits + 2 + other.middle.bitCount - middle.bitCount)
        let divisor = other.middle.magnitude
        let quotient = (middle << shift).divided(by: other.middle).quotient
        var error = BigInteger(2)
        if radius > 0 || other.radius > 0 {
            let numerator =
                middle.magnitude * BigInteger(limbs: [other.radius]) + divisor * BigInteger(limbs: [radius])
            let least = divisor - BigInteger(limbs: [other.radius])
            error = error + (numerator << shift).divided(by: divisor * least).quotient
        }
        return Ball(quotient, error: error, exponent: exponent - other.exponent - shift, bits: bits)
    }

    /// Returns the square root, or nil if the value may be less than zero.
    package func squareRoot(bits: Int) -> Ball? {
        if isZero { return .zero }
        let least = middle - BigInteger(limbs: [radius])
        guard !least.isNegative else { return nil }
        var shift = max(0, 2 * bits + 4 - middle.bitCount)
        if (exponent - shift) & 1 != 0 { shift += 1 }
        let root = (middle << shift).squareRoot
        var error = BigInteger(2)
        if radius > 0 {
            let lowest = (least << shift).squareRoot
            // The root of the radius bounds the error where the lower end is zero.
            error =
                lowest.isZero
                ? error + (BigInteger(limbs: [radius]) << shift).squareRoot + .one
                : error + (BigInteger(limbs: [radius]) << shift).divided(by: lowest).quotient
        }
        return Ball(root, error: error, exponent: (exponent - shift) / 2, bits: bits)
    }

    /// Returns the value to the power of an exponent that is not negative.
    package func power(_ exponent: Int, bits: Int) -> Ball {
        var (result, square, rest) = (Ball.one, self, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result.product(square, bits: bits) }
            rest >>= 1
            if rest > 0 { square = square.product(square, bits: bits) }
        }
        return result
    }
}
