import TestSupport
import Testing

@testable import Bytes

@Suite("Words")
struct WordsTests {
    private func words(_ text: String) -> [String] {
        var words = Words()
        withBytes(text) { words.read($0) }
        return (0..<words.count).map { words.withWord($0) { $0.text } }
    }

    @Test(
        "are what lies between white space, lower-cased",
        arguments: [
            ("", []), ("  \n\t ", []), ("Find the $X$.", ["find", "the", "$x$."]),
            ("a\u{A0}b\u{3000}c\u{85}d", ["a", "b", "c", "d"]),
            ("ÉCOLE Straße", ["école", "straße"]), ("ΟΔΟΣ ΣΑΣ Σ", ["οδος", "σας", "σ"]), ("İx", ["i\u{307}x"]),
            ("a\u{200B}b", ["a\u{200B}b"]), ("A\u{1C}B", ["a\u{1C}b"]), ("数学 题", ["数学", "题"]), ("😀 OK", ["😀", "ok"]),
            ("x\r\ny", ["x", "y"]), ("\u{2028}a\u{2029}", ["a"]), ("ǅ", ["ǆ"]), ("Σ.Σ", ["σ.ς"]),
        ] as [(String, [String])])
    func cases(_ text: String, _ expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test("do not depend on where the blocks of 64 bytes end", arguments: 0..<140)
    func everyLength(_ length: Int) {
        let word = String(repeating: "W", count: length)
        let lower = String(repeating: "w", count: length)
        #expect(words(word) == (length == 0 ? [] : [lower]))
        #expect(words(word + " Ab") == (length == 0 ? ["ab"] : [lower, "ab"]))
        #expect(words(word + " é") == (length == 0 ? ["é"] : [lower, "é"]))
    }

    @Test("ASCII and Unicode texts are cut alike", arguments: 0..<200)
    func asciiIsUnicode(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let text = (0..<random.below(300)).map { _ in random.pick(["a", "B", "z", "Z", "@", "[", "0", " ", "\n", "\t"])
        }.joined()
        // A letter at the end sends the whole text the other way.
        #expect(words(text) + ["é"] == words(text + " é"))
    }

    @Test("blocks with other letters and blocks without follow one another in any way", arguments: 0..<400)
    func mixedBlocks(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let stock = [
            "Ab", "Ⱥ", "İ", "é", "数", "😀", " ", "\n", "\u{A0}", "\u{3000}", String(repeating: "X", count: 70), "z9",
        ]
        let pieces = (0..<random.below(80)).map { _ in random.pick(stock) }
        let separators: Set<Unicode.Scalar> = [" ", "\n", "\u{A0}", "\u{3000}"]
        let expected = pieces.joined().unicodeScalars.split { separators.contains($0) }
            .map { $0.map(\.properties.lowercaseMapping).joined() }
        #expect(words(pieces.joined()) == expected)
    }

    @Test("words that are the same in a row are counted from two places on", arguments: 0..<100)
    func commonLength(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        func text() -> [String] { (0..<(1 + random.below(12))).map { _ in random.pick(["a", "ab", "É", "b"]) } }
        let (mine, theirs) = (text(), text())
        var (a, b) = (Words(), Words())
        withBytes(mine.joined(separator: "  ")) { a.read($0) }
        withBytes("x " + theirs.joined(separator: "\n")) { b.read($0) }
        for (place, other) in (0..<mine.count).flatMap({ k in (0..<theirs.count).map { (k, $0) } }) {
            let expected = zip(mine[place...], theirs[other...]).prefix { $0 == $1 }.count
            #expect(a.commonLength(at: place, with: b, at: other + 1) == expected)
            #expect(a.commonLength(at: place, with: b, at: other + 1, atMost: 2) == min(expected, 2))
        }
    }

    @Test("equal words have equal hashes wherever they stand", arguments: 1..<60)
    func hashes(_ length: Int) {
        let word = String((0..<length).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
        var hashes: [UInt64] = []
        var words = Words()
        withBytes("x \(word) yy \(word)\n\(word)") { words.read($0) }
        words.hashes(into: &hashes)
        #expect(hashes.count == 5)
        #expect(Set([hashes[1], hashes[3], hashes[4]]).count == 1)
        #expect(Set(hashes).count == (word == "x" || word == "yy" ? 2 : 3))
        #expect(words.compact.withWord(3) { $0.text } == word)
    }
}
