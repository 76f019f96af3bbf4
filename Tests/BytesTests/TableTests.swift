import TestSupport
import Testing

@testable import Bytes
@testable import Messages

@Suite("Tables, patterns, spelling")
struct TableTests {
    @Test("a table of texts numbers them in the order in which they come")
    func strings() throws {
        var table = StringTable()
        let texts = (0..<3000).map { "text \($0 % 1000)" } + ["", "text 5"]
        let numbers = texts.map { text in withBytes(text) { table.index(of: $0) } }
        #expect(numbers == (0..<3000).map { $0 % 1000 } + [1000, 5])
        #expect(table[1000] == "")
        #expect(withBytes("text 7") { table.existingIndex(of: $0) } == 7)
        #expect(withBytes("text x") { table.existingIndex(of: $0) } == nil)
        let again = try #require(StringTable(bytes: table.bytes, ends: table.ends))
        #expect(again.strings == table.strings)
        #expect(withBytes("text 999") { again.existingIndex(of: $0) } == 999)
        #expect(StringTable(bytes: [1, 2], ends: [3]) == nil)
        #expect(StringTable(bytes: [1, 2], ends: [2, 1]) == nil)
    }

    @Test("a table of texts of which one stands twice is none, however many they are")
    func stringsTwice() {
        #expect(StringTable(bytes: [1, 2, 1], ends: [1, 2, 3]) == nil)
        #expect(StringTable(bytes: [1, 2, 1], ends: [1, 3])?.count == 2)
        #expect(StringTable(bytes: [], ends: [0])?.count == 1)
        #expect(StringTable(bytes: [], ends: Array(repeating: 0, count: 100_000)) == nil)
    }

    @Test(
        "keys that are alike in many of their bits stand apart in a table of ids",
        arguments: [0, 8, 16, 32, 44] as [UInt64])
    func alikeIDs(_ shift: UInt64) {
        let table = IDTable()
        let keys = (0..<20_000).map { UInt64($0) << shift }
        for (number, key) in keys.enumerated() { #expect(table.value(of: key, ifNew: number).value == number) }
        let steps = keys.map { table.steps(to: $0) }
        #expect(steps.reduce(0, +) < 5 * keys.count && steps.max() ?? 0 < 200)
        for (number, key) in keys.enumerated() { #expect(table[key] == number) }
    }

    @Test("a table of ids finds what was put in and nothing else")
    func ids() {
        var random = SeededRandom(1)
        let table = IDTable()
        let keys = (0..<5000).map { _ in random.next() } + [0, .max]
        for (number, key) in keys.enumerated() {
            let (value, isNew) = table.value(of: key, ifNew: number)
            #expect(value == number && isNew)
        }
        for (number, key) in keys.enumerated() {
            #expect(table[key] == number)
            #expect(table.value(of: key, ifNew: -1) == (number, false))
        }
        #expect(table[12345] == nil)
        #expect(table.count == keys.count)
    }

    @Test(
        "a star stands for any run of characters",
        arguments: [
            ("abc", "abc", true), ("abc", "abcd", false), ("*", "", true), ("*", "anything", true), ("a*", "abc", true),
            ("*c", "abc", true), ("a*c", "ac", true), ("a*c", "abcb", false), ("*openaimath*", "x/openaimath/y", true),
            ("*ab*ab*", "ab", false), ("*ab*ab*", "abab", true), ("a*b*c", "a1b2b3c", true), ("ab*ba", "aba", false),
            ("", "", true), ("", "a", false), ("**", "a", true),
        ])
    func wildcards(_ pattern: String, _ text: String, _ expected: Bool) {
        #expect(withBytes(text) { Wildcard(pattern).matches($0) } == expected)
    }

    @Test(
        "the nearest known word",
        arguments: [
            ("ngam", "ngram"), ("across_source", "across_sources"), ("Rules", "rules"), ("slovers", "solvers"),
            ("target", "target"), ("xyz", nil), ("", nil),
        ])
    func spelling(_ word: String, _ expected: String?) {
        let known = ["ngram", "across_sources", "rules", "solvers", "target"]
        #expect(Spelling.nearest(to: word, among: known) == expected)
    }

    @Test("the distance counts a swap of neighbours once")
    func distances() {
        #expect(Spelling.distance("abc", "abc") == 0)
        #expect(Spelling.distance("abc", "acb") == 1)
        #expect(Spelling.distance("", "abc") == 3)
        #expect(Spelling.distance("kitten", "sitting") == 3)
    }

    @Test("an arena's texts live until it is reset")
    func arena() {
        let arena = Arena()
        var views: [(String, ByteView)] = []
        for k in 0..<2000 {
            let text = String(repeating: "\(k)", count: k % 90)
            views.append((text, withBytes(text) { arena.copy($0) }))
        }
        #expect(views.allSatisfy { $0.1.text == $0.0 })
        arena.reset()
        #expect(withBytes("next") { arena.copy($0) }.text == "next")
    }
}
