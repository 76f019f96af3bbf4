import Files
import Messages

/// Reads one file of a source, recording or benchmark from front to back, in batches of whole rows.
///
/// The file is open from the first batch to the end alone, so that there may be more files than a process can have open.
/// A fault of the file's content is a faulty row of a batch, never an error; what is thrown concerns the disk or a query.
/// It belongs to one thread at a time.
package final class InputReader {
    /// The file's path as the recipe gives it or its pattern matches it.
    package let path: String
    private let place: String
    private let input: InputRecipe
    private let order: ReadingOrder
    /// The file's state when the reader was made, in which it must be when it is opened.
    private let stamp: FileStamp
    private var opened: (file: InputFile, reader: any FormatReader)?
    private var ended: (file: ReadFile, faultInLongRow: RowFault?)?

    /// A reader of a file, which is looked at and not yet opened.
    ///
    /// Throws `FileError` when there is none.
    package init(_ path: String, of input: InputRecipe, in folder: String, limits: LimitsRecipe, buffers: BufferPool)
        throws
    {
        self.path = path
        self.input = input
        order = ReadingOrder(fields: input.fields, limits: limits, buffers: buffers)
        place = Folder.join(folder, path)
        stamp = try Folder.demandStamp(of: place)
    }

    /// The file's size in bytes.
    package var size: Int { stamp.size }

    /// The file as it was read, once `next` has returned nil.
    ///
    /// Throws `FileError` before.
    package func readFile() throws -> ReadFile {
        guard let file = ended?.file else {
            throw FileError(.other, "read", place, cause: "it has not been read to its end")
        }
        return file
    }

    /// What was wrong with the file where it ended within a row too long, once `next` has returned nil.
    package var faultInLongRow: RowFault? { ended?.faultInLongRow }

    /// The next rows, or nil at the end of the file.
    ///
    /// Throws `FileError` when the file cannot be read, or is no longer what it was when the reader was made,
    /// `CurationError.recipe` where a query turns out to do what none may do.
    package func next() throws -> (any RowBatch)? {
        if ended != nil { return nil }
        do {
            let (file, reader) = try opened ?? open()
            opened = (file, reader)
            if let batch = try reader.next() { return batch }
            let record = FileRecord(path: path, size: file.size, digest: try reader.digest())
            ended = (
                ReadFile(record: record, stamp: file.stamp, openedAt: file.openedAt),
                reader.faultInLongRow.map(RowFault.init)
            )
            opened = nil
            return nil
        } catch let fault as OptionFault {
            throw input.error(fault, with: path)
        }
    }

    private func open() throws -> (InputFile, any FormatReader) {
        let file = try InputFile(place)
        guard file.stamp == stamp else {
            throw FileError(
                .changedWhileRead, "read", place,
                cause: "it changed after the run had begun, before its turn to be read")
        }
        return (file, try input.format.reader(of: file, order))
    }
}
