import CIntrinsics

/// Appending to a growing buffer of bytes.
extension Array where Element == UInt8 {
    /// Appends the bytes of a view.
    package mutating func append(_ bytes: ByteView) {
        append(contentsOf: bytes.buffer)
    }

    /// Appends the bytes of a literal.
    package mutating func append(_ literal: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends the UTF-8 bytes of a string.
    package mutating func append(utf8Of text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends the eight bytes of a word in little-endian order, as `ByteView.word(at:)` reads them.
    package mutating func append(word: UInt64) {
        Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
    }

    /// Appends a number in decimal digits.
    package mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        if value.magnitude < 10 { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value.magnitude)) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var first = 20
            var rest = value.magnitude
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[first..<20]))
        }
    }

    /// Appends a number as 16 lowercase hexadecimal digits.
    package mutating func append(hexadecimal value: UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digits in
            for place in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place) & 15)
                digits[place] = digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            }
            append(contentsOf: UnsafeBufferPointer(digits))
        }
    }

    /// Appends a text as a JSON string: in quotes, escaped where RFC 8259 requires it and nowhere else.
    package mutating func append(quoted text: ByteView) {
        append(UInt8(ascii: "\""))
        append(escaped: text)
        append(UInt8(ascii: "\""))
    }

    /// Appends a text as a JSON string.
    package mutating func append(quoted text: String) {
        text.withByteView { append(quoted: $0) }
    }

    /// Appends a text as the contents of a JSON string, without quotes.
    package mutating func append(escaped text: ByteView) {
        text.forEachPieceToEscape { piece, isPlain in
            if isPlain { return append(piece) }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ByteView.roomToEscape) { escaped in
                guard let room = escaped.baseAddress else { return }
                let length = json_escape_block(piece.start, piece.count, room)
                append(contentsOf: UnsafeBufferPointer(rebasing: escaped[..<length]))
            }
        }
    }

    /// Appends the escape of a quote, a backslash or a control character.
    mutating func append(escapeOf byte: UInt8) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(LONGEST_JSON_ESCAPE)) { escape in
            guard let room = escape.baseAddress else { return }
            let length = json_escape_byte(byte, room)
            append(contentsOf: UnsafeBufferPointer(rebasing: escape[..<length]))
        }
    }

    /// Appends a code point as UTF-8.
    package mutating func append(scalar value: UInt32) {
        switch value {
        case 0..<0x80:
            append(UInt8(value))
        case 0x80..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(UInt8(0x80 | value & 0x3F))
        case 0x800..<0x10000:
            append(UInt8(0xE0 | value >> 12))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        default:
            append(UInt8(0xF0 | value >> 18))
            append(UInt8(0x80 | value >> 12 & 0x3F))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        }
    }
}

extension ByteView {
    /// The room for an escaped piece, and for the whole words that are written after it.
    static let roomToEscape = 64 * Int(LONGEST_JSON_ESCAPE) + 64
    /// The maximum ratio of the length of a text in a JSON string to its length.
    package static let mostEscaped = Int(LONGEST_JSON_ESCAPE)

    /// The length in bytes of the text as the contents of a JSON string, without quotes.
    package var escapedCount: Int {
        var count = 0
        forEachPieceToEscape { piece, isPlain in
            count += piece.count
            if isPlain { return }
            for byte in piece.buffer {
                switch byte {
                case 0x22, 0x5C, 0x08, 0x09, 0x0A, 0x0C, 0x0D: count += 1
                case ..<0x20: count += Self.mostEscaped - 1
                default: break
                }
            }
        }
        return count
    }

    /// Calls `body` with all pieces of a text in order, and whether they need no escape; pieces that may need one have
    /// at most 64 bytes.
    @inline(__always)
    func forEachPieceToEscape(_ body: (ByteView, _ isPlain: Bool) -> Void) {
        var offset = 0
        while offset < count {
            // For a text of one block, the check takes as long as escaping it.
            if count - offset > 64 {
                let plain = json_plain_prefix(start + offset, count - offset)
                body(self[offset..<offset + plain], true)
                offset += plain
            }
            // Escapes tend to come in groups, so that what follows is processed block by block.
            let end = min(offset + 1024, count)
            while offset < end {
                let block = min(64, end - offset)
                body(self[offset..<offset + block], false)
                offset += block
            }
        }
    }
}
