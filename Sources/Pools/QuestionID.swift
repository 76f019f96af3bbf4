import Bytes

/// A question's id: the first 16 hexadecimal digits of the SHA-256 of its text.
package struct QuestionID: Hashable, Sendable, CustomStringConvertible {
    /// The number of digits.
    package static let digits = 16

    /// The digits as a number.
    package let value: UInt64

    /// Creates the id of a question with the given text.
    package init(of text: ByteView) {
        value = SHA256.digest(text).0
    }

    /// Creates an id from its digits as a number.
    package init(_ value: UInt64) {
        self.value = value
    }

    /// Parses 16 lowercase hexadecimal digits; returns nil for any other text.
    package init?(_ digits: ByteView) {
        guard digits.count == Self.digits, let high = Self.eight(digits.word(at: 0)),
            let low = Self.eight(digits.word(at: 8))
        else { return nil }
        value = high << 32 | low
    }

    /// Parses eight digits, the first in the lowest byte; returns nil if one is not a digit.
    private static func eight(_ bytes: UInt64) -> UInt64? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Of the valid digits, only letters have this bit; the low half of a letter is its value minus 9.
        let letters = (bytes >> 6) & ones
        let halves = (bytes & (0x0F * ones)) &+ letters &* 9
        let areFromTenOn = ((halves &+ 6 * ones) >> 4) & ones
        guard halves & (0xF0 * ones) == 0, areFromTenOn == letters,
            halves &+ 0x30 * ones &+ letters &* 0x27 == bytes
        else { return nil }
        let inOrder = halves.byteSwapped
        let pairs = (inOrder | inOrder >> 4) & 0x00FF_00FF_00FF_00FF
        let quads = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        return (quads | quads >> 16) & 0xFFFF_FFFF
    }

    /// The 16 digits.
    package var description: String {
        var digits: [UInt8] = []
        digits.append(hexadecimal: value)
        return String(decoding: digits, as: UTF8.self)
    }
}
