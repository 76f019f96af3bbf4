import Bytes
import Compression
import Files
import Messages

/// Reads a file of a source, recording or benchmark from beginning to end, in batches of whole rows.
///
/// The file is open only from the first batch to the end, so that the number of files is not limited by the number of
/// open files of a process. A fault in the file's content is a faulty row of a batch, not an error; thrown errors
/// concern the disk or a query. Not thread-safe.
package final class InputReader {
    /// The file's path as given in the recipe or as matched by its pattern.
    package let path: String
    private let place: String
    private let input: InputRecipe
    private let order: ReadingOrder
    /// The state of the file when the reader was created, which it must still have when it is opened.
    private let stamp: FileStamp
    private var opened: (file: InputFile, reader: any FormatReader)?
    private var ended: (file: ReadFile, faultInLongRow: RowFault?, doubt: String?)?

    /// Creates a reader of a file, without opening the file yet.
    ///
    /// Throws `FileError` when the file does not exist.
    ///
    /// - Parameter shared: where it can leave work for threads that would otherwise wait.
    package init(
        _ path: String, of input: InputRecipe, in folder: String, limits: LimitsRecipe, buffers: BufferPool,
        shared: SharedWork? = nil
    ) throws {
        self.path = path
        self.input = input
        order = ReadingOrder(fields: input.fields, limits: limits, buffers: buffers, shared: shared)
        place = Folder.join(folder, path)
        stamp = try Folder.demandStamp(of: place)
    }

    /// The file's size in bytes.
    package var size: Int { stamp.size }

    /// Returns the record of the file, after `next` has returned nil.
    ///
    /// Throws `FileError` if the file has not been read to its end.
    package func readFile() throws -> ReadFile {
        guard let file = ended?.file else {
            throw FileError(.other, "read", place, cause: "it has not been read to its end")
        }
        return file
    }

    /// The fault of a file that ended within an overlong row, after `next` has returned nil.
    package var faultInLongRow: RowFault? { ended?.faultInLongRow }

    /// Which row may be several although it was taken for one, and what tells so, after `next` has returned nil; nil if there
    /// is none.
    package var doubt: String? { ended?.doubt }

    /// Returns the next rows, or nil at the end of the file.
    ///
    /// Throws `FileError` when the file cannot be read or has changed since the reader was created, and
    /// `CurationError.recipe` when a query does something that is not permitted.
    package func next() throws -> (any RowBatch)? {
        if ended != nil { return nil }
        do {
            let (file, reader) = try opened ?? open()
            opened = (file, reader)
            if let batch = try reader.next() { return batch }
            let record = FileRecord(path: path, size: file.size, digest: try reader.digest())
            ended = (
                ReadFile(record: record, stamp: file.stamp, openedAt: file.openedAt),
                reader.faultInLongRow.map(RowFault.init),
                reader.doubtfulLine.map { line in
                    "\(path), line \(line) is read as one row, although "
                        + RowFault(ReadingFault(.unfinished(.ambiguousQuotes))).reason
                }
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
        let head = try file.bytes(at: 0, count: FileSignature.headSize)
        var packed = head.withByteView { FileSignature(head: $0) }
        var order = order
        if input.format.isText, let codec = packed?.codec {
            order.codec = codec
            // What is compressed may be an archive.
            let content = try ContentReader(file, codec).bytes(atMost: FileSignature.headSize)
            packed = content.withByteView { FileSignature(head: $0) }
        } else if packed == nil {
            packed = head.withByteView { FileSignature(name: path, head: $0) }
        }
        if let packed { return (file, UnreadableFileReader(file, reason: packed.words)) }
        return (file, try input.format.reader(of: file, order))
    }
}
