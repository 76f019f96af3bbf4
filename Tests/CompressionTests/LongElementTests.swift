import Bytes
import Testing

@testable import Compression

@Suite("LZ4 and snappy: long runs, and sizes that are wrong")
struct LongElementTests {
    /// A block of LZ4 that is a byte, a run of it of so many bytes, and five more.
    private static func run(of count: Int) -> [UInt8] {
        let rest = count - 4 - 15
        return [0x1F, 0x61, 1, 0] + [UInt8](repeating: 255, count: rest / 255) + [UInt8(rest % 255)]
            + [0x50] + [UInt8](repeating: 0x62, count: 5)
    }

    @Test("a run is read from a stream although its length alone is longer than what is read at once")
    func longRun() throws {
        let count = 40 << 20
        let compressed = Self.run(of: count)
        #expect(compressed.count > 160_000)
        let found = try all(DecompressedStream(Pieces(compressed, of: 1 << 16), .lz4), by: 1 << 20)
        #expect(found.count == count + 6)
        #expect(found[..<(count + 1)].allSatisfy { $0 == 0x61 } && found.suffix(5).allSatisfy { $0 == 0x62 })
    }

    @Test("a length without end is refused")
    func endless() {
        let bytes = [0x1F, 0x61, 1, 0] + [UInt8](repeating: 255, count: 17 << 20)
        let found = code { _ = try all(DecompressedStream(Pieces(bytes, of: 1 << 20), .lz4), by: 1 << 20) }
        #expect(found == .invalid("a length without end"))
    }

    @Test("a stream of snappy that goes on behind its size is longer than that")
    func longer() {
        let bytes: [UInt8] = [3, 4 << 2, 0x61, 0x62, 0x63, 0x64, 0x65]
        #expect(code { _ = try all(DecompressedStream(Pieces(bytes, of: 100), .snappy), by: 100) } == .longer(than: 3))
    }

    @Test("blocks with Hadoop's sizes that have no byte are none")
    func hadoop() throws {
        func big(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
        let block: [UInt8] = [0x30, 0x61, 0x62, 0x63]
        let one = big(3) + big(block.count) + block
        #expect(try hadoopBlock(one + one, size: 6) == Array("abcabc".utf8))
        #expect(try hadoopBlock(big(0) + big(1) + [0] + one, size: 3) == Array("abc".utf8), "nothing has a byte")
        #expect(throws: DecompressionError.self) { try hadoopBlock([UInt8](repeating: 0, count: 8) + one, size: 3) }
        #expect(throws: DecompressionError.self) { try hadoopBlock(one + one, size: 3) }
        #expect(throws: DecompressionError.self) { try hadoopBlock(one, size: 6) }
    }

    private func hadoopBlock(_ bytes: [UInt8], size: Int) throws -> [UInt8] { try block(bytes, .lz4Hadoop, size: size) }
}
