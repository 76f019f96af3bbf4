import Bytes

/// Decodes numbers of which each is given by its difference from the one before (Encodings.md: DELTA_BINARY_PACKED).
///
/// The bytes must live as long as it is used.
struct DeltaRun {
    private let bytes: ByteView
    private let blockSize: Int
    private let miniBlocks: Int
    private let miniSize: Int
    /// Where the next block begins, or the next mini-block's deltas.
    private var offset: Int
    /// How many numbers are left.
    private(set) var left: Int
    private var value: UInt64
    private var isFirst = true
    private var leastDelta: UInt64 = 0
    /// The widths of the block at hand, and which mini-block is next.
    private var widths = ByteView.empty
    private var nextMini = 0
    private var width = 0
    private var leftOfMini = 0
    private var bit = 0

    /// The largest block that is read; writers make some of 128 and 256 numbers.
    private static let largestBlock = 1 << 20

    /// A run that begins at an offset.
    ///
    /// Throws `ParquetError` for a head that makes no sense.
    init(_ bytes: ByteView, at offset: Int) throws(ParquetError) {
        guard let block = bytes.varint(at: offset), let minis = bytes.varint(at: block.end),
            let count = bytes.varint(at: minis.end), let first = bytes.varint(at: count.end)
        else { throw .delta("the head is cut") }
        guard block.value > 0, block.value <= UInt64(Self.largestBlock), minis.value > 0, minis.value <= block.value,
            block.value % minis.value == 0, (block.value / minis.value) % 8 == 0, count.value <= UInt64(Int32.max)
        else {
            throw .delta("blocks of \(block.value) numbers in \(minis.value) parts, \(count.value) numbers in all")
        }
        self.bytes = bytes
        blockSize = Int(block.value)
        miniBlocks = Int(minis.value)
        miniSize = blockSize / miniBlocks
        left = Int(count.value)
        value = Self.signed(first.value)
        self.offset = first.end
    }

    /// Appends so many numbers, of which there are as many.
    mutating func decode(_ count: Int, into numbers: inout GrowingBuffer<UInt64>) throws(ParquetError) {
        guard count <= left else { throw .tooFewValues }
        left -= count
        var count = count
        if isFirst, count > 0 {
            isFirst = false
            numbers.append(value)
            count -= 1
        }
        while count > 0 {
            if leftOfMini == 0 { try beginMini() }
            let some = min(count, leftOfMini)
            let raw = bytes.raw
            for _ in 0..<some {
                value = value &+ leastDelta &+ raw.bits(at: bit, width: width)
                bit += width
                numbers.append(value)
            }
            leftOfMini -= some
            count -= some
        }
    }

    private mutating func beginMini() throws(ParquetError) {
        if nextMini == widths.count { try beginBlock() }
        width = Int(widths[nextMini])
        guard width <= 64 else { throw .delta("differences of \(width) bits") }
        guard miniSize * width / 8 <= bytes.count - offset else { throw .delta("the differences end too early") }
        bit = 8 * offset
        offset += miniSize * width / 8
        nextMini += 1
        leftOfMini = miniSize
    }

    private mutating func beginBlock() throws(ParquetError) {
        guard let least = bytes.varint(at: offset), miniBlocks <= bytes.count - least.end else {
            throw .delta("a block is cut")
        }
        leastDelta = Self.signed(least.value)
        widths = bytes[least.end..<least.end + miniBlocks]
        offset = least.end + miniBlocks
        nextMini = 0
    }

    /// Where what follows the run begins; to be asked before anything is decoded.
    func end() throws(ParquetError) -> Int {
        var run = self
        var count = left - 1
        while count > 0 {
            try run.beginMini()
            count -= miniSize
        }
        return run.offset
    }

    private static func signed(_ value: UInt64) -> UInt64 { value >> 1 ^ (0 &- (value & 1)) }
}
