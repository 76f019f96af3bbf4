import Testing

@testable import Grading

@Suite("Answers behind a phrase")
struct AnswerPhraseTests {
    private static func phrase(_ text: String, finalOnly: Bool = false) -> String? {
        AnswerFinder(Array(text.utf8)).phrase(finalOnly: finalOnly).map { String(decoding: $0.answer, as: UTF8.self) }
    }

    @Test(
        "the kin of the answer is",
        arguments: [
            ("The answer is: 8", "8"), ("the ANSWER IS 9.", "9"), ("The answers are 2 and 3.", "2 and 3"),
            ("Answer = 14", "14"), ("answer: -6", "-6"), ("The answer would be 11.", "11"),
            ("The answer must be $x^2$.", "$x^2$"), ("the answer will be 13.", "13"), ("The answer equals 15.", "15"),
            ("The solutions are 1, 2.", "1, 2"), ("The correct choice is (C).", "(C)"),
            ("The correct options are A and B.", "A and B"), ("The true statement is II.", "II"),
            ("The answer to part (b) is 21.", "21"), ("### Answer\n\n33", "33"), ("**Answers**\n4, 5", "4, 5"),
            ("Answer:\n\n\\[ \\frac{1}{3} \\]", "\\[ \\frac{1}{3} \\]"), ("**The answer is 17.**", "17"),
            ("The answer is\n18", "18"), ("The answer is \"yes\".", "yes"),
        ] as [(String, String)])
    func kin(_ text: String, _ expected: String) { #expect(Self.phrase(text) == expected) }

    @Test(
        "a sentence ends at its point or its line, not in a formula or in a number",
        arguments: [
            ("The answer is 3.14. More follows.", "3.14"), ("The answer is $2.50$.", "$2.50$"),
            ("The answer is $x = 4.$ Next.", "$x = 4"), ("The answer is 5\nand the next line", "5"),
            ("The answer is \\(a\n+ b\\).", "\\(a\n+ b\\)"), ("The answer is $$1\n+ 2$$ here.", "$$1\n+ 2$$ here"),
            ("The answer is 6<|eot|> junk", "6"), ("The answer is 1.5 m. Then we stop.", "1.5 m"),
        ] as [(String, String)])
    func sentences(_ text: String, _ expected: String) { #expect(Self.phrase(text) == expected) }

    @Test(
        "a long sentence gives its last formula or number, a short one itself",
        arguments: [
            ("The answer is that there are exactly $12$ such integers", "12"),
            ("The answer is the sum of the digits, namely 27", "27"),
            ("The answer is none of them", "none of them"), ("The answer is north by east", "north by east"),
            ("The answer is 4 more than all of the other ones", "4 more than all of the other ones"),
        ] as [(String, String)])
    func values(_ text: String, _ expected: String) { #expect(Self.phrase(text) == expected) }

    @Test("the last phrase with an answer behind it counts")
    func last() {
        #expect(Self.phrase("The answer is 1. The answer is 2. The answer is 3.") == "3")
        #expect(Self.phrase("The answer is 4. We check the answer.") == "4")
        #expect(Self.phrase("The answer is 5. Answer:") == "5")
        #expect(Self.phrase("The answer is 6. The answer is") == "6")
    }

    @Test("only a final answer counts where one is asked for")
    func final() {
        #expect(Self.phrase("The answer is 1.", finalOnly: true) == nil)
        #expect(Self.phrase("The FINAL answer is 2. Another answer is 3.", finalOnly: true) == "2")
        #expect(Self.phrase("Final answer: 4", finalOnly: true) == "4")
        #expect(Self.phrase("\\boxed{5} was wrong. Final answer: 6", finalOnly: true) == "6")
    }

    @Test(
        "what names no answer is no phrase",
        arguments: [
            "", "an", "I cannot answer this.", "The answer, is", "answers", "What is the answer? It is 3.",
            "The answer isotope", "Answer:", "so",
        ])
    func none(_ text: String) { #expect(Self.phrase(text) == nil) }

    @Test("an answer of more than six hundred bytes is a text and none")
    func lengths() {
        let long = String(repeating: "9", count: 600)
        #expect(Self.phrase("The answer is \(long).") == long)
        #expect(Self.phrase("The answer is \(long)9.") == nil)
    }

    @Test("the whole sentence behind the phrase is kept for choices")
    func whole() {
        let text = "The answer is that both (A) and (C) are true of it. The rest is not."
        let sentence = AnswerFinder(Array(text.utf8)).sentence()
        #expect(sentence.map { String(decoding: $0, as: UTF8.self) } == "that both (A) and (C) are true of it")
        #expect(AnswerFinder(Array("There is none.".utf8)).sentence() == nil)
        #expect(AnswerFinder(Array("Answer:  ".utf8)).sentence() == nil)
    }
}
