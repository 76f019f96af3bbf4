import Bytes
import TestSupport
import Testing

@testable import Compression

@Suite("blocks one after the other")
struct BlockDecompressorTests {
    private static let codecs: [BlockCodec] = [.snappy, .gzip, .zstd, .lz4, .lz4Hadoop]

    private static func packed(_ bytes: [UInt8], _ codec: BlockCodec) -> [UInt8] {
        switch codec {
        case .gzip: return gzip(bytes)
        case .zstd: return zstd(bytes)
        case .lz4: return Element.lz4([.literal(bytes)])
        case .lz4Hadoop: return framed(bytes)
        case .snappy:
            var writer = ByteWriter(capacity: 0)
            bytes.withByteView { SnappyCompressor.compress($0, to: &writer) }
            return writer.bytes.array
        }
    }

    /// A block of LZ4 with its sizes before it.
    private static func framed(_ bytes: [UInt8]) -> [UInt8] {
        let block = Element.lz4([.literal(bytes)])
        return bigEndian(bytes.count) + bigEndian(block.count) + block
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        let shifts: [Int] = [24, 16, 8, 0]
        return shifts.map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func text(_ random: inout SeededRandom) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<20 + random.below(500) { text += Array(random.pick(["six ", "times ", "7", "\n"]).utf8) }
        return text
    }

    private func unpacked(
        _ bytes: [UInt8], _ codec: BlockCodec, size: Int, by decompressor: BlockDecompressor
    ) throws -> [UInt8] {
        var out = [UInt8](repeating: 0, count: size)
        try bytes.withByteView { view throws in
            try out.withUnsafeMutableBytes { try decompressor.decompress(view, codec, into: $0) }
        }
        return out
    }

    @Test("of any formats are read by one decompressor, also after blocks that are cut", arguments: 0..<10)
    func reuse(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let decompressor = BlockDecompressor()
        for _ in 0..<60 {
            let codec = random.pick(Self.codecs)
            let text = Self.text(&random)
            let packed = Self.packed(text, codec)
            if random.below(3) == 0 {
                let cut = Array(packed.dropLast(1 + random.below(4)))
                let fault = code { _ = try unpacked(cut, codec, size: text.count, by: decompressor) }
                #expect(fault != nil, "\(codec.name) that is cut")
            } else {
                #expect(try unpacked(packed, codec, size: text.count, by: decompressor) == text, "\(codec.name)")
            }
        }
    }

    @Test("no format gives more or less than was said")
    func sizes() {
        var random = SeededRandom(5)
        let decompressor = BlockDecompressor()
        for codec in Self.codecs {
            let text = Self.text(&random)
            let packed = Self.packed(text, codec)
            for size in [1, text.count - 1, text.count + 1, 2 * text.count] {
                let fault = code { _ = try unpacked(packed, codec, size: size, by: decompressor) }
                #expect(fault != nil, "\(size) bytes of \(codec.name)")
            }
        }
    }

    @Test("Hadoop's blocks of any number are one text", arguments: [1, 2, 3, 10])
    func hadoop(_ count: Int) throws {
        var random = SeededRandom(UInt64(count))
        var (text, packed): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<count {
            let part = Self.text(&random)
            text += part
            packed += Self.framed(part)
        }
        #expect(try unpacked(packed, .lz4Hadoop, size: text.count, by: BlockDecompressor()) == text)
    }
}
