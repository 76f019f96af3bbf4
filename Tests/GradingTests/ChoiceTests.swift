import Testing

@testable import Grading

@Suite("Letters of choices")
struct ChoiceTests {
    private static func find(_ response: String) -> String? { ChoiceFinder(Array(response.utf8)).find()?.text }

    @Test(
        "the letters that a response ends on",
        arguments: [
            ("The answer is (B).", "B"), ("Answer: C", "C"), ("\\boxed{\\text{(D)}}", "D"), ("\\boxed{A}", "A"),
            ("\\boxed{AC}", "AC"),
            ("B. It is the largest.", "B"), ("A) The speed doubles.", "A"), ("C", "C"), ("A and C", "AC"),
            ("(A), (B), (D)", "ABD"),
            ("The correct options are (A), (B) and (C).", "ABC"),
            ("Option (A) fails.\nHence, the correct answer is (C) $\\frac{5}{3}$.", "C"),
            ("(A) is true. (B) is false.\n\nTherefore, the only true statement is (A).", "A"),
            ("Final answer: (B) and (C) are true.", "BC"),
            ("The final answer is: (A) is true, and (B), (C), and (D) are false.", "A"), ("**Answer: D**", "D"),
            ("A) False\nB) True\nC) False\nD) True", "BD"),
            ("So the correct option is (A) (I) → (P); (II) → (R).", "A"),
            ("The closest choice is $\\boxed{\\mathrm{(C)}\\ 62}$.", "C"), ("Hence, the answer is D.", "D"),
        ] as [(String, String)])
    func letters(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test(
        "a response without letters has none",
        arguments: ["", "The answer is 12.", "It depends on x and y.", "\\boxed{3402}"])
    func none(_ response: String) { #expect(Self.find(response) == nil) }

    @Test(
        "a reference that is a letter is compared with them",
        arguments: [
            ("B", "After some work, the answer is (B).", Verdict.right, GradeRule.choice),
            ("(B)", "The answer is C.", .wrong, .modular),
            ("\\text{(E)}", "\\boxed{E}", .right, .choice), ("AC", "The answers are (A) and (C).", .right, .choice),
            ("AC", "The answer is (A).", .wrong, .choice),
        ] as [(String, String, Verdict, GradeRule)])
    func grades(_ reference: String, _ response: String, _ verdict: Verdict, _ rule: GradeRule) {
        let grade = Grader().grade(response: Array(response.utf8), reference: Array(reference.utf8))
        #expect(grade.verdict == verdict)
        #expect(grade.rule == rule)
    }
}
