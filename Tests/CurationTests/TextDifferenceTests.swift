import TestSupport
import Testing

@testable import Pools

@Suite("Where two texts differ")
struct TextDifferenceTests {
    @Test(
        "is the first scalar that is another, with its place in bytes",
        arguments: [
            ("a b", "a\u{A0}b", 1, "character 2 is U+0020 here and U+00A0 there"),
            ("é", "e\u{301}", 0, "character 1 is U+00E9 here and U+0065 there"),
            ("xé ", "xé", 3, "character 3 is U+0020 here and its end there"),
            ("", "a", 0, "character 1 is its end here and U+0061 there"),
            ("数😀", "数\u{1F601}", 3, "character 2 is U+1F600 here and U+1F601 there"),
        ])
    func first(_ a: String, _ b: String, _ offset: Int, _ words: String) {
        let difference = TextDifference(Array(a.utf8), Array(b.utf8))
        #expect(difference.offset == offset && difference.words == words)
    }

    @Test("has the same place from either side", arguments: 0..<30)
    func symmetrical(_ seed: UInt64) {
        var random = SeededRandom(seed)
        func text() -> [UInt8] {
            Array((0..<random.below(5)).map { _ in random.pick(["a", "é", "e\u{301}", " "]) }.joined().utf8)
        }
        let common = text()
        let (a, b) = (common + text(), common + text())
        let (there, back) = (TextDifference(a, b), TextDifference(b, a))
        #expect(there.offset == back.offset && there.offset >= common.count)
        #expect(a[..<there.offset] == b[..<there.offset])
    }
}
