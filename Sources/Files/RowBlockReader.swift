import Bytes

/// A run of a file's bytes that begins and ends where rows do.
@usableFromInline
package struct RowBlock: Sendable {
    /// A buffer that holds the bytes; give it back to the pool when done.
    @usableFromInline package var buffer: [UInt8]
    /// Where in the buffer the bytes are.
    @usableFromInline package let range: Range<Int>
    /// The offset in the file of the first byte.
    package let offset: Int
    /// The rows and lines before the block.
    package let position: RowPosition
    /// Why the block cannot be read as rows, when it cannot: it is then one row too long, or what is left of a broken
    /// file, and the bytes are its beginning.
    package fileprivate(set) var fault: ReadingFault?

    /// The longest row that may be read, in bytes.
    package let longestRow: Int

    /// Calls with the block's bytes.
    @inlinable
    package func withBytes<Result, Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try buffer.withByteView { (view) throws(Failure) in try body(view[range]) }
    }
}

/// Reads a file from front to back, once, in blocks of whole rows, and makes its digest in passing.
package final class RowBlockReader<Splitter: RowSplitter> {
    /// What was wrong with the file where it ended within a row too long: that row was what was left of it.
    package private(set) var faultInLongRow: ReadingFault?

    private let file: InputFile
    private let buffers: BufferPool
    private let blockSize: Int
    private let longestRow: Int
    private var splitter: Splitter
    private var hash = Digest.Hash(.xxh64)
    private var offset = 0
    private var carry: [UInt8] = []
    private var isSkipping = false
    private var isAtEnd = false

    /// A reader at the beginning of a file.
    ///
    /// A row longer than `longestRow` bytes is reported and skipped.
    package init(
        _ file: InputFile, _ splitter: Splitter, buffers: BufferPool, blockSize: Int = 1 << 20, longestRow: Int
    ) {
        self.file = file
        self.splitter = splitter
        self.buffers = buffers
        // A small file is one small block.
        self.blockSize = max(min(blockSize, file.size + 1), 16)
        self.longestRow = longestRow
    }

    /// The digest of the whole file, once `next` has returned nil.
    package var digest: Digest { hash.digest }

    /// The next block, or nil at the end of the file.
    ///
    /// Throws when the file cannot be read or has changed meanwhile.
    package func next() throws(FileError) -> RowBlock? {
        if isAtEnd { return nil }
        var buffer = buffers.take()
        // The unfinished row is buffer[first..<filled]; the buffer's first byte stands at `base` in the file.
        var first = 0
        var filled = carry.count
        var base = offset - filled
        var position = splitter.boundary
        grow(&buffer, to: filled)
        buffer.replaceSubrange(0..<filled, with: carry)
        carry.removeAll(keepingCapacity: true)
        while true {
            var piece = try read(into: &buffer, from: filled)
            if piece.isEmpty {
                return try end(
                    RowBlock(
                        buffer: buffer, range: first..<filled, offset: base + first, position: position,
                        longestRow: longestRow))
            }
            if base + piece.lowerBound == 0, buffer[piece].starts(with: UTF8Check.byteOrderMark) {
                piece = 3..<piece.upperBound
                first = 3
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
                return RowBlock(
                    buffer: buffer, range: first..<whole, offset: base + first, position: position,
                    longestRow: longestRow)
            }
            if filled - first > longestRow {
                isSkipping = true
                var block = RowBlock(
                    buffer: buffer, range: first..<filled, offset: base + first, position: position,
                    longestRow: longestRow)
                block.fault = ReadingFault(.longRow(longestRow), at: block.offset)
                return block
            }
            if first == filled {
                (base, first, filled) = (offset, 0, 0)
            }
        }
    }

    /// Reads on until the buffer has grown by a block; returns the range of what came, empty at the end of the file.
    private func read(into buffer: inout [UInt8], from filled: Int) throws(FileError) -> Range<Int> {
        grow(&buffer, to: filled + max(blockSize - filled, filled, 16))
        let (file, start) = (file, offset)
        let count = try buffer.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try file.read(
                at: start,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[filled...]))
        }
        buffer.withByteView { hash.update($0[filled..<filled + count]) }
        offset += count
        return filled..<filled + count
    }

    /// What remains when the file ends: nothing, a last row without its line end, or what is left of a broken file.
    private func end(_ rest: RowBlock) throws(FileError) -> RowBlock? {
        isAtEnd = true
        try file.checkUnchanged()
        var rest = rest
        rest.fault = splitter.faultAtEnd.map { ReadingFault(.unfinished($0), at: rest.offset, isRest: true) }
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
    /// Calls with each line of the file in order, without the line feed at its end.
    ///
    /// Throws what the body throws, and when the file cannot be read, has changed meanwhile, or has a line that is too long
    /// to be read as JSON.
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
