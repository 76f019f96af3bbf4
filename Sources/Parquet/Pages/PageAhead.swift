import Bytes
import Compression

/// A page whose bytes are fetched, checked and decompressed by any thread.
///
/// What holds: its memory was taken by the thread that made it, `fetch` is called once and by one thread, and `take` only
/// after `fetch` has returned.
final class PageAhead: @unchecked Sendable {
    let header: PageHeader
    private let source: any ByteSource
    private let offset: Int
    private let codec: BlockCodec?
    /// What decompresses it, which another page may use after `take`.
    let decompressor: BlockDecompressor
    /// The bytes as the file has them, and what they are decompressed; one and the same where there is no codec.
    private let stored: PageMemory
    private let plain: PageMemory
    private var failure: ParquetError?

    /// The most bytes of a page that is fetched ahead, and the least that are worth it.
    private static let sizes = 1 << 15...1 << 22

    /// A page whose bytes begin at an offset; nil where it is not to be fetched ahead.
    init?(
        _ source: any ByteSource, _ header: PageHeader, at offset: Int, _ codec: BlockCodec?, _ pool: PagePool,
        _ decompressor: BlockDecompressor
    ) throws(ParquetError) {
        let levels = header.levelSize
        let codec = header.isCompressed && header.size > levels ? codec : nil
        let (size, compressedSize) = (header.size - levels, header.compressedSize - levels)
        // Whatever is wrong with the sizes is told where the page is read when it is asked for.
        guard Self.sizes.contains(header.size), header.compressedSize <= Self.sizes.upperBound,
            codec.map({ PageLoader.canBecome(size, $0, of: compressedSize) }) ?? (size == compressedSize)
        else { return nil }
        self.header = header
        self.source = source
        self.offset = offset
        self.codec = codec
        self.decompressor = decompressor
        stored = try pool.take(header.compressedSize)
        plain = codec == nil ? stored : try pool.take(size)
    }

    /// Fetches the bytes, and checks and decompresses them.
    func fetch() {
        do throws(ParquetError) {
            let room = UnsafeMutableRawBufferPointer(rebasing: stored.buffer[..<header.compressedSize])
            try source.fill(room, at: offset)
            let bytes = stored.view(0..<header.compressedSize)
            if let expected = header.checksum, CRC32.of(bytes) != expected { throw .checksum }
            guard let codec else { return }
            let size = header.size - header.levelSize
            try PageLoader.decompress(
                bytes[header.levelSize...], codec, with: decompressor,
                into: UnsafeMutableRawBufferPointer(rebasing: plain.buffer[..<size]))
        } catch {
            failure = error
        }
    }

    /// The levels of a page of version 2, which are not compressed, and what stands behind them, or all of another page.
    ///
    /// Throws what `fetch` met.
    func take() throws(ParquetError) -> (levels: PageMemory, values: PageBytes) {
        if let failure { throw failure }
        let values = PageBytes(plain, count: codec == nil ? header.size : header.size - header.levelSize)
        if codec == nil { values.position = header.levelSize }
        return (stored, values)
    }
}
