import Bytes
import Testing

@testable import Compression

@Suite("Snappy and LZ4")
struct ElementTests {
    @Test(
        "what snappy's elements stand for",
        arguments: [
            ([0], ""), ([1, 0, 0x61], "a"), ([3, 0, 0x61, 0x06, 1, 0], "aaa"),
            ([8, 0x0C, 0x61, 0x62, 0x63, 0x64, 0x01, 4], "abcdabcd"),
            ([5, 0, 0x61, 0x0F, 1, 0, 0, 0], "aaaaa"), ([3, 0xF0, 2, 0x61, 0x62, 0x63], "abc"),
        ] as [([UInt8], String)])
    func snappy(_ bytes: [UInt8], _ expected: String) throws {
        #expect(try block(bytes, .snappy, size: expected.utf8.count) == Array(expected.utf8))
    }

    @Test(
        "what snappy does not have",
        arguments: [
            ([], 4, .truncated), ([0x80], 4, .truncated), ([3, 0, 0x61], 3, .shorter(than: 3)),
            ([2, 4, 0x61], 2, .truncated), ([1, 4, 0x61, 0x62], 1, .longer(than: 1)),
            ([2, 0, 0x61, 0x06, 2, 0], 2, .badOffset), ([2, 0, 0x61, 0x06, 0, 0], 2, .badOffset),
            ([1, 0x06, 1, 0], 1, .badOffset), ([4, 0, 0x61, 0x0E, 1, 0], 4, .longer(than: 4)),
            ([4, 0, 0x61, 0x06, 1], 4, .truncated), ([9, 0, 0x61], 1, .longer(than: 1)),
            ([4, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x61], 4, .truncated),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 4, .invalid("no size")),
        ] as [([UInt8], Int, DecompressionError.Code)])
    func badSnappy(_ bytes: [UInt8], _ size: Int, _ expected: DecompressionError.Code) {
        #expect(code { _ = try block(bytes, .snappy, size: size) } == expected)
    }

    @Test(
        "what LZ4's sequences stand for",
        arguments: [
            ([0], ""), ([0x10, 0x61], "a"), ([0x11, 0x61, 1, 0, 0x00], "aaaaaa"),
            ([0x30, 0x61, 0x62, 0x63, 3, 0, 0x10, 0x64], "abcabcad"),
        ] as [([UInt8], String)])
    func lz4(_ bytes: [UInt8], _ expected: String) throws {
        #expect(try block(bytes, .lz4, size: expected.utf8.count) == Array(expected.utf8))
    }

    @Test("elements of all lengths and offsets give what a plain loop gives", arguments: 0..<20)
    func equalsPlainLoop(_ seed: Int) throws {
        var random = Random(seed)
        let short = Element.some(300, &random, shortest: 1, longest: 64)
        let bytes = try #require(Element.bytes(of: short))
        #expect(try block(Element.snappy(short), .snappy, size: bytes.count) == bytes)
        let long = Element.some(300, &random, shortest: 4, longest: 600)
        let other = try #require(Element.bytes(of: long))
        #expect(try block(Element.lz4(long), .lz4, size: other.count) == other)
    }

    @Test("a literal may be longer than all that is kept of a stream")
    func longLiteral() throws {
        let long = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
        let elements: [Element] = [.literal(long), .copy(offset: 65_535, length: 64), .literal([1])]
        let bytes = long + long[(long.count - 65_535)...].prefix(64) + [1]
        for (codec, compressed) in [(BlockCodec.snappy, Element.snappy(elements)), (.lz4, Element.lz4(elements))] {
            let stream = try DecompressedStream(Pieces(compressed, of: 1 << 16), codec)
            #expect(try all(stream, by: 1 << 16) == bytes)
        }
    }

    @Test("a stream gives the same, whatever comes and is asked for at once", arguments: [1, 7, 1000, 1 << 20])
    func stream(_ size: Int) throws {
        var random = Random(size)
        let elements = Element.some(200, &random, shortest: 4, longest: 64)
        let bytes = try #require(Element.bytes(of: elements))
        for (codec, compressed) in [(BlockCodec.snappy, Element.snappy(elements)), (.lz4, Element.lz4(elements))] {
            for step in [13, 1 << 20] {
                let stream = try DecompressedStream(Pieces(compressed, of: size), codec)
                #expect(try all(stream, by: step) == bytes)
                #expect(stream.compressedOffset == compressed.count)
                #expect(stream.offset == bytes.count)
            }
        }
    }

    @Test("a stream that is cut says so")
    func cutStream() throws {
        var random = Random(7)
        let elements = Element.some(50, &random, shortest: 4, longest: 64)
        let compressed = Element.snappy(elements)
        for cut in 0..<min(compressed.count, 150) {
            let stream = try DecompressedStream(Pieces(Array(compressed[..<cut]), of: 64), .snappy)
            #expect(code { _ = try all(stream, by: 100) } == .truncated)
        }
    }

    @Test("bytes of any kind give no more than a fault, and nothing is written behind the end", arguments: 0..<10)
    func mutations(_ seed: Int) throws {
        var random = Random(seed)
        let elements = Element.some(60, &random, shortest: 4, longest: 64)
        let size = try #require(Element.bytes(of: elements)).count
        for codec in [BlockCodec.snappy, .lz4, .lz4Hadoop] {
            let good = codec == .snappy ? Element.snappy(elements) : Element.lz4(elements)
            for _ in 0..<20 {
                var bytes = good
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
                _ = code { _ = try block(bytes, codec, size: size) }
                let stream = try DecompressedStream(Pieces(bytes, of: 100), codec == .lz4Hadoop ? .lz4 : codec)
                _ = code { _ = try all(stream, by: 5000) }
            }
        }
    }

    @Test("Hadoop's blocks have their sizes before them, and one block may have none")
    func hadoop() throws {
        let parts: [[Element]] = [[.literal(Array("abcd".utf8)), .copy(offset: 4, length: 9)], [.literal([1, 2, 3])]]
        var framed: [UInt8] = []
        for part in parts {
            let compressed = Element.lz4(part)
            let size = Element.bytes(of: part)?.count ?? 0
            framed += [0, 0, 0, UInt8(size), 0, 0, 0, UInt8(compressed.count)] + compressed
        }
        let expected = parts.flatMap { Element.bytes(of: $0) ?? [] }
        #expect(try block(framed, .lz4Hadoop, size: expected.count) == expected)
        let whole = Element.lz4(parts.flatMap { $0 })
        #expect(try block(whole, .lz4Hadoop, size: expected.count) == expected)
        #expect(code { _ = try block(Array(framed.dropLast()), .lz4Hadoop, size: expected.count) } != nil)
    }
}
