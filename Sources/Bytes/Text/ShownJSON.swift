/// JSON for terminals: the same values, without hidden characters.
extension Array where Element == UInt8 {
    /// Appends JSON with every character of `HiddenCharacters` escaped, except for line breaks between values.
    ///
    /// Such characters occur only in strings and never after a backslash, so that an escape in their place reads as the
    /// same character. Invalid UTF-8, which JSON cannot contain, is escaped as well.
    package mutating func append(shownJSON json: ByteView) {
        var start = 0
        var offset = 0
        while offset < json.count {
            if offset + 8 <= json.count, Self.isPlain(json.word(at: offset)) {
                offset += 8
                continue
            }
            let length = UTF8Check.sequenceLength(json, at: offset)
            let value = length == nil ? 0xFFFD : UTF8Check.decode(json, at: offset).value
            if length == nil || value != 0x0A && HiddenCharacters.contains(value) {
                append(json[start..<offset])
                append(escapeOf: value)
                start = offset + (length ?? 1)
            }
            offset += length ?? 1
        }
        append(json[start...])
    }

    /// Returns whether eight bytes are all printable ASCII.
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // The highest bit of each byte is set for bytes from 0x7F on, and for bytes below 0x20.
        let above = (word &+ ones) | word
        let below = (word &- 0x20 &* ones) & ~word
        return (above | below) & (0x80 &* ones) == 0
    }

    /// Appends a code point as escapes of its UTF-16 units (RFC 8259, section 7).
    private mutating func append(escapeOf value: UInt32) {
        guard let scalar = Unicode.Scalar(value) else { return }
        for unit in UTF16.encode(scalar) ?? .init() {
            append("\\u")
            for shift in [12, 8, 4, 0] as [UInt16] {
                let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
                append(digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
            }
        }
    }
}

extension JSON {
    /// The document on one line, without hidden characters.
    package var shownText: String { Self.shown(compactText) }

    /// The document as readable JSON, without hidden characters and with a final line break.
    package var shownReadableText: String { Self.shown(readableText) }

    private static func shown(_ text: String) -> String {
        var bytes: [UInt8] = []
        text.withByteView { bytes.append(shownJSON: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
