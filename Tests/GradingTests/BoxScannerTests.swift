import TestSupport
import Testing

@testable import Grading

@Suite("Boxes and what is in them")
struct BoxScannerTests {
    private static func scan(_ text: String, from start: Int = 0) -> String? {
        var boxes = BoxScanner(Array(text.utf8), from: start)
        return boxes.lastAnswer().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "of nested boxes the inner one has the answer, of several the last",
        arguments: [
            ("\\boxed{\\boxed{3}}", "3"), ("\\boxed{x = \\fbox{4}}", "4"), ("\\fbox{\\boxed{\\boxed{5}}}", "5"),
            ("\\boxed{1}. Then we found \\boxed{2}. At last \\boxed{3}", "3"),
            ("\\boxed{\\boxed{}}, but \\boxed{6}", "6"), ("\\framebox{12}", "12"),
            ("\\boxed{ 9 }", " 9 "), ("\\boxed {10}", "10"), ("\\boxed\n{11}", "11"),
            ("\\boxed{\\frac{\\sqrt{2}}{\\sqrt{3}}}", "\\frac{\\sqrt{2}}{\\sqrt{3}}"),
        ] as [(String, String)])
    func nested(_ text: String, _ expected: String) { #expect(Self.scan(text) == expected) }

    @Test(
        "braces that are escaped or in a group belong to the content",
        arguments: [
            ("\\boxed{\\{}", "\\{"), ("\\boxed{\\left\\{ 1, 2 \\right\\}}", "\\left\\{ 1, 2 \\right\\}"),
            ("\\boxed{{1}{2}}", "{1}{2}"), ("{{\\boxed{13}}}", "13"), ("}} \\boxed{14}", "14"),
            ("\\boxed{a\\\\b}", "a\\\\b"), ("\\boxed{15}}}", "15"), ("{ \\boxed{16}", "16"),
        ] as [(String, String)])
    func braces(_ text: String, _ expected: String) { #expect(Self.scan(text) == expected) }

    @Test(
        "boxes side by side are one answer of several parts",
        arguments: [
            ("\\boxed{1}, \\boxed{2}, and \\boxed{3}", "1, 2, 3"), ("\\boxed{1} \\boxed{2}", "1, 2"),
            ("\\boxed{4}\\text{ or }\\boxed{5}", "4, 5"), ("\\boxed{6} & \\boxed{7}", "6, 7"),
            ("\\boxed{8}\n\\boxed{9}", "8, 9"), ("\\boxed{3}, \\boxed{3}", "3"),
            ("\\boxed{1} and also \\boxed{2}", "1, 2"), ("\\boxed{1} \\mbox{or} \\boxed{}, \\boxed{2}", "2"),
        ] as [(String, String)])
    func adjacent(_ text: String, _ expected: String) { #expect(Self.scan(text) == expected) }

    @Test(
        "what says more than a word between two boxes parts them",
        arguments: [
            "\\boxed{1} = \\boxed{2}", "\\boxed{1} + \\boxed{2}", "\\boxed{1} - \\boxed{2}", "\\boxed{1}. \\boxed{2}",
            "\\boxed{1} but \\boxed{2}", "\\boxed{1}\n\n\\boxed{2}", "\\boxed{1} 7 \\boxed{2}",
            "\\boxed{1}^2 \\boxed{2}",
            "\\boxed{1}, , , , , , , , , , , , , , , , , , , , , , , , , , , , \\boxed{2}",
        ])
    func parted(_ text: String) { #expect(Self.scan(text) == "2") }

    @Test(
        "a box of nothing but space and braces is none",
        arguments: [
            "", "{}", "\\boxed{}", "\\boxed{ }", "\\boxed{{}}", "\\boxed{\n{ } }", "\\fbox{}\\fbox{}", "boxed{3}",
        ])
    func empty(_ text: String) {
        let boxes = BoxScanner(Array(text.utf8), from: 0)
        #expect(Self.scan(text) == nil)
        #expect(!boxes.isCutOff)
        #expect(boxes.lastEnd == 0)
    }

    @Test(
        "a box without braces takes the number behind it",
        arguments: [
            ("\\boxed -3.5 holds", "-3.5"), ("\\boxed12", "12"), ("\\fbox 7 and \\boxed{8}", "7, 8"),
            ("\\boxed{8} and \\boxed 7", "8"),
        ] as [(String, String)])
    func bare(_ text: String, _ expected: String) { #expect(Self.scan(text) == expected) }

    @Test(
        "a text that ends within its box is cut off, and one that goes on behind the line is not",
        arguments: [
            ("\\boxed{12", true), ("\\boxed{1}, then \\boxed{2", true), ("\\boxed{\\frac{1}{2}", true),
            ("\\boxed{", true), ("\\boxed{12\n", false), ("$\\boxed{12$ holds", false), ("\\boxed{12}", false),
            ("\\boxed{{}", true), ("{1", false),
        ] as [(String, Bool)])
    func cutOff(_ text: String, _ expected: Bool) {
        #expect(BoxScanner(Array(text.utf8), from: 0).isCutOff == expected)
    }

    @Test("what stands in front of the start is not looked at, and the end is behind the last brace")
    func positions() {
        let text = "\\boxed{1}: \\boxed{22}."
        #expect(BoxScanner(Array(text.utf8), from: 0).lastEnd == 21)
        #expect(Self.scan("\\boxed{1} no.", from: 9) == nil)
        #expect(Self.scan(text, from: 3) == "22")
        #expect(Self.scan(text, from: text.utf8.count) == nil)
    }

    @Test("six long boxes are steps, five or short ones are not")
    func steps() {
        func boxes(_ count: Int, length: Int) -> BoxScanner {
            let text = (0..<count).map { "\\boxed{\($0)\(String(repeating: "x", count: length - 1))}" }
            return BoxScanner(Array(text.joined(separator: "\n\n").utf8), from: 0)
        }
        #expect(boxes(6, length: 41).areSteps)
        #expect(!boxes(5, length: 41).areSteps)
        #expect(!boxes(6, length: 40).areSteps)
        let same = String(repeating: "\\boxed{\(String(repeating: "x", count: 50))}\n\n", count: 9)
        #expect(!BoxScanner(Array(same.utf8), from: 0).areSteps)
    }

    @Test("of very many boxes side by side the last thirty-two count")
    func many() {
        let text = (1...500).map { "\\boxed{\($0)}" }.joined(separator: ", ")
        #expect(Self.scan(text) == (469...500).map(String.init).joined(separator: ", "))
    }

    @Test("balanced contents come back byte for byte")
    func contents() {
        var random = SeededRandom(61)
        let pieces = ["1", "x", "\\frac", "\\{", "\\}", "\\\\", " ", ",", "^2", "\\text", "é", "=", "$"]
        func content(_ depth: Int) -> String {
            (0..<1 + random.below(4)).map { _ in
                depth > 0 && random.below(2) == 0 ? "{\(content(depth - 1))}" : random.pick(pieces)
            }.joined()
        }
        for round in 0..<400 {
            let text = "7" + content(round % 5)
            #expect(Self.scan("It is {so} that $\\boxed{\(text)}$ holds.") == text)
        }
    }
}
