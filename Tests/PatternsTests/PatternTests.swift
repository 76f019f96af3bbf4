import Bytes
import Testing

@testable import Patterns

@Suite("The language of patterns")
struct PatternTests {
    /// Where a pattern is first found in a text, as text, with what stands before it.
    private static func place(of pattern: String, in text: String) throws -> [String]? {
        let matcher = PatternMatcher(try Pattern(pattern))
        return text.withByteView { bytes in
            let range = matcher.firstMatch(in: bytes)
            #expect(matcher.matches(bytes) == (range != nil))
            return range.map { [bytes[..<$0.lowerBound].text, bytes[$0].text] }
        }
    }

    @Test(
        "what is found first, and where",
        arguments: [
            ("abc", "xxabcabc", ["xx", "abc"]),
            ("", "abc", ["", ""]),
            ("a|ab", "cab", ["c", "a"]),
            ("ab|a", "cab", ["c", "ab"]),
            ("a+", "baaa", ["b", "aaa"]),
            ("a+?", "baaa", ["b", "a"]),
            ("a{2,3}", "aaaa", ["", "aaa"]),
            ("a{2,3}?", "aaaa", ["", "aa"]),
            ("a{0}b", "ab", ["a", "b"]),
            (".", "\né", ["\n", "é"]),
            ("(?s).", "\né", ["", "\n"]),
            ("[^a]", "a😀", ["a", "😀"]),
            ("[а-я]+", "abc где", ["abc ", "где"]),
            ("[]a]+", "x]a", ["x", "]a"]),
            ("[a-]+", "x-a-", ["x", "-a-"]),
            ("[\\]\\-\\\\]+", "a]-\\", ["a", "]-\\"]),
            ("\\bcat\\b", "concat cat", ["concat ", "cat"]),
            ("\\Bcat", "cat concat", ["cat con", "cat"]),
            ("^b", "a\nb", nil),
            ("(?m)^b$", "a\nb\nc", ["a\n", "b"]),
            ("a$", "a\n", nil),
            ("(?m)a$", "a\n", ["", "a"]),
            ("\\Aa\\Z", "a", ["", "a"]),
            ("(?i)straße", "STRAßE", ["", "STRAßE"]),
            ("(?i)[a-c]+", "xABCd", ["x", "ABC"]),
            ("(?i)[^a]", "Ab", ["A", "b"]),
            ("(?i)δ", "Δ", ["", "Δ"]),
            ("a(?i)b", "aB", ["", "aB"]),
            ("a(?i:b)c", "aBC aBc", ["aBC ", "aBc"]),
            ("(?i)a(?-i:b)", "AB Ab", ["AB ", "Ab"]),
            ("(?P<year>\\d{4})-(?<month>\\d\\d)", "in 2024-05", ["in ", "2024-05"]),
            ("\\x41\\x{1F600}\\u00e9\\U0001F600", "A😀é😀", ["", "A😀é😀"]),
            ("\\.\\*\\\\", "a.*\\", ["a", ".*\\"]),
            ("\\\\frac{1}", "\\frac{1}", ["", "\\frac"]),
            ("\\\\frac\\{1\\}", "\\frac{1}", ["", "\\frac{1}"]),
            ("x{,3}", "x{,3}", ["", "x{,3}"]),
            ("{a}", "{a}", ["", "{a}"]),
            ("\\n\\t\\r\\f\\v\\0", "\n\t\r\u{C}\u{B}\0", ["", "\n\t\r\u{C}\u{B}\0"]),
            ("[\\b]", "a\u{8}", ["a", "\u{8}"]),
            ("(a|b)*c", "xxababc", ["xx", "ababc"]),
            ("(?:a?){3}a{3}", "aaa", ["", "aaa"]),
        ] as [(String, String, [String]?)])
    func found(_ pattern: String, _ text: String, _ expected: [String]?) throws {
        #expect(try Self.place(of: pattern, in: text) == expected)
    }

    @Test(
        "what is no pattern is refused, with the place and what to write",
        arguments: [
            ("a(b", 2, "this group is not closed; write \\( for the character"),
            ("a)b", 2, "')' closes no group; write \\) for the character"),
            ("a[b", 2, "this set is not closed; write \\[ for the character"),
            ("*a", 1, "'*' repeats nothing; write \\* for the character"),
            ("a|+", 3, "'+' repeats nothing; write \\+ for the character"),
            ("a**", 4, "a repetition is repeated; put the first into (?:...)"),
            ("a++", 3, "'+' behind a repetition is not known: every repetition can give back"),
            ("a{3,2}", 1, "at least 3 and at most 2"),
            ("a{1001}", 2, "repeats more than 1000 times"),
            ("(a)\\1", 4, "\\1 refers to what a group found, which takes more than linear time"),
            ("(?=a)", 1, "what stands before or behind cannot be asked for with (?="),
            ("a(?<!b)", 2, "what stands before or behind cannot be asked for with (?<!"),
            ("(?x)a", 1, "(?x is not known; groups begin with (, (?: or flags of i, m and s"),
            ("\\q", 1, "\\q is not known; write \\\\ for a back-slash"),
            ("a\\", 2, "a back-slash ends the pattern; write \\\\ for the character"),
            ("[z-a]", 2, "this range ends before it begins"),
            ("[[:alpha:]]", 2, "[:name:] is not known; write \\d, \\s, \\w or ranges"),
            ("\\ud800", 1, "U+d800 is no character"),
            ("\\x4", 1, "2 hexadecimal digits should stand here"),
        ])
    func refused(_ pattern: String, _ position: Int, _ reason: String) {
        #expect(throws: PatternError(position: position, reason: reason)) { try Pattern(pattern) }
    }

    @Test("what would come to too many steps, or too deep, is refused")
    func limits() {
        #expect(throws: PatternError.self) { try Pattern("(?:.{1000}){100}") }
        #expect(throws: PatternError.self) { try Pattern(String(repeating: "(", count: 200)) }
        #expect(throws: Never.self) {
            try Pattern(String(repeating: "(", count: 90) + String(repeating: ")", count: 90))
        }
    }

    @Test("a state that is forgotten is made again: few states give what many give", arguments: [4, 5, 8, 4096])
    func states(_ count: Int) throws {
        let matcher = PatternMatcher(try Pattern("(?:a|b)*a(?:a|b){6}c"), mostStates: count)
        var number: UInt32 = 7
        for _ in 0..<100 {
            let letters: [Character] = (0..<60).map { _ in
                number = number &* 1_664_525 &+ 1_013_904_223
                return ["a", "b", "a", "b", "c"][Int(number >> 16) % 5]
            }
            let text = String(letters)
            // The seventh letter before some c is an a, with no c between.
            let expected = letters.indices.contains { end in
                letters[end] == "c" && end >= 7 && letters[end - 7] == "a" && !letters[end - 7..<end].contains("c")
            }
            #expect(text.withByteView { matcher.matches($0) } == expected, "\(text)")
        }
    }

    @Test("bytes that are no UTF-8 are no characters, and do no harm")
    func brokenText() throws {
        let bytes: [UInt8] = [0xFF, 0x61, 0xC3, 0x62]
        bytes.withByteView { text in
            #expect((try? Pattern("ab")).map { PatternMatcher($0).matches(text) } == false)
            #expect((try? Pattern("a.b")).map { PatternMatcher($0).matches(text) } == false)
            #expect((try? Pattern("(?s)^.")).map { PatternMatcher($0).matches(text) } == false)
            #expect((try? Pattern("b$")).flatMap { PatternMatcher($0).firstMatch(in: text) } == 3..<4)
        }
    }
}
