import Testing

@testable import Grading

@Suite("Grades of whole responses")
struct GraderTests {
    @Test(
        "the verdict, the rule, and how the answer was found",
        arguments: [
            ("\\frac12", "We add them up and get \\boxed{0.5}.", Verdict.right, GradeRule.exact, Extraction.State.box),
            ("12", "The answer is 13.", .wrong, .exact, .phrase), ("12", "", .wrong, .noAnswer, .none),
            ("", "The answer is 13.", .undecided, .noReference, .phrase),
            ("north", "\\boxed{\\text{South}}", .wrong, .words, .box),
            ("\\sqrt{8}", "It is $2\\sqrt{2}$.", .right, .lastValue, .whole),
            ("(1, 2)", "So we have found that the point is \\[ (1, 2) \\]", .right, .sameText, .display),
        ] as [(String, String, Verdict, GradeRule, Extraction.State)])
    func grades(
        _ reference: String, _ response: String, _ verdict: Verdict, _ rule: GradeRule, _ state: Extraction.State
    ) {
        let grade = Grader().grade(response: Array(response.utf8), reference: Array(reference.utf8))
        #expect(grade.verdict == verdict)
        #expect(grade.rule == rule)
        #expect(grade.extraction.state == state)
    }

    @Test("an answer that was cut off is wrong by its own rule, and not undecided")
    func cutOff() {
        let response = String(repeating: "And the next case is like the one before it. ", count: 30) + "Then we"
        let grade = Grader().grade(response: Array(response.utf8), reference: Array("4".utf8))
        #expect(grade.verdict == .wrong)
        #expect(grade.rule == .cutOff)
    }

    @Test("rules have names of small letters, each its own")
    func names() {
        let names = GradeRule.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) } })
    }
}
