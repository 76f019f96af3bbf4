import Bytes
import Compression
import TestSupport
import Testing

@Suite("CRC-32 against its definition")
struct CRC32DefinitionTests {
    /// The checksum bit by bit.
    private static func naive(_ bytes: [UInt8]) -> UInt32 {
        var rest = UInt32.max
        for byte in bytes {
            rest ^= UInt32(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
        return ~rest
    }

    private static func bytes(_ count: Int) -> [UInt8] {
        var random = SeededRandom(UInt64(count))
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    @Test("bytes of each length, wherever they begin in memory", arguments: [0, 1, 3, 8, 15])
    func lengths(_ start: Int) {
        let bytes = Self.bytes(start + 200)
        for end in start...bytes.count {
            let found = bytes.withByteView { CRC32.of($0[start..<end]) }
            #expect(found == Self.naive(Array(bytes[start..<end])), "\(start)..<\(end)")
        }
    }

    @Test("long bytes, and zeros of which the number counts", arguments: [1023, 1024, 4096, 65_537])
    func long(_ count: Int) {
        let bytes = Self.bytes(count)
        #expect(bytes.withByteView { CRC32.of($0) } == Self.naive(bytes))
        let zeros = [UInt8](repeating: 0, count: count)
        #expect(zeros.withByteView { CRC32.of($0) } == Self.naive(zeros))
    }

    @Test("each changed bit changes the checksum")
    func bits() {
        var bytes = Self.bytes(100)
        let right = bytes.withByteView { CRC32.of($0) }
        for bit in 0..<800 {
            bytes[bit / 8] ^= UInt8(1) << UInt8(bit % 8)
            #expect(bytes.withByteView { CRC32.of($0) } != right)
            bytes[bit / 8] ^= UInt8(1) << UInt8(bit % 8)
        }
        #expect(bytes.withByteView { CRC32.of($0) } == right)
    }
}
