import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Stages

@Suite("Rules that look at all texts of a question")
struct LongTextRuleTests {
    private func found(
        _ rule: some TextsRule, question: String = "What?", solution: String? = nil, trace: String? = nil,
        attempt: String? = nil
    ) throws -> String? {
        let line: JSON = [
            "question": .string(question), "solution": solution.map { .string($0) } ?? .null,
            "thinking_trajectories": .strings([trace].compactMap(\.self)),
            "attempt": attempt.map { .string($0) } ?? .null,
        ]
        return try line.compactText.withByteView { text in
            let texts = try #require(QuestionTexts(line: text))
            return rule.fault(in: texts).map { "\($0.column) \($0.fault.found)" }
        }
    }

    static let answers: [(String, String?, String?)] = [
        ("What is 2+2?\nAnswer: 4", nil, "question Answer: 4"),
        ("**Solution:** it is 4", nil, "question **Solution:** i"),
        ("So $\\boxed{4}$. Why?", nil, "question \\boxed{4"), ("x\n#### 4", nil, "question #### 4"),
        ("2+2? (Answer: 4)", nil, "question (Answer: 4)"),
        ("What is 2+2? The final answer is $4$.", nil, "question ? The final answer is $4"),
        ("Is it so that a very long solution of eight words is here?", "a very long solution of eight words is", nil),
        (
            "Is it that a very long solution of eight words is here?", "a very long solution of eight words is here",
            "question a very long solution of eight words is here"
        ),
        ("Pick C1CCCCC1CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC", "C1CCCCC1CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC", nil),
        ("What?\n\nAnswer:", nil, nil), ("(Answer in terms of $n$.)", nil, nil), ("Let $\\boxed{N}$ be it.", nil, nil),
        ("Put it in \\boxed{}.", nil, nil),
        ("The answer is Ai, what is A?", nil, nil), ("Answer: [[input:ans1]]", nil, nil),
        ("If the answer is 4, you win.", nil, nil), ("4?", "4", nil),
    ]

    @Test("answer_in_question", arguments: answers)
    func answer(_ question: String, _ solution: String?, _ expected: String?) throws {
        #expect(try found(AnswerInQuestionRule(), question: question, solution: solution) == expected)
    }

    private static let sentence = "we go on and add one more to it and see that it is still not quite what we wanted "

    @Test("repetition", arguments: [(3, false), (4, true), (40, true)])
    func repetition(_ times: Int, _ isFound: Bool) throws {
        let text = String(repeating: Self.sentence, count: times)
        let words = Self.sentence.split(separator: " ").count
        try #require(words == 20)
        #expect(try (found(RepetitionRule(), trace: "First " + text) != nil) == isFound)
        #expect(try (found(RepetitionRule(), attempt: text) != nil) == isFound)
        #expect(try found(RepetitionRule(), solution: text) == nil)
        // Words that differ are no loop.
        let counted = (0..<times).map { Self.sentence + "\($0) " }.joined()
        #expect(try (found(RepetitionRule(), trace: counted) != nil) == isFound)
        #expect(
            try found(RepetitionRule(), trace: (0..<times * 20).map { "w\($0 * $0)" }.joined(separator: " ")) == nil)
    }

    static let ends: [(String, Bool, Bool)] = [
        ("Find the sum of all $n$ such that the", true, true), ("It is $x$,", true, true), ("Let $f(", true, true),
        ("so the sum is", false, true),
        ("2 + 2 =", false, true), ("It is 4 and\n", true, true), ("\\begin{align} x", true, true),
        ("\\[ x", true, true), ("```python\nx = 1", true, true),
        ("[asy] draw", true, true), ("So it is 4.", false, false), ("The", false, false), ("A", false, false),
        ("$a$", false, false),
        ("\\begin{align} x \\end{align}", false, false), ("\\[ x \\]", false, false), ("```\nx\n```", false, false),
        ("in terms of $a$ and $b$", false, false),
        ("What is the?", false, false), ("What is it to", false, true), ("the value of a", false, false),
        ("", false, false), ("{x}", false, false),
    ]

    @Test("truncated", arguments: ends)
    func truncated(_ text: String, _ inQuestion: Bool, _ inOthers: Bool) throws {
        #expect(try (found(TruncatedRule(), question: text) != nil) == inQuestion)
        #expect(try (found(TruncatedRule(), solution: text) != nil) == inOthers)
        #expect(try (found(TruncatedRule(), trace: text) != nil) == inOthers)
        #expect(try (found(TruncatedRule(), attempt: text) != nil) == inOthers)
    }

    @Test(
        "the example of every rule is one: the rule finds something in it",
        arguments: QualityRules.all.map { $0.spelling })
    func examples(_ spelling: String) throws {
        let type = try #require(QualityRules.all.first { $0.spelling == spelling })
        let example = try #require(type.documentation.example)
        if let rule = (type as? any QualityRule.Type)?.init() {
            #expect(Array(example.utf8).withByteView { rule.fault(in: $0) } != nil)
        } else if let rule = (type as? any TextsRule.Type)?.init() {
            let inQuestion = try found(rule, question: example)
            #expect(try inQuestion != nil || found(rule, trace: example) != nil)
        }
    }
}
