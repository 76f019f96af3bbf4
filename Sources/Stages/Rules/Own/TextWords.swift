import Bytes

/// The words of a text as they are written: what lies between white space, which is Unicode's White_Space.
struct TextWords {
    /// The range of each word, in bytes.
    let ranges: [Range<Int>]

    /// Finds the words of a text.
    init(_ text: ByteView) {
        var ranges: [Range<Int>] = []
        Self.forEach(in: text) { ranges.append($0) }
        self.ranges = ranges
    }

    /// Returns the number of words of a text.
    static func count(in text: ByteView) -> Int {
        var count = 0
        forEach(in: text) { _ in count += 1 }
        return count
    }

    private static func forEach(in text: ByteView, _ body: (Range<Int>) -> Void) {
        var (offset, start) = (0, 0)
        var isInWord = false
        while offset < text.count {
            let byte = text[offset]
            let (value, length) = byte < 0x80 ? (UInt32(byte), 1) : UTF8Check.decode(text, at: offset)
            if Words.isWhiteSpace(value) {
                if isInWord { body(start..<offset) }
                isInWord = false
            } else if !isInWord {
                (start, isInWord) = (offset, true)
            }
            offset += length
        }
        if isInWord { body(start..<text.count) }
    }
}
