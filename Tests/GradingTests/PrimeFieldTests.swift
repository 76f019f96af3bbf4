import TestSupport
import Testing

@testable import Grading

@Suite("Fields of a prime")
struct PrimeFieldTests {
    @Test(
        "each modulus is a prime of 61 bits by the test of Miller and Rabin, which is exact for 64 bits with these bases"
    )
    func primes() {
        for field in PrimeField.all {
            #expect(field.prime >> 60 == 1)
            var odd = field.prime - 1
            let twos = odd.trailingZeroBitCount
            odd >>= UInt64(twos)
            for base: UInt64 in [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37] {
                var power = field.power(base, odd)
                var isWitness = power != 1 && power != field.prime - 1
                for _ in 1..<max(2, twos) where isWitness {
                    power = field.product(power, power)
                    if power == field.prime - 1 { isWitness = false }
                }
                #expect(!isWitness, "\(base) shows that \(field.prime) is composite")
            }
        }
        #expect(Set(PrimeField.all.map(\.prime)).count == PrimeField.all.count)
    }

    @Test("the square of the imaginary unit is minus one")
    func imaginaryUnit() {
        for field in PrimeField.all {
            #expect(field.product(field.imaginaryUnit, field.imaginaryUnit) == field.prime - 1)
        }
    }

    @Test("sums, differences, products and inverses are those of integers modulo the prime")
    func arithmetic() throws {
        var random = SeededRandom(21)
        for field in PrimeField.all {
            let modulus = BigInteger(limbs: [field.prime])
            for _ in 0..<100 {
                let (a, b) = (random.next() % field.prime, random.next() % field.prime)
                let (x, y) = (BigInteger(limbs: [a]), BigInteger(limbs: [b]))
                #expect(field.sum(a, b) == (x + y).remainder(modulo: field.prime))
                #expect(field.difference(a, b) == (x - y).remainder(modulo: field.prime))
                #expect(field.product(a, b) == (x * y).divided(by: modulus).remainder.limbs.first ?? 0)
                #expect(field.negated(a) == (-x).remainder(modulo: field.prime))
                if a != 0 {
                    let inverse = try #require(field.inverse(a))
                    #expect(field.product(a, inverse) == 1)
                }
            }
            #expect(field.inverse(0) == nil)
        }
    }

    @Test("a rational number is the quotient of its parts, unless the prime divides its denominator")
    func rationals() throws {
        let field = PrimeField.all[0]
        let third = try #require(Rational(.one, over: BigInteger(3)))
        let element = try #require(field.element(third))
        #expect(field.product(element, 3) == 1)
        let multiple = try #require(Rational(.one, over: BigInteger(limbs: [field.prime]) * BigInteger(2)))
        #expect(field.element(multiple) == nil)
    }
}
