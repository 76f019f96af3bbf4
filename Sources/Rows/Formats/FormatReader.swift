import Bytes
import Compression
import Files

/// The requirements on a reader in addition to its format's options.
package struct ReadingOrder: Sendable {
    /// The fields that are used; a format may skip the others.
    package let fields: UsedFields
    /// The limits on the size of a row and the length of a query.
    package let limits: LimitsRecipe
    /// The pool from which the buffers of batches are taken and to which they are returned.
    package let buffers: BufferPool
    /// The codec of the file's bytes; nil if they are not compressed.
    package var codec: BlockCodec?
    /// Where a reader can leave work for threads that would otherwise wait; nil if there are none.
    package let shared: SharedWork?

    /// Creates an order for a file that is not compressed.
    package init(fields: UsedFields, limits: LimitsRecipe, buffers: BufferPool, shared: SharedWork? = nil) {
        self.shared = shared
        self.fields = fields
        self.limits = limits
        self.buffers = buffers
    }
}

/// Splits a file into batches of whole rows, from beginning to end.
///
/// A fault in the file's content is a faulty row of a batch, not an error. Not thread-safe.
package protocol FormatReader: AnyObject {
    /// Returns the next rows, or nil at the end of the file.
    ///
    /// Throws `FileError` when the file cannot be read or has changed, and `OptionFault` when an option, such as a
    /// query, does something that is not permitted.
    func next() throws -> (any RowBatch)?

    /// Returns the digest of the whole file, after `next` has returned nil.
    ///
    /// A reader that sees every byte computes it along the way; others read the file for it. Throws `FileError`.
    func digest() throws -> Digest

    /// The fault of a file that ended within an overlong row; nil by default.
    var faultInLongRow: ReadingFault? { get }

    /// The one-based line of the first row that may be several and was taken for one, after `next` has returned nil; nil by
    /// default.
    var doubtfulLine: Int? { get }
}

extension FormatReader {
    /// Nil.
    package var faultInLongRow: ReadingFault? { nil }
    /// Nil.
    package var doubtfulLine: Int? { nil }
}

/// Some rows of a file in a representation that the format chooses: bytes, cells or columns.
///
/// It is passed from the thread that reads the file to any other thread, which loads its rows.
package protocol RowBatch: Sendable {
    /// The storage that a thread reuses from batch to batch.
    associatedtype Workspace: RowWorkspace

    /// The approximate number of bytes of the file in the batch.
    var size: Int { get }

    /// Loads one row after the other, and calls `body` with each row or its fault.
    func forEachRow(in row: Row, with workspace: Workspace, _ body: RowVisitor.Body) throws

    /// Returns its buffers to a pool for reuse.
    func giveBack(to buffers: BufferPool)
}

/// The storage that a thread reuses for the batches of a format, to avoid allocations.
package protocol RowWorkspace: AnyObject {
    /// Creates an empty workspace.
    init()
}

/// The workspace of a format that needs no storage.
package final class NoWorkspace: RowWorkspace {
    /// Creates the workspace.
    package init() {}
}
