/// The definition of a blank text, which counts as absent: one that contains only white space.
///
/// White space is Unicode's White_Space property, so that a no-break space is blank and U+200B, which lacks the
/// property, is not. All checks of whether a question has a trace, an attempt, a solution or a label use this
/// definition.
extension ByteView {
    /// Whether a well-formed UTF-8 text contains only white space.
    package var isBlank: Bool {
        var offset = 0
        while offset < count {
            let (value, length) = UTF8Check.decode(self, at: offset)
            guard Words.isWhiteSpace(value) else { return false }
            offset += length
        }
        return true
    }
}

extension FieldValue {
    /// Whether the value is null or a string that is blank once decoded.
    ///
    /// Numbers, Booleans, lists and objects are not blank: as texts they are their JSON.
    package var isBlank: Bool {
        switch kind {
        case .null: true
        case .plain: bytes.isBlank
        case .string: Self.endOfBlank(in: bytes, from: 0) == bytes.count
        case .false, .true, .number, .list, .object: false
        }
    }

    /// Whether the value is null, or a list of strings, valid JSON, that are all blank.
    package var isListOfBlankTexts: Bool {
        // A crafted pool may contain anything here, and the inside of a string may end with a quote.
        guard kind == .list else { return kind == .null }
        var offset = 0
        while let quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: offset) {
            let end = Self.endOfBlank(in: bytes, from: quote + 1)
            // A quote within a string is preceded by a backslash.
            guard bytes[end] == UInt8(ascii: "\"") else { return false }
            offset = end + 1
        }
        return true
    }

    /// Returns the offset of the first character in the contents of a JSON string that is not white space.
    private static func endOfBlank(in string: ByteView, from start: Int) -> Int {
        var offset = start
        while offset < string.count {
            let (value, length): (UInt32, Int)
            if string[offset] == UInt8(ascii: "\\") {
                let escape = JSONEscape(in: string, at: offset)
                (value, length) = (escape.value, escape.length)
            } else {
                (value, length) = UTF8Check.decode(string, at: offset)
            }
            guard Words.isWhiteSpace(value) else { return offset }
            offset += length
        }
        return offset
    }
}
