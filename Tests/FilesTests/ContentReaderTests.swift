import Bytes
import Compression
import TestSupport
import Testing

@testable import Files

@Suite("What a file holds")
struct ContentReaderTests {
    private let folder = TemporaryFolder()
    private static let text = (0..<9000).map { "line \($0 * 7919 % 1000)\n" }.joined()

    private struct Held: Equatable {
        var bytes: [UInt8] = []
        var fault: String?
        var fileOffset: Int?
    }

    /// Reads a file in pieces of one size; its digest is always that of the file's own bytes.
    private func held(_ bytes: [UInt8], _ codec: BlockCodec?, by size: Int = 5000) throws -> Held {
        let file = try InputFile(folder.write("f", bytes))
        let reader = ContentReader(file, codec)
        var held = Held()
        while case let piece = try reader.bytes(atMost: size), !piece.isEmpty { held.bytes += piece }
        #expect(try reader.bytes(atMost: size) == [], "the end is the end")
        #expect(try reader.digest == file.digest(.xxh64))
        (held.fault, held.fileOffset) = (reader.fault?.reason, reader.fileOffset)
        #expect(reader.fault?.isRest != false)
        return held
    }

    @Test("is its bytes, or what they are compressed from", arguments: [1, 100, 1 << 20])
    func whole(_ size: Int) throws {
        let text = Array(size == 1 ? "a few\nlines".utf8 : Self.text.utf8)
        let (gzip, zstd) = (gzip(text), zstd(text))
        #expect(try held(text, nil, by: size) == Held(bytes: text))
        #expect(try held(gzip, .gzip, by: size) == Held(bytes: text, fileOffset: gzip.count))
        #expect(try held(gzip + gzip, .gzip, by: size) == Held(bytes: text + text, fileOffset: 2 * gzip.count))
        #expect(try held(zstd, .zstd, by: size) == Held(bytes: text, fileOffset: zstd.count))
        #expect(try held([], nil, by: size) == Held())
    }

    @Test("ends where it breaks, with the place and after all that comes before", arguments: [64, 5000, 1 << 20])
    func broken(_ size: Int) throws {
        let text = Array(Self.text.utf8)
        for (packed, codec, name) in [(gzip(text), BlockCodec.gzip, "gzip"), (zstd(text), .zstd, "zstd")] {
            for count in [packed.count / 3, packed.count / 2, packed.count - 5] {
                let found = try held(Array(packed[..<count]), codec, by: size)
                #expect(text.starts(with: found.bytes))
                #expect(found.fault == "the \(name) data ends too early at byte \(count) of the file")
                #expect(found.fileOffset == count)
            }
            let member = try held(packed + packed[..<20], codec, by: size)
            #expect(member.bytes.count >= text.count, "a broken second member costs nothing of the first")
            #expect(member.fault == "the \(name) data ends too early at byte \(packed.count + 20) of the file")
        }
    }

    @Test("ends before bytes that are not compressed, which are a fault and not lost in silence")
    func garbage() throws {
        let member = gzip(Array("a\n".utf8))
        let found = try held(member + Array("garbage".utf8), .gzip)
        #expect(found.bytes == Array("a\n".utf8))
        #expect(found.fault == "bytes that are not compressed with gzip follow at byte \(member.count) of the file")
        #expect(found.fileOffset == member.count)
        // Zeros pad a file to the blocks of a tape.
        let padded = try held(member + Array(repeating: 0, count: 512), .gzip)
        #expect(padded.fault == nil)
    }

    @Test("any changed byte gives the same beginning, a fault, or bytes that are as many")
    func changes() throws {
        var random = SeededRandom(21)
        let text = Array(Self.text.utf8.prefix(3000))
        for (packed, codec) in [(gzip(text), BlockCodec.gzip), (zstd(text), .zstd)] {
            for _ in 0..<200 {
                var changed = packed
                changed[random.below(packed.count)] ^= UInt8(1 << random.below(8))
                let found = try held(changed, codec, by: 1 + random.below(4000))
                #expect(found.fault != nil || found.bytes == text)
            }
        }
    }

    @Test("is read in blocks of rows, the last of which is the fault", arguments: [16, 700, 1 << 20])
    func blocks(_ blockSize: Int) throws {
        let text = Array(Self.text.utf8)
        let packed = gzip(text)
        let file = try InputFile(folder.write("f.gz", Array(packed[..<(packed.count / 2)])))
        let reader = RowBlockReader(
            file, LineSplitter(), buffers: BufferPool(), blockSize: blockSize, longestRow: 100, codec: .gzip)
        var (rows, last, offset): ([UInt8], RowBlock?, Int) = ([], nil, 0)
        while let block = try reader.next() {
            #expect(last?.fault == nil, "nothing follows the fault")
            #expect(block.place(of: 0) == rows.count)
            let place = try #require(block.fileOffset)
            #expect(place >= offset)
            offset = place
            if block.fault == nil { rows += block.buffer[block.range] }
            last = block
        }
        #expect(text.starts(with: rows) && rows.last == 0x0A)
        #expect(last?.fault?.reason == "the gzip data ends too early at byte \(packed.count / 2) of the file")
        #expect(last?.fileOffset == packed.count / 2)
        #expect(last?.position.lines == rows.count { $0 == 0x0A })
        #expect(try reader.digest == file.digest(.xxh64))
    }
}
