import CIntrinsics

/// SHA-256 (FIPS 180-4), for question ids and the digests of all but bulk files.
package struct SHA256 {
    private var state: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )
    private var total: UInt64 = 0
    private var rest: [UInt8] = []

    /// Creates a hash of no bytes.
    package init() {}

    /// Returns the digest of bytes in one step, 32 bytes as four big-endian numbers.
    package static func digest(_ bytes: ByteView) -> (UInt64, UInt64, UInt64, UInt64) {
        var sha = SHA256()
        let whole = bytes.count & ~63
        sha.compress(bytes[..<whole])
        sha.total = UInt64(bytes.count)
        return sha.finished(with: bytes[whole...])
    }

    /// Adds the next bytes.
    package mutating func update(_ bytes: ByteView) {
        total += UInt64(bytes.count)
        var offset = 0
        if !rest.isEmpty {
            let taken = min(64 - rest.count, bytes.count)
            rest.append(bytes[..<taken])
            offset = taken
            guard rest.count == 64 else { return }
            rest.withByteView { compress($0) }
            rest.removeAll(keepingCapacity: true)
        }
        let whole = (bytes.count - offset) & ~63
        compress(bytes[offset..<offset + whole])
        if offset + whole < bytes.count { rest.append(bytes[(offset + whole)...]) }
    }

    /// Returns the digest of the bytes added, 32 bytes as four big-endian numbers.
    package func finished() -> (UInt64, UInt64, UInt64, UInt64) {
        rest.withByteView { finished(with: $0) }
    }

    /// Pads the last, incomplete block according to section 5.1.1: a set bit, zeros, the length in bits.
    private func finished(with tail: ByteView) -> (UInt64, UInt64, UInt64, UInt64) {
        var last = self
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { block in
            block.initialize(repeating: 0)
            _ = block.update(fromContentsOf: tail.buffer)
            block[tail.count] = 0x80
            let size = tail.count < 56 ? 64 : 128
            for k in 0..<8 { block[size - 1 - k] = UInt8(truncatingIfNeeded: (total << 3) >> UInt64(8 * k)) }
            last.compress(ByteView(UnsafeBufferPointer(rebasing: block[..<size])))
        }
        let s = last.state
        func pair(_ high: UInt32, _ low: UInt32) -> UInt64 { UInt64(high) << 32 | UInt64(low) }
        return (pair(s.0, s.1), pair(s.2, s.3), pair(s.4, s.5), pair(s.6, s.7))
    }

    /// The digest as 64 lowercase hexadecimal digits.
    package var hexadecimal: String {
        let digest = finished()
        var digits: [UInt8] = []
        for part in [digest.0, digest.1, digest.2, digest.3] { digits.append(hexadecimal: part) }
        return String(decoding: digits, as: UTF8.self)
    }

    private mutating func compress(_ blocks: ByteView) {
        withUnsafeMutableBytes(of: &state) { state in
            guard let words = state.bindMemory(to: UInt32.self).baseAddress else { return }
            sha256_compress(words, blocks.start, blocks.count / 64)
        }
    }
}
