/// An exercise with its answer and solution.
package struct Exercise {
    /// The question.
    package var question: Phrase
    /// The correct answer.
    package var answer: Phrase
    /// A plausible wrong answer.
    package var slip: Phrase
    /// The answer as a number, if it is one.
    package var number: Int?
    /// The steps of the solution, of a sentence or two each.
    package var steps: [Phrase]

    /// Creates an exercise whose answer is an integer.
    init(_ question: Phrase, _ answer: Int, _ steps: [Phrase]) {
        self.question = question
        self.answer = "\(answer)"
        slip = "\(answer + 1 + (answer & 3))"
        number = answer
        self.steps = steps
    }

    /// Creates an exercise whose answer is text.
    init(_ question: Phrase, text answer: Phrase, slip: Phrase, _ steps: [Phrase]) {
        self.question = question
        self.answer = answer
        self.slip = slip
        self.steps = steps
    }

    /// Creates an exercise whose answer is a fraction of positive integers.
    init(_ question: Phrase, _ numerator: Int, over denominator: Int, _ steps: [Phrase]) {
        let divisor = Arithmetic.gcd(numerator, denominator)
        let (n, d) = (numerator / divisor, denominator / divisor)
        self.question = question
        answer = d == 1 ? "\(n)" : "\\frac{\(n)}{\(d)}"
        slip = d == 1 ? "\(n + 2)" : "\\frac{\(n + 1)}{\(d)}"
        self.steps = steps
    }
}

/// A kind of exercise with parameters.
///
/// Different parameters give different questions.
package struct Template: Sendable {
    /// The domain that a language model would assign to it.
    package let domain: String
    /// The number of values of each parameter.
    let space: [Int]
    /// The weight of the template among those of its source.
    let share: Int
    let make: @Sendable (Numbers) -> Exercise

    init(_ domain: String, _ space: [Int], share: Int = 1, _ make: @escaping @Sendable (Numbers) -> Exercise) {
        self.domain = domain
        self.space = space
        self.share = share
        self.make = make
    }

    /// The number of different questions.
    var size: Int { space.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max : $0 * $1 } }

    /// Returns the exercise with a number, which is at least zero and less than `size`.
    package func exercise(_ number: Int) -> Exercise {
        make(Numbers(number, space))
    }
}

/// The parameters of one exercise: the digits of its number in the mixed radix of the template's space.
struct Numbers {
    // Held in place: a template has nine parameters at most.
    private var digits = SIMD16<Int>()

    init(_ number: Int, _ space: [Int]) {
        var rest = number
        for (place, size) in space.enumerated() {
            digits[place] = rest % size
            rest /= size
        }
    }

    /// The parameter at an index, which is at least zero and less than the size of its space.
    subscript(place: Int) -> Int { digits[place] }
}

/// Arithmetic for exercises.
enum Arithmetic {
    static func gcd(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (abs(a), abs(b))
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }

    static func lcm(_ a: Int, _ b: Int) -> Int { a / gcd(a, b) * b }

    static func power(_ base: Int, _ exponent: Int) -> Int { (0..<exponent).reduce(1) { product, _ in product * base } }

    static func power(_ base: Int, _ exponent: Int, modulo: Int) -> Int {
        var (result, factor, rest) = (1 % modulo, base % modulo, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result * factor % modulo }
            factor = factor * factor % modulo
            rest >>= 1
        }
        return result
    }

    static func binomial(_ n: Int, _ k: Int) -> Int {
        guard k >= 0, k <= n else { return 0 }
        return (0..<min(k, n - k)).reduce(1) { $0 * (n - $1) / ($1 + 1) }
    }

    static func factorial(_ n: Int) -> Int { n < 2 ? 1 : (2...n).reduce(1, *) }

    /// Returns the number of integers from 1 to n that are coprime to n.
    static func totient(_ n: Int) -> Int {
        var (rest, result, p) = (n, n, 2)
        while p * p <= rest {
            if rest % p == 0 {
                while rest % p == 0 { rest /= p }
                result -= result / p
            }
            p += 1
        }
        return rest > 1 ? result - result / rest : result
    }

    /// The primes from 5 to 997.
    static let primes: [Int] = (5...997).filter { n in
        var d = 2
        while d * d <= n {
            if n % d == 0 { return false }
            d += 1
        }
        return true
    }
}
