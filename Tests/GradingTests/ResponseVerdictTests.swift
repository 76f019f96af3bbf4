import Testing

@testable import Grading

@Suite("Verdicts on whole responses by their rules")
struct ResponseVerdictTests {
    private static func grade(_ reference: String, _ response: String, _ settings: GradeSettings) -> Grade {
        Grader(settings: settings).grade(response: Array(response.utf8), reference: Array(reference.utf8))
    }

    @Test(
        "each response has its verdict by its rule",
        arguments: [
            ("C", "So the answer is (C).", Verdict.right, GradeRule.choice),
            ("BD", "The answers are (B) and (D).", .right, .choice),
            ("BD", "The answers are (B) and (C).", .wrong, .choice),
            ("\\frac{5}{4}", "Adding both gives \\boxed{1.25}.", .right, .exact),
            ("\\frac{5}{4}", "Adding both gives \\boxed{1.5}.", .wrong, .exact),
            ("x^2 - 1", "We get \\boxed{(x-1)(x+1)}.", .right, .modular),
            ("x^2 - 1", "We get \\boxed{(x-1)^2}.", .wrong, .modular),
            ("\\sqrt{18}", "Hence \\boxed{3\\sqrt{2}}.", .right, .interval),
            ("\\sqrt{18}", "Hence \\boxed{2\\sqrt{3}}.", .wrong, .interval),
            ("\\sqrt{18}", "Hence about \\boxed{4.243}.", .right, .rounded),
            ("{2, 9}", "The roots are \\boxed{9, 2}.", .right, .items),
            ("(2, 9)", "The point is \\boxed{(2, \\sqrt{81})}.", .right, .parts),
            ("(2, 9)", "The point is \\boxed{(9, 2)}.", .wrong, .parts),
            ("(2, 9)", "It holds for \\boxed{2 < x < 9}.", .right, .realSet),
            ("x + y = 3", "The line is \\boxed{2x + 2y = 6}.", .right, .equation),
            ("2:3", "They are as \\boxed{8:12}.", .right, .ratio), ("7", "", .wrong, .noAnswer),
            ("  \n", "The answer is 7.", .undecided, .noReference),
        ] as [(String, String, Verdict, GradeRule)])
    func responses(_ reference: String, _ response: String, _ verdict: Verdict, _ rule: GradeRule) {
        let grade = Self.grade(reference, response, GradeSettings())
        #expect(grade.verdict == verdict)
        #expect(grade.rule == rule)
    }

    @Test("a tolerance reaches just to its end, on both sides", arguments: ["0.1", "0.25", "1", "3"])
    func tolerances(_ text: String) throws {
        let tolerance = try #require(Rational(decimal: text))
        let settings = GradeSettings(tolerance: tolerance, acceptsRounded: false)
        for sign in ["+", "-"] {
            #expect(Self.grade("20", "\\boxed{20 \(sign) \(text)}", settings).rule == .tolerance)
            #expect(Self.grade("20", "\\boxed{20 \(sign) \(text)}", settings).verdict == .right)
            #expect(Self.grade("20", "\\boxed{20 \(sign) \(text) \(sign) 0.001}", settings).verdict == .wrong)
            #expect(Self.grade("20", "\\boxed{20 \(sign) \(text)}", GradeSettings()).verdict == .wrong)
        }
    }

    @Test("rounded answers are right only where rounding is on", arguments: ["0.667", "0.6667", "0.66667"])
    func rounding(_ answer: String) {
        let response = "The answer is \\boxed{\(answer)}."
        #expect(Self.grade("\\frac23", response, GradeSettings()).rule == .rounded)
        let grade = Self.grade("\\frac23", response, GradeSettings(acceptsRounded: false))
        #expect(grade.verdict == .wrong && grade.rule == .exact)
    }
}
