import TestSupport
import Testing

@testable import Bytes
@testable import Messages

@Suite("Texts as people are shown them")
struct ShownTextTests {
    /// Characters that hide, move or forge what is around them, one of each kind.
    static let hostile: [Unicode.Scalar] =
        ([
            0x0, 0x7, 0x8, 0xB, 0xD, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E,
            0x200B, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x3164,
            0xE000, 0xF8FF, 0xFDD0, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xFFFF, 0x1D173, 0x1FFFE, 0xE0001,
            0xE0041, 0xE007F, 0xE0100, 0xF0000, 0x10FFFF,
        ] as [UInt32]).compactMap(Unicode.Scalar.init)

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: true
        default: scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
        }
    }

    @Test("the hidden characters are those of the Unicode standard, whatever version the library has")
    func properties() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isListed = HiddenCharacters.contains(value)
            if Self.isHidden(scalar) {
                #expect(isListed, "U+\(String(value, radix: 16)) is hidden and not listed")
            } else if isListed {
                // An older library may not know it yet.
                #expect(scalar.properties.generalCategory == .unassigned, "U+\(String(value, radix: 16)) can be seen")
            }
        }
        let ranges = HiddenCharacters.ranges
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
    }

    @Test(
        "what they become",
        arguments: [
            ("", ""), ("plain text", "plain text"), ("a\nb\tc", "a⏎b c"), ("a\r\nb", "a\\u{d}⏎b"),
            ("\u{1B}[31m", "\\u{1b}[31m"),
            ("\u{202E}evil", "\\u{202e}evil"), ("Ünï ½ 数学 Ελ", "Ünï ½ 数学 Ελ"), ("e\u{301}", "e\u{301}"),
            ("\u{E0041}", "\\u{e0041}"), ("a\u{A0}b", "a\u{A0}b"), ("😀", "😀"), ("back\\slash", "back\\slash"),
        ])
    func shown(_ text: String, _ shown: String) {
        #expect(text.shown == shown)
    }

    @Test("nothing hidden is left, and what is shown already stays as it is")
    func nothingLeft() {
        var random = SeededRandom(3)
        for _ in 0..<500 {
            var text = randomText(&random, pieces: 12)
            for _ in 0..<random.below(4) { text.unicodeScalars.append(random.pick(Self.hostile)) }
            let shown = text.shown
            #expect(!shown.unicodeScalars.contains { HiddenCharacters.contains($0.value) }, "\(text.debugDescription)")
            #expect(shown.shown == shown)
        }
    }
}

@Suite("JSON as it goes to a terminal")
struct ShownJSONTests {
    @Test(
        "escapes what is hidden, and nothing else",
        arguments: [
            ("{\"a\":[1,null,true,\"x\"]}", "{\"a\":[1,null,true,\"x\"]}"), ("\"\u{7F}\"", "\"\\u007f\""),
            ("\"\u{9B}31m\"", "\"\\u009b31m\""), ("\"\u{2028}\u{2029}\"", "\"\\u2028\\u2029\""),
            ("\"\u{202E}\"", "\"\\u202e\""), ("\"\u{FEFF}\"", "\"\\ufeff\""), ("\"\u{E0041}\"", "\"\\udb40\\udc41\""),
            ("\"é 数 😀 \\n \\u0041\"", "\"é 数 😀 \\n \\u0041\""), ("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1\n}\n"),
            ("\"\\\\\u{9B}\"", "\"\\\\\\u009b\""), ("\"\u{10FFFF}\"", "\"\\udbff\\udfff\""),
        ])
    func escapes(_ text: String, _ expected: String) {
        var shown: [UInt8] = []
        withBytes(text) { shown.append(shownJSON: $0) }
        #expect(String(decoding: shown, as: UTF8.self) == expected)
    }

    @Test("the value stays the same")
    func sameValue() throws {
        var random = SeededRandom(4)
        func text() -> String {
            var text = randomText(&random, pieces: 9)
            for _ in 0..<random.below(3) { text.unicodeScalars.append(random.pick(ShownTextTests.hostile)) }
            return text + String(repeating: "x", count: random.below(9))
        }
        for _ in 0..<500 {
            var object = JSONObject()
            for _ in 0..<random.below(5) { object[text()] = .list([.string(text()), 5, .string(text())]) }
            let tree = JSON.object(object)
            for shown in [tree.shownText, tree.shownReadableText] {
                #expect(try withBytes(shown) { try JSON(parsing: $0) } == tree)
                #expect(!shown.unicodeScalars.contains { HiddenCharacters.contains($0.value) && $0 != "\n" })
            }
            #expect(!tree.shownText.contains("\n"))
        }
    }

    @Test("every code point goes through, alone and at each place of a word")
    func everyCodePoint() throws {
        for value in stride(from: UInt32(0x20), through: 0x10FFFF, by: 1) {
            guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else { continue }
            // In full for what may be hidden, here and there for the rest.
            guard HiddenCharacters.contains(value) && value % 17 == 0 || value < 0x500 || value % 997 == 0 else {
                continue
            }
            for before in value < 0x500 ? [0, 1, 5, 6, 7] : [Int(value % 8)] {
                let text = "\"" + String(repeating: "a", count: before) + String(Character(scalar)) + "bcdefghi\""
                var shown: [UInt8] = []
                withBytes(text) { shown.append(shownJSON: $0) }
                #expect(shown.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
                #expect(
                    try shown.withByteView { try JSON(parsing: $0) } == (try withBytes(text) { try JSON(parsing: $0) }))
            }
        }
    }

    @Test(
        "what is no UTF-8 or no JSON reaches no terminal either",
        arguments: [[0x9B], [0xC2], [0xE2, 0x80], [0xFF, 0x41]])
    func damaged(_ bytes: [UInt8]) {
        var shown: [UInt8] = []
        ([0x22, 0x1B] + bytes + [0x22]).withByteView { shown.append(shownJSON: $0) }
        let text = String(decoding: shown, as: UTF8.self)
        #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        #expect(text.hasPrefix("\"\\u001b\\ufffd"))
    }
}

@Suite("Messages")
struct MessageTests {
    private static let hostile = "a\u{1B}[2J\nb\u{202E}"

    @Test("words of the program stand as they are, texts from elsewhere are shown")
    func interpolation() {
        let name = Self.hostile
        let message: Message = "first line\n\(name): \(5) of \(name.prefix(1)); \(UInt64.max)"
        #expect(message.text == "first line\na\\u{1b}[2J⏎b\\u{202e}: 5 of a; 18446744073709551615")
    }

    @Test("a message within a message is not shown twice, and keeps its lines")
    func nested() {
        let inner: Message = "one\ntwo \(Self.hostile)"
        let message: Message = "outer: \(inner)"
        #expect(message.text == "outer: " + inner.text)
        #expect((inner + "\n" + inner).text == inner.text + "\n" + inner.text)
        #expect(Message.joined([inner, "x", "\("y\n")"], by: "\n  ").text == inner.text + "\n  x\n  y⏎")
        #expect(Message.joined([], by: "\n").text == "")
    }

    @Test("a value with a text of its own is shown, too")
    func described() {
        struct Value: CustomStringConvertible { let description = "x\u{7}" }
        let message: Message = "\(Value())"
        #expect(message.text == "x\\u{7}")
    }
}
