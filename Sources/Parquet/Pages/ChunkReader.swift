import Bytes
import Compression

/// Reads a column's part of a row group from front to back, through a buffer.
///
/// What holds: `start <= end <= buffer.count`, and what stands between the two was read from the file; a view of it is
/// valid until the next call.
final class ChunkReader: ByteStream {
    private let source: any ByteSource
    private let limit: Int
    private let pool: PagePool
    private var memory: PageMemory?
    private var start = 0
    private var end = 0
    /// The offset in the file of the next byte.
    private(set) var offset: Int

    /// How much is read at once, where the chunk has as much.
    private static let usualSize = 1 << 16
    private static let usualHeader = 1 << 8
    private static let longestHeader = 1 << 24

    /// A reader of a range of the file.
    init(_ source: any ByteSource, _ range: Range<Int>, _ pool: PagePool) {
        self.source = source
        self.pool = pool
        offset = range.lowerBound
        limit = range.upperBound
    }

    private var buffer: UnsafeMutableRawBufferPointer { memory?.buffer ?? .init(start: nil, count: 0) }

    /// How many bytes are left.
    var left: Int { limit - offset }

    /// The next bytes, which stay the next.
    func peek(_ count: Int) throws(ParquetError) -> ByteView {
        guard count <= left else {
            throw ParquetError(.page, "a page goes on behind the end of its column", offset: offset)
        }
        if count > end - start { try fetch(count) }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<start + count])
        return ByteView(bytes.assumingMemoryBound(to: UInt8.self))
    }

    /// Goes on behind so many bytes, which need not be read.
    func skip(_ count: Int) throws(ParquetError) {
        guard count <= left else {
            throw ParquetError(.page, "a page goes on behind the end of its column", offset: offset)
        }
        start = min(end, start + count)
        offset += count
        if start == end { (start, end) = (0, 0) }
    }

    /// The header of the next page.
    func header() throws(ParquetError) -> PageHeader {
        var count = min(left, Self.usualHeader)
        while true {
            let bytes = try peek(count)
            var reader = ThriftReader(bytes)
            do throws(ThriftFault) {
                let header = try PageHeader(&reader)
                try skipHeader(reader.offset)
                return header
            } catch {
                guard error.isTruncated, count < left, count < Self.longestHeader else {
                    throw ParquetError(.page, "the header of a page cannot be read", offset: offset + error.offset)
                }
            }
            count = min(left, count * 8)
        }
    }

    private func skipHeader(_ count: Int) throws(ThriftFault) {
        start += count
        offset += count
    }

    /// Reads the next bytes into memory.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(ParquetError) -> Int {
        let count = min(memory.count, left)
        let buffered = min(count, end - start)
        if buffered > 0, let place = memory.baseAddress, let from = buffer.baseAddress {
            place.copyMemory(from: from + start, byteCount: buffered)
        }
        if count > buffered {
            try source.fill(UnsafeMutableRawBufferPointer(rebasing: memory[buffered..<count]), at: offset + buffered)
        }
        try skip(count)
        return count
    }

    /// Reads until there are so many bytes.
    private func fetch(_ count: Int) throws(ParquetError) {
        let held = end - start
        if count > buffer.count {
            // The memory at hand is held until what is left of it was copied.
            let larger = try pool.take(min(count + Self.usualSize, max(count, left)))
            larger.buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            memory = larger
        } else if let base = buffer.baseAddress {
            base.copyMemory(from: base + start, byteCount: held)
        }
        (start, end) = (0, held)
        // With a page comes the header of the next, and with a header what stands behind it, but not much more.
        let more = min(buffer.count, left, max(count + Self.usualHeader, Self.usualSize)) - held
        try source.fill(UnsafeMutableRawBufferPointer(rebasing: buffer[held..<held + more]), at: offset + held)
        end += more
    }
}
