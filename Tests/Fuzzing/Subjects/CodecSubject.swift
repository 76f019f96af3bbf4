import Bytes

@testable import Compression

/// Compressed bytes, as a stream and as blocks of a known size.
struct CodecSubject: Subject {
    private let codec: BlockCodec

    init() { self.init(.gzip) }

    init(_ codec: BlockCodec) {
        self.codec = codec
    }

    /// The most bytes that are taken of a stream.
    private static let most = 1 << 22

    func read(_ bytes: [UInt8]) {
        if codec != .lz4Hadoop {
            let (whole, pieces) = (stream(bytes, source: 1 << 16, step: 1 << 16), stream(bytes, source: 7, step: 1000))
            let count = min(whole.bytes.count, pieces.bytes.count)
            demand(whole.bytes[..<count] == pieces.bytes[..<count], "any size of pieces gives the same bytes")
            demand(
                (whole.fault == nil) == (pieces.fault == nil) || count >= Self.most / 2, "and a fault as well, or none")
            if whole.fault == nil, whole.bytes.count < Self.most { check(bytes, is: whole.bytes) }
        }
        for size in [0, 1, 100, 1 << 16] { _ = block(bytes, size: size) }
    }

    /// A stream without a fault is also a block, unless something follows that a stream passes over.
    private func check(_ bytes: [UInt8], is expected: [UInt8]) {
        guard let found = block(bytes, size: expected.count) else { return }
        demand(found == expected, "a block is what the stream is")
    }

    private func stream(_ bytes: [UInt8], source size: Int, step: Int) -> (bytes: [UInt8], fault: DecompressionError?) {
        var found: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: step, alignment: 1)
        defer { piece.deallocate() }
        do {
            let stream = try DecompressedStream(FuzzedBytes(bytes, of: size), codec)
            while found.count < Self.most {
                let count = try stream.read(into: piece)
                if count == 0 { break }
                found += piece[..<count]
            }
            demand(stream.compressedOffset <= bytes.count, "no more is read than there is")
        } catch let error as DecompressionError {
            demand(error.offset >= 0 && error.offset <= bytes.count, "a fault is in the bytes")
            return (found, error)
        } catch {
            fatalError("\(error)")
        }
        return (found, nil)
    }

    private func block(_ bytes: [UInt8], size: Int) -> [UInt8]? {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { memory.deallocate() }
        do throws(DecompressionError) {
            try bytes.withByteView { (view) throws(DecompressionError) in
                try BlockDecompressor().decompress(view, codec, into: memory)
            }
            return Array(memory)
        } catch {
            demand(!error.description.isEmpty, "a fault is told")
            return nil
        }
    }
}

/// Bytes that come in pieces of one size.
private final class FuzzedBytes: ByteStream {
    private let bytes: [UInt8]
    private let size: Int
    private var offset = 0

    init(_ bytes: [UInt8], of size: Int) {
        (self.bytes, self.size) = (bytes, size)
    }

    func read(into memory: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(size, memory.count, bytes.count - offset)
        memory.copyBytes(from: bytes[offset..<offset + count])
        offset += count
        return count
    }
}
