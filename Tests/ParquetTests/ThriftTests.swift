import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: Thrift")
struct ThriftTests {
    /// The numbers that stand under id 1 of a structure; nil when it cannot be read.
    private func numbers(_ bytes: [UInt8]) -> [Int]? {
        bytes.withByteView { view in
            var found: [Int] = []
            var reader = ThriftReader(view)
            do throws(ThriftFault) {
                try reader.forEachField { (reader, field) throws(ThriftFault) in
                    if field.id == 1 { found.append(try reader.integer(field)) }
                }
                return reader.offset == view.count ? found : nil
            } catch { return nil }
        }
    }

    /// Values under id 2, each of another type.
    @Test(
        "what nobody asks for is passed over",
        arguments: [
            [0x21], [0x22], [0x23, 9], [0x24, 0x80, 1], [0x27, 1, 2, 3, 4, 5, 6, 7, 8], [0x28, 2, 9, 9],
            [0x2C, 0x1C, 0, 0], [0x29, 0x25, 2, 4], [0x29, 0x21, 1, 2], [0x2A, 0x18, 1, 9], [0x2B, 0],
            [0x2B, 1, 0x58, 2, 1, 0x61], [0x29, 0x00],
        ] as [[UInt8]])
    func skipping(_ value: [UInt8]) {
        // Then the number 7 under id 1, in the long form, which may go back.
        #expect(numbers(value + [0x05, 2, 14, 0]) == [7])
    }

    @Test("numbers of both signs, up to 64 bits")
    func integers() {
        for value in [0, 1, -1, 63, -64, 64, 1 << 40, .max, .min] {
            let bytes = ThriftWriter.structure { $0.integer(1, value) }
            #expect(numbers(bytes) == [value])
        }
        #expect(numbers([0x15] + Array(repeating: 0xFF, count: 10) + [0]) == nil)
    }

    @Test("fields by their distance and by their number, and others between them")
    func fields() {
        let bytes = ThriftWriter.structure {
            $0.text(3, "x")
            $0.truth(40, true)
            $0.structure(41, [0])
            $0.list(42, of: Array(repeating: [0], count: 20))
            $0.integer(1, 5)
        }
        #expect(numbers(bytes) == [5])
    }

    @Test("each cut is told, and so is what claims more than there is")
    func cuts() {
        let bytes = ThriftWriter.structure {
            $0.integer(1, 300)
            $0.text(2, "text")
            $0.list(3, of: [[0], [0]])
        }
        for count in 0..<bytes.count { #expect(numbers(Array(bytes[..<count])) == nil) }
        #expect(numbers([0x28, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0]) == nil)
        #expect(numbers([0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0]) == nil)
    }

    @Test(
        "ids have 16 bits, and what goes beyond is refused",
        arguments: [
            ([0x05, 0xFE, 0xFF, 0x03, 2, 0], true), ([0x05, 0x80, 0x80, 0x04, 2, 0], false),
            ([0x05, 0xFE, 0xFF, 0x03, 2, 0x15, 2, 0], false),
            ([0x05] + Array(repeating: 0xFE, count: 1) + Array(repeating: 0xFF, count: 8) + [0x01, 0x00, 0x15], false),
        ] as [([UInt8], Bool)])
    func ids(_ bytes: [UInt8], _ isRead: Bool) {
        #expect((numbers(bytes) != nil) == isRead)
    }

    @Test("structures and lists in one another are read to a depth, and no farther")
    func depth() {
        for (depth, isRead) in [(60, true), (64, false), (100_000, false)] {
            let structures = Array(repeating: UInt8(0x2C), count: depth) + Array(repeating: 0, count: depth + 1)
            #expect((numbers(structures) != nil) == isRead)
            let lists = [0x29] + Array(repeating: UInt8(0x19), count: depth) + [0x05, 0]
            if !isRead { #expect(numbers(lists) == nil) }
        }
    }
}
