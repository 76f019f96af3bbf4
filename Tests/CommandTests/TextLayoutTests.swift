import Bytes
import Messages
import Testing

@testable import Answers
@testable import Runs
@testable import Stages
@testable import curate

@Suite("Texts in the columns of a terminal")
struct TextLayoutTests {
    @Test(
        "how many columns a text takes",
        arguments: [("", 0), ("abc", 3), ("问题", 4), ("e\u{301}", 1), ("a问", 3), ("\u{301}", 0), ("한", 2)])
    func width(_ text: String, _ expected: Int) { #expect(text.displayWidth == expected) }

    @Test(
        "a text that is too wide ends in an ellipsis, and fits",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("问题问题", 8, "问题问题"), ("问题问题", 7, "问题问…"),
            ("问题问题", 6, "问题…"), ("abc", 1, "…"),
        ])
    func clipped(_ text: String, _ columns: Int, _ expected: String) {
        #expect(text.clipped(to: columns) == expected)
        #expect(text.clipped(to: columns).displayWidth <= columns)
    }

    @Test(
        "lines break between words, and a word that is too long stands alone",
        arguments: [
            ("a b c", 3, ["a b", "c"]), ("abcdef gh", 4, ["abcdef", "gh"]), ("", 5, [""]), ("问题 问题", 6, ["问题", "问题"]),
        ])
    func wrapped(_ text: String, _ columns: Int, _ expected: [String]) {
        #expect(text.wrapped(to: columns) == expected)
    }

    @Test("a text is filled up on the right, or on the left, and never cut")
    func padded() {
        #expect("a问".padded(to: 5) == "a问  ")
        #expect("a问".padded(to: 5, alignedRight: true) == "  a问")
        #expect("abc".padded(to: 2) == "abc")
    }
}
