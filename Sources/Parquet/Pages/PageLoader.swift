import Bytes
import Compression

/// Reads the bytes of pages and decompresses them.
final class PageLoader {
    /// The most bytes of a page that stand in memory at once; what can be read piece by piece may have more.
    static let largest = 1 << 27
    /// The most bytes of a dictionary; each of its values takes memory of its own besides.
    private static let largestDictionary = 1 << 26
    /// Pages of more bytes are read piece by piece, where that is possible; so many bytes a piece has.
    private static let usual = 1 << 23
    private static let pieceSize = 1 << 20
    /// How many bytes are decompressed to see what stands at a page's beginning.
    private static let beginning = 1 << 12

    private let source: any ByteSource
    private let codec: BlockCodec?
    private let decompressor = BlockDecompressor()
    private let pool: PagePool

    init(_ source: any ByteSource, codec: BlockCodec?, pool: PagePool) {
        self.source = source
        self.codec = codec
        self.pool = pool
    }

    /// The levels of a page of version 2, which are never compressed.
    func levels(_ reader: ChunkReader, _ header: PageHeader) throws(ParquetError) -> PageMemory {
        try check(header, at: reader.offset)
        let memory = try PageMemory(header.levelSize)
        _ = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: memory.buffer[..<header.levelSize]))
        return memory
    }

    /// What stands behind the levels of a page of version 2, or all of another.
    ///
    /// - Parameter isStreamed: whether it may be read piece by piece.
    func values(_ reader: ChunkReader, _ header: PageHeader, isStreamed: Bool) throws(ParquetError) -> PageBytes {
        if header.kind != .dataV2 { try check(header, at: reader.offset) }
        let size = header.size - header.levelSize
        let compressedSize = header.compressedSize - header.levelSize
        let codec = header.isCompressed && size > 0 ? codec : nil
        guard codec != nil || size == 0 || size == compressedSize else {
            throw ParquetError(.page, "the page has \(compressedSize) bytes and should have \(size)")
        }
        if isStreamed, size > Self.usual {
            return try streamed(
                reader, codec, size: size, compressedSize: compressedSize, pieceSize: Self.pieceSize)
        }
        let largest = header.kind == .dictionary ? Self.largestDictionary : Self.largest
        let memory = try whole(reader, codec, size: size, compressedSize: compressedSize, largest: largest)
        return PageBytes(memory, count: size)
    }

    /// The bytes of a page of which only the first will be asked for.
    func beginning(_ reader: ChunkReader, _ header: PageHeader) throws(ParquetError) -> PageBytes {
        try streamed(
            reader, codec, size: header.size, compressedSize: header.compressedSize, pieceSize: Self.beginning)
    }

    private func whole(
        _ reader: ChunkReader, _ codec: BlockCodec?, size: Int, compressedSize: Int, largest: Int = PageLoader.largest
    ) throws(ParquetError) -> PageMemory {
        guard size <= largest, compressedSize <= largest else {
            throw ParquetError(
                .page, "the page has \(max(size, compressedSize)) bytes; \(largest) are the most that are read at once")
        }
        guard let codec else {
            let memory = try pool.take(size)
            _ = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: memory.buffer[..<size]))
            return memory
        }
        let compressed = try reader.peek(compressedSize)
        guard Self.canBecome(size, codec, of: compressedSize) else {
            throw ParquetError(
                .page, "the page is said to have \(size) bytes, which \(compressedSize) of \(codec.name) cannot become")
        }
        let memory = try pool.take(size)
        try Self.decompress(
            compressed, codec, with: decompressor,
            into: UnsafeMutableRawBufferPointer(rebasing: memory.buffer[..<size]))
        try reader.skip(compressedSize)
        return memory
    }

    /// Decompresses a page, which must fill its memory exactly.
    static func decompress(
        _ compressed: ByteView, _ codec: BlockCodec, with decompressor: BlockDecompressor,
        into memory: UnsafeMutableRawBufferPointer
    ) throws(ParquetError) {
        do throws(DecompressionError) {
            try decompressor.decompress(compressed, codec, into: memory)
        } catch {
            throw ParquetError(decompression: error)
        }
    }

    /// Whether so many bytes can come of the compressed ones, which is asked before memory is taken for them.
    static func canBecome(_ size: Int, _ codec: BlockCodec, of compressedSize: Int) -> Bool {
        // The most that a byte can become; in zstd a block of 128 KiB has at least four.
        let most =
            switch codec {
            case .snappy: 64
            case .lz4, .lz4Hadoop: 256
            case .gzip: 1100
            case .zstd: 1 << 15
            }
        return size / most <= compressedSize
    }

    private func streamed(
        _ reader: ChunkReader, _ codec: BlockCodec?, size: Int, compressedSize: Int, pieceSize: Int
    ) throws(ParquetError) -> PageBytes {
        let offset = reader.offset
        let stream = LimitedStream(reader, count: compressedSize)
        guard let codec, codec != .lz4Hadoop else {
            if codec == nil {
                return try PageBytes(stream, count: size, pieceSize: pieceSize) { () throws(ParquetError) in
                    throw ParquetError(.page, "the page cannot be read")
                }
            }
            return PageBytes(try whole(reader, codec, size: size, compressedSize: compressedSize), count: size)
        }
        let decompressed: DecompressedStream
        do throws(DecompressionError) {
            decompressed = try DecompressedStream(stream, codec)
        } catch {
            throw ParquetError(decompression: error)
        }
        return try PageBytes(decompressed, count: size, pieceSize: pieceSize) { [self] () throws(ParquetError) in
            let again = ChunkReader(source, offset..<offset + compressedSize, pool)
            return try whole(again, codec, size: size, compressedSize: compressedSize)
        }
    }

    /// Checks the checksum of a page where it has one.
    private func check(_ header: PageHeader, at offset: Int) throws(ParquetError) {
        guard let expected = header.checksum else { return }
        let reader = ChunkReader(source, offset..<offset + header.compressedSize, pool)
        var checksum = CRC32()
        while reader.left > 0 {
            let part = min(reader.left, 1 << 16)
            checksum.update(try reader.peek(part))
            try reader.skip(part)
        }
        guard checksum.value == expected else { throw .checksum }
    }
}

extension ParquetError {
    /// A page whose bytes are not those that were written.
    static var checksum: ParquetError {
        ParquetError(.page, "the checksum of the page does not match; download the file again")
    }

    /// A page that cannot be decompressed, or not for want of memory.
    init(decompression error: DecompressionError) {
        if error.code == .noMemory {
            self.init(.memory, "\(error)")
        } else {
            self.init(.page, "the page cannot be decompressed: \(error)")
        }
    }
}

/// The next bytes of a reader, and none behind them.
private final class LimitedStream: ByteStream {
    private let reader: ChunkReader
    private var left: Int

    init(_ reader: ChunkReader, count: Int) {
        self.reader = reader
        left = count
    }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(left, memory.count)
        guard count > 0 else { return 0 }
        left -= count
        return try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
    }
}
