import TestSupport
import Testing

@testable import Grading

@Suite("The part of a response that can hold its answer")
struct ResponseBoundsTests {
    private static func find(_ response: String) -> String {
        let found = AnswerFinder(Array(response.utf8)).find()
        return "\(found.state.rawValue): \(found.text)"
    }

    private static let filler = String(repeating: "Each of the next steps is like the one before. ", count: 16)

    @Test(
        "only what follows the last end of thoughts counts",
        arguments: [
            ("a</think>b</think>The answer is 2.", "phrase: 2"), ("<think>1</think>3", "whole: 3"),
            ("The answer is 1.</think>\nI could never find whether there were some.", "none: "),
            ("\\boxed{1</think>2", "whole: 2"), ("x<|begin_of_solution|>\\boxed{4}<|end_of_solution|>", "box: 4"),
            ("</think>", "none: "), ("<think>\\boxed{5}", "box: 5"), ("</thinks>6", "whole: </thinks>6"),
            ("\\boxed{7}</think >", "box: 7"), ("</THINK>8", "whole: </THINK>8"),
            ("</think><|im_start|>The answer is 9.", "phrase: 9"),
        ] as [(String, String)])
    func thoughts(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test(
        "a mark of the format ends the response unless it begins it",
        arguments: [
            ("12<|im_end|>13", "whole: 12"), ("12<|eot_id|>", "whole: 12"), ("<|im_start|>\\boxed{3}", "box: 3"),
            ("\\boxed{4}<|im_start|></think>\\boxed{5}", "box: 4"), ("1 <| 2", "whole: 1 <| 2"),
        ] as [(String, String)])
    func marks(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test("where the response begins is behind the mark")
    func start() {
        #expect(AnswerFinder(Array("ab</think>cd".utf8)).start == 10)
        #expect(AnswerFinder(Array("abcd".utf8)).start == 0)
        #expect(AnswerFinder([]).start == 0)
    }

    @Test(
        "a long response that ends within a sentence or a formula is cut off",
        arguments: [
            "and this is because we", "we have $x = 12", "\\(x + 7", "so it follows that x =", "which is 3 +",
            "for all of the cases:", "as we saw (", "and then **we", "then \\boxed{7", "so a;",
        ])
    func cutOff(_ end: String) { #expect(Self.find(Self.filler + end) == "cut_off: ") }

    @Test(
        "one that ends with a mark that closes something is not",
        arguments: [
            ("So we find 12!", "last: 12"), ("Is it 13?", "last: 13"), ("We get $14$", "last: 14"),
            ("We get (15)", "last: 15"), ("It is \\(16\\)", "last: 16"), ("\\[ 17 \\]", "display: 17"),
            ("We get `18`", "last: 18"), ("It is **19**", "last: 19"), ("x = 20", "last: 20"),
            ("\\(a\\) is 21", "last: 21"), ("which gives 22。", "last: 22"), ("The answer is twenty", "phrase: twenty"),
        ] as [(String, String)])
    func ended(_ end: String, _ expected: String) { #expect(Self.find(Self.filler + end) == expected) }

    @Test("the same end in a short response cuts nothing off")
    func short() {
        #expect(Self.find("and this follows because there were") == "none: ")
        #expect(Self.find("which is 3 +") == "whole: which is 3 +")
        #expect(Self.find("\\boxed{7") == "cut_off: ")
    }

    @Test(
        "a short text of at most two words is the answer as a whole",
        arguments: [
            ("x^2 + 1", "whole: x^2 + 1"), ("**42**", "whole: 42"), ("\"5\"", "whole: 5"), (": 6", "whole: 6"),
            ("north west", "whole: north west"), ("12 metres long", "whole: 12 metres long"),
            ("there were 12 people then", "last: 12"), ("7\n8", "last: 8"),
        ] as [(String, String)])
    func whole(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test(
        "a final answer behind a box replaces it, any other phrase does not",
        arguments: [
            ("\\boxed{1} The final answer is 2.", "phrase: 2"), ("\\boxed{1} The answer is 2.", "box: 1"),
            ("The final answer is 2. \\boxed{1}", "box: 1"), ("The final answer is \\boxed{3}.", "box: 3"),
            ("Final answer: 4. The answer is 5.", "phrase: 4"),
        ] as [(String, String)])
    func order(_ response: String, _ expected: String) { #expect(Self.find(response) == expected) }

    @Test("an answer is kept up to its largest length")
    func largest() {
        let digits = String(repeating: "7", count: 10_000)
        #expect(AnswerFinder(Array("\\boxed{\(digits)}".utf8)).find().answer.count == Extraction.largestAnswer)
        #expect(AnswerFinder(Array("So it is that we get \\[\(digits)\\]".utf8)).find().answer.count == 4096)
    }

    @Test("bytes that are no UTF-8 are kept, and replaced in the text")
    func invalid() {
        let bytes = Array("\\boxed{".utf8) + [0xFF, 0x31, 0xC3] + Array("}".utf8)
        let found = AnswerFinder(bytes).find()
        #expect(found.answer == [0xFF, 0x31, 0xC3])
        #expect(found.text == "\u{FFFD}1\u{FFFD}")
        #expect(AnswerFinder([0xFF, 0xFE]).find().state == .whole)
        #expect(AnswerFinder([0x80] + Array(" The answer is 3.".utf8)).find() == Extraction(.phrase, [0x33]))
    }

    @Test("every part of a response is searched without a fault, and alike each time")
    func prefixes() {
        let text = Array(
            "<think>$1$</think> So \\[ x \\] the answer is \\(2\\). \\boxed{{3}} \\boxed 4 <|im_end|>".utf8)
        for low in text.indices {
            for high in stride(from: low, through: text.count, by: 7) {
                let part = Array(text[low..<high])
                let found = AnswerFinder(part).find()
                #expect(found == AnswerFinder(part).find())
                #expect(found.answer.count <= part.count)
                #expect((found.state == .none || found.state == .cutOff) == found.answer.isEmpty)
            }
        }
    }
}
