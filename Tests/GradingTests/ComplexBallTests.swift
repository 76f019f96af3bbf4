import Testing

@testable import Grading

@Suite("Complex balls")
struct ComplexBallTests {
    private static let bits = 128
    private static let unit = ComplexBall(.zero, .one)

    private static func agrees(_ left: ComplexBall?, _ right: ComplexBall) throws -> Bool {
        let left = try #require(left)
        return left.difference(right, bits: bits).containsZero && left.real.radiusBits < -60
    }

    @Test("the square of the imaginary unit is minus one, and its powers go round")
    func powers() throws {
        #expect(try Self.agrees(Self.unit.product(Self.unit, bits: Self.bits), ComplexBall(Ball(-1))))
        #expect(try Self.agrees(Self.unit.power(4, bits: Self.bits), .one))
        #expect(try Self.agrees(Self.unit.power(7, bits: Self.bits), ComplexBall(.zero, Ball(-1))))
    }

    @Test("quotients undo products")
    func quotients() throws {
        let value = ComplexBall(Ball(3), Ball(-4))
        let other = ComplexBall(Ball(-1), Ball(7))
        let product = value.product(other, bits: Self.bits)
        #expect(try Self.agrees(product.quotient(other, bits: Self.bits), value))
        #expect(product.quotient(.zero, bits: Self.bits) == nil)
    }

    @Test("Euler's identity holds")
    func euler() throws {
        let angle = ComplexBall(.zero, Ball.pi(bits: Self.bits))
        #expect(try Self.agrees(angle.exponential(bits: Self.bits), ComplexBall(Ball(-1))))
    }

    @Test(
        "square roots and logarithms are the principal ones, in each quadrant",
        arguments: [(3, 4), (-3, 4), (-3, -4), (3, -4), (-4, 0), (9, 0), (0, 2), (0, -2)])
    func principal(_ real: Int, _ imaginary: Int) throws {
        let value = ComplexBall(Ball(real), Ball(imaginary))
        let root = try #require(value.squareRoot(bits: Self.bits))
        #expect(try Self.agrees(root.product(root, bits: Self.bits), value))
        #expect(!root.real.isNegative)
        let logarithm = try #require(value.logarithm(bits: Self.bits))
        #expect(try Self.agrees(logarithm.exponential(bits: Self.bits), value))
        let angle = logarithm.imaginary.difference(Ball.pi(bits: Self.bits), bits: Self.bits)
        #expect(!angle.isPositive)
    }

    @Test("the absolute value is the root of the squares")
    func magnitude() throws {
        let magnitude = try #require(ComplexBall(Ball(3), Ball(-4)).magnitude(bits: Self.bits))
        #expect(magnitude.difference(Ball(5), bits: Self.bits).containsZero)
        #expect(ComplexBall(Ball(-7)).magnitude(bits: Self.bits) == Ball(7))
    }
}
