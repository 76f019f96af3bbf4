/// Writes levels as runs and packed groups (Encodings.md, "RLE / Bit-Packing Hybrid").
enum LevelEncoder {
    /// Returns the encoded levels of a page of version 1, with their length before them.
    ///
    /// - Parameter bits: the bits of a level, 1 to 8.
    static func encode(_ levels: [UInt8], bits: Int) -> [UInt8] {
        var encoder = Encoder(bits: bits)
        var start = 0
        while start < levels.count {
            var end = start + 1
            while end < levels.count, levels[end] == levels[start] { end += 1 }
            encoder.take(levels[start], count: end - start)
            start = end
        }
        encoder.flush(isLast: true)
        let count = encoder.bytes.count
        return (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + encoder.bytes
    }

    private struct Encoder {
        let bits: Int
        var bytes: [UInt8] = []
        /// Levels for packed groups of eight, of which the last may be unfinished.
        var pending: [UInt8] = []

        init(bits: Int) {
            self.bits = bits
        }

        mutating func take(_ level: UInt8, count: Int) {
            // What fills the open group, since only the last may be short.
            let filling = min(count, (8 - pending.count % 8) % 8)
            pending += repeatElement(level, count: filling)
            let rest = count - filling
            guard rest >= 8 else {
                pending += repeatElement(level, count: rest)
                return
            }
            flush(isLast: false)
            append(varint: UInt64(rest) << 1)
            bytes.append(level)
        }

        /// Writes the pending levels as packed groups; the last group is filled up with zeros.
        mutating func flush(isLast: Bool) {
            guard !pending.isEmpty else { return }
            precondition(isLast || pending.count % 8 == 0, "only the last group may be short")
            while pending.count % 8 != 0 { pending.append(0) }
            append(varint: UInt64(pending.count / 8) << 1 | 1)
            for start in stride(from: 0, to: pending.count, by: 8) {
                var word: UInt64 = 0
                for k in 0..<8 { word |= UInt64(pending[start + k]) << UInt64(k * bits) }
                for k in 0..<bits { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * k))) }
            }
            pending.removeAll(keepingCapacity: true)
        }

        private mutating func append(varint value: UInt64) {
            var value = value
            while value >= 0x80 {
                bytes.append(UInt8(value & 0x7F | 0x80))
                value >>= 7
            }
            bytes.append(UInt8(value))
        }
    }
}
