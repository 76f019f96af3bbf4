/// What counts as absent: a text in which nothing stands but white space.
///
/// White space is Unicode's White_Space property, so that a no-break space is blank and U+200B, which has not the
/// property, is a text. Everybody who asks whether a question has a trace, an attempt, a solution or a label asks here.
extension ByteView {
    /// True of a well-formed UTF-8 text without any character that is not white space.
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
    /// True of null and of a text that is blank once it is decoded.
    ///
    /// Numbers, truth values, lists and objects are not blank: as texts they are their JSON.
    package var isBlank: Bool {
        switch kind {
        case .null: true
        case .plain: bytes.isBlank
        case .string: Self.endOfBlank(in: bytes, from: 0) == bytes.count
        case .false, .true, .number, .list, .object: false
        }
    }

    /// True of null, and of a list of texts, valid JSON, in which no text is anything but blank.
    package var isListOfBlankTexts: Bool {
        // In a pool that somebody has made up anything may stand there, and the inside of a string may end with a quote.
        guard kind == .list else { return kind == .null }
        var offset = 0
        while let quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: offset) {
            let end = Self.endOfBlank(in: bytes, from: quote + 1)
            // A quote within a text has its back-slash before it.
            guard bytes[end] == UInt8(ascii: "\"") else { return false }
            offset = end + 1
        }
        return true
    }

    /// The offset in the inside of a JSON string of the first character that is not white space.
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
