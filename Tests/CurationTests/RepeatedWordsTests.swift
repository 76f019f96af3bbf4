import Bytes
import TestSupport
import Testing

@testable import Stages

@Suite("Words that a text repeats")
struct RepeatedWordsTests {
    private static func found(_ text: String, _ length: Int, _ times: Int) -> (text: String, offset: Int, times: Int)? {
        Array(text.utf8).withByteView { view in
            RepeatedWords(length: length, times: times).first(in: view).map {
                (view[$0.place].text, $0.place.lowerBound, $0.times)
            }
        }
    }

    /// The same by definition: every run is counted from its first occurrence on, without overlap.
    private static func naive(_ words: [String], _ length: Int, _ times: Int) -> (first: Int, times: Int)? {
        var best: (first: Int, end: Int, times: Int)?
        guard words.count >= length else { return nil }
        for first in 0...(words.count - length) {
            let run = Array(words[first..<first + length])
            let isFirst = !(0..<first).contains { Array(words[$0..<$0 + length]) == run }
            guard isFirst else { continue }
            var (count, start, end) = (0, first, 0)
            while start + length <= words.count {
                guard Array(words[start..<start + length]) == run else {
                    start += 1
                    continue
                }
                (count, start) = (count + 1, start + length)
                if count == times { end = start }
            }
            if count >= times, end < best?.end ?? .max { best = (first, end, count) }
        }
        return best.map { ($0.first, $0.times) }
    }

    @Test("are those of the definition, on random texts", arguments: 0..<300)
    func random(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let alphabet = Array(["a", "b", "é", "aa", "日"].prefix(1 + random.below(5)))
        let words = (0..<random.below(40)).map { _ in random.pick(alphabet) }
        let spaces = [" ", "\n", "\u{3000}", "  "]
        let text = words.reduce(into: "") { $0 += $1 + random.pick(spaces) }
        let (length, times) = (1 + random.below(4), 2 + random.below(3))
        let (found, expected) = (Self.found(text, length, times), Self.naive(words, length, times))
        #expect(found?.times == expected?.times, "\(text.debugDescription) \(length) \(times)")
        guard let found, let expected else { return }
        let run = found.text.split { " \n\u{3000}".contains($0) }.map(String.init)
        #expect(run == Array(words[expected.first..<expected.first + length]))
        #expect(text.utf8.prefix(found.offset).count == found.offset)
    }

    static let cases: [(String, Int, Int, String?, Int)] = [
        ("a b c a b c", 3, 2, "a b c", 2), ("a b c a b", 3, 2, nil, 0), ("a a a a", 2, 2, "a a", 2),
        ("a a a", 2, 2, nil, 0), ("x a  b y a\nb z a b", 2, 2, "a  b", 3), ("A b a b", 2, 2, nil, 0),
        ("", 1, 2, nil, 0),
        ("a\u{A0}a", 1, 2, "a", 2), ("a. a", 1, 2, nil, 0), ("q a b q a b", 2, 2, "q a", 2),
    ]

    @Test("in texts that people see through", arguments: cases)
    func examples(_ text: String, _ length: Int, _ times: Int, _ expected: String?, _ count: Int) {
        let found = Self.found(text, length, times)
        #expect(found?.text == expected && found?.times ?? 0 == count)
    }

    @Test("are found in long texts of equal words, and none where words follow Thue and Morse")
    func long() {
        let equal = String(repeating: "a ", count: 60_000)
        #expect(Self.found(equal, 20, 1000)?.times == 3000)
        // A sequence whose runs collide under polynomial hashes modulo a power of two, for every base.
        // Three of the same runs never overlap in it, so that many non-overlapping ones would be a fault of the hash.
        let words = (0..<4_000).map { $0.nonzeroBitCount.isMultiple(of: 2) ? "x" : "y" }
        #expect(Self.found(words.joined(separator: " "), 1000, 60) == nil)
    }
}
