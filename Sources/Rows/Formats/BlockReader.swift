import Bytes
import Files

/// Reads a file in blocks of whole rows, each of which is a batch.
///
/// It is the reader of every format whose rows follow one another as bytes.
package final class BlockReader<Splitter: RowSplitter>: FormatReader {
    private let blocks: RowBlockReader<Splitter>
    private let makeBatch: (RowBlock) -> any RowBatch

    /// Creates a reader at the beginning of a file.
    ///
    /// - Parameters:
    ///   - splitter: finds where rows end.
    ///   - order: the requirements on the reader.
    ///   - makeBatch: returns the batch of a block; called with one block after the other.
    package init(
        _ file: InputFile, _ splitter: Splitter, _ order: ReadingOrder,
        makeBatch: @escaping (RowBlock) -> any RowBatch
    ) {
        blocks = RowBlockReader(
            file, splitter, buffers: order.buffers, longestRow: order.limits.rowBytes, codec: order.codec)
        self.makeBatch = makeBatch
    }

    /// Returns the batch of the next block, or nil at the end of the file.
    package func next() throws -> (any RowBatch)? { try blocks.next().map(makeBatch) }

    /// Returns the digest of the whole file, which is computed along the way.
    package func digest() -> Digest { blocks.digest }

    /// The fault of a file that ended within an overlong row.
    package var faultInLongRow: ReadingFault? { blocks.faultInLongRow }

    /// The line of the first row that may be several and was taken for one.
    package var doubtfulLine: Int? { blocks.doubtfulLine }
}

/// A batch that is a block of whole rows, or the beginning of one that cannot be split into rows.
package protocol BlockBatch: RowBatch {
    /// The unit in which the format counts its rows.
    static var unit: Origin.Unit { get }

    /// The rows.
    var block: RowBlock { get }
}

extension BlockBatch {
    /// The number of bytes of the block.
    package var size: Int { block.range.count }

    /// Returns the buffer of the block.
    package func giveBack(to buffers: BufferPool) { buffers.give(block.buffer) }

    /// The origin of the first row of the block.
    package var origin: Origin {
        let before = Self.unit == .line ? block.position.lines : block.position.rows
        return Origin(
            unit: Self.unit, number: before + 1, offset: block.place(of: 0), fileOffset: block.fileOffset)
    }

    /// Calls `visit` with the bytes of the block or, if it cannot be split into rows, `body` with its fault.
    package func withRows(_ body: RowVisitor.Body, visit: (ByteView) throws -> Void) throws {
        try block.withBytes { bytes in
            guard let fault = block.fault else { return try visit(bytes) }
            try body(origin, .failure(RowFault(fault)), bytes)
        }
    }
}
