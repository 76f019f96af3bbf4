/// An integer of any size: a sign and a magnitude of 64-bit limbs, the least significant first.
///
/// The limbs have no leading zero, and zero is not negative, so equal values are equal memberwise.
package struct BigInteger: Equatable, Sendable {
    /// The limbs of the magnitude, the least significant first.
    package private(set) var limbs: [UInt64]
    /// Whether the value is less than zero.
    package private(set) var isNegative: Bool

    /// Creates the value of limbs with a sign; leading zeros are dropped.
    package init(limbs: [UInt64], isNegative: Bool = false) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        self.limbs = limbs
        self.isNegative = isNegative && !limbs.isEmpty
    }

    /// Creates the value of a machine integer.
    package init(_ value: Int) {
        limbs = value == 0 ? [] : [UInt64(value.magnitude)]
        isNegative = value < 0
    }

    /// Creates the value of decimal digits, or returns nil if there are none or one is no digit.
    ///
    /// The time grows with the square of the number of digits; callers bound it.
    package init?(digits: some Sequence<UInt8>) {
        var limbs: [UInt64] = []
        var chunk: UInt64 = 0
        var scale: UInt64 = 1
        var any = false
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            any = true
            chunk = chunk * 10 + UInt64(digit - 0x30)
            scale *= 10
            if scale == 1_000_000_000_000_000_000 {
                BigInteger.multiply(&limbs, by: scale, adding: chunk)
                chunk = 0
                scale = 1
            }
        }
        if scale > 1 { BigInteger.multiply(&limbs, by: scale, adding: chunk) }
        guard any else { return nil }
        self.init(limbs: limbs)
    }

    /// Zero.
    package static let zero = BigInteger(0)
    /// One.
    package static let one = BigInteger(1)

    /// Whether the value is zero.
    package var isZero: Bool { limbs.isEmpty }

    /// Whether the value is odd.
    package var isOdd: Bool { (limbs.first ?? 0) & 1 == 1 }

    /// The value's absolute value.
    package var magnitude: BigInteger { BigInteger(limbs: limbs) }

    /// The number of bits of the magnitude; 0 for zero.
    package var bitCount: Int {
        guard let top = limbs.last else { return 0 }
        return limbs.count * 64 - top.leadingZeroBitCount
    }

    /// The value as a machine integer, or nil if it is too large.
    package var int: Int? {
        guard limbs.count < 2 else { return nil }
        guard let limb = limbs.first else { return 0 }
        guard limb <= UInt64(Int.max) else { return nil }
        return isNegative ? -Int(limb) : Int(limb)
    }

    /// The remainder of the value modulo a positive modulus, from 0 to the modulus less one.
    package func remainder(modulo modulus: UInt64) -> UInt64 {
        var rest: UInt64 = 0
        for limb in limbs.reversed() { rest = modulus.dividingFullWidth((rest, limb)).remainder }
        return isNegative && rest != 0 ? modulus - rest : rest
    }

    /// The negated value.
    package static prefix func - (value: BigInteger) -> BigInteger {
        BigInteger(limbs: value.limbs, isNegative: !value.isNegative)
    }

    /// The sum of two values.
    package static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        if left.isNegative == right.isNegative {
            return BigInteger(limbs: sum(left.limbs, right.limbs), isNegative: left.isNegative)
        }
        if less(left.limbs, right.limbs) {
            return BigInteger(limbs: difference(right.limbs, left.limbs), isNegative: right.isNegative)
        }
        return BigInteger(limbs: difference(left.limbs, right.limbs), isNegative: left.isNegative)
    }

    /// The difference of two values.
    package static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

    /// The product of two values.
    package static func * (left: BigInteger, right: BigInteger) -> BigInteger {
        guard !left.isZero, !right.isZero else { return .zero }
        let sign = left.isNegative != right.isNegative
        if left.limbs.count == 1, right.limbs.count == 1 {
            let product = left.limbs[0].multipliedFullWidth(by: right.limbs[0])
            return BigInteger(limbs: [product.low, product.high], isNegative: sign)
        }
        var limbs = [UInt64](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (i, factor) in left.limbs.enumerated() where factor != 0 {
            var carry: UInt64 = 0
            for (j, other) in right.limbs.enumerated() {
                var (high, low) = factor.multipliedFullWidth(by: other)
                let first = low.addingReportingOverflow(limbs[i + j])
                let second = first.partialValue.addingReportingOverflow(carry)
                low = second.partialValue
                high &+= (first.overflow ? 1 : 0) &+ (second.overflow ? 1 : 0)
                limbs[i + j] = low
                carry = high
            }
            limbs[i + right.limbs.count] = carry
        }
        return BigInteger(limbs: limbs, isNegative: sign)
    }

    /// The value times two to the power of `count`.
    package static func << (value: BigInteger, count: Int) -> BigInteger {
        if count < 0 { return value >> -count }
        guard count > 0, !value.isZero else { return value }
        let (whole, bits) = count.quotientAndRemainder(dividingBy: 64)
        var limbs = [UInt64](repeating: 0, count: whole)
        limbs.reserveCapacity(whole + value.limbs.count + 1)
        guard bits > 0 else { return BigInteger(limbs: limbs + value.limbs, isNegative: value.isNegative) }
        var carry: UInt64 = 0
        for limb in value.limbs {
            limbs.append(limb << UInt64(bits) | carry)
            carry = limb >> UInt64(64 - bits)
        }
        limbs.append(carry)
        return BigInteger(limbs: limbs, isNegative: value.isNegative)
    }

    /// The value divided by two to the power of `count`, its magnitude rounded down.
    package static func >> (value: BigInteger, count: Int) -> BigInteger {
        if count < 0 { return value << -count }
        guard count > 0 else { return value }
        let (whole, bits) = count.quotientAndRemainder(dividingBy: 64)
        guard whole < value.limbs.count else { return .zero }
        var limbs = Array(value.limbs[whole...])
        if bits > 0 {
            for i in limbs.indices {
                let next = i + 1 < limbs.count ? limbs[i + 1] << UInt64(64 - bits) : 0
                limbs[i] = limbs[i] >> UInt64(bits) | next
            }
        }
        return BigInteger(limbs: limbs, isNegative: value.isNegative)
    }

    private static func multiply(_ limbs: inout [UInt64], by factor: UInt64, adding term: UInt64) {
        var carry = term
        for i in limbs.indices {
            let (high, low) = limbs[i].multipliedFullWidth(by: factor)
            let sum = low.addingReportingOverflow(carry)
            limbs[i] = sum.partialValue
            carry = high &+ (sum.overflow ? 1 : 0)
        }
        if carry > 0 { limbs.append(carry) }
    }

    private static func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        let (long, short) = left.count >= right.count ? (left, right) : (right, left)
        var result = long
        var carry = false
        for i in long.indices {
            guard i < short.count || carry else { break }
            let first = long[i].addingReportingOverflow(i < short.count ? short[i] : 0)
            let second = first.partialValue.addingReportingOverflow(carry ? 1 : 0)
            result[i] = second.partialValue
            carry = first.overflow || second.overflow
        }
        if carry { result.append(1) }
        return result
    }

    // The caller made sure that `left` is not less than `right`.
    private static func difference(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var result = left
        var borrow = false
        for i in left.indices {
            guard i < right.count || borrow else { break }
            let first = left[i].subtractingReportingOverflow(i < right.count ? right[i] : 0)
            let second = first.partialValue.subtractingReportingOverflow(borrow ? 1 : 0)
            result[i] = second.partialValue
            borrow = first.overflow || second.overflow
        }
        return result
    }

    private static func less(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        guard left.count == right.count else { return left.count < right.count }
        for i in left.indices.reversed() where left[i] != right[i] { return left[i] < right[i] }
        return false
    }
}

extension BigInteger: Comparable {
    /// Whether a value is less than another.
    package static func < (left: BigInteger, right: BigInteger) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? less(right.limbs, left.limbs) : less(left.limbs, right.limbs)
    }
}
