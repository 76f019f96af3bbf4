/// A complex number known up to an error in each part.
package struct ComplexBall: Equatable, Sendable {
    /// The real part.
    package let real: Ball
    /// The imaginary part.
    package let imaginary: Ball

    /// Creates a number of its parts.
    package init(_ real: Ball, _ imaginary: Ball = .zero) {
        self.real = real
        self.imaginary = imaginary
    }

    /// Zero.
    package static let zero = ComplexBall(.zero)
    /// One.
    package static let one = ComplexBall(.one)

    /// Whether the imaginary part is zero without an error.
    package var isReal: Bool { imaginary.isZero }
    /// Whether zero lies in the ball.
    package var containsZero: Bool { real.containsZero && imaginary.containsZero }

    /// The negated value.
    package static prefix func - (value: ComplexBall) -> ComplexBall { ComplexBall(-value.real, -value.imaginary) }

    /// Returns the sum with another value.
    package func sum(_ other: ComplexBall, bits: Int) -> ComplexBall {
        ComplexBall(real.sum(other.real, bits: bits), imaginary.sum(other.imaginary, bits: bits))
    }

    /// Returns the difference to another value.
    package func difference(_ other: ComplexBall, bits: Int) -> ComplexBall { sum(-other, bits: bits) }

    /// Returns the product with another value.
    package func product(_ other: ComplexBall, bits: Int) -> ComplexBall {
        if isReal, other.isReal { return ComplexBall(real.product(other.real, bits: bits)) }
        return ComplexBall(
            real.product(other.real, bits: bits)
                .difference(imaginary.product(other.imaginary, bits: bits), bits: bits),
            real.product(other.imaginary, bits: bits).sum(imaginary.product(other.real, bits: bits), bits: bits))
    }

    /// Returns the quotient by another value, or nil if that may be zero.
    package func quotient(_ other: ComplexBall, bits: Int) -> ComplexBall? {
        if other.isReal {
            guard let real = real.quotient(other.real, bits: bits),
                let imaginary = imaginary.quotient(other.real, bits: bits)
            else { return nil }
            return ComplexBall(real, imaginary)
        }
        let norm = other.squaredNorm(bits: bits + 8)
        let top = product(ComplexBall(other.real, -other.imaginary), bits: bits + 8)
        return top.quotient(ComplexBall(norm), bits: bits)
    }

    /// Returns the absolute value.
    package func magnitude(bits: Int) -> Ball? {
        if isReal { return real.magnitude }
        return squaredNorm(bits: bits + 8).squareRoot(bits: bits)
    }

    /// Returns the value to the power of an exponent that is not negative.
    package func power(_ exponent: Int, bits: Int) -> ComplexBall {
        if isReal { return ComplexBall(real.power(exponent, bits: bits)) }
        var (result, square, rest) = (ComplexBall.one, self, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result.product(square, bits: bits) }
            rest >>= 1
            if rest > 0 { square = square.product(square, bits: bits) }
        }
        return result
    }

    /// Returns the principal square root, or nil where the ball does not tell it.
    package func squareRoot(bits: Int) -> ComplexBall? {
        if isReal {
            if let root = real.squareRoot(bits: bits) { return ComplexBall(root) }
            guard real.isNegative, let root = (-real).squareRoot(bits: bits) else { return nil }
            return ComplexBall(.zero, root)
        }
        guard let logarithm = logarithm(bits: bits + 16) else { return nil }
        let half = ComplexBall(logarithm.real.shifted(-1), logarithm.imaginary.shifted(-1))
        return half.exponential(bits: bits)
    }

    /// Returns the exponential function, or nil if the result is too large.
    package func exponential(bits: Int) -> ComplexBall? {
        guard let scale = real.exponential(bits: bits + 8) else { return nil }
        if isReal { return ComplexBall(scale.rounded(bits: bits)) }
        guard let (cosine, sine) = imaginary.cosineAndSine(bits: bits + 8) else { return nil }
        return ComplexBall(scale.product(cosine, bits: bits), scale.product(sine, bits: bits))
    }

    /// Returns the principal logarithm, or nil where the ball does not tell it.
    package func logarithm(bits: Int) -> ComplexBall? {
        if isReal {
            if let value = real.logarithm(bits: bits) { return ComplexBall(value) }
            guard let value = (-real).logarithm(bits: bits) else { return nil }
            return ComplexBall(value, Ball.pi(bits: bits).rounded(bits: bits))
        }
        guard let norm = squaredNorm(bits: bits + 8).logarithm(bits: bits), let angle = angle(bits: bits) else {
            return nil
        }
        return ComplexBall(norm.shifted(-1), angle)
    }

    // The argument, greater than -pi and at most pi.
    private func angle(bits: Int) -> Ball? {
        let pi = Ball.pi(bits: bits)
        if real.isPositive {
            return imaginary.quotient(real, bits: bits + 8)?.arctangent(bits: bits)
        }
        guard !imaginary.containsZero, let ratio = real.quotient(imaginary, bits: bits + 8),
            let rest = ratio.arctangent(bits: bits)
        else { return nil }
        let right = pi.shifted(-1)
        return (imaginary.isPositive ? right : -right).difference(rest, bits: bits)
    }

    private func squaredNorm(bits: Int) -> Ball {
        real.product(real, bits: bits).sum(imaginary.product(imaginary, bits: bits), bits: bits)
    }
}
