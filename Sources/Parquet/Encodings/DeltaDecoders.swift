import Bytes

/// DELTA_BINARY_PACKED numbers of 4 or 8 bytes.
final class DeltaNumberDecoder: ValueDecoder {
    private var run: DeltaRun
    private let memory: PageMemory
    private let mask: UInt64

    init(_ bytes: PageBytes, width: Int) throws(ParquetError) {
        run = try DeltaRun(bytes.rest(), at: 0)
        memory = bytes.memory
        mask = width == 4 ? UInt64(UInt32.max) : .max
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        try run.decode(count, into: &values.words)
        guard mask != .max else { return }
        for k in 0..<values.words.count { values.words[k] &= mask }
    }
}

/// DELTA_LENGTH_BYTE_ARRAY: the lengths of all values, then their bytes.
final class DeltaLengthDecoder: ValueDecoder {
    private let memory: PageMemory
    private let bytes: ByteView
    private var lengths: DeltaRun
    private var offset: Int
    private var numbers = GrowingBuffer<UInt64>(capacity: Values.usual)

    convenience init(_ bytes: PageBytes) throws(ParquetError) {
        let rest = try bytes.rest()
        try self.init(rest, at: 0, in: bytes.memory)
    }

    /// A decoder of values whose lengths begin at an offset.
    init(_ bytes: ByteView, at offset: Int, in memory: PageMemory) throws(ParquetError) {
        self.bytes = bytes
        self.memory = memory
        lengths = try DeltaRun(bytes, at: offset)
        self.offset = try lengths.end()
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        numbers.truncate(to: 0)
        try lengths.decode(count, into: &numbers)
        for k in 0..<count {
            guard numbers[k] <= UInt64(bytes.count - offset) else { throw .delta("a length beyond the page") }
            let length = Int(numbers[k])
            values.slices.append(bytes[offset..<offset + length])
            offset += length
        }
        values.holder = memory
    }
}

/// DELTA_BYTE_ARRAY: how many bytes each value shares with the beginning of the one before, then what it has behind them.
///
/// No value is longer than all that stands in the page together.
final class DeltaBytesDecoder: ValueDecoder {
    private var prefixes: DeltaRun
    /// It holds the memory, for both.
    private let suffixes: DeltaLengthDecoder
    private var last: (memory: PageMemory, range: Range<Int>)
    private var numbers = GrowingBuffer<UInt64>(capacity: Values.usual)
    private var parts = Values()
    private var next = 0

    /// How many bytes are written at once, where a value has no more.
    private static let usualSize = 1 << 18

    init(_ bytes: PageBytes) throws(ParquetError) {
        let rest = try bytes.rest()
        prefixes = try DeltaRun(rest, at: 0)
        suffixes = try DeltaLengthDecoder(rest, at: prefixes.end(), in: bytes.memory)
        last = (try PageMemory(0), 0..<0)
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        if next == numbers.count { try fetch(count) }
        let end = min(next + count, numbers.count)
        let memory = try PageMemory(max(Self.usualSize, length()))
        var offset = 0
        while next < end {
            let length = try length()
            guard length <= memory.buffer.count - offset else { break }
            let suffix = parts.slices[next]
            let room = UnsafeMutableRawBufferPointer(rebasing: memory.buffer[offset..<offset + length])
            let prefix = length - suffix.count
            room.copyMemory(from: last.memory.view(last.range)[..<prefix].raw)
            UnsafeMutableRawBufferPointer(rebasing: room[prefix...]).copyMemory(from: suffix.raw)
            last = (memory, offset..<offset + length)
            values.slices.append(memory.view(last.range))
            offset += length
            next += 1
        }
        values.holder = memory
    }

    private func fetch(_ count: Int) throws(ParquetError) {
        numbers.truncate(to: 0)
        parts.clear()
        next = 0
        try prefixes.decode(count, into: &numbers)
        try suffixes.decode(count, into: &parts)
    }

    /// How many bytes the next value has.
    private func length() throws(ParquetError) -> Int {
        guard numbers[next] <= UInt64(last.range.count) else {
            throw .delta("a value that shares more than the one before has")
        }
        return Int(numbers[next]) + parts.slices[next].count
    }
}
