import TestSupport
import Testing

@testable import Grading

@Suite("Grading of texts that nobody meant as answers")
struct FuzzTests {
    /// Pieces of LaTeX, of plain mathematics and of text.
    private static let pieces = [
        "\\frac", "{", "}", "\\sqrt", "^", "_", "(", ")", "[", "]", "\\left(", "\\right)", "1", "2", "37", "0.5", "x",
        "y", "n", "\\pi", "e", "i",
        "+", "-", "*", "/", "=", "<", "\\le", ",", ";", ":", "|", "!", "\\infty", "\\cup", "\\setminus", "\\{", "\\}",
        "\\pm", "\\sin", "\\log", "\\ln",
        "\\text{", " and ", "\\begin{pmatrix}", "\\end{pmatrix}", "&", "\\\\", "\\boxed{", "\\%", "^\\circ", "√", "²",
        "½", "≤", "∞", "π", "$", "$$",
        "\\[", "\\]", "the answer is ", ".", "\n", " ", "10^", "9999999999", "e9", "\\binom", "\\overline{", "'",
        "\\in", "\\mid", "cm", "=/=", "!=", "\u{0C}rac",
    ]

    private static func text(_ random: inout SeededRandom, pieces count: Int) -> String {
        (0..<count).map { _ in random.pick(pieces) }.joined()
    }

    /// The operations of the whole comparison are bounded, so its time is, too, with room for slow builds.
    private static let limit = Duration.seconds(5)

    @Test("random pieces are graded in bounded time, and twice alike")
    func pieces() {
        var random = SeededRandom(51)
        let clock = ContinuousClock()
        for round in 0..<1500 {
            let reference = Array(Self.text(&random, pieces: 1 + round % 12).utf8)
            let response = Array(Self.text(&random, pieces: 1 + round % 40).utf8)
            var first: Grade?
            let time = clock.measure { first = Grader().grade(response: response, reference: reference) }
            #expect(time < Self.limit, "\(String(decoding: response, as: UTF8.self))")
            #expect(Grader().grade(response: response, reference: reference) == first)
        }
    }

    @Test("random bytes are graded, be they no UTF-8")
    func bytes() {
        var random = SeededRandom(52)
        for round in 0..<1500 {
            let bytes: [UInt8] = (0..<(round % 60)).map { _ in
                random.below(3) == 0
                    ? UInt8(truncatingIfNeeded: random.next()) : random.pick(Array("\\{}^_$()[]0123,.ax".utf8))
            }
            let grade = Grader().grade(response: bytes, reference: Array("12".utf8))
            #expect(Verdict.allCases.contains(grade.verdict))
            let choice = ChoiceFinder(bytes).find()
            #expect(choice.map { $0.answer.allSatisfy { (0x41...0x48).contains($0) } } ?? true)
        }
    }

    @Test(
        "towers, large factorials, deep nesting and long products end within the budget",
        arguments: [
            "9^{9^{9^{9^{9}}}}", "2^{2^{2^{2^{2^{2}}}}}", "99999999!", "(10^{9})!", "\\binom{10^{12}}{10^{6}}",
            "10^{10^{10}}", "(x+1)^{10^{18}}",
            "\\sqrt{\\sqrt{\\sqrt{\\sqrt{10^{1000}+1}}}}", "\\sin(10^{400})", "e^{e^{e^{e^{e}}}}",
            "\\ln(\\ln(\\ln(10)))", "1e2000", "1e-2000", "0.\\overline{142857}",
            "\\lfloor 10^{500} \\pi \\rfloor", "x^{x^{x^{x}}}", "\\frac{1}{0}", "0^0", "0^{-1}", "\\log_1 5",
            "\\sqrt[0]{2}", "((((((((1))))))))",
            "\\gcd(10^{100}, 6^{100})", "\\tan\\frac{\\pi}{2}", "\\arcsin 2", "(-1)^{1/2}", "\\infty - \\infty",
        ])
    func hard(_ text: String) {
        let clock = ContinuousClock()
        for other in [text + "+1", "x", "2^{1000}", "\\sqrt{2}", "(\(text))^2"] {
            var isDecided = false
            let time = clock.measure { isDecided = !decision(text, other).isEmpty }
            #expect(isDecided)
            #expect(time < Self.limit, "\(text) and \(other)")
        }
        #expect(decision(text, text).hasPrefix("="))
    }

    @Test("random trees end within the budget")
    func trees() {
        var trees = RandomTrees(53, hasFunctions: true)
        let clock = ContinuousClock()
        for round in 0..<300 {
            let (left, right) = (trees.next(3 + round % 5), trees.next(3 + round % 5))
            var comparator = Comparator(settings: GradeSettings())
            let time = clock.measure { _ = comparator.decide(left, right) }
            #expect(time < Self.limit, "\(latex(left))")
        }
    }

    @Test("lists of many items end within the budget")
    func lists() {
        let items = (1...300).map { "\\sqrt{\($0)}" }
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(!decision(items.joined(separator: ","), items.reversed().joined(separator: ",")).isEmpty)
        }
        #expect(time < Self.limit * 4)
    }
}
