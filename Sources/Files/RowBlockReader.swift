import Bytes
import Compression

/// A range of a file's bytes that starts and ends at row boundaries.
@usableFromInline
package struct RowBlock: Sendable {
    /// The buffer that holds the bytes; return it to the pool after use.
    @usableFromInline package var buffer: [UInt8]
    /// The range of the bytes in the buffer.
    @usableFromInline package let range: Range<Int>
    /// The offset of the first byte in what the file holds.
    package let offset: Int
    /// The offset in the file's own bytes, if they are compressed, from which on the block was read, or of its fault.
    package fileprivate(set) var fileOffset: Int?
    /// Whether the bytes are those of the file, and not converted from another encoding.
    package let hasPlaces: Bool
    /// The number of rows and lines before the block.
    package let position: RowPosition
    /// The reason the block cannot be split into rows, if so; it then holds the beginning of a row that is too long or
    /// of the rest of a damaged file.
    package fileprivate(set) var fault: ReadingFault?

    /// The maximum length of a row in bytes.
    package let longestRow: Int

    /// Returns the offset in what the file holds of a byte of the block; nil if the file is in another encoding.
    package func place(of offset: Int) -> Int? { hasPlaces ? self.offset + offset : nil }

    /// Calls `body` with the bytes of the block.
    @inlinable
    package func withBytes<Result, Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try buffer.withByteView { (view) throws(Failure) in try body(view[range]) }
    }
}

/// Reads a file sequentially in blocks of whole rows, and computes its digest along the way.
package final class RowBlockReader<Splitter: RowSplitter> {
    /// The fault at the end of the file if it ended within a row that was too long, which then was the rest of the
    /// file.
    package private(set) var faultInLongRow: ReadingFault?

    private let file: InputFile
    private let content: ContentReader
    private let buffers: BufferPool
    private let blockSize: Int
    private let longestRow: Int
    private var splitter: Splitter
    private var offset = 0
    /// The offset in the file's own bytes at which the block at hand begins, if they are compressed.
    private var fileOffset: Int?
    private var carry: [UInt8] = []
    private var isSkipping = false
    private var isAtEnd = false
    /// The conversion to UTF-8, if the file is in another encoding.
    private var converter: TextConverter?
    /// The length of the byte order mark, and why the file is not read, if so.
    private var mark = 0
    private var refusal: String?

    /// Creates a reader at the beginning of a file.
    ///
    /// A row longer than `longestRow` bytes is reported and skipped.
    ///
    /// - Parameter codec: the codec of the file's bytes; nil if they are not compressed.
    package init(
        _ file: InputFile, _ splitter: Splitter, buffers: BufferPool, blockSize: Int = 1 << 20, longestRow: Int,
        codec: BlockCodec? = nil
    ) {
        self.file = file
        content = ContentReader(file, codec)
        self.splitter = splitter
        self.buffers = buffers
        // A small file gets one small block; how much a compressed one holds is not known.
        self.blockSize = codec == nil ? max(min(blockSize, file.size + 1), 16) : max(blockSize, 16)
        self.longestRow = longestRow
    }

    /// The one-based line of the first row that may be several and was taken for one; valid after `next` has returned nil.
    package var doubtfulLine: Int? { splitter.doubtfulLine }

    /// The digest of the whole file; valid after `next` has returned nil.
    package var digest: Digest { content.digest }

    /// Returns the next block, or nil at the end of the file.
    ///
    /// Throws `FileError` if the file cannot be read or has changed.
    package func next() throws(FileError) -> RowBlock? {
        if isAtEnd { return nil }
        var buffer = buffers.take()
        // The unfinished row is buffer[first..<filled]; the buffer's first byte is at offset `base` in the file.
        var first = 0
        var filled = carry.count
        var base = offset - filled
        var position = splitter.boundary
        fileOffset = content.fileOffset
        grow(&buffer, to: filled)
        buffer.replaceSubrange(0..<filled, with: carry)
        carry.removeAll(keepingCapacity: true)
        while true {
            var piece = try read(into: &buffer, from: filled)
            if let refusal { return try refuse(refusal, &buffer) }
            if piece.isEmpty {
                let offset = splitter.placeOfFault.map { mark + $0 } ?? base + first
                return try end(block(buffer, first..<filled, at: offset, position))
            }
            if base + piece.lowerBound == 0, converter == nil, mark > 0 {
                piece = mark..<piece.upperBound
                first = mark
            }
            filled = piece.upperBound
            if isSkipping {
                guard let end = buffer.withByteView({ splitter.takeRow($0[piece]) }) else {
                    (base, first, filled) = (offset, 0, 0)
                    continue
                }
                isSkipping = false
                first = piece.lowerBound + end
                piece = first..<filled
                position = splitter.boundary
            }
            let found = buffer.withByteView { splitter.take($0[piece]) }
            if found.leading > 0 { first = piece.lowerBound + found.leading }
            if let end = found.end {
                let whole = piece.lowerBound + end
                if !splitter.isFinished { carry.append(contentsOf: buffer[whole..<filled]) }
                return block(buffer, first..<whole, at: base + first, position)
            }
            if filled - first > longestRow {
                isSkipping = true
                var block = block(buffer, first..<filled, at: base + first, position)
                block.fault = ReadingFault(.longRow(longestRow))
                return block
            }
            if first == filled {
                (base, first, filled) = (offset, 0, 0)
            }
        }
    }

    private func block(_ buffer: [UInt8], _ range: Range<Int>, at offset: Int, _ position: RowPosition) -> RowBlock {
        RowBlock(
            buffer: buffer, range: range, offset: offset, fileOffset: fileOffset, hasPlaces: converter == nil,
            position: position, longestRow: longestRow)
    }

    /// Reads up to a block more into the buffer as UTF-8; returns the range that was read, empty at the end of the file.
    private func read(into buffer: inout [UInt8], from filled: Int) throws(FileError) -> Range<Int> {
        let isFirst = offset == 0
        var piece = try readBytes(into: &buffer, from: filled)
        if isFirst {
            let found = buffer.withByteView { TextEncoding.find($0[piece]) }
            (mark, refusal) = (found.mark, found.refusal)
            if found.encoding != .utf8 {
                converter = TextConverter(found.encoding)
                piece = piece.lowerBound + mark..<piece.upperBound
            }
        }
        guard var converter else { return piece }
        defer { self.converter = converter }
        while true {
            let text = buffer.withByteView { converter.utf8(of: $0[piece]) }
            if !text.isEmpty || piece.isEmpty {
                grow(&buffer, to: filled + text.count)
                buffer.replaceSubrange(filled..<filled + text.count, with: text)
                return filled..<filled + text.count
            }
            piece = try readBytes(into: &buffer, from: filled)
        }
    }

    /// Reads up to a block more into the buffer; returns the range that was read, empty at the end of the file.
    private func readBytes(into buffer: inout [UInt8], from filled: Int) throws(FileError) -> Range<Int> {
        grow(&buffer, to: filled + max(blockSize - filled, filled, 16))
        let content = content
        let count = try buffer.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try content.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[filled...]))
        }
        offset += count
        return filled..<filled + count
    }

    /// Reads the rest of a file that is not read for its digest; returns a block with the reason.
    private func refuse(_ reason: String, _ buffer: inout [UInt8]) throws(FileError) -> RowBlock {
        isAtEnd = true
        while try !readBytes(into: &buffer, from: 0).isEmpty {}
        try file.checkUnchanged()
        var block = block(buffer, 0..<0, at: 0, RowPosition())
        block.fault = ReadingFault(.other(reason), isRest: true)
        return block
    }

    /// Returns the block at the end of the file: none, a last row without a line end, or the rest of a damaged file.
    ///
    /// Where compressed bytes are broken, the row that they break off in is not the fault.
    private func end(_ rest: RowBlock) throws(FileError) -> RowBlock? {
        isAtEnd = true
        try file.checkUnchanged()
        var rest = rest
        rest.fault = content.fault ?? splitter.faultAtEnd.map { ReadingFault(.unfinished($0), isRest: true) }
        if content.fault != nil { rest.fileOffset = content.fileOffset }
        if isSkipping { faultInLongRow = rest.fault }
        if isSkipping || rest.range.isEmpty && rest.fault == nil {
            buffers.give(rest.buffer)
            return nil
        }
        return rest
    }

    private func grow(_ buffer: inout [UInt8], to count: Int) {
        guard buffer.count < count else { return }
        buffer += [UInt8](repeating: 0, count: count - buffer.count)
    }
}

extension InputFile {
    /// Calls `body` with each line of the file in order, without its line feed.
    ///
    /// Throws the errors of `body`, and `FileError` if the file cannot be read, has changed, or has a line that is too
    /// long to parse as JSON.
    package func forEachLine(_ body: (ByteView) throws -> Void) throws {
        let blocks = LineBlocks(self)
        while var block = try blocks.next() {
            defer { blocks.giveBack(&block.buffer) }
            try block.withBytes { bytes in
                var start = 0
                while start < bytes.count {
                    let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
                    try body(bytes[start..<end])
                    start = end + 1
                }
            }
        }
    }
}
