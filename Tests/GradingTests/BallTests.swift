import TestSupport
import Testing

@testable import Grading

@Suite("Balls: real numbers with an error")
struct BallTests {
    /// Whether a ball contains a rational number.
    private static func contains(_ ball: Ball, _ value: Rational) -> Bool {
        let unit = Rational(2).power(ball.exponent) ?? .one
        let distance = (Rational(ball.middle) * unit - value).magnitude
        return distance <= Rational(BigInteger(limbs: [ball.radius])) * unit
    }

    private static func random(_ random: inout SeededRandom, below size: Int = 40) -> Rational {
        Rational(BigInteger(random.below(2 * size * 97) - size * 97), over: BigInteger(97)) ?? .one
    }

    /// A number with its decimal digits behind the point.
    private static func value(_ text: String) throws -> Rational {
        let parts = text.split(separator: ".")
        let digits = try #require(BigInteger(digits: (parts[0] + parts[1]).utf8))
        return Rational(digits) * .powerOfTen(-parts[1].utf8.count)
    }

    @Test("operations contain the exact result, at every precision", arguments: [32, 64, 128, 300])
    func enclosure(_ bits: Int) throws {
        var random = SeededRandom(31)
        for _ in 0..<150 {
            let (a, b) = (Self.random(&random), Self.random(&random))
            let (x, y) = (Ball(a, bits: bits), Ball(b, bits: bits))
            #expect(Self.contains(x, a))
            #expect(Self.contains(x.sum(y, bits: bits), a + b))
            #expect(Self.contains(x.difference(y, bits: bits), a - b))
            #expect(Self.contains(x.product(y, bits: bits), a * b))
            let power = try #require(a.power(5))
            #expect(Self.contains(x.power(5, bits: bits), power))
            if let inverse = b.reciprocal {
                let quotient = try #require(x.quotient(y, bits: bits))
                #expect(Self.contains(quotient, a * inverse))
            }
            if !a.isNegative {
                let root = try #require(Ball(a * a, bits: bits).squareRoot(bits: bits))
                #expect(Self.contains(root, a))
            }
        }
    }

    @Test("operands of very different sizes are added without their distance in memory")
    func distance() {
        let small = Ball(Rational(2).power(-5000) ?? .one, bits: 64)
        let sum = Ball.one.sum(small, bits: 64)
        #expect(sum.middle.bitCount <= 66)
        #expect(Self.contains(sum, .one + (Rational(2).power(-5000) ?? .one)))
        #expect(!sum.difference(.one, bits: 64).isNegative)
    }

    @Test("constants have their known digits")
    func constants() throws {
        let pi = try Self.value("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")
        let e = try Self.value("2.71828182845904523536028747135266249775724709369995957496696762772407663035354759")
        let two = try Self.value("0.69314718055994530941723212145817656807550013436025525412068000949339362196969472")
        let exponential = try #require(Ball.one.exponential(bits: 128))
        let logarithm = try #require(Ball(2).logarithm(bits: 128))
        for (value, ball) in [(pi, Ball.pi(bits: 128)), (e, exponential), (two, logarithm)] {
            let difference = ball.difference(Ball(value, bits: 700), bits: 128)
            // The digits that were left out are below 10^-79.
            #expect(difference.magnitudeBits < -120)
            #expect(ball.radiusBits < -110)
        }
    }

    @Test("functions undo each other", arguments: [64, 128, 512])
    func inverses(_ bits: Int) throws {
        var random = SeededRandom(32)
        for _ in 0..<12 {
            let value = Self.random(&random).magnitude + (Rational(.one, over: BigInteger(7)) ?? .one)
            let ball = Ball(value, bits: bits)
            let logarithm = try #require(ball.logarithm(bits: bits))
            let back = try #require(logarithm.exponential(bits: bits))
            #expect(back.difference(ball, bits: bits).containsZero)
            #expect(back.radiusBits < back.magnitudeBits - bits + 40)
            let angle = try #require(ball.arctangent(bits: bits))
            let (cosine, sine) = try #require(angle.cosineAndSine(bits: bits))
            let tangent = try #require(sine.quotient(cosine, bits: bits))
            #expect(tangent.difference(ball, bits: bits).containsZero)
        }
    }

    @Test("identities of functions hold at arguments of every size")
    func identities() throws {
        let bits = 128
        var random = SeededRandom(33)
        for size in [1, 10, 1000, 1_000_000] {
            let (a, b) = (Self.random(&random, below: size), Self.random(&random, below: size))
            let (x, y) = (Ball(a, bits: bits), Ball(b, bits: bits))
            let (cosine, sine) = try #require(x.cosineAndSine(bits: bits))
            let one = cosine.product(cosine, bits: bits).sum(sine.product(sine, bits: bits), bits: bits)
            #expect(one.difference(.one, bits: bits).containsZero)
            #expect(one.radiusBits < -100)
            let (otherCosine, otherSine) = try #require(y.cosineAndSine(bits: bits))
            let (_, sum) = try #require(Ball(a + b, bits: bits).cosineAndSine(bits: bits))
            let expanded = sine.product(otherCosine, bits: bits).sum(cosine.product(otherSine, bits: bits), bits: bits)
            #expect(sum.difference(expanded, bits: bits).containsZero)
            if size < 1000 {
                let first = try #require(x.exponential(bits: bits))
                let second = try #require(y.exponential(bits: bits))
                let product = first.product(second, bits: bits)
                let power = try #require(Ball(a + b, bits: bits).exponential(bits: bits))
                #expect(product.difference(power, bits: bits).containsZero)
            }
        }
    }

    @Test("a higher precision gives a ball within reach of the lower one, with a smaller radius")
    func precision() throws {
        let value = try #require(Rational(BigInteger(355), over: BigInteger(113)))
        for function: (Ball, Int) -> Ball? in [
            { $0.exponential(bits: $1) }, { $0.logarithm(bits: $1) }, { $0.arctangent(bits: $1) },
            { $0.cosineAndSine(bits: $1)?.sine }, { $0.squareRoot(bits: $1) },
        ] {
            let low = try #require(function(Ball(value, bits: 128), 128))
            let high = try #require(function(Ball(value, bits: 512), 512))
            #expect(low.difference(high, bits: 512).containsZero)
            #expect(high.radiusBits < low.radiusBits - 300)
        }
    }

    @Test("what has no value gives none")
    func undefined() {
        let around = Ball.one.difference(Ball.one.widened(byTwoTo: -10, bits: 64), bits: 64)
        #expect(around.containsZero)
        #expect(Ball.one.quotient(around, bits: 64) == nil)
        #expect(Ball.one.quotient(.zero, bits: 64) == nil)
        #expect(around.logarithm(bits: 64) == nil)
        #expect(Ball(-1).squareRoot(bits: 64) == nil)
        #expect(Ball(-1).logarithm(bits: 64) == nil)
        #expect(Ball.one.shifted(100).exponential(bits: 64) == nil)
        #expect(Ball.one.shifted(5000).cosineAndSine(bits: 64) == nil)
        #expect(!around.isPositive && !around.isNegative)
    }

    @Test("the floor is told only where the ball lies between two integers")
    func floors() {
        #expect(Ball(Rational(BigInteger(-7), over: BigInteger(2)) ?? .one, bits: 64).floor == BigInteger(-4))
        #expect(Ball(5).floor == BigInteger(5))
        #expect(Ball(5).widened(byTwoTo: -20, bits: 64).floor == nil)
        #expect(Ball(3).shifted(2).floor == BigInteger(12))
    }

    @Test("absolute values around zero reach down to zero")
    func magnitudes() {
        let around = Ball.zero.widened(byTwoTo: -3, bits: 64)
        #expect(around.magnitude.containsZero)
        #expect(Ball(-3).magnitude == Ball(3))
    }
}
