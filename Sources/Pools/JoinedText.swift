import Bytes
import Tokenizer

/// The form in which `"join": "normalized"` compares the texts of questions.
///
/// It is Unicode's NFKC, in which characters that differ only in their encoding or presentation are the same, with every
/// run of white space as a single space and none at either end.
enum JoinedText {
    /// Returns the form of a well-formed UTF-8 text.
    static func normalized(_ text: ByteView) -> [UInt8] {
        // Every text in ASCII is in NFKC.
        let isASCII = (0..<text.count).allSatisfy { text[$0] < 0x80 }
        if isASCII { return folded(text) }
        return CompatibilityMappings.shared.normalized(text).withByteView { folded($0) }
    }

    /// The key under which recordings store a question whose text has the given form.
    ///
    /// It differs from the question's id, so that recordings that are joined by the exact text keep to it.
    static func key(_ normalized: [UInt8]) -> UInt64 {
        normalized.withByteView { QuestionID(of: $0).value } ^ 0x6E66_6B63_6A6F_696E
    }

    private static func folded(_ text: ByteView) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.count)
        var (offset, isBehindSpace) = (0, false)
        while offset < text.count {
            let (value, length) = UTF8Check.decode(text, at: offset)
            if Words.isWhiteSpace(value) {
                isBehindSpace = true
            } else {
                if isBehindSpace, !folded.isEmpty { folded.append(UInt8(ascii: " ")) }
                isBehindSpace = false
                folded.append(text[offset..<offset + length])
            }
            offset += length
        }
        return folded
    }
}
