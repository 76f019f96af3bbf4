import Bytes
import Foundation
import TestSupport
import Testing

@testable import Pools

@Suite("The form in which texts are joined")
struct JoinedTextTests {
    private func normalized(_ text: String) -> String {
        String(decoding: text.withByteView { JoinedText.normalized($0) }, as: UTF8.self)
    }

    @Test(
        "is the normal form by which all questions are compared",
        arguments: [
            ("", ""), (" \n\t", ""), ("a", "a"), ("  a \n b\t", "a b"), ("a\u{A0}b", "a b"),
            ("a\u{3000}\u{2003}b ", "a b"),
            ("e\u{301}", "\u{E9}"), ("\u{FB01}x", "fix"), ("x\u{B2}", "x ^ 2"), ("ＡＢ１", "ab 1"), ("a\u{85}b", "a b"),
            ("\u{1E9B}\u{323}", "\u{1E69}"), ("数学", "数 学"), ("a\u{200B}b", "ab"), ("Ａ\u{301}", "\u{E1}"),
            ("$[-80, 80]$", "[ - 80 80 ]"), ("Compute $\\dfrac{1}{2}$.", "compute frac 1 2"), ("?!", "?!"),
        ])
    func forms(_ text: String, _ expected: String) {
        #expect(Array(normalized(text).utf8) == Array(expected.utf8))
    }

    @Test("is the same whatever the form of Unicode, the case and the white space", arguments: 0..<100)
    func agrees(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let stock = ["a", "B", " ", "\n", "é", "e\u{301}", "\u{323}", "ﬁ", "Ω", "\u{2126}", "가", "각", "ㄱ", "㎏", "数"]
        let text = (0..<random.below(20)).map { _ in random.pick(stock) }.joined()
        let other = text.precomposedStringWithCompatibilityMapping.uppercased().unicodeScalars
            .split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " \t")
        #expect(normalized(text).bytes == normalized(other).bytes, "\(text.debugDescription)")
    }

    @Test("has a key of its own, which is no id of the same text")
    func keys() {
        let text = Array("a b".utf8)
        #expect(JoinedText.key(text) != text.withByteView { QuestionID(of: $0).value })
        #expect(JoinedText.key(text) == JoinedText.key(Array(normalized(" a\u{A0}b").utf8)))
        #expect(JoinedText.key(text) != JoinedText.key(Array("a  b".utf8)))
    }
}
