import Bytes
import Testing
import TestSupport

@testable import Overlap

/// What two texts share and what differs.
@Suite("Matched stretches")
struct MatchedStretchesTests {
    private static func match(_ one: String, _ other: String) -> MatchedStretches {
        one.withByteView { one in other.withByteView { MatchedStretches(one, $0) } }
    }

    private static func texts(_ match: MatchedStretches, _ one: String, _ other: String) -> [[String]] {
        match.stretches.map { stretch in
            [
                String(decoding: one.bytes[stretch.first], as: UTF8.self),
                String(decoding: other.bytes[stretch.second], as: UTF8.self),
            ]
        }
    }

    @Test("stretches as each of the texts writes them")
    func stretches() {
        let one = "Anna walks to $\\dfrac{1}{2}$ of the shops. How far is it?"
        let other = "Today, Anna walks to \\(\\frac12\\) of the red shops. How far is it really?"
        let match = Self.match(one, other)
        #expect(
            Self.texts(match, one, other) == [
                ["Anna walks to $\\dfrac{1}{2}$ of the", "Anna walks to \\(\\frac12\\) of the"],
                ["shops. How far is it", "shops. How far is it"],
            ])
    }

    @Test("what differs: numbers, names, the question asked")
    func differences() {
        let match = Self.match(
            "Yann and Camille order 10 dishes of 3 kinds. How many ways are there?",
            "Yann and Berta order 12 dishes of 3 kinds. How much is it?")
        #expect(match.inFirst.numbers == ["10"] && match.inSecond.numbers == ["12"])
        #expect(match.inFirst.names == ["Camille"] && match.inSecond.names == ["Berta"])
        #expect(match.inFirst.asked == "How many ways are there" && match.inSecond.asked == "How much is it")
        let same = Self.match("Find $x$ if $x=2$.", "find \\(x\\) if x = 2")
        #expect(same.inFirst.isEmpty && same.inSecond.isEmpty)
    }

    @Test("stretches are in order in the first text, do not overlap in it, and say the same in both")
    func properties() {
        var random = SeededRandom(21)
        let words = ["cat", "Dog", "5", "6", "runs.", "to", "the", "hill", "$x$", "\u{6C42}", "(", ")"]
        for _ in 0..<400 {
            let texts = (0..<2).map { _ in
                (0..<random.below(40)).map { _ in words[random.below(words.count)] }.joined(separator: " ")
            }
            let match = Self.match(texts[0], texts[1])
            var end = 0
            for stretch in match.stretches {
                #expect(stretch.first.lowerBound >= end && !stretch.first.isEmpty && !stretch.second.isEmpty)
                end = stretch.first.upperBound
                let forms = zip(texts, [stretch.first, stretch.second]).map { text, place in
                    NormalFormTests.form(String(decoding: text.bytes[place], as: UTF8.self))
                        .filter { $0 != "(" && $0 != ")" }.split(separator: " ")
                }
                #expect(forms[0] == forms[1], "\(texts)")
            }
        }
    }

    @Test("short texts match in single units")
    func short() {
        let match = Self.match("Compute 9 now", "Compute 8 now")
        #expect(match.stretches.count == 2)
    }

    @Test("empty texts")
    func empty() {
        #expect(Self.match("", "").stretches.isEmpty)
        #expect(Self.match("a b c", "").stretches.isEmpty)
    }
}
