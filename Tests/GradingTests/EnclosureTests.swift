import TestSupport
import Testing

@testable import Grading

@Suite("Balls contain the true values of series and chains of operations")
struct EnclosureTests {
    /// The ends of a ball as rational numbers.
    private static func ends(_ ball: Ball) -> (low: Rational, high: Rational) {
        let unit = Rational(2).power(ball.exponent) ?? .one
        let radius = Rational(BigInteger(limbs: [ball.radius]))
        return ((Rational(ball.middle) - radius) * unit, (Rational(ball.middle) + radius) * unit)
    }

    /// Whether a ball has a value in common with the numbers from one to another.
    private static func meets(_ ball: Ball, _ low: Rational, _ high: Rational) -> Bool {
        let ends = ends(ball)
        return !(ends.high < low) && !(high < ends.low)
    }

    private static func quotient(_ top: Int, _ bottom: Int) -> Rational {
        Rational(BigInteger(top), over: BigInteger(bottom)) ?? .zero
    }

    @Test("a chain of random operations contains the exact result", arguments: [24, 53, 96, 200])
    func chains(_ bits: Int) throws {
        var random = SeededRandom(131)
        for _ in 0..<40 {
            var exact = Self.quotient(1 + random.below(500), 1 + random.below(90))
            var ball = Ball(exact, bits: bits)
            for _ in 0..<12 {
                let operand = Self.quotient(random.below(400) - 200, 1 + random.below(90))
                let other = Ball(operand, bits: bits)
                switch random.below(4) {
                case 0: (exact, ball) = (exact + operand, ball.sum(other, bits: bits))
                case 1: (exact, ball) = (exact - operand, ball.difference(other, bits: bits))
                case 2: (exact, ball) = (exact * operand, ball.product(other, bits: bits))
                default:
                    guard let inverse = operand.reciprocal else { continue }
                    (exact, ball) = (exact * inverse, try #require(ball.quotient(other, bits: bits)))
                }
                let (low, high) = Self.ends(ball)
                #expect(low <= exact && exact <= high)
            }
        }
    }

    @Test("the exponential lies between two partial sums of its series", arguments: [(1, 2), (-1, 2), (3, 4), (-7, 8)])
    func exponentials(_ top: Int, _ bottom: Int) throws {
        let x = Self.quotient(top, bottom)
        var (sum, term) = (Rational.zero, Rational.one)
        for index in 1...40 {
            sum = sum + term
            term = term * x * Self.quotient(1, index)
        }
        // The terms that are left out are less than twice the first of them.
        let rest = term.magnitude * Rational(2)
        let ball = try #require(Ball(x, bits: 128).exponential(bits: 128))
        #expect(Self.meets(ball, sum - rest, sum + rest))
        #expect(ball.radiusBits < -100)
    }

    @Test("the logarithm lies between two partial sums of its series", arguments: [(1, 2), (1, 3), (2, 5), (-1, 4)])
    func logarithms(_ top: Int, _ bottom: Int) throws {
        let x = Self.quotient(top, bottom)
        var (sum, power) = (Rational.zero, x)
        for index in 1...90 {
            sum = sum + power * Self.quotient(index % 2 == 1 ? 1 : -1, index)
            power = power * x
        }
        let rest = power.magnitude
        let ball = try #require(Ball(Rational.one + x, bits: 96).logarithm(bits: 96))
        #expect(Self.meets(ball, sum - rest, sum + rest))
        #expect(ball.radiusBits < -70)
    }

    @Test("sine and cosine lie between two partial sums of their series", arguments: [(1, 3), (-4, 5), (1, 1), (3, 2)])
    func circle(_ top: Int, _ bottom: Int) throws {
        let x = Self.quotient(top, bottom)
        var sums = [Rational.zero, .zero]
        var term = Rational.one
        for index in 0..<40 {
            let sign = Rational(index % 4 < 2 ? 1 : -1)
            sums[index % 2] = sums[index % 2] + sign * term
            term = term * x * Self.quotient(1, index + 1)
        }
        let rest = term.magnitude * Rational(2)
        let (cosine, sine) = try #require(Ball(x, bits: 128).cosineAndSine(bits: 128))
        #expect(Self.meets(cosine, sums[0] - rest, sums[0] + rest))
        #expect(Self.meets(sine, sums[1] - rest, sums[1] + rest))
        #expect(max(cosine.radiusBits, sine.radiusBits) < -100)
    }

    @Test("the arctangent lies between two partial sums of its series", arguments: [(1, 2), (-1, 3), (2, 5), (1, 239)])
    func arctangents(_ top: Int, _ bottom: Int) throws {
        let x = Self.quotient(top, bottom)
        var (sum, power) = (Rational.zero, x)
        for index in 0..<60 {
            sum = sum + power * Self.quotient(index % 2 == 0 ? 1 : -1, 2 * index + 1)
            power = power * x * x
        }
        let rest = power.magnitude
        let ball = try #require(Ball(x, bits: 96).arctangent(bits: 96))
        #expect(Self.meets(ball, sum - rest, sum + rest))
        #expect(ball.radiusBits < -70)
    }

    @Test("the root of an integer lies between the integers around it", arguments: [2, 3, 5, 10, 99, 12345, 1 << 50])
    func roots(_ value: Int) throws {
        let root = try #require(Ball(value).squareRoot(bits: 128))
        let (low, high) = Self.ends(root)
        #expect(low * low <= Rational(value) && Rational(value) <= high * high)
        // The root in units of 2^-60, rounded down.
        let scaled = (BigInteger(value) << 120).squareRoot
        let unit = try #require(Rational(2).power(-60))
        #expect(Self.meets(root, Rational(scaled) * unit, Rational(scaled + .one) * unit))
    }

    @Test("pi lies between the bounds of Archimedes, and between those of the 128-bit value at every precision")
    func pi() {
        for bits in [16, 64, 128, 512, 600] {
            let (low, high) = Self.ends(Ball.pi(bits: bits))
            #expect(Self.quotient(223, 71) < low && high < Self.quotient(22, 7))
            let reference = Self.ends(Ball.pi(bits: 128))
            #expect(Self.meets(Ball.pi(bits: bits), reference.low, reference.high))
            #expect(Ball.pi(bits: bits).radiusBits < -bits)
        }
    }

    @Test("rounding to fewer bits keeps the ball inside")
    func rounding() {
        var random = SeededRandom(132)
        for _ in 0..<100 {
            let ball = Ball(Self.quotient(random.below(100_000) - 50_000, 1 + random.below(999)), bits: 200)
            let (low, high) = Self.ends(ball)
            for bits in [8, 24, 90] {
                let rounded = Self.ends(ball.rounded(bits: bits))
                #expect(rounded.low <= low && high <= rounded.high)
                #expect(ball.rounded(bits: bits).middle.bitCount <= bits)
            }
        }
    }

    @Test("the signs of a ball hold for both its ends")
    func signs() {
        var random = SeededRandom(133)
        for _ in 0..<200 {
            let value = Self.quotient(random.below(41) - 20, 1 + random.below(40))
            let ball = Ball(value, bits: 40).widened(byTwoTo: random.below(12) - 8, bits: 40)
            let (low, high) = Self.ends(ball)
            #expect(ball.isPositive == (Rational.zero < low))
            #expect(ball.isNegative == high.isNegative)
            #expect(ball.containsZero == (low <= .zero && .zero <= high))
            let magnitude = Self.ends(ball.magnitude)
            #expect(max(low.magnitude, high.magnitude) <= magnitude.high)
            if let floor = ball.floor { #expect(low.floor == floor && high.floor == floor) }
        }
    }

    @Test("complex products, quotients and powers contain the values of whole Gaussian numbers")
    func gaussian() throws {
        var random = SeededRandom(134)
        for _ in 0..<60 {
            let (a, b) = (random.below(41) - 20, random.below(41) - 20)
            let (c, d) = (random.below(41) - 20, random.below(41) - 20)
            let left = ComplexBall(Ball(a), Ball(b))
            let right = ComplexBall(Ball(c), Ball(d))
            let product = left.product(right, bits: 64)
            #expect(Self.meets(product.real, Rational(a * c - b * d), Rational(a * c - b * d)))
            #expect(Self.meets(product.imaginary, Rational(a * d + b * c), Rational(a * d + b * c)))
            let norm = c * c + d * d
            guard norm > 0 else { continue }
            let quotient = try #require(left.quotient(right, bits: 64))
            let (real, imaginary) = (Self.quotient(a * c + b * d, norm), Self.quotient(b * c - a * d, norm))
            #expect(Self.meets(quotient.real, real, real))
            #expect(Self.meets(quotient.imaginary, imaginary, imaginary))
            var power = (1, 0)
            for exponent in 0..<6 {
                let value = right.power(exponent, bits: 64)
                #expect(Self.meets(value.real, Rational(power.0), Rational(power.0)))
                #expect(Self.meets(value.imaginary, Rational(power.1), Rational(power.1)))
                power = (power.0 * c - power.1 * d, power.0 * d + power.1 * c)
            }
        }
    }
}
