/// Reading UTF-16 in native byte order.
extension Array where Element == UInt8 {
    /// Appends UTF-16 text as UTF-8.
    ///
    /// - Returns: false, with nothing appended, if it is not well-formed: it contains an unpaired surrogate (Unicode
    ///   standard, D91) or half a unit.
    package mutating func append(utf16 text: UnsafeRawBufferPointer) -> Bool {
        let before = count
        let end = text.count
        var offset = 0
        while offset < end {
            let room = 4096
            let isWellFormed = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { piece in
                var filled = 0
                while offset < end, filled + 4 <= room {
                    guard let (value, length) = UTF16Check.decode(text, at: offset) else { return false }
                    filled += UTF16Check.write(value, to: piece, at: filled)
                    offset += length
                }
                append(contentsOf: UnsafeBufferPointer(rebasing: piece[..<filled]))
                return true
            }
            if !isWellFormed {
                removeSubrange(before...)
                return false
            }
        }
        return true
    }
}

private enum UTF16Check {
    /// Returns the code point at an offset and its length in bytes, or nil if it is not well-formed.
    @inline(__always)
    static func decode(_ text: UnsafeRawBufferPointer, at offset: Int) -> (value: UInt32, length: Int)? {
        guard offset + 2 <= text.count else { return nil }
        let unit = UInt32(text.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        guard unit & 0xF800 == 0xD800 else { return (unit, 2) }
        guard unit < 0xDC00, offset + 4 <= text.count else { return nil }
        let second = UInt32(text.loadUnaligned(fromByteOffset: offset + 2, as: UInt16.self))
        guard second & 0xFC00 == 0xDC00 else { return nil }
        return (0x10000 + (unit & 0x3FF) << 10 + (second & 0x3FF), 4)
    }

    /// Writes a code point as UTF-8 to memory with room for four bytes; returns the number of bytes written.
    @inline(__always)
    static func write(_ value: UInt32, to piece: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | value >> shift & 0x3F) }
        if value < 0x80 {
            piece[place] = UInt8(truncatingIfNeeded: value)
            return 1
        }
        if value < 0x800 {
            piece[place] = UInt8(truncatingIfNeeded: 0xC0 | value >> 6)
            piece[place + 1] = tail(0)
            return 2
        }
        if value < 0x10000 {
            piece[place] = UInt8(truncatingIfNeeded: 0xE0 | value >> 12)
            piece[place + 1] = tail(6)
            piece[place + 2] = tail(0)
            return 3
        }
        piece[place] = UInt8(truncatingIfNeeded: 0xF0 | value >> 18)
        piece[place + 1] = tail(12)
        piece[place + 2] = tail(6)
        piece[place + 3] = tail(0)
        return 4
    }
}
