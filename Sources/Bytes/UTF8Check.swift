import CIntrinsics

/// The well-formed byte sequences of UTF-8, according to table 3-7 of the Unicode standard: no overlong forms, no
/// surrogates, nothing above U+10FFFF.
package enum UTF8Check {
    /// The byte order mark U+FEFF, which may precede a text and is not part of it.
    package static var byteOrderMark: [UInt8] { [0xEF, 0xBB, 0xBF] }

    /// Returns the length of the well-formed sequence at an offset, 1 to 4, or nil if there is none.
    package static func sequenceLength(_ bytes: ByteView, at offset: Int) -> Int? {
        let lead = bytes[offset]
        if lead < 0x80 { return 1 }
        let left = bytes.count - offset
        switch lead {
        case 0xC2...0xDF:
            return left >= 2 && isContinuation(bytes[offset + 1]) ? 2 : nil
        case 0xE0...0xEF:
            guard left >= 3, isContinuation(bytes[offset + 2]) else { return nil }
            let second = bytes[offset + 1]
            let lowest: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
            let highest: UInt8 = lead == 0xED ? 0x9F : 0xBF
            return second >= lowest && second <= highest ? 3 : nil
        case 0xF0...0xF4:
            guard left >= 4, isContinuation(bytes[offset + 2]), isContinuation(bytes[offset + 3]) else { return nil }
            let second = bytes[offset + 1]
            let lowest: UInt8 = lead == 0xF0 ? 0x90 : 0x80
            let highest: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
            return second >= lowest && second <= highest ? 4 : nil
        default:
            return nil
        }
    }

    static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Returns the offset of the first byte that is not part of a well-formed sequence, or nil if there is none.
    package static func firstFault(_ bytes: ByteView) -> Int? {
        var offset = Int(ascii_prefix(bytes.start, bytes.count))
        while offset < bytes.count {
            if offset + 8 <= bytes.count, bytes.word(at: offset) & 0x8080_8080_8080_8080 == 0 {
                offset += 8
            } else if bytes.count >= 8, bytes.count - offset < 8,
                bytes.word(at: bytes.count - 8) & 0x8080_8080_8080_8080 == 0
            {
                // The last few bytes are checked together with those before them.
                return nil
            } else if let length = sequenceLength(bytes, at: offset) {
                offset += length
            } else {
                return offset
            }
        }
        return nil
    }

    /// Returns the code point at an offset of well-formed text, and its length in bytes.
    ///
    /// For text that is not well-formed, such as a file of a run that was modified, it returns some number below
    /// 0x110000 and a length that stays within the text.
    package static func decode(_ bytes: ByteView, at offset: Int) -> (value: UInt32, length: Int) {
        let lead = UInt32(bytes[offset])
        if lead < 0x80 { return (lead, 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard length <= bytes.count - offset else { return (replacement, bytes.count - offset) }
        // The bounds were checked above, once for all bytes.
        func rest(_ k: Int) -> UInt32 { UInt32(bytes.start[offset + k]) & 0x3F }
        if length == 2 { return ((lead & 0x1F) << 6 | rest(1), 2) }
        if length == 3 { return ((lead & 0x0F) << 12 | rest(1) << 6 | rest(2), 3) }
        let value = (lead & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3)
        return (value < 0x110000 ? value : replacement, 4)
    }

    /// U+FFFD, the replacement character.
    private static let replacement: UInt32 = 0xFFFD

    /// Returns the number of code points of well-formed text before an offset.
    package static func scalarCount(_ bytes: ByteView, before offset: Int) -> Int {
        var found = 0
        for byte in bytes[..<offset].buffer where !isContinuation(byte) { found += 1 }
        return found
    }
}

extension ByteView {
    /// Returns the eight bytes at an offset as a little-endian number.
    package func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset + 8 <= count)
        return UInt64(littleEndian: UnsafeRawPointer(start + offset).loadUnaligned(as: UInt64.self))
    }

    /// Returns the four bytes at an offset as a little-endian number.
    package func halfWord(at offset: Int) -> UInt32 {
        precondition(offset >= 0 && offset + 4 <= count)
        return UInt32(littleEndian: UnsafeRawPointer(start + offset).loadUnaligned(as: UInt32.self))
    }
}
