import Testing

@testable import Grading

@Suite("Where the answer of a response is found")
struct ExtractionTests {
    private static func find(_ response: String) -> String {
        let found = AnswerFinder(Array(response.utf8)).find()
        return "\(found.state.rawValue): \(found.text)"
    }

    private static let filler = String(repeating: "We go on and count all of the cases once more. ", count: 20)

    @Test(
        "boxes",
        arguments: [
            ("So it is \\boxed{42}.", "box: 42"), ("\\boxed{1}, no: \\boxed{2}", "box: 2"),
            ("\\boxed{\\frac{1}{2}} holds", "box: \\frac{1}{2}"),
            ("\\boxed{5} and then \\boxed{}", "box: 5"), ("\\boxed{-2} and \\boxed{1}", "box: -2, 1"),
            ("\\[ \\boxed{-2} \\quad \\text{and} \\quad \\boxed{1} \\]", "box: -2, 1"),
            ("\\boxed{3}$ or $\\boxed{4}$", "box: 3, 4"),
            ("$x = \\boxed{3}$ and $y = \\boxed{4}$", "box: 4"), ("\\boxed{7}\n\n\nIndeed \\boxed{7}", "box: 7"),
            ("\\fbox{9}", "box: 9"),
            ("\\boxed 8", "box: 8"), ("\\boxed{\\text{we get } \\boxed{6}}", "box: 6"),
            ("\\boxed{\\{1, 2\\}}", "box: \\{1, 2\\}"),
            ("\\boxed{11 \nand more text on the next line.", "box: 11 "),
        ] as [(String, String)])
    func boxes(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test(
        "phrases",
        arguments: [
            ("The answer is 42.", "phrase: 42"),
            ("Final Answer: The final answer is $\\frac12$. I hope it is correct.", "phrase: $\\frac12$"),
            ("So the answer is 3.5 metres. This is all.", "phrase: 3.5 metres"), ("**Answer:** 17", "phrase: 17"),
            ("The solution is x = 4.", "phrase: x = 4"),
            ("Final answer\n\n12", "phrase: 12"), ("The answer to the question is\n\\[ x^2 \\]", "phrase: \\[ x^2 \\]"),
            ("The answer is 1. But no: the answer is 2.", "phrase: 2"),
            ("Answer: the largest of all such numbers $n$ is 31.", "phrase: 31"),
            (
                "\\boxed{255} is the interest. Final Answer: The final answer is $10455$. I hope it is correct.",
                "phrase: $10455$"
            ),
        ] as [(String, String)])
    func phrases(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test(
        "formulas and numbers at the end",
        arguments: [
            ("Adding up gives the following total amount:\n\\[ x = 12 \\]\n", "display: x = 12"),
            ("We add all of them up:\n$$ 3 + 4 = 7 $$", "display: 3 + 4 = 7"),
            ("Thus the number of marbles that remain is $19$.", "last: 19"),
            ("Thus the number of marbles that remain is 1,900.", "last: 1,900"),
            ("Therefore, the base six form of this number is 4321_6.", "last: 4321_6"),
            ("which leaves exactly 35% of them over.", "last: 35%"),
            ("We conclude that the temperature falls to -12 over night.", "last: -12"),
            ("the final speed is 12 m s$^{-1}$ as we wanted", "last: 12"),
            ("7", "whole: 7"), ("\n\n 1.5e-2 \n", "whole: 1.5e-2"), ("x = 5", "whole: x = 5"),
        ] as [(String, String)])
    func last(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test(
        "thoughts do not count, whatever they end with", arguments: ["</think>", "<|end_of_thought|>", "</thinking>"])
    func thoughts(_ mark: String) {
        #expect(Self.find("Maybe \\boxed{1}? \(mark)\nIt is \\boxed{2}.") == "box: 2")
        #expect(Self.find("Maybe \\boxed{1}? \(mark)\nThe answer is 3.") == "phrase: 3")
        #expect(Self.find("Maybe \\boxed{1}? \(mark)") == "none: ")
    }

    @Test("what follows the end of a response does not count")
    func marks() {
        #expect(Self.find("The answer is 4.<|im_end|>\n<|im_start|>user\nThe answer is 5.") == "phrase: 4")
        #expect(Self.find("It is \\boxed{4}<|endoftext|>\\boxed{5}") == "box: 4")
    }

    @Test(
        "a response that was cut off has no answer",
        arguments: [
            "Now we compute 12 + 7 and then", "so the next value of the sum is \\( 12", "which we now divide by 3,",
            "hence \\boxed{12 + ",
        ])
    func cutOff(_ end: String) { #expect(Self.find(Self.filler + end) == "cut_off: ") }

    @Test("one that ends with a sentence or a number was not cut off")
    func whole() {
        #expect(Self.find(Self.filler + "So there are 12 of them.") == "last: 12")
        #expect(Self.find(Self.filler + "\nm + n = 13 + 6 = **19**") == "last: 19")
        #expect(Self.find("") == "none: ")
        #expect(Self.find(" \n ") == "none: ")
        #expect(Self.find("I do not know what to do with any of this information.") == "none: ")
    }

    @Test("many long boxes are the steps of a derivation, and no answer that could be right")
    func steps() {
        let lines = (1...8).map {
            "\\boxed{\\text{Step number \($0) is that the sum of the first terms is } \($0) = \($0)}"
        }
        let response = Array(lines.joined(separator: "\n\n").utf8)
        #expect(AnswerFinder(response).find().state == .steps)
        #expect(Grader().grade(response: response, reference: Array("8".utf8)).verdict == .undecided)
        #expect(Grader().grade(response: response, reference: Array("9".utf8)).verdict == .wrong)
    }

    @Test("thousands of empty, open or nested boxes cost what their bytes cost")
    func manyBoxes() {
        for part in [
            "\\boxed{}. ", "\\boxed{", "\\boxed{1} ", "{\\boxed", "\\boxed{{}", "the answer is ", "$$", "\\[", "<|",
        ] {
            // The least of three times, since other work may slow down any of them.
            func time(_ count: Int) -> Duration {
                let bytes = Array(String(repeating: part, count: count).utf8)
                let times = (0..<3).map { _ in ContinuousClock().measure { _ = AnswerFinder(bytes).find() } }
                return times.min() ?? .zero
            }
            // Sixteen times the bytes: a square would be 256 times the time.
            #expect(time(32_000) < time(2000) * 100 + .seconds(1), "\(part)")
        }
    }

    @Test("a reference may be a solution that ends on its answer")
    func references() {
        let solution = Self.filler + "Therefore the sum is \\boxed{\\frac{3}{7}}."
        #expect(String(decoding: Grader.answer(ofReference: Array(solution.utf8)), as: UTF8.self) == "\\frac{3}{7}")
        let prose = Self.filler + "Hence the answer is 12."
        #expect(String(decoding: Grader.answer(ofReference: Array(prose.utf8)), as: UTF8.self) == "12")
        #expect(String(decoding: Grader.answer(ofReference: Array("x > 1".utf8)), as: UTF8.self) == "x > 1")
    }
}
