import Bytes
import TestSupport
import Testing

@testable import Compression

@Suite("snappy: compressing")
struct SnappyCompressorTests {
    private func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: 0)
        writer.append(0xEE)
        bytes.withByteView { SnappyCompressor.compress($0, to: &writer) }
        #expect(writer.bytes[0] == 0xEE, "it appends")
        return writer.bytes[1...].array
    }

    /// Bytes of a kind: all alike, random, words, or a pattern that repeats after a distance.
    private static func bytes(_ kind: Int, _ count: Int) -> [UInt8] {
        var random = SeededRandom(UInt64(kind * 1000 + count))
        let words = ["the ", "answer ", "is ", "42. ", "\n", "therefore "]
        switch kind {
        case 0: return Array(repeating: 7, count: count)
        case 1: return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case 2:
            var text: [UInt8] = []
            while text.count < count { text += Array(random.pick(words).utf8) }
            return Array(text.prefix(count))
        default:
            let pattern = (0..<kind).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            return (0..<count).map { pattern[$0 % kind] }
        }
    }

    @Test("what it makes is decompressed to what it was", arguments: [0, 1, 2, 3, 11, 59, 2047, 2048, 65_535])
    func rounds(_ kind: Int) throws {
        for count in [0, 1, 2, 3, 4, 5, 14, 15, 60, 61, 64, 68, 256, 257, 4096, 65_535, 65_536, 65_537, 200_000] {
            let bytes = Self.bytes(kind, count)
            let packed = compressed(bytes)
            #expect(try block(packed, .snappy, size: count) == bytes, "\(count) bytes")
            #expect(packed.count <= 32 + count + count / 6)
            if kind == 0 && count > 1000 { #expect(packed.count < count / 15) }
            if kind == 2 && count > 4000 { #expect(packed.count < count / 2) }
        }
    }

    @Test("it makes the same bytes of the same bytes, which are these")
    func bytes() {
        let text = Array("abcdabcdabcdabcd, and xyz abcdabcd".utf8)
        #expect(compressed(text) == compressed(text))
        #expect(compressed([]) == [0])
        #expect(compressed([0x61]) == [1, 0, 0x61])
        // A literal of four, and a copy of twelve from four back.
        #expect(compressed(Array("abcdabcdabcdabcd".utf8)) == [16, 12, 0x61, 0x62, 0x63, 0x64, 46, 4, 0])
    }
}
