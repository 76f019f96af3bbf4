// Each function reduces its argument until the series converges fast, sums the series with balls, so that all rounding
// is enclosed, and widens the sum by a bound of the terms left out. Extra bits make up for the reduction.
extension Ball {
    /// The precisions at which values are compared, in bits.
    package static let precisions = [128, 512, 2048]

    // Arguments beyond this many bits would need as many bits of pi.
    private static let largestArgument = 512

    private static let piValues = precisions.map { computePi(bits: $0 + 640) }
    private static let logarithmsOfTwo = precisions.map { computeLogarithmOfTwo(bits: $0 + 128) }

    /// Returns pi, with 640 bits more than the precision.
    package static func pi(bits: Int) -> Ball {
        for (precision, value) in zip(precisions, piValues) where bits <= precision + 64 { return value }
        return computePi(bits: bits + 640)
    }

    /// Returns the exponential function of the value, or nil if the result is too large.
    package func exponential(bits: Int) -> Ball? {
        if isZero { return .one }
        guard magnitudeBits <= 40 else { return nil }
        let work = bits + 64 + max(0, magnitudeBits)
        let two = Ball.logarithmOfTwo(bits: work)
        guard let ratio = quotient(two, bits: 64),
            let turns = ratio.sum(Ball(.one, error: .zero, exponent: -1, bits: 8), bits: 128).nearestInteger
        else { return nil }
        let multiple = two.product(Ball(BigInteger(turns), error: .zero, exponent: 0, bits: 64), bits: work)
        let halvings = 8
        let reduced = difference(multiple, bits: work).shifted(-halvings)
        var (sum, term) = (Ball.one, Ball.one)
        var index = 1
        while true {
            term = term.product(reduced, bits: work)
            guard let next = term.quotient(Ball(index), bits: work) else { return nil }
            term = next
            sum = sum.sum(term, bits: work)
            if term.isZero || term.magnitudeBits < -work { break }
            index += 1
        }
        sum = sum.widened(byTwoTo: -work + 1, bits: work)
        for _ in 0..<halvings { sum = sum.product(sum, bits: work) }
        return sum.shifted(turns).rounded(bits: bits)
    }

    /// Returns the natural logarithm, or nil if the value may not be positive.
    package func logarithm(bits: Int) -> Ball? {
        guard isPositive else { return nil }
        let work = bits + 48
        // The value is a mantissa near one times a power of two.
        let scale = middle.bitCount + exponent
        var mantissa = shifted(-scale)
        let roots = 8
        for _ in 0..<roots {
            guard let root = mantissa.squareRoot(bits: work) else { return nil }
            mantissa = root
        }
        let top = mantissa.difference(.one, bits: work)
        guard let ratio = top.quotient(mantissa.sum(.one, bits: work), bits: work) else { return nil }
        let series = Ball.oddSeries(ratio, alternating: false, bits: work)
        let two = Ball.logarithmOfTwo(bits: work)
        let whole = two.product(Ball(scale), bits: work + 48)
        return series.shifted(roots + 1).sum(whole, bits: work).rounded(bits: bits)
    }

    /// Returns cosine and sine, or nil if the value is too large.
    package func cosineAndSine(bits: Int) -> (cosine: Ball, sine: Ball)? {
        if isZero { return (.one, .zero) }
        guard magnitudeBits <= Ball.largestArgument else { return nil }
        let work = bits + 64
        let half = Ball.pi(bits: bits).shifted(-1)
        guard let ratio = quotient(half, bits: 64 + max(0, magnitudeBits)) else { return nil }
        let shifted = ratio.sum(Ball(.one, error: .zero, exponent: -1, bits: 8), bits: 128 + max(0, magnitudeBits))
        guard let turns = shifted.nearestWhole else { return nil }
        let multiple = half.product(Ball(turns, error: .zero, exponent: 0, bits: 1024), bits: work + 576)
        let rest = difference(multiple, bits: work)
        let (cosine, sine) = Ball.seriesOfCosineAndSine(rest, bits: work)
        let quarter = Int(turns.remainder(modulo: 4))
        switch quarter {
        case 0: return (cosine.rounded(bits: bits), sine.rounded(bits: bits))
        case 1: return (-sine.rounded(bits: bits), cosine.rounded(bits: bits))
        case 2: return (-cosine.rounded(bits: bits), -sine.rounded(bits: bits))
        default: return (sine.rounded(bits: bits), -cosine.rounded(bits: bits))
        }
    }

    /// Returns the arctangent, between -pi/2 and pi/2.
    package func arctangent(bits: Int) -> Ball? {
        if isZero { return .zero }
        if magnitudeBits > 4, !containsZero {
            // The arctangents of a value and of its reciprocal add up to a right angle.
            guard let reciprocal = Ball.one.quotient(self, bits: bits + 32),
                let rest = reciprocal.arctangent(bits: bits + 32)
            else { return nil }
            let right = Ball.pi(bits: bits).shifted(-1)
            return (middle.isNegative ? -right : right).difference(rest, bits: bits)
        }
        let work = bits + 48
        let halvings = 8
        var value = self
        for _ in 0..<halvings {
            let square = value.product(value, bits: work).sum(.one, bits: work)
            guard let root = square.squareRoot(bits: work),
                let half = value.quotient(root.sum(.one, bits: work), bits: work)
            else { return nil }
            value = half
        }
        return Ball.oddSeries(value, alternating: true, bits: work).shifted(halvings).rounded(bits: bits)
    }

    /// Returns the value rounded to a number of bits.
    package func rounded(bits: Int) -> Ball {
        Ball(middle, error: BigInteger(limbs: [radius]), exponent: exponent, bits: bits)
    }

    // The integer below the middle, which any value of the ball is near enough to.
    private var nearestWhole: BigInteger? {
        guard exponent < 1024 else { return nil }
        if exponent >= 0 { return middle << exponent }
        let quotient = middle >> -exponent
        return middle.isNegative ? quotient - .one : quotient
    }

    private var nearestInteger: Int? { nearestWhole?.int }

    private static func logarithmOfTwo(bits: Int) -> Ball {
        for (precision, value) in zip(precisions, logarithmsOfTwo) where bits <= precision + 112 { return value }
        return computeLogarithmOfTwo(bits: bits + 64)
    }

    // ln 2 = 2 artanh(1/3).
    private static func computeLogarithmOfTwo(bits: Int) -> Ball {
        let third = Ball(1).quotient(Ball(3), bits: bits + 16) ?? .zero
        return oddSeries(third, alternating: false, bits: bits + 16).shifted(1)
    }

    // Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239).
    private static func computePi(bits: Int) -> Ball {
        let fifth = Ball(1).quotient(Ball(5), bits: bits + 16) ?? .zero
        let other = Ball(1).quotient(Ball(239), bits: bits + 16) ?? .zero
        return oddSeries(fifth, alternating: true, bits: bits + 16).shifted(4)
            .difference(oddSeries(other, alternating: true, bits: bits + 16).shifted(2), bits: bits + 16)
    }

    // The sum of x^n / n over odd n, with alternating signs or without, for an absolute value of at most 1/2.
    private static func oddSeries(_ value: Ball, alternating: Bool, bits: Int) -> Ball {
        if value.isZero { return .zero }
        let square = value.product(value, bits: bits)
        var (sum, power, index) = (value, value, 3)
        while power.magnitudeBits >= value.magnitudeBits - bits, index < 8 * bits {
            power = power.product(square, bits: bits)
            if alternating { power = -power }
            guard let term = power.quotient(Ball(index), bits: bits) else { break }
            sum = sum.sum(term, bits: bits)
            index += 2
        }
        return sum.widened(byTwoTo: power.magnitudeBits, bits: bits)
    }

    private static func seriesOfCosineAndSine(_ value: Ball, bits: Int) -> (Ball, Ball) {
        let halvings = 8
        let work = bits + 2 * halvings
        let reduced = value.shifted(-halvings)
        let square = -reduced.product(reduced, bits: work)
        var (cosine, sine, term) = (Ball.one, reduced, reduced)
        var even = Ball.one
        var index = 1
        while index < 4 * work {
            even = even.product(square, bits: work).quotient(Ball((index + 1) * index), bits: work) ?? .zero
            term = term.product(square, bits: work).quotient(Ball((index + 1) * (index + 2)), bits: work) ?? .zero
            cosine = cosine.sum(even, bits: work)
            sine = sine.sum(term, bits: work)
            if even.isZero || even.magnitudeBits < -work { break }
            index += 2
        }
        cosine = cosine.widened(byTwoTo: -work + 1, bits: work)
        sine = sine.widened(byTwoTo: -work + 1, bits: work)
        for _ in 0..<halvings {
            sine = sine.product(cosine, bits: work).shifted(1)
            cosine = cosine.product(cosine, bits: work).shifted(1).difference(.one, bits: work)
        }
        return (cosine, sine)
    }
}
