import TestSupport
import Testing

@testable import Bytes
@testable import Messages

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
