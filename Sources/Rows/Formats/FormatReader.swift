import Bytes
import Files

/// What a reader is asked for besides its format's options.
package struct ReadingOrder: Sendable {
    /// The fields that somebody looks at; a format that can do so leaves the others where they are.
    package let fields: UsedFields
    /// How large a row may be, and how long a query may run.
    package let limits: LimitsRecipe
    /// Where batches have their buffers from, and go back to.
    package let buffers: BufferPool

    /// An order.
    package init(fields: UsedFields, limits: LimitsRecipe, buffers: BufferPool) {
        self.fields = fields
        self.limits = limits
        self.buffers = buffers
    }
}

/// Cuts one file into batches of whole rows, from front to back.
///
/// A fault of the file's content is a faulty row of a batch, never an error. It belongs to one thread at a time.
package protocol FormatReader: AnyObject {
    /// The next rows, or nil at the end of the file.
    ///
    /// Throws `FileError` when the file cannot be read or has changed meanwhile, `OptionFault` where an option, such as a
    /// query, turns out to do what none may do.
    func next() throws -> (any RowBatch)?

    /// The digest of the whole file, once `next` has returned nil.
    ///
    /// A reader that sees every byte makes it in passing; others read the file for it. Throws `FileError`.
    func digest() throws -> Digest

    /// What was wrong with the file where it ended within a row too long; by default nil.
    var faultInLongRow: ReadingFault? { get }
}

extension FormatReader {
    /// Nothing.
    package var faultInLongRow: ReadingFault? { nil }
}

/// Some rows of a file, in whatever form the format has them: bytes, cells or columns.
///
/// It goes from the thread that reads to any other, which makes rows of it.
package protocol RowBatch: Sendable {
    /// What a thread keeps from batch to batch to make rows.
    associatedtype Workspace: RowWorkspace

    /// How many bytes of the file it holds, roughly.
    var size: Int { get }

    /// Loads one row after the other and calls `body` with each, or with what is wrong with it.
    func forEachRow(in row: Row, with workspace: Workspace, _ body: RowVisitor.Body) throws

    /// Gives its buffers up for use by another batch.
    func giveBack(to buffers: BufferPool)
}

/// What a thread keeps from batch to batch of a format, so that memory need not be asked for again.
package protocol RowWorkspace: AnyObject {
    /// A workspace that has held nothing yet.
    init()
}
