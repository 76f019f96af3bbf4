import TestSupport
import Testing

@testable import Grading

@Suite("The formula or the number that a text ends on")
struct LastFormulaTests {
    private static func formula(_ text: String) -> String? {
        AnswerFinder(Array(text.utf8)).lastFormula().map {
            "\($0.1.rawValue): \(String(decoding: $0.0, as: UTF8.self))"
        }
    }

    private static func number(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        return AnswerFinder(bytes).lastNumber().map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(
        "numbers with their signs, fractions, groups, bases and percent signs",
        arguments: [
            ("12", "12"), ("from 3 to 4", "4"), ("it is -5.", "-5"), ("a-5", "5"), ("2 - 7", "7"), ("(-8)", "-8"),
            ("3/4 of it", "3/4"), ("1,234,567 of them", "1,234,567"), ("0.125", "0.125"), (".5", ".5"),
            ("the value 2.50.", "2.50"), ("50% off", "50%"), ("10% of 80", "80"), ("101_2", "101_2"),
            ("x1y", "1"), ("1, 2", "2"), ("-1/2", "-1/2"), ("007", "007"), ("9", "9"), ("-9", "-9"), ("sum,6", "6"),
        ] as [(String, String)])
    func numbers(_ text: String, _ expected: String) { #expect(Self.number(text) == expected) }

    @Test("a text without digits has no last number", arguments: ["", "x", "one half", "½", "-", "a.b,c/d"])
    func noNumber(_ text: String) { #expect(Self.number(text) == nil) }

    @Test(
        "formulas in each kind of bracket",
        arguments: [
            ("so \\( y = 3 \\) holds", "last: y = 3"), ("so $y$ and $z$", "last: z"), ("$a$", "last: a"),
            ("\\[ a \\] and then \\[ b \\]", "display: b"), ("$$ a $$ and $$ b $$", "display: b"),
            ("\\[ a \\] and 7", "last: 7"), ("$x$ and 8", "last: 8"), ("9 and $x$", "last: x"),
            ("\\[ 5 \\] so $x$", "last: x"), ("10\\% of \\[ p \\]", "display: p"),
            ("costs \\$5 or \\$6", "last: 6"), ("\\[\n\\frac{1}{2}\n\\]", "display: \\frac{1}{2}"),
        ] as [(String, String)])
    func formulas(_ text: String, _ expected: String) { #expect(Self.formula(text) == expected) }

    @Test(
        "a formula that is only a script belongs to the number before it",
        arguments: [
            ("5 m$^2$", "last: 5"), ("12 kg$_0$", "last: 12"), ("30$^\\circ$", "last: 30"), ("x $$ y", nil),
            ("$^2$", "last: 2"), ("$ $ and no more", nil),
        ] as [(String, String?)])
    func scripts(_ text: String, _ expected: String?) { #expect(Self.formula(text) == expected) }

    @Test(
        "brackets without their other side and dollars on two lines hold no formula",
        arguments: ["a \\] b", "\\[ a", "a \\) b", "\\( a", "$a", "b$", "x $ y\nz $", "\\$a\\$", "$$", "$$$"])
    func unbalanced(_ text: String) { #expect(Self.formula(text) == nil) }

    @Test("a number that was written is found behind any words")
    func written() {
        var random = SeededRandom(62)
        for _ in 0..<500 {
            let value = Int(random.next() % 2_000_001) - 1_000_000
            let words = (0..<random.below(6)).map { _ in random.pick(["so", "we", "get", "1", "2.5", "$x$"]) }
            let text = (words + ["\(value)"]).joined(separator: " ") + random.pick(["", ".", " more", "!", " of x"])
            #expect(Self.number(text) == "\(value)", "\(text)")
        }
    }
}
