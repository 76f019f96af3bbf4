extension BigInteger {
    /// Returns the quotient, rounded toward zero, and the remainder, which has the dividend's sign.
    ///
    /// The divisor is not zero. Long division as in Knuth, The Art of Computer Programming, 4.3.1, algorithm D.
    package func divided(by divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        precondition(!divisor.isZero)
        let sign = isNegative != divisor.isNegative
        if magnitude < divisor.magnitude { return (.zero, self) }
        if divisor.limbs.count == 1 {
            let (quotient, rest) = BigInteger.divide(limbs, by: divisor.limbs[0])
            return (
                BigInteger(limbs: quotient, isNegative: sign), BigInteger(limbs: [rest], isNegative: isNegative)
            )
        }
        let shift = divisor.limbs[divisor.limbs.count - 1].leadingZeroBitCount
        let scaled = (divisor.magnitude << shift).limbs
        var rest = (magnitude << shift).limbs
        while rest.count <= limbs.count { rest.append(0) }
        let quotient = BigInteger.divide(&rest, by: scaled)
        return (
            BigInteger(limbs: quotient, isNegative: sign),
            BigInteger(limbs: (BigInteger(limbs: rest) >> shift).limbs, isNegative: isNegative)
        )
    }

    /// Returns the greatest common divisor of two values, which is not negative.
    package static func greatestCommonDivisor(_ left: BigInteger, _ right: BigInteger) -> BigInteger {
        var (a, b) = (left.magnitude, right.magnitude)
        while !b.isZero {
            if a.limbs.count <= 1, b.limbs.count == 1 {
                var (x, y) = (a.limbs.first ?? 0, b.limbs[0])
                while y != 0 { (x, y) = (y, x % y) }
                return BigInteger(limbs: [x])
            }
            (a, b) = (b, a.divided(by: b).remainder)
        }
        return a
    }

    /// Returns the value to the power of an exponent that is not negative.
    package func power(_ exponent: Int) -> BigInteger {
        precondition(exponent >= 0)
        var (result, square, rest) = (BigInteger.one, self, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return result
    }

    /// The square root, rounded down, of a value that is not negative.
    package var squareRoot: BigInteger {
        precondition(!isNegative)
        guard !isZero else { return .zero }
        // Newton's iteration falls from above until it no longer does.
        var root = BigInteger.one << ((bitCount + 1) / 2)
        while true {
            let next = (root + divided(by: root).quotient) >> 1
            if next >= root { return root }
            root = next
        }
    }

    private static func divide(_ limbs: [UInt64], by divisor: UInt64) -> ([UInt64], UInt64) {
        var quotient = limbs
        var rest: UInt64 = 0
        for i in limbs.indices.reversed() {
            (quotient[i], rest) = divisor.dividingFullWidth((rest, limbs[i]))
        }
        return (quotient, rest)
    }

    // `divisor` has its highest bit set and at least two limbs; `rest` has a limb more than the dividend and becomes
    // the remainder.
    private static func divide(_ rest: inout [UInt64], by divisor: [UInt64]) -> [UInt64] {
        let n = divisor.count
        let (top, next) = (divisor[n - 1], divisor[n - 2])
        var quotient = [UInt64](repeating: 0, count: rest.count - n)
        for j in quotient.indices.reversed() {
            var (guess, left, exceeds) = estimate(rest[j + n], rest[j + n - 1], top)
            while !exceeds {
                let product = guess.multipliedFullWidth(by: next)
                guard product.high > left || (product.high == left && product.low > rest[j + n - 2]) else { break }
                guess -= 1
                let sum = left.addingReportingOverflow(top)
                left = sum.partialValue
                exceeds = sum.overflow
            }
            if subtract(divisor, times: guess, from: &rest, at: j) {
                guess -= 1
                add(divisor, to: &rest, at: j)
            }
            quotient[j] = guess
        }
        return quotient
    }

    private static func estimate(_ high: UInt64, _ low: UInt64, _ top: UInt64) -> (UInt64, UInt64, Bool) {
        guard high < top else {
            let left = low.addingReportingOverflow(top)
            return (.max, left.partialValue, left.overflow)
        }
        let (guess, left) = top.dividingFullWidth((high, low))
        return (guess, left, false)
    }

    // Returns whether the difference is negative.
    private static func subtract(_ limbs: [UInt64], times factor: UInt64, from rest: inout [UInt64], at j: Int) -> Bool
    {
        var carry: UInt64 = 0
        for i in limbs.indices {
            let (high, low) = limbs[i].multipliedFullWidth(by: factor)
            let sum = low.addingReportingOverflow(carry)
            let difference = rest[i + j].subtractingReportingOverflow(sum.partialValue)
            rest[i + j] = difference.partialValue
            carry = high &+ (sum.overflow ? 1 : 0) &+ (difference.overflow ? 1 : 0)
        }
        let difference = rest[limbs.count + j].subtractingReportingOverflow(carry)
        rest[limbs.count + j] = difference.partialValue
        return difference.overflow
    }

    private static func add(_ limbs: [UInt64], to rest: inout [UInt64], at j: Int) {
        var carry = false
        for i in limbs.indices {
            let first = rest[i + j].addingReportingOverflow(limbs[i])
            let second = first.partialValue.addingReportingOverflow(carry ? 1 : 0)
            rest[i + j] = second.partialValue
            carry = first.overflow || second.overflow
        }
        rest[limbs.count + j] &+= carry ? 1 : 0
    }
}
