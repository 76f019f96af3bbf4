import Bytes
import Testing

@testable import Synthesis

@Suite("Exercises")
struct ExerciseTests {
    private static let templates = SourceKind.all.flatMap { kind in kind.templates.map { (kind.name, $0) } }

    @Test("there are at least fifty domains, and every source has exercises")
    func domains() {
        #expect(Set(Self.templates.map(\.1.domain)).count >= 50)
        #expect(SourceKind.all.count == 16)
        #expect(SourceKind.all.allSatisfy { !$0.templates.isEmpty })
    }

    @Test("every exercise asks, answers and explains, and its slip is another answer", arguments: 0..<templates.count)
    func whole(_ number: Int) {
        let (_, template) = Self.templates[number]
        let numbers = Permutation(count: template.size, key: UInt64(number))
        for k in 0..<40 {
            let exercise = template.exercise(numbers[k])
            #expect(exercise.question.bytes.count > 40)
            #expect(exercise.steps.count >= 2)
            #expect(!exercise.answer.bytes.isEmpty)
            #expect(exercise.slip.bytes != exercise.answer.bytes, "\(exercise.question.text)")
            let all = [exercise.question, exercise.answer, exercise.slip] + exercise.steps
            #expect(all.allSatisfy { $0.bytes.withByteView { UTF8Check.firstFault($0) == nil && $0.trimmed == $0 } })
        }
    }

    @Test(
        "no two numbers give the same question: each place of the space shows in the text",
        arguments: 0..<templates.count)
    func different(_ number: Int) {
        let (_, template) = Self.templates[number]
        var texts: Set<[UInt8]> = []
        var asked: Set<Int> = []
        let corners = Permutation(count: template.size, key: 3)
        for corner in 0..<6 {
            var step = 1
            for size in template.space {
                for k in 0..<min(size, 12) {
                    asked.insert((corners[corner] / (step * size)) * (step * size) + k * step)
                }
                step *= size
            }
        }
        for number in asked { texts.insert(template.exercise(number).question.bytes) }
        #expect(texts.count == asked.count)
    }

    /// Ten exercises whose answers were found by other means: by hand or by counting.
    static let golden: [(Template, [Int], String, String)] = [
        (AlgebraExercises.all[0], [5, 3, 89], "What remainder does $7^{13}$ leave when it is divided by $100$?", "7"),
        (
            AlgebraExercises.all[4], [0, 5],
            "How many roots does the polynomial $x^{7} - 1$ have in the field with $5$ elements?", "1"
        ),
        (
            AlgebraExercises.all[8], [5, 5],
            "How many units does the ring $\\mathbb{Z}/10 \\times \\mathbb{Z}/12$ have?", "16"
        ),
        (
            AnalysisExercises.all[3], [0, 1, 9],
            "A harmonic function on the unit disc has the boundary value 3 on an arc of 90° and 1 on the rest of the circle. Which value does it take at the centre?",
            "\\frac{3}{2}"
        ),
        (
            AnalysisExercises.all[10], [0, 0, 2],
            "Sum the geometric series that begins with $3$ and whose ratio is $\\tfrac{1}{2}$.", "6"
        ),
        (
            GeometryAndChanceExercises.all[0], [0, 0, 0, 1],
            "From 8 women and 8 men a committee of 3 is chosen that has exactly 1 women. How many choices are there?",
            "224"
        ),
        (
            GeometryAndChanceExercises.all[5], [3, 1],
            "A polygon without holes has its corners at lattice points. It contains 4 lattice points in its interior and 6 on its boundary. Find its area.",
            "6"
        ),
        (
            ContestExercises.omni[5].template, [0, 1],
            "Alice draws one of the numbers $1, \\dots, 2$ at random, Bob independently one of the numbers $1, \\dots, 3$. With what probability is Bob's number strictly greater than that of Alice?",
            "\\frac{1}{2}"
        ),
        (
            ScienceExercises.arena[7].template, [1, 0],
            "The statement `count += 1` stands inside two nested loops; the outer one runs i from 1 to 3, the inner one j from i to 5. What is `count` at the end if it was 0 at the beginning?",
            "12"
        ),
        (
            LanguageAndCodeExercises.teasers[1], [0, 0, 1],
            "Anna's snail climbs 3 metres by day and slips back 2 metres by night. On which day does it first look over the rim of a well 10 metres deep?",
            "8"
        ),
    ]

    @Test("golden questions have their answers", arguments: 0..<golden.count)
    func goldenAnswers(_ number: Int) {
        let (template, digits, question, answer) = Self.golden[number]
        var (place, factor) = (0, 1)
        for (digit, size) in zip(digits, template.space) {
            place += digit * factor
            factor *= size
        }
        let exercise = template.exercise(place)
        #expect(exercise.question.text == question)
        #expect(exercise.answer.text == answer)
    }

    @Test("arithmetic against counting")
    func arithmetic() {
        for n in 1...60 {
            #expect(Arithmetic.totient(n) == (1...n).count { Arithmetic.gcd($0, n) == 1 })
            for k in 0...5 {
                #expect(Arithmetic.power(k, 7, modulo: n) == Arithmetic.power(k, 7) % n)
                if k <= n {
                    #expect(
                        Arithmetic.binomial(n, k) == Arithmetic.factorial(min(n, 20)) / Arithmetic.factorial(k)
                            / Arithmetic.factorial(min(n, 20) - k) || n > 20)
                }
            }
        }
        #expect(Arithmetic.lcm(12, 18) == 36)
    }
}
