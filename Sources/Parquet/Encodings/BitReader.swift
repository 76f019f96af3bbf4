import Bytes

extension UnsafeRawBufferPointer {
    /// The number of so many bits, 64 at most, that begins at a bit, the lowest bit first.
    ///
    /// What is behind the end counts as zeros: this looks at no byte outside of the buffer, wherever the bit is.
    @inline(__always)
    func bits(at bit: Int, width: Int) -> UInt64 {
        let (byte, shift) = (bit >> 3, UInt64(bit & 7))
        var word: UInt64
        if byte + 8 <= count {
            word = UInt64(littleEndian: loadUnaligned(fromByteOffset: byte, as: UInt64.self)) >> shift
        } else {
            word = 0
            for k in 0..<Swift.max(0, count - byte) { word |= UInt64(self[byte + k]) << UInt64(8 * k) }
            word >>= shift
        }
        if width + Int(shift) > 64, byte + 8 < count { word |= UInt64(self[byte + 8]) << (64 - shift) }
        return width == 64 ? word : word & (1 << UInt64(width) - 1)
    }
}

extension ByteView {
    /// The number in groups of seven bits that begins at an offset, and where it ends; nil when it does not.
    func varint(at offset: Int) -> (value: UInt64, end: Int)? {
        var value: UInt64 = 0
        for k in 0..<Swift.min(10, Swift.max(0, count - offset)) {
            let byte = self[offset + k]
            value |= UInt64(byte & 0x7F) << UInt64(7 * k)
            if byte < 0x80 { return (value, offset + k + 1) }
        }
        return nil
    }
}
