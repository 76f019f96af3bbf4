import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: delta encoding in blocks of any size")
struct DeltaLayoutTests {
    /// Numbers as DELTA_BINARY_PACKED has them; parts behind the last number have no bits.
    private static func encoded(_ numbers: [Int], block: Int = 128, parts: Int = 4) -> [UInt8] {
        var out: [UInt8] = ThriftWriter.varint(UInt64(block)) + ThriftWriter.varint(UInt64(parts))
        out += ThriftWriter.varint(UInt64(numbers.count))
        out += ThriftWriter.signed(numbers.first ?? 0)
        let size = block / parts
        let deltas: [Int] = zip(numbers.dropFirst(), numbers).map { $0 &- $1 }
        for start in stride(from: 0, to: deltas.count, by: block) {
            let some = Array(deltas[start..<min(start + block, deltas.count)])
            let least = some.min() ?? 0
            var (widths, packed): ([UInt8], [UInt8]) = ([], [])
            for first in stride(from: 0, to: block, by: size) {
                let rest: [UInt64] = some.dropFirst(first).prefix(size).map { UInt64(bitPattern: Int64($0 &- least)) }
                let width = 64 - (rest.max() ?? 0).leadingZeroBitCount
                widths.append(UInt8(width))
                packed += Self.packed(rest, width: width, size: size)
            }
            out += ThriftWriter.signed(least)
            out += widths + packed
        }
        return out
    }

    private static func packed(_ numbers: [UInt64], width: Int, size: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size * width / 8)
        for (place, number) in numbers.enumerated() {
            for k in 0..<width where number >> UInt64(k) & 1 == 1 {
                let bit = place * width + k
                bytes[bit / 8] |= UInt8(1) << UInt8(bit % 8)
            }
        }
        return bytes
    }

    /// The numbers of a run that begins at an offset, and where it ends.
    private func decoded(_ bytes: [UInt8], at offset: Int, steps: [Int]) throws -> (numbers: [Int], end: Int) {
        try bytes.withByteView { view throws in
            var run = try DeltaRun(view, at: offset)
            let end = try run.end()
            var numbers = GrowingBuffer<UInt64>(capacity: 0)
            for step in steps { try run.decode(step, into: &numbers) }
            let found: [Int] = (0..<numbers.count).map { Int(truncatingIfNeeded: numbers[$0]) }
            return (numbers: found, end: end)
        }
    }

    private func code(_ bytes: [UInt8], count: Int) -> ParquetError.Code? {
        do {
            _ = try decoded(bytes, at: 0, steps: [count])
            return nil
        } catch {
            return (error as? ParquetError)?.code
        }
    }

    /// Numbers that stay near one another, of any size, or all the same.
    private static func numbers(_ kind: Int, _ count: Int, _ random: inout SeededRandom) -> [Int] {
        var numbers: [Int] = []
        for _ in 0..<count {
            switch kind {
            case 0: numbers.append((numbers.last ?? 1000) + random.below(21) - 10)
            case 1: numbers.append(Int(truncatingIfNeeded: random.next()))
            default: numbers.append(-7)
            }
        }
        return numbers
    }

    @Test(
        "numbers come back, and what follows them is found",
        arguments: [(8, 1), (16, 2), (24, 3), (64, 8), (128, 4), (256, 8), (1024, 32)] as [(Int, Int)])
    func layouts(_ block: Int, _ parts: Int) throws {
        var random = SeededRandom(UInt64(block))
        for kind in 0..<3 {
            for count in [0, 1, 2, 8, 9, 10, 129, 400] {
                let numbers = Self.numbers(kind, count, &random)
                let body = Self.encoded(numbers, block: block, parts: parts)
                let first = random.below(count + 1)
                let padded: [UInt8] = [0xFF, 0xFF] + body + [0xFF, 0xFF, 0xFF]
                let found = try decoded(padded, at: 2, steps: [first, count - first])
                #expect(found.numbers == numbers)
                #expect(found.end == 2 + body.count)
            }
        }
    }

    @Test(
        "a head that makes no sense is refused",
        arguments: [
            [], [0x80], [8, 1, 1], [0, 1, 1, 0], [8, 0, 1, 0], [8, 3, 1, 0], [8, 2, 1, 0], [8, 16, 1, 0], [9, 1, 1, 0],
            [8, 1, 0x80, 0x80, 0x80, 0x80, 0x08, 0], [0x80, 0x80, 0x80, 0x01, 1, 1, 0],
        ] as [[UInt8]])
    func heads(_ head: [UInt8]) {
        #expect(code(head, count: 0) == .delta)
    }

    @Test("differences of more than 64 bits, and ones that are not there, are refused")
    func widths() {
        let head: [UInt8] = [8, 1, 2, 0, 0]
        let room = [UInt8](repeating: 0, count: 80)
        #expect(code(head + [64] + room, count: 2) == nil)
        #expect(code(head + [65] + room, count: 2) == .delta)
        #expect(code(head + [64] + Array(room.prefix(63)), count: 2) == .delta)
        #expect(code(head, count: 2) == .delta)
    }

    @Test("texts that share beginnings come back through a file, whatever the blocks", arguments: [8, 128, 1024])
    func texts(_ block: Int) {
        var random = SeededRandom(UInt64(block))
        var texts: [String] = []
        for _ in 0..<1500 {
            let kept = String((texts.last ?? "").prefix(random.below(12)))
            let word: String = random.pick(["a", "b", "cd"])
            texts.append(kept + String(repeating: word, count: random.below(6)))
        }
        var shared: [Int] = [0]
        for (text, before) in zip(texts.dropFirst(), texts) {
            shared.append(zip(text.utf8, before.utf8).prefix { $0 == $1 }.count)
        }
        let rests: [[UInt8]] = zip(texts, shared).map { Array($0.utf8.dropFirst($1)) }
        func lengths(_ numbers: [Int]) -> [UInt8] { Self.encoded(numbers, block: block, parts: block / 8) }
        let present = Plain.levels(texts.map { _ in 1 }, width: 1)
        var byBeginning: [UInt8] = present + lengths(shared) + lengths(rests.map(\.count))
        for rest in rests { byBeginning += rest }
        var byLength: [UInt8] = present + lengths(texts.map(\.utf8.count))
        for text in texts { byLength += Array(text.utf8) }
        for (encoding, body) in [(7, byBeginning), (6, byLength)] {
            let page = RawFile.Page(values: texts.count, encoding: encoding, body: body)
            let read = ReadRows(RawFile.texts(texts, pages: [page]).bytes)
            #expect(read.rest == nil && read.refusal == nil)
            #expect(read.lines == texts.map { #"{"t":"\#($0)"}"# })
        }
    }
}
