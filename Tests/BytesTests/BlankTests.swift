import Testing

@testable import Bytes

@Suite("Blank texts")
struct BlankTests {
    /// Every character of Unicode's property White_Space, as PropList.txt lists them.
    static let whiteSpace: [ClosedRange<UInt32>] = [
        0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ]

    @Test("a character alone is blank when it is white space, however it is written")
    func characters() {
        // All would take long: those among which white space is, and some of the rest.
        for value in Array(UInt32(0)..<0x3100) + Array(stride(from: 0x3100, to: 0x110000, by: 997)) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isWhite = Self.whiteSpace.contains { $0.contains(value) }
            let text = String(scalar)
            let isBlank = text.withByteView(\.isBlank)
            #expect(isBlank == isWhite, "U+\(String(value, radix: 16))")
            let isBlankAround = " \(text)\n".withByteView(\.isBlank)
            #expect(isBlankAround == isWhite)
            guard value <= 0xFFFF else { continue }
            let digits = String(value, radix: 16)
            let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            let asEscape = escape.withByteView { FieldValue(.string, $0, isCanonical: false).isBlank }
            #expect(asEscape == isWhite, "\(escape)")
        }
    }

    @Test(
        "the inside of a JSON string is looked at as the text that it stands for",
        arguments: [
            ("", true), (" ", true), ("\\n", true), (" \\t\\r\\n\\f ", true), ("\\u0020", true),
            ("\u{A0}\\u3000", true),
            ("\\\"", false), ("\\\\n", false), ("\\/", false), ("\\b", false), ("\\u200b", false),
            ("\\ud83d\\ude00", false),
            ("n", false), (" \\n x", false), ("\\u0000", false), ("[]", false), ("null", false),
        ])
    func strings(_ inside: String, _ isBlank: Bool) {
        let found = inside.withByteView { FieldValue(.string, $0, isCanonical: false).isBlank }
        #expect(found == isBlank)
    }

    @Test("null is blank; a number, a truth value, a list and an object are not")
    func kinds() {
        #expect(FieldValue.null.isBlank)
        #expect(FieldValue.plain(ByteView(" \n")).isBlank)
        #expect(!FieldValue.plain(ByteView("\\n")).isBlank)
        for (kind, text) in [(.number, "0"), (.true, "true"), (.false, "false"), (.list, "[]"), (.object, "{}")]
            as [(FieldValue.Kind, StaticString)]
        {
            #expect(!FieldValue(kind, ByteView(text)).isBlank)
        }
    }

    @Test(
        "a list is blank when each of its texts is",
        arguments: [
            ("[]", true), ("[ ]", true), ("[\"\"]", true), ("[\"\",\" \"]", true), ("[ \"\\n\" , \"\\u00a0\" ]", true),
            ("[\"\\\"\"]", false), ("[\"],[\"]", false), ("[\"\",\"],[\"]", false), ("[\",\"]", false),
            ("[\"\",\"\",\"x\"]", false), ("[\"\\\\\"]", false), ("[\"[\"]", false), ("[\"\u{200B}\"]", false),
            ("[\"\u{3000}\",\"\\n\",\"\"]", true),
        ])
    func lists(_ list: String, _ isBlank: Bool) {
        let found = list.withByteView { FieldValue(.list, $0, isCanonical: false).isListOfBlankTexts }
        #expect(found == isBlank)
    }

    @Test(
        "what is no list is no list of blank texts, whatever it ends with",
        arguments: [
            (FieldValue.Kind.string, "\\\""), (.string, ""), (.string, "a\\\""), (.plain, "\""), (.number, "5"),
            (.true, "true"), (.object, "{\"\":\"\"}"),
        ])
    func noLists(_ kind: FieldValue.Kind, _ value: String) {
        #expect(!value.withByteView { FieldValue(kind, $0).isListOfBlankTexts })
    }

    @Test("null is blank where a list of texts is wanted")
    func null() {
        #expect(FieldValue.null.isListOfBlankTexts)
    }
}
