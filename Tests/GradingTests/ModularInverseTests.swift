import TestSupport
import Testing

@testable import Grading

@Suite("Inverses and powers modulo a prime")
struct ModularInverseTests {
    /// The product by doubling and adding, without a product of 128 bits.
    private static func doubled(_ left: UInt64, _ right: UInt64, _ prime: UInt64) -> UInt64 {
        var (result, term, rest) = (UInt64(0), left, right)
        while rest > 0 {
            if rest & 1 == 1 { result = (result + term) % prime }
            term = (term + term) % prime
            rest >>= 1
        }
        return result
    }

    /// The inverse by Euclid's extended algorithm on integers of any size.
    private static func euclid(_ element: UInt64, _ prime: UInt64) -> UInt64 {
        var (a, b) = (BigInteger(limbs: [prime]), BigInteger(limbs: [element]))
        var (s, t) = (BigInteger.zero, BigInteger.one)
        while !b.isZero {
            let (quotient, remainder) = a.divided(by: b)
            (a, b) = (b, remainder)
            (s, t) = (t, s - quotient * t)
        }
        return s.remainder(modulo: prime)
    }

    @Test("the product is that of doubling and adding", arguments: PrimeField.all.indices)
    func products(_ index: Int) {
        let field = PrimeField.all[index]
        var random = SeededRandom(121)
        for _ in 0..<100 {
            let (a, b) = (random.next() % field.prime, random.next() % field.prime)
            #expect(field.product(a, b) == Self.doubled(a, b, field.prime))
        }
        #expect(field.product(field.prime - 1, field.prime - 1) == 1)
        #expect(field.product(0, field.prime - 1) == 0)
    }

    @Test("the inverse is that of Euclid's extended algorithm", arguments: PrimeField.all.indices)
    func inverses(_ index: Int) throws {
        let field = PrimeField.all[index]
        var random = SeededRandom(122)
        let small = (0..<60).map { _ in 1 + random.next() % 1_000_000 }
        for element in [1, 2, 3, field.prime - 1, field.prime - 2] + small {
            let inverse = try #require(field.inverse(element))
            #expect(inverse == Self.euclid(element, field.prime))
            #expect(field.inverse(inverse) == element)
        }
    }

    @Test("powers are repeated products, and Fermat's theorem holds", arguments: PrimeField.all.indices)
    func powers(_ index: Int) {
        let field = PrimeField.all[index]
        var random = SeededRandom(123)
        for _ in 0..<20 {
            let base = 1 + random.next() % (field.prime - 1)
            var product: UInt64 = 1
            for exponent: UInt64 in 0..<20 {
                #expect(field.power(base, exponent) == product)
                product = field.product(product, base)
            }
            #expect(field.power(base, field.prime - 1) == 1)
            #expect(field.power(base, field.prime) == base)
        }
    }

    @Test("sums wrap at the prime, and differences and negations undo them", arguments: PrimeField.all.indices)
    func sums(_ index: Int) {
        let field = PrimeField.all[index]
        #expect(field.sum(field.prime - 1, 1) == 0)
        #expect(field.difference(0, 1) == field.prime - 1)
        #expect(field.negated(0) == 0)
        var random = SeededRandom(124)
        for _ in 0..<100 {
            let (a, b) = (random.next() % field.prime, random.next() % field.prime)
            #expect(field.difference(field.sum(a, b), b) == a)
            #expect(field.sum(a, field.negated(a)) == 0)
            #expect(field.sum(a, b) < field.prime)
        }
    }

    @Test("the element of a rational number keeps sums and products", arguments: PrimeField.all.indices)
    func homomorphism(_ index: Int) throws {
        let field = PrimeField.all[index]
        var random = SeededRandom(125)
        for _ in 0..<100 {
            let a = try #require(Rational(BigInteger(random.below(999) - 499), over: BigInteger(1 + random.below(99))))
            let b = try #require(Rational(BigInteger(random.below(999) - 499), over: BigInteger(1 + random.below(99))))
            let (x, y) = (try #require(field.element(a)), try #require(field.element(b)))
            #expect(field.element(a + b) == field.sum(x, y))
            #expect(field.element(a - b) == field.difference(x, y))
            #expect(field.element(a * b) == field.product(x, y))
            if let inverse = b.reciprocal { #expect(field.element(inverse) == field.inverse(y)) }
        }
        #expect(field.element(Rational(BigInteger(limbs: [field.prime]))) == 0)
    }

    @Test("minus one has two square roots, which are each other's inverses", arguments: PrimeField.all.indices)
    func roots(_ index: Int) {
        let field = PrimeField.all[index]
        let other = field.negated(field.imaginaryUnit)
        #expect(field.product(other, other) == field.prime - 1)
        #expect(field.inverse(field.imaginaryUnit) == other)
        #expect(field.power(field.imaginaryUnit, 4) == 1)
        #expect(field.power(field.imaginaryUnit, 2) != 1)
    }
}
