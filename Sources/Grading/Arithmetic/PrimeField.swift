/// The integers modulo a prime below 2^61 that is 1 modulo 4, so that -1 has a square root there.
///
/// Multiplication is that of 64-bit integers with a 128-bit product.
package struct PrimeField: Sendable {
    /// The prime.
    package let prime: UInt64
    /// A square root of -1.
    package let imaginaryUnit: UInt64

    /// The fields in which values are compared: the probability that different values agree in two of them at a random
    /// point is below 2^-100 for polynomials of a degree below a thousand.
    package static let all = [
        PrimeField(prime: 2_305_843_009_213_693_921, imaginaryUnit: 583_529_827_753_931_384),
        PrimeField(prime: 2_304_843_009_213_693_833, imaginaryUnit: 130_727_508_728_887_247),
        PrimeField(prime: 2_303_843_009_213_693_809, imaginaryUnit: 2_035_797_554_224_518_231),
    ]

    /// Returns the sum of two elements.
    package func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let sum = left &+ right
        return sum >= prime ? sum &- prime : sum
    }

    /// Returns the difference of two elements.
    package func difference(_ left: UInt64, _ right: UInt64) -> UInt64 {
        left >= right ? left &- right : left &+ prime &- right
    }

    /// Returns the negated element.
    package func negated(_ element: UInt64) -> UInt64 { element == 0 ? 0 : prime &- element }

    /// Returns the product of two elements.
    package func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
        prime.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
    }

    /// Returns an element to the power of an exponent.
    package func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
        var (result, square, rest) = (UInt64(1), base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = product(result, square) }
            rest >>= 1
            if rest > 0 { square = product(square, square) }
        }
        return result
    }

    /// Returns the inverse of an element, or nil for zero.
    package func inverse(_ element: UInt64) -> UInt64? { element == 0 ? nil : power(element, prime - 2) }

    /// Returns the element of a rational number, or nil if the prime divides its denominator.
    package func element(_ value: Rational) -> UInt64? {
        let top = value.numerator.remainder(modulo: prime)
        if value.isInteger { return top }
        guard let bottom = inverse(value.denominator.remainder(modulo: prime)) else { return nil }
        return product(top, bottom)
    }
}
