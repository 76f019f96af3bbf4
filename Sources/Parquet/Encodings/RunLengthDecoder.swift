import Bytes

/// Decodes numbers of up to 32 bits in runs of one value, and packed in bits (Encodings.md: RLE/Bit-Packing Hybrid).
///
/// The bytes must live as long as it is used.
struct RunLengthDecoder {
    private let bytes: ByteView
    private let width: Int
    private var offset = 0
    /// What is left of a run of one value.
    private var repeated = 0
    private var value: UInt32 = 0
    /// What is left of a run of packed values, and the bit where the next begins.
    private var packed = 0
    private var bit = 0

    /// A decoder of numbers of so many bits, from 0 to 32.
    init(_ bytes: ByteView, width: Int) {
        self.bytes = bytes
        self.width = width
    }

    /// A decoder of levels.
    init(_ bytes: ByteView, highest: Int) {
        self.init(bytes, width: Int.bitWidth - highest.leadingZeroBitCount)
    }

    /// Appends so many numbers; false when there are fewer.
    mutating func decode(_ count: Int, into numbers: inout GrowingBuffer<UInt32>) -> Bool {
        var left = count
        // Numbers of no bits need no bytes.
        if width == 0 {
            append(0, left, to: &numbers)
            return true
        }
        while left > 0 {
            if repeated > 0 {
                let some = min(left, repeated)
                append(value, some, to: &numbers)
                repeated -= some
                left -= some
            } else if packed > 0 {
                let some = min(left, packed)
                unpack(some, to: &numbers)
                packed -= some
                left -= some
            } else if !beginRun() {
                return false
            }
        }
        return true
    }

    private func append(_ value: UInt32, _ count: Int, to numbers: inout GrowingBuffer<UInt32>) {
        numbers.reserve(count).initialize(repeating: value, count: count)
        numbers.advance(by: count)
    }

    private mutating func unpack(_ count: Int, to numbers: inout GrowingBuffer<UInt32>) {
        let room = UnsafeMutableBufferPointer(start: numbers.reserve(count), count: count)
        let raw = bytes.raw
        for k in 0..<count { room[k] = UInt32(truncatingIfNeeded: raw.bits(at: bit + k * width, width: width)) }
        bit += count * width
        numbers.advance(by: count)
    }

    private mutating func beginRun() -> Bool {
        guard let head = bytes.varint(at: offset), head.value <= UInt64(UInt32.max) else { return false }
        offset = head.end
        let count = Int(head.value >> 1)
        if head.value & 1 == 0 {
            let size = (width + 7) / 8
            guard offset + size <= bytes.count else { return false }
            value = UInt32(truncatingIfNeeded: bytes.raw.bits(at: 8 * offset, width: 8 * size))
            repeated = count
            offset += size
        } else {
            // Eight values a group; a writer may leave out what it padded the last group with.
            let size = min(count * width, bytes.count - offset)
            packed = min(8 * count, 8 * size / width)
            bit = 8 * offset
            offset += size
            return packed > 0 || count == 0
        }
        return true
    }
}
