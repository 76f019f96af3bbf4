import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: numbers of some bits")
struct BitReaderTests {
    /// The number bit by bit; what is behind the end counts as zeros.
    private static func naive(_ bytes: [UInt8], at bit: Int, width: Int) -> UInt64 {
        var number: UInt64 = 0
        for k in 0..<width {
            let place = bit + k
            guard place / 8 < bytes.count else { break }
            if bytes[place / 8] >> UInt8(place % 8) & 1 == 1 { number |= UInt64(1) << UInt64(k) }
        }
        return number
    }

    @Test("are read at each bit, also at the end and behind it", arguments: [0, 1, 7, 8, 9, 17])
    func bits(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        let bytes: [UInt8] = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        var wrong: [String] = []
        bytes.withByteView { view in
            for bit in 0..<8 * count + 16 {
                for width in 0...64 {
                    let expected = Self.naive(bytes, at: bit, width: width)
                    if view.raw.bits(at: bit, width: width) != expected { wrong.append("\(width) bits at \(bit)") }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test(
        "groups of seven bits have a value and an end, and none where they are cut",
        arguments: [0, 1, 127, 128, 300, 16_383, 16_384, 1 << 32, 1 << 63, .max] as [UInt64])
    func varint(_ value: UInt64) {
        let groups = ThriftWriter.varint(value)
        let padded: [UInt8] = [0xFF, 0xFF] + groups + [0x05]
        padded.withByteView { view in
            let found = view.varint(at: 2)
            #expect(found?.value == value)
            #expect(found?.end == 2 + groups.count)
        }
        for cut in 0..<groups.count {
            Array(groups[..<cut]).withByteView { view in
                #expect(view.varint(at: 0)?.end == nil)
            }
        }
    }

    @Test("a number of more than ten groups is none, and neither is one behind the end")
    func endless() {
        [UInt8](repeating: 0x80, count: 12).withByteView { view in
            #expect(view.varint(at: 0)?.end == nil)
            #expect(view.varint(at: 12)?.end == nil)
            #expect(view.varint(at: 40)?.end == nil)
        }
    }
}
