import TestSupport
import Testing

@testable import Grading

@Suite("Rational numbers and fractions of machine integers")
struct LowestTermsTests {
    /// A fraction of small integers, by the definitions of the textbooks.
    private struct Plain {
        var top: Int
        var bottom: Int

        init(_ top: Int, _ bottom: Int) {
            var (a, b) = (abs(top), abs(bottom))
            while b != 0 { (a, b) = (b, a % b) }
            let sign = bottom < 0 ? -1 : 1
            (self.top, self.bottom) = (sign * top / a, sign * bottom / a)
        }

        var rational: Rational { Rational(BigInteger(top), over: BigInteger(bottom)) ?? .zero }
        var text: String { bottom == 1 ? String(top) : "\(top)/\(bottom)" }
    }

    private static func random(_ random: inout SeededRandom) -> Plain {
        let bottom = 1 + random.below(400)
        return Plain(random.below(4001) - 2000, random.below(2) == 0 ? bottom : -bottom)
    }

    @Test("the four operations give the fraction in lowest terms")
    func operations() throws {
        var random = SeededRandom(111)
        for _ in 0..<400 {
            let (a, b) = (Self.random(&random), Self.random(&random))
            let (x, y) = (a.rational, b.rational)
            #expect(spelled(x) == a.text)
            #expect(spelled(x + y) == Plain(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom).text)
            #expect(spelled(x - y) == Plain(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom).text)
            #expect(spelled(x * y) == Plain(a.top * b.top, a.bottom * b.bottom).text)
            guard b.top != 0 else { continue }
            let inverse = try #require(y.reciprocal)
            #expect(spelled(x * inverse) == Plain(a.top * b.bottom, a.bottom * b.top).text)
            #expect((x < y) == (a.top * b.bottom < b.top * a.bottom))
        }
    }

    @Test("every result is in lowest terms with a positive denominator")
    func lowest() throws {
        var random = SeededRandom(112)
        for round in 0..<200 {
            let (a, b) = (Self.random(&random).rational, Self.random(&random).rational)
            for value in [a + b, a - b, a * b, -a, a.magnitude, try #require(a.power(round % 6))] {
                #expect(!value.denominator.isNegative && !value.denominator.isZero)
                #expect(BigInteger.greatestCommonDivisor(value.numerator, value.denominator) == .one)
                #expect(value.isInteger == (value.denominator == .one))
            }
        }
    }

    @Test("the floor is the quotient of machine integers, rounded down")
    func floors() {
        var random = SeededRandom(113)
        for _ in 0..<300 {
            let plain = Self.random(&random)
            let (quotient, rest) = plain.top.quotientAndRemainder(dividingBy: plain.bottom)
            #expect(plain.rational.floor == BigInteger(rest < 0 ? quotient - 1 : quotient))
        }
    }

    @Test("the partial sums of 1/(k(k+1)) are n/(n+1)")
    func telescope() throws {
        var sum = Rational.zero
        for n in 1...120 {
            sum = sum + (try #require(Rational(.one, over: BigInteger(n * (n + 1)))))
            #expect(spelled(sum) == "\(n)/\(n + 1)")
        }
    }

    @Test("a geometric series has the sum of its formula", arguments: [(1, 2), (-1, 3), (5, 7), (-9, 4), (10, 1)])
    func geometric(_ top: Int, _ bottom: Int) throws {
        let ratio = try #require(Rational(BigInteger(top), over: BigInteger(bottom)))
        var sum = Rational.zero
        for exponent in 0..<40 {
            sum = sum + (try #require(ratio.power(exponent)))
            let last = try #require(ratio.power(exponent + 1))
            #expect(sum * (Rational.one - ratio) == .one - last)
        }
    }

    @Test("a negative power is the reciprocal of the positive one")
    func negativePowers() throws {
        var random = SeededRandom(114)
        for exponent in 1...12 {
            let value = Self.random(&random).rational
            guard !value.isZero else { continue }
            let power = try #require(value.power(exponent))
            let inverse = try #require(value.power(-exponent))
            #expect(power * inverse == .one)
            #expect(inverse.isNegative == power.isNegative)
        }
    }

    @Test("powers of ten shift the digits of a decimal number", arguments: [-40, -7, -1, 0, 1, 6, 25])
    func powersOfTen(_ exponent: Int) throws {
        let value = try #require(Rational(decimal: "12.375"))
        let shifted = try #require(Rational(decimal: "12.375e\(exponent)"))
        #expect(value * .powerOfTen(exponent) == shifted)
        #expect(Rational.powerOfTen(exponent) * .powerOfTen(-exponent) == .one)
    }

    @Test(
        "decimal texts of one value are one number",
        arguments: ["1.5", "1.50", "01.5", "15e-1", "0.15E1", "0.0015e3"])
    func decimals(_ text: String) { #expect(Rational(decimal: text).map { spelled($0) } == "3/2") }

    @Test("the bits of a number are those of both its parts")
    func bits() throws {
        #expect(Rational(0).bitCount == 1)
        #expect(Rational(-8).bitCount == 5)
        #expect(try #require(Rational(BigInteger(6), over: BigInteger(-16))).bitCount == 6)
    }
}
