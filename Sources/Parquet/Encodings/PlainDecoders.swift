import Bytes

/// PLAIN numbers of 4 or 8 bytes.
final class PlainNumberDecoder: ValueDecoder {
    private let bytes: PageBytes
    private let width: Int

    init(_ bytes: PageBytes, width: Int) {
        self.bytes = bytes
        self.width = width
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        guard try bytes.gather(width) else { throw .tooFewValues }
        let count = min(count, bytes.leftOfPiece / width)
        let (raw, start) = (bytes.piece.raw, bytes.position)
        if width == 4 {
            for k in 0..<count { values.words.append(raw.bits(at: 8 * (start + 4 * k), width: 32)) }
        } else {
            for k in 0..<count { values.words.append(raw.bits(at: 8 * (start + 8 * k), width: 64)) }
        }
        bytes.position += count * width
    }
}

/// PLAIN truth values: a bit each.
final class PlainTruthDecoder: ValueDecoder {
    private let bits: UnsafeRawBufferPointer
    private let memory: PageMemory
    private var bit = 0

    init(_ bytes: PageBytes) throws(ParquetError) {
        bits = try bytes.rest().raw
        memory = bytes.memory
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        let count = min(count, 8 * bits.count - bit)
        guard count > 0 else { throw .tooFewValues }
        for _ in 0..<count {
            values.words.append(bits.bits(at: bit, width: 1))
            bit += 1
        }
    }
}

/// PLAIN values of bytes, each behind its length.
final class PlainBytesDecoder: ValueDecoder {
    private let bytes: PageBytes
    private let longest: Int

    /// - Parameter longest: how many bytes a value may have; of a longer one none is kept.
    init(_ bytes: PageBytes, longest: Int) {
        self.bytes = bytes
        self.longest = longest
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        guard try bytes.gather(4) else { throw .tooFewValues }
        let first = Int(bytes.piece.halfWord(at: bytes.position))
        guard first <= bytes.left - 4 else { throw .tooFewValues }
        if first > longest {
            try bytes.skip(4 + first)
            values.slices.append(.empty)
            values.faults = [(0, .tooLong)]
            values.holder = bytes.memory
            return
        }
        // What is gathered may come to stand in other memory, so that the values of one call end with a piece.
        _ = try bytes.gather(4 + first)
        let piece = bytes.piece
        let raw = piece.raw
        var offset = bytes.position
        for _ in 0..<count {
            guard raw.count - offset >= 4 else { break }
            let length = Int(raw.bits(at: 8 * offset, width: 32))
            guard length <= min(piece.count - offset - 4, longest) else { break }
            values.slices.append(piece[offset + 4..<offset + 4 + length])
            offset += 4 + length
        }
        bytes.position = offset
        values.holder = bytes.memory
    }
}

/// PLAIN values of bytes that all have one length.
final class PlainFixedDecoder: ValueDecoder {
    private let bytes: PageBytes
    private let width: Int

    init(_ bytes: PageBytes, width: Int) {
        self.bytes = bytes
        self.width = width
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        guard try bytes.gather(width) else { throw .tooFewValues }
        let count = width == 0 ? count : min(count, bytes.leftOfPiece / width)
        let (piece, start) = (bytes.piece, bytes.position)
        for k in 0..<count { values.slices.append(piece[start + k * width..<start + (k + 1) * width]) }
        bytes.position += count * width
        values.holder = bytes.memory
    }
}

/// RLE truth values: runs of bits behind their length.
final class RunLengthTruthDecoder: ValueDecoder {
    private var runs: RunLengthDecoder
    private let memory: PageMemory
    private var numbers = GrowingBuffer<UInt32>(capacity: Values.usual)

    init(_ bytes: PageBytes) throws(ParquetError) {
        guard let length = try bytes.take(4), let bits = try bytes.take(Int(length.halfWord(at: 0))) else {
            throw .tooFewValues
        }
        runs = RunLengthDecoder(bits, width: 1)
        memory = bytes.memory
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        numbers.truncate(to: 0)
        guard runs.decode(count, into: &numbers) else { throw .tooFewValues }
        for k in 0..<count { values.words.append(UInt64(numbers[k])) }
    }
}

/// BYTE_STREAM_SPLIT: the first bytes of all values, then the second ones, and so on.
final class SplitDecoder: ValueDecoder {
    private let bytes: ByteView
    private let memory: PageMemory
    private let type: LeafType
    private let count: Int
    private var next = 0

    init(_ bytes: PageBytes, _ type: LeafType) throws(ParquetError) {
        self.bytes = try bytes.rest()
        memory = bytes.memory
        self.type = type
        guard type.width > 0, type.physical != .int96, self.bytes.count % type.width == 0 else {
            throw ParquetError(.values, "BYTE_STREAM_SPLIT: the values do not fill the page evenly")
        }
        count = self.bytes.count / type.width
    }

    func decode(_ wanted: Int, into values: inout Values) throws(ParquetError) {
        let some = min(wanted, count - next)
        guard some > 0 else { throw .tooFewValues }
        if type.physical == .fixed {
            try decodeBytes(some, into: &values)
        } else {
            for place in next..<next + some {
                var word: UInt64 = 0
                for k in 0..<type.width { word |= UInt64(bytes[k * count + place]) << UInt64(8 * k) }
                values.words.append(word)
            }
        }
        next += some
    }

    private func decodeBytes(_ some: Int, into values: inout Values) throws(ParquetError) {
        let width = type.width
        let made = try PageMemory(some * width)
        for place in 0..<some {
            for k in 0..<width { made.buffer[place * width + k] = bytes[k * count + next + place] }
        }
        for place in 0..<some { values.slices.append(made.view(place * width..<(place + 1) * width)) }
        values.holder = made
    }
}
