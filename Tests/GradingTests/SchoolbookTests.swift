import TestSupport
import Testing

@testable import Grading

/// A number as its decimal digits, the least significant first, with the operations as they are done on paper.
private struct Paper: Equatable {
    var digits: [Int]

    init(_ digits: [Int]) {
        self.digits = digits
        while let last = self.digits.last, last == 0 { self.digits.removeLast() }
    }

    init(random: inout SeededRandom, digits count: Int) {
        self.init((0..<count).map { _ in random.pick([0, 9, random.below(10)]) })
    }

    var text: String { digits.isEmpty ? "0" : digits.reversed().map { String($0) }.joined() }

    var integer: BigInteger { BigInteger(digits: text.utf8) ?? .zero }

    func isLess(than other: Paper) -> Bool {
        if digits.count != other.digits.count { return digits.count < other.digits.count }
        return digits.reversed().lexicographicallyPrecedes(other.digits.reversed())
    }

    func plus(_ other: Paper) -> Paper {
        var (result, carry): ([Int], Int) = ([], 0)
        for place in 0..<max(digits.count, other.digits.count) + 1 {
            let sum = digit(place) + other.digit(place) + carry
            result.append(sum % 10)
            carry = sum / 10
        }
        return Paper(result)
    }

    /// The difference to a number that is not greater.
    func minus(_ other: Paper) -> Paper {
        var (result, borrow): ([Int], Int) = ([], 0)
        for place in digits.indices {
            let difference = digits[place] - other.digit(place) - borrow
            borrow = difference < 0 ? 1 : 0
            result.append(difference + 10 * borrow)
        }
        return Paper(result)
    }

    func times(_ other: Paper) -> Paper {
        var result = [Int](repeating: 0, count: digits.count + other.digits.count + 1)
        for (i, left) in digits.enumerated() {
            for (j, right) in other.digits.enumerated() { result[i + j] += left * right }
        }
        for place in result.indices.dropLast() {
            result[place + 1] += result[place] / 10
            result[place] %= 10
        }
        return Paper(result)
    }

    /// Long division: each digit of the quotient by repeated subtraction.
    func divided(by other: Paper) -> (quotient: Paper, remainder: Paper) {
        var quotient: [Int] = []
        var rest = Paper([])
        for digit in digits.reversed() {
            rest = Paper([digit] + rest.digits)
            var count = 0
            while !rest.isLess(than: other) {
                rest = rest.minus(other)
                count += 1
            }
            quotient.append(count)
        }
        return (Paper(quotient.reversed()), rest)
    }

    private func digit(_ place: Int) -> Int { place < digits.count ? digits[place] : 0 }
}

@Suite("Big integers and calculation on paper")
struct SchoolbookTests {
    private static func pair(_ random: inout SeededRandom, _ left: Int, _ right: Int) -> (Paper, Paper) {
        (Paper(random: &random, digits: random.below(left)), Paper(random: &random, digits: random.below(right)))
    }

    @Test("the sum and the difference have the digits of the column method")
    func sums() {
        var random = SeededRandom(101)
        for _ in 0..<300 {
            let (a, b) = Self.pair(&random, 90, 90)
            #expect(decimal(a.integer + b.integer) == a.plus(b).text)
            let (greater, less) = a.isLess(than: b) ? (b, a) : (a, b)
            #expect(decimal(greater.integer - less.integer) == greater.minus(less).text)
            #expect(less.integer - greater.integer == -greater.minus(less).integer)
            #expect((a.integer < b.integer) == a.isLess(than: b))
        }
    }

    @Test("the product has the digits of long multiplication, with the sign of the rule of signs")
    func products() {
        var random = SeededRandom(102)
        for _ in 0..<200 {
            let (a, b) = Self.pair(&random, 70, 50)
            let product = a.times(b)
            #expect(decimal(a.integer * b.integer) == product.text)
            #expect(-a.integer * b.integer == -product.integer)
            #expect(-a.integer * -b.integer == product.integer)
        }
    }

    @Test("quotient and remainder have the digits of long division, for divisors of every length")
    func quotients() {
        var random = SeededRandom(103)
        for round in 0..<200 {
            let a = Paper(random: &random, digits: random.below(90))
            let b = Paper(random: &random, digits: 1 + round % 60)
            guard !b.digits.isEmpty else { continue }
            let (quotient, remainder) = a.divided(by: b)
            let result = a.integer.divided(by: b.integer)
            #expect(decimal(result.quotient) == quotient.text)
            #expect(decimal(result.remainder) == remainder.text)
            let mirrored = (-a.integer).divided(by: b.integer)
            #expect(mirrored.quotient == -quotient.integer)
            #expect(mirrored.remainder == -remainder.integer)
        }
    }

    @Test("powers are repeated long multiplication")
    func powers() {
        var random = SeededRandom(104)
        for _ in 0..<12 {
            let base = Paper(random: &random, digits: 1 + random.below(12))
            var product = Paper([1])
            for exponent in 0..<9 {
                #expect(decimal(base.integer.power(exponent)) == product.text)
                product = product.times(base)
            }
        }
    }

    @Test("a power of a sum of exponents is the product of the powers, and of a product the power of the power")
    func exponents() {
        var random = SeededRandom(105)
        for _ in 0..<60 {
            let base = BigInteger(random.below(2000) - 1000)
            let (m, n) = (random.below(20), random.below(20))
            #expect(base.power(m + n) == base.power(m) * base.power(n))
            #expect(base.power(m * n) == base.power(m).power(n))
        }
        #expect(BigInteger.zero.power(0) == .one)
        #expect(BigInteger.zero.power(5) == .zero)
    }

    @Test("the remainder modulo a word is that of the digits by Horner's rule")
    func horner() {
        var random = SeededRandom(106)
        for _ in 0..<200 {
            let number = Paper(random: &random, digits: random.below(100))
            let modulus = 1 + random.below(1_000_000_007)
            let rest = number.digits.reversed().reduce(0) { ($0 * 10 + $1) % modulus }
            #expect(number.integer.remainder(modulo: UInt64(modulus)) == UInt64(rest))
            let mirrored = (-number.integer).remainder(modulo: UInt64(modulus))
            #expect(mirrored == UInt64((modulus - rest) % modulus))
        }
    }

    @Test("factorials by steps have as many zeros at their end as fives are in their factors")
    func factorials() {
        var product = BigInteger.one
        for factor in 1...150 {
            product = product * BigInteger(factor)
            let text = decimal(product)
            let zeros = text.reversed().prefix { $0 == "0" }.count
            #expect(zeros == factor / 5 + factor / 25 + factor / 125)
            #expect(product.divided(by: BigInteger(factor)).remainder.isZero)
        }
    }

    @Test("consecutive Fibonacci numbers have no common divisor, and keep Cassini's identity")
    func fibonacci() {
        var (previous, current) = (BigInteger.zero, BigInteger.one)
        for index in 1...400 {
            let next = previous + current
            #expect(BigInteger.greatestCommonDivisor(current, next) == .one)
            let cassini = next * previous - current * current
            #expect(cassini == (index % 2 == 0 ? BigInteger.one : -.one))
            (previous, current) = (current, next)
        }
        let digits = "176023680645013966468226945392411250770384383304492191886725992896575345044216019675"
        #expect(decimal(previous) == digits)
    }

    @Test(
        "the greatest common divisor is that of repeated subtraction of machine integers",
        arguments: [(0, 0), (0, 12), (12, 0), (12, 18), (-12, 18), (17, 5), (-35, -49), (1, 999), (1024, 768)])
    func divisors(_ left: Int, _ right: Int) {
        var (a, b) = (abs(left), abs(right))
        while a != 0, b != 0 { if a > b { a -= b } else { b -= a } }
        #expect(BigInteger.greatestCommonDivisor(BigInteger(left), BigInteger(right)) == BigInteger(max(a, b)))
    }

    @Test("the square root of a square is its root, and just below a square it is one less")
    func squareRoots() {
        var random = SeededRandom(107)
        for _ in 0..<100 {
            let root = Paper(random: &random, digits: 1 + random.below(60)).integer
            guard !root.isZero else { continue }
            #expect((root * root).squareRoot == root)
            #expect((root * root - .one).squareRoot == root - .one)
            #expect((root * root + root + root).squareRoot == root)
        }
    }

    @Test("the bits of a number are those of repeated halving", arguments: [0, 1, 2, 3, 255, 256, 1 << 61, Int.max])
    func bits(_ value: Int) {
        var (rest, count) = (BigInteger(value), 0)
        while !rest.isZero {
            rest = rest.divided(by: BigInteger(2)).quotient
            count += 1
        }
        #expect(BigInteger(value).bitCount == count)
        #expect(BigInteger(value).isOdd == (value % 2 == 1))
        #expect(BigInteger(-value).bitCount == count)
    }
}
