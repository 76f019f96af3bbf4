import Testing

@testable import Bytes

@Suite("Texts as keys")
struct ByteKeyTests {
    /// Texts that Swift takes for the same, although their bytes differ.
    private static let alike = [
        ("\u{E9}", "e\u{301}"), ("\u{212B}", "\u{C5}"), ("\u{212A}", "K"), ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ("a long name of \u{E9} in a folder.jsonl", "a long name of e\u{301} in a folder.jsonl"),
    ]

    @Test("texts that only Unicode makes equal are two keys", arguments: alike)
    func keys(_ one: String, _ other: String) {
        #expect(one == other)
        #expect(ByteKey(one) != ByteKey(other))
        #expect(Set([one, other, one].map { ByteKey($0) }).count == 2)
        #expect(Dictionary(uniqueKeysWithValues: [(ByteKey(one), 1), (ByteKey(other), 2)])[ByteKey(other)] == 2)
    }

    @Test("texts of the same bytes are one key, however they were made", arguments: ["", "a", "\u{E9}", "e\u{301}"])
    func same(_ text: String) {
        let made = ByteKey(String(decoding: text.bytes, as: UTF8.self))
        #expect(made == ByteKey(text) && made.hashValue == ByteKey(text).hashValue && made.text == text)
    }

    @Test("members of an object whose names only Unicode makes equal are two, few or many", arguments: [0, 40])
    func members(_ more: Int) throws {
        for (one, other) in Self.alike {
            let others = (0..<more).map { ",\"name \($0)\":\($0)" }.joined()
            let text = "{\"\(one)\":1,\"\(other)\":2\(others)}"
            var object = try #require(try withBytes(text) { try JSON(parsing: $0) }.object)
            #expect(JSON.object(object).compactText.bytes == text.bytes)
            #expect(object[one] == 1 && object[other] == 2)
            object[one] = nil
            #expect(object[one] == nil && object[other] == 2)
        }
    }

    @Test("objects are equal only with names of the same bytes", arguments: alike)
    func objects(_ one: String, _ other: String) {
        #expect(JSON.object([one: 1]) == .object([one: 1]))
        #expect(JSON.object([one: 1]) != .object([other: 1]))
    }
}
