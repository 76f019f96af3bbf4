import TestSupport
import Testing

@testable import Grading

@Suite("Rational numbers")
struct RationalTests {
    private static func random(_ random: inout SeededRandom) -> Rational {
        let top = BigInteger(random.below(2001) - 1000)
        let bottom = BigInteger(random.below(60) - 30)
        return Rational(top, over: bottom) ?? .one
    }

    @Test(
        "a quotient is brought to lowest terms with a positive denominator",
        arguments: [
            (4, 6, "2/3"), (-4, 6, "-2/3"), (4, -6, "-2/3"), (-4, -6, "2/3"), (0, -5, "0"), (12, 4, "3"), (7, 7, "1"),
        ])
    func lowest(_ top: Int, _ bottom: Int, _ text: String) throws {
        let value = try #require(Rational(BigInteger(top), over: BigInteger(bottom)))
        #expect(spelled(value) == text)
        #expect(Rational(BigInteger(top * 9), over: BigInteger(bottom * 9)) == value)
    }

    @Test("there is no quotient by zero")
    func zero() {
        #expect(Rational(.one, over: .zero) == nil)
        #expect(Rational.zero.reciprocal == nil)
        #expect(Rational.zero.power(-1) == nil)
        #expect(Rational.zero.power(0) == .one)
    }

    @Test("sums, products and reciprocals keep the laws of a field")
    func field() {
        var random = SeededRandom(11)
        for _ in 0..<300 {
            let (a, b, c) = (Self.random(&random), Self.random(&random), Self.random(&random))
            #expect((a + b) + c == a + (b + c))
            #expect((a + b) * c == a * c + b * c)
            #expect(a - b == -(b - a))
            if let inverse = a.reciprocal { #expect(a * inverse == .one) }
            #expect((a < b) == (a - b).isNegative)
        }
    }

    @Test(
        "the floor is not above the value, and less than one below it",
        arguments: [(7, 2, 3), (-7, 2, -4), (6, 2, 3), (-6, 2, -3), (1, 3, 0), (-1, 3, -1), (0, 1, 0)])
    func floor(_ top: Int, _ bottom: Int, _ expected: Int) throws {
        let value = try #require(Rational(BigInteger(top), over: BigInteger(bottom)))
        #expect(value.floor == BigInteger(expected))
    }

    @Test("powers have exponents of both signs, and powers of ten are decimal places")
    func powers() throws {
        let value = try #require(Rational(BigInteger(-2), over: BigInteger(3)))
        #expect(value.power(3).map { spelled($0) } == "-8/27")
        #expect(value.power(-2).map { spelled($0) } == "9/4")
        #expect(spelled(Rational.powerOfTen(-3)) == "1/1000")
        #expect(spelled(Rational.powerOfTen(4)) == "10000")
        #expect(value.magnitude == -value)
        #expect(Rational(5).int == 5)
        #expect(value.int == nil)
    }
}

@Suite("Decimal numbers of the command line")
struct DecimalTests {
    @Test(
        "a decimal number is exact",
        arguments: [("0.25", "1/4"), ("-3", "-3"), ("1e-3", "1/1000"), ("2.5E2", "250"), ("007", "7"), (".5", "1/2")])
    func decimals(_ text: String, _ expected: String) throws {
        #expect(spelled(try #require(Rational(decimal: text))) == expected)
    }

    @Test("other texts are none", arguments: ["", "x", "1/2", "1e", "1e99999", "--1", "1.2.3", "1 000", "."])
    func others(_ text: String) { #expect(Rational(decimal: text) == nil) }
}
