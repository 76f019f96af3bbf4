import TestSupport
import Testing

@testable import Grading

@Suite("Integers of any size")
struct BigIntegerTests {
    /// A random integer of up to a number of limbs, whose limbs are often all zeros or all ones.
    private static func random(_ random: inout SeededRandom, limbs: Int) -> BigInteger {
        let count = random.below(limbs + 1)
        let parts: [UInt64] = (0..<count).map { _ in
            switch random.below(4) {
            case 0: 0
            case 1: .max
            default: random.next()
            }
        }
        return BigInteger(limbs: parts, isNegative: random.below(2) == 0)
    }

    @Test(
        "decimal digits are read and written",
        arguments: [
            "0", "7", "18446744073709551615", "18446744073709551616", "340282366920938463463374607431768211455",
            "1000000000000000000000000000000000000000", "123456789012345678901234567890123456789012345678901234567890",
        ])
    func digits(_ text: String) throws {
        let value = try #require(BigInteger(digits: text.utf8))
        #expect(decimal(value) == text)
        #expect(decimal(-value) == (text == "0" ? "0" : "-" + text))
    }

    @Test("leading zeros do not change a value, and other characters are no digits")
    func reading() {
        #expect(BigInteger(digits: "000000000000000000000000000042".utf8) == BigInteger(42))
        #expect(BigInteger(digits: "".utf8) == nil)
        #expect(BigInteger(digits: "12a".utf8) == nil)
        #expect(BigInteger(digits: "-1".utf8) == nil)
    }

    @Test("a machine integer comes back, the least and the greatest included")
    func machineIntegers() {
        for value in [0, 1, -1, Int.max, Int.min + 1, 1 << 40] { #expect(BigInteger(value).int == value) }
        #expect(BigInteger(Int.min).int == nil)
        #expect((BigInteger(Int.max) + .one).int == nil)
    }

    @Test("sums and products keep the laws of a ring")
    func ring() {
        var random = SeededRandom(1)
        for _ in 0..<400 {
            let a = Self.random(&random, limbs: 6)
            let b = Self.random(&random, limbs: 6)
            let c = Self.random(&random, limbs: 3)
            #expect(a + b == b + a)
            #expect((a + b) - b == a)
            #expect(a - a == .zero)
            #expect(a * b == b * a)
            #expect((a + b) * c == a * c + b * c)
            #expect((a * b) * c == a * (b * c))
        }
    }

    @Test("quotient and remainder make up the dividend, and the remainder is less than the divisor")
    func division() {
        var random = SeededRandom(2)
        for _ in 0..<800 {
            let dividend = Self.random(&random, limbs: 8)
            let divisor = Self.random(&random, limbs: 4)
            guard !divisor.isZero else { continue }
            let (quotient, remainder) = dividend.divided(by: divisor)
            #expect(quotient * divisor + remainder == dividend)
            #expect(remainder.magnitude < divisor.magnitude)
            #expect(remainder.isZero || remainder.isNegative == dividend.isNegative)
        }
    }

    @Test("a guess of the quotient that is too large by two is put right")
    func correctedGuess() {
        // The dividend of Knuth's exercise 4.3.1-22 in base 2^64.
        let dividend = BigInteger(limbs: [0, 0, 1 << 63, (1 << 63) - 1])
        let divisor = BigInteger(limbs: [1, 0, 1 << 63])
        let (quotient, remainder) = dividend.divided(by: divisor)
        #expect(quotient * divisor + remainder == dividend)
        #expect(remainder < divisor)
    }

    @Test("the remainder modulo a word is that of the long division, and is never negative")
    func remainders() {
        var random = SeededRandom(3)
        for _ in 0..<200 {
            let value = Self.random(&random, limbs: 5)
            let modulus = random.next() | 1
            let long = value.divided(by: BigInteger(limbs: [modulus])).remainder
            let expected = long.isNegative ? long + BigInteger(limbs: [modulus]) : long
            #expect(value.remainder(modulo: modulus) == expected.limbs.first ?? 0)
        }
    }

    @Test("a shift multiplies or divides by a power of two")
    func shifts() {
        var random = SeededRandom(4)
        for _ in 0..<200 {
            let value = Self.random(&random, limbs: 5)
            let count = random.below(200)
            let power = BigInteger(2).power(count)
            #expect(value << count == value * power)
            #expect(value >> count == value.divided(by: power).quotient)
            #expect((value << count) >> count == value)
            #expect(value << -count == value >> count)
        }
    }

    @Test("the order is that of the differences")
    func order() {
        var random = SeededRandom(5)
        for _ in 0..<300 {
            let a = Self.random(&random, limbs: 3)
            let b = Self.random(&random, limbs: 3)
            #expect((a < b) == (a - b).isNegative)
            #expect((a < b) != (b <= a))
        }
    }

    @Test("the square root is the greatest integer whose square is not above the value")
    func squareRoots() {
        var random = SeededRandom(6)
        for _ in 0..<200 {
            let value = Self.random(&random, limbs: 6).magnitude
            let root = value.squareRoot
            #expect(root * root <= value)
            #expect((root + .one) * (root + .one) > value)
        }
    }

    @Test("the greatest common divisor divides both, and the quotients have none")
    func divisors() {
        var random = SeededRandom(7)
        for _ in 0..<120 {
            let factor = Self.random(&random, limbs: 2)
            let a = Self.random(&random, limbs: 3) * factor
            let b = Self.random(&random, limbs: 3) * factor
            let divisor = BigInteger.greatestCommonDivisor(a, b)
            guard !divisor.isZero else {
                #expect(a.isZero && b.isZero)
                continue
            }
            let first = a.divided(by: divisor)
            let second = b.divided(by: divisor)
            #expect(first.remainder.isZero && second.remainder.isZero)
            #expect(BigInteger.greatestCommonDivisor(first.quotient, second.quotient) == .one)
        }
    }

    @Test("a power is the repeated product; its bits are counted")
    func powers() {
        var product = BigInteger.one
        for exponent in 0..<60 {
            #expect(BigInteger(-7).power(exponent) == product)
            product = product * BigInteger(-7)
        }
        #expect(BigInteger(2).power(1000).bitCount == 1001)
        #expect(BigInteger.zero.bitCount == 0)
        #expect(BigInteger(2).power(64).limbs == [0, 1])
    }
}
