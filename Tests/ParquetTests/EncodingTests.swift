import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: encodings")
struct EncodingTests {
    /// All values that a decoder gives, some at a time.
    private func words(
        _ encoding: Encoding, _ physical: LeafType.Physical, width: Int, _ body: [UInt8], count: Int, by step: Int = 7
    ) throws -> [UInt64] {
        var found: [UInt64] = []
        try forEachPart(encoding, LeafType(physical: physical, width: width), body, count, step) { values in
            for k in 0..<values.words.count { found.append(values.words[k]) }
        }
        return found
    }

    private func texts(
        _ encoding: Encoding, _ body: [UInt8], count: Int, _ type: LeafType = LeafType(physical: .bytes, width: 0)
    ) throws -> [String] {
        var found: [String] = []
        try forEachPart(encoding, type, body, count, 3) { values in
            for k in 0..<values.slices.count { found.append(values.slices[k].text) }
        }
        return found
    }

    private func forEachPart(
        _ encoding: Encoding, _ type: LeafType, _ body: [UInt8], _ count: Int, _ step: Int,
        _ take: (borrowing Values) -> Void
    ) throws {
        let memory = try PageMemory(body.count)
        memory.buffer.copyBytes(from: body)
        let bytes = PageBytes(memory, count: body.count)
        let decoder = try encoding.decoder(of: bytes, type, dictionary: nil, longest: 1 << 20)
        var values = Values()
        var left = count
        while left > 0 {
            values.clear()
            try decoder.decode(min(left, step), into: &values)
            left -= values.count
            take(values)
        }
    }

    /// Numbers as DELTA_BINARY_PACKED has them, in blocks of 128 in four parts.
    private static func delta(_ numbers: [Int]) -> [UInt8] {
        var out = ThriftWriter.varint(128) + [4] + ThriftWriter.varint(UInt64(numbers.count))
        out += ThriftWriter.signed(numbers.first ?? 0)
        let deltas = zip(numbers.dropFirst(), numbers).map { $0 &- $1 }
        for start in stride(from: 0, to: deltas.count, by: 128) {
            let block = Array(deltas[start..<min(start + 128, deltas.count)])
            let least = block.min() ?? 0
            out += ThriftWriter.signed(least)
            let parts = stride(from: 0, to: 128, by: 32).map { part in
                (part..<part + 32).map { $0 < block.count ? UInt64(bitPattern: Int64(block[$0] &- least)) : 0 }
            }
            let widths = parts.map { part in 64 - (part.max() ?? 0).leadingZeroBitCount }
            out += widths.map { UInt8($0) }
            for (part, width) in zip(parts, widths) { out += packed(part, width: width) }
        }
        return out
    }

    private static func packed(_ numbers: [UInt64], width: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (numbers.count * width + 7) / 8)
        for (k, number) in numbers.enumerated() {
            for bit in 0..<width where number >> UInt64(bit) & 1 == 1 {
                bytes[(k * width + bit) / 8] |= 1 << UInt8((k * width + bit) % 8)
            }
        }
        return bytes
    }

    @Test(
        "differences of every width",
        arguments: [[], [5], [1, 2, 3], [7, 7, 7], [.max, .min, 0, -1], Array(0..<300)] as [[Int]])
    func delta(_ numbers: [Int]) throws {
        let body = Self.delta(numbers)
        for step in [1, 7, 1000] {
            let found = try words(.delta, .int64, width: 8, body, count: numbers.count, by: step)
            #expect(found == numbers.map { UInt64(bitPattern: Int64($0)) })
        }
        #expect(throws: ParquetError.self) {
            try words(.delta, .int64, width: 8, body, count: numbers.count + 1)
        }
    }

    @Test("differences of each number of bits", arguments: 0..<64)
    func deltaWidths(_ width: Int) throws {
        let numbers = (0..<200).map { $0 % 3 == 1 ? Int(truncatingIfNeeded: UInt64(1) << UInt64(width)) : $0 }
        let found = try words(.delta, .int64, width: 8, Self.delta(numbers), count: numbers.count)
        #expect(found == numbers.map { UInt64(bitPattern: Int64($0)) })
        let short = try words(.delta, .int32, width: 4, Self.delta(numbers), count: numbers.count)
        #expect(short == found.map { $0 & 0xFFFF_FFFF })
    }

    @Test("packed numbers of each number of bits, with the last group cut or whole", arguments: 1...32)
    func packed(_ width: Int) {
        let numbers = (0..<13).map { UInt64($0 * 2_654_435_761) & (1 << UInt64(width) - 1) }
        let whole = [5] + Self.packed(numbers + [0, 0, 0], width: width)
        let cut = [5] + Self.packed(numbers, width: width)
        for bytes in [whole, cut] {
            bytes.withByteView { view in
                var runs = RunLengthDecoder(view, width: width)
                var found = GrowingBuffer<UInt32>(capacity: 0)
                #expect(runs.decode(5, into: &found))
                #expect(runs.decode(8, into: &found))
                for k in 0..<13 { #expect(UInt64(found[k]) == numbers[k]) }
                #expect(!runs.decode(4, into: &found))
            }
        }
    }

    @Test("runs of one value, of none, and of no bits")
    func runs() {
        [4, 7, 0, 3, 0b1010_1010].withByteView { view in
            var runs = RunLengthDecoder(view, width: 3)
            var found = GrowingBuffer<UInt32>(capacity: 0)
            #expect(runs.decode(4, into: &found) == false)
            #expect(found.count >= 2 && found[0] == 7 && found[1] == 7)
        }
        ByteView.empty.array.withByteView { view in
            var runs = RunLengthDecoder(view, width: 0)
            var found = GrowingBuffer<UInt32>(capacity: 0)
            #expect(runs.decode(3, into: &found))
            #expect(found[2] == 0)
        }
    }

    @Test("texts by their lengths, and by what they share with the one before")
    func deltaTexts() throws {
        let texts = ["apple", "applet", "", "banana", "ban", "banner"]
        let lengths = Self.delta(texts.map(\.utf8.count)) + texts.flatMap { Array($0.utf8) }
        #expect(try self.texts(.deltaLength, lengths, count: texts.count) == texts)
        let shared = [0, 5, 0, 0, 3, 3]
        let suffixes = zip(texts, shared).map { Array($0.utf8.dropFirst($1)) }
        let body = Self.delta(shared) + Self.delta(suffixes.map(\.count)) + suffixes.flatMap { $0 }
        #expect(try self.texts(.deltaBytes, body, count: texts.count) == texts)
        let wrong = Self.delta([0, 9]) + Self.delta([1, 1]) + [0x61, 0x62]
        #expect(throws: ParquetError.self) { try self.texts(.deltaBytes, wrong, count: 2) }
        #expect(throws: ParquetError.self) { try self.texts(.deltaLength, Self.delta([1, -1]) + [0x61], count: 2) }
    }

    @Test("values whose first bytes stand together, then the second ones")
    func split() throws {
        #expect(try words(.split, .int32, width: 4, [1, 2, 0, 0, 0, 0, 0, 0x80], count: 2) == [1, 0x8000_0002])
        let fixed = LeafType(physical: .fixed, width: 3)
        #expect(try texts(.split, Array("adbecf".utf8), count: 2, fixed) == ["abc", "def"])
        #expect(throws: ParquetError.self) { try texts(.split, Array("abcd".utf8), count: 1, fixed) }
    }

    @Test("plain values of each type")
    func plain() throws {
        #expect(try words(.plain, .boolean, width: 0, [0b101], count: 4) == [1, 0, 1, 0])
        #expect(try words(.runLength, .boolean, width: 0, [2, 0, 0, 0, 6, 1], count: 3) == [1, 1, 1])
        #expect(try words(.plain, .int32, width: 4, Plain.int32s([1, -1]), count: 2) == [1, 0xFFFF_FFFF])
        #expect(try words(.plain, .int64, width: 8, Plain.int64s([-1]), count: 1) == [.max])
        #expect(try texts(.plain, Plain.texts(["a", "", "bc"]), count: 3) == ["a", "", "bc"])
        #expect(throws: ParquetError.self) { try words(.plain, .int32, width: 4, [1, 2, 3], count: 1) }
    }
}
