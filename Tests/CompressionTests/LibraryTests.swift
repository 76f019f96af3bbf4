import TestSupport
import Testing

@testable import Compression

private let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9]
private let text = Array(String(repeating: "What is 6 times 7? ", count: 3000).utf8)

private func read(_ bytes: [UInt8], _ codec: BlockCodec, of size: Int = 1000, by step: Int = 4096) throws -> [UInt8] {
    try all(DecompressedStream(Pieces(bytes, of: size), codec), by: step)
}

@Suite("gzip")
struct GzipTests {
    @Test("one member, several, empty ones and padding, in pieces of any size", arguments: [1, 2, 500, 1 << 20])
    func members(_ size: Int) throws {
        let member = gzip(text)
        for (bytes, expected) in [
            (member, text), (member + gzip([]) + gzip([1]), text + [1]), (gzip([]), []),
            (member + [0, 0, 0] + gzip([2]), text + [2]), (member + Array(repeating: 0, count: 700), text),
        ] {
            #expect(try read(bytes, .gzip, of: size) == expected)
            #expect(try read(bytes, .gzip, of: size, by: 1 << 20) == expected)
            #expect(try block(bytes, .gzip, size: expected.count) == expected)
        }
    }

    @Test(
        "what is no member behind one is left alone, as gzip does, and told",
        arguments: [[0x41], [0x41, 0x42, 0x43], [0x1F, 0x41], [0, 0, 7]] as [[UInt8]])
    func garbage(_ garbage: [UInt8]) throws {
        let member = gzip(text)
        let stream = try DecompressedStream(Pieces(member + garbage, of: 1 << 20), .gzip)
        #expect(try all(stream, by: 4096) == text)
        #expect(stream.trailingGarbage == member.count + garbage.prefix { $0 == 0 }.count)
        let clean = try DecompressedStream(Pieces(member, of: 1 << 20), .gzip)
        _ = try all(clean, by: 4096)
        #expect(clean.trailingGarbage == nil)
    }

    @Test("a member that is cut anywhere says so")
    func cut() {
        let member = gzip(Array("a few bytes of text".utf8))
        for count in 0..<member.count {
            #expect(code { _ = try read(Array(member[..<count]), .gzip, of: 5) } == .truncated)
        }
        #expect(code { _ = try read(member + member.dropLast(), .gzip) } == .truncated)
    }

    @Test("what is no gzip, and a checksum that does not match, are told with the place")
    func invalid() throws {
        var member = gzip(text)
        member[member.count - 6] ^= 1
        do {
            _ = try read(gzip(text) + member, .gzip)
            Issue.record("nothing was thrown")
        } catch let error as DecompressionError {
            #expect(error.code == .invalid("incorrect data check"))
            #expect(error.offset > 2 * member.count - 8 && error.offset <= 2 * member.count)
        }
        #expect(code { _ = try read(Array("no gzip at all".utf8), .gzip) } == .invalid("incorrect header check"))
    }

    @Test("a block of another size than was said")
    func sizes() {
        #expect(code { _ = try block(gzip(text), .gzip, size: text.count + 1) } == .shorter(than: text.count + 1))
        #expect(code { _ = try block(gzip(text), .gzip, size: text.count - 1) } == .longer(than: text.count - 1))
    }
}

@Suite("zstd")
struct ZstdTests {
    @Test("one frame, several, empty and skippable ones, in pieces of any size", arguments: [1, 2, 500, 1 << 20])
    func frames(_ size: Int) throws {
        let frame = zstd(text)
        for (bytes, expected) in [
            (frame, text), (frame + zstd([]) + zstd([1]), text + [1]), (zstd([]), []),
            (skippable + frame + skippable + zstd([2]) + skippable, text + [2]), (zstd(text, window: 27), text),
        ] {
            #expect(try read(bytes, .zstd, of: size) == expected)
            #expect(try read(bytes, .zstd, of: size, by: 1 << 20) == expected)
            #expect(try block(bytes, .zstd, size: expected.count) == expected)
        }
    }

    @Test("a window of more than 128 MB is refused with what would do")
    func window() {
        let found = code { _ = try read(zstd(text, window: 28), .zstd) }
        #expect(found == .windowTooLarge(most: 1 << 27))
        #expect("\(DecompressionError(.zstd, .windowTooLarge(most: 1 << 27), at: 0))".contains("128 MB"))
    }

    @Test("a frame that is cut anywhere says so")
    func cut() {
        let frame = zstd(Array("a few bytes of text".utf8))
        for count in 0..<frame.count {
            #expect(code { _ = try read(Array(frame[..<count]), .zstd, of: 5) } == .truncated)
        }
    }

    @Test("what is no frame, and a checksum that does not match, are told")
    func invalid() {
        var frame = zstd(text)
        frame[frame.count - 1] ^= 1
        #expect(code { _ = try read(frame, .zstd) } == .invalid("Restored data doesn't match checksum"))
        for bytes in [Array("no frame at all".utf8), zstd(text) + Array("garbage".utf8)] {
            #expect(code { _ = try read(bytes, .zstd) } == .invalid("Unknown frame descriptor"))
        }
    }

    @Test("a block of another size than was said")
    func sizes() {
        #expect(code { _ = try block(zstd(text), .zstd, size: text.count + 1) } == .shorter(than: text.count + 1))
        #expect(code { _ = try block(zstd(text), .zstd, size: text.count - 1) } == .longer(than: text.count - 1))
    }
}
