import Bytes

/// A question's id: the first 16 hexadecimal digits of the SHA-256 of its text.
package struct QuestionID: Hashable, Sendable, CustomStringConvertible {
    /// The digits as a number.
    package let value: UInt64

    /// The id of a question with this text.
    package init(of text: ByteView) {
        value = SHA256.digest(text).0
    }

    package init(_ value: UInt64) {
        self.value = value
    }

    /// Reads 16 lower-case hexadecimal digits; nil of anything else.
    package init?(_ digits: ByteView) {
        guard digits.count == 16 else { return nil }
        var value: UInt64 = 0
        for digit in digits.buffer {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(digit - 0x61 + 10)
            default: return nil
            }
        }
        self.value = value
    }

    /// The 16 digits.
    package var description: String {
        var digits: [UInt8] = []
        digits.append(hexadecimal: value)
        return String(decoding: digits, as: UTF8.self)
    }
}
