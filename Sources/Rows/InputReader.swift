import Bytes
import Files
import Messages

/// A piece of a file as a reader hands it to whoever works on its rows.
package enum RowBatch: Sendable {
    case lines(RowBlock)
    case list(RowBlock)
    case records(RowBlock, CSVHeader)
    case table(CellBatch)
    case elements(XMLPiece)
}

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
    private let limits: LimitsRecipe
    private let pool: BufferPool
    /// The file's state when the reader was made, in which it must be when it is opened.
    private let stamp: FileStamp
    private var opened: (file: InputFile, way: Way)?
    private var ended: (file: ReadFile, faultInLongRow: String?)?

    private enum Way {
        case lines(RowBlockReader<LineSplitter>)
        case list(RowBlockReader<JSONListSplitter>)
        case records(CSVReader)
        case elements(XMLRecordReader)
        case table(SQLiteReader)
    }

    /// A reader of a file, which is looked at and not yet opened.
    ///
    /// Throws `FileError` when there is none.
    package init(_ path: String, of input: InputRecipe, in folder: String, limits: LimitsRecipe, pool: BufferPool)
        throws
    {
        self.path = path
        self.input = input
        self.limits = limits
        self.pool = pool
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
    package var faultInLongRow: String? { ended?.faultInLongRow }

    /// The next rows, or nil at the end of the file.
    ///
    /// Throws `FileError` when the file cannot be read, or is no longer what it was when the reader was made,
    /// `CurationError.recipe` where a query turns out to do what none may do.
    package func next() throws -> RowBatch? {
        if ended != nil { return nil }
        let (file, way) = try opened ?? open()
        opened = (file, way)
        let batch: RowBatch? =
            switch way {
            case .lines(let reader): try reader.next().map(RowBatch.lines)
            case .list(let reader): try reader.next().map(RowBatch.list)
            case .records(let reader): try reader.next()
            case .elements(let reader): try reader.next().map(RowBatch.elements)
            case .table(let reader): try next(of: reader)
            }
        if batch == nil {
            let record = FileRecord(path: path, size: file.size, digest: try digest(of: file, way))
            ended = (
                ReadFile(record: record, stamp: file.stamp, openedAt: file.openedAt), Self.faultInLongRow(of: way)
            )
            opened = nil
        }
        return batch
    }

    private func next(of reader: SQLiteReader) throws -> RowBatch? {
        do throws(SQLiteReader.Fault) {
            return try reader.next().map(RowBatch.table)
        } catch {
            switch error {
            case .ofFile(let fault): throw fault
            case .ofStatement(let fault):
                throw CurationError.recipe(file: input.place.file, [input.problem(fault, with: path)])
            }
        }
    }

    private static func faultInLongRow(of way: Way) -> String? {
        switch way {
        case .list(let reader): reader.faultInLongRow
        case .records(let reader): reader.faultInLongRow
        case .lines, .elements, .table: nil
        }
    }

    private func digest(of file: InputFile, _ way: Way) throws -> Digest {
        switch way {
        case .lines(let reader): return reader.digest
        case .list(let reader): return reader.digest
        case .records(let reader): return reader.digest
        case .elements(let reader): return reader.digest
        case .table:
            let digest = try file.digest(.xxh64)
            try file.checkUnchanged()
            return digest
        }
    }

    private func open() throws -> (InputFile, Way) {
        let file = try InputFile(place)
        guard file.stamp == stamp else {
            throw FileError(
                .changedWhileRead, "read", place,
                cause: "it changed after the run had begun, before its turn to be read")
        }
        return (file, try way(through: file))
    }

    private func way(through file: InputFile) throws -> Way {
        switch input.format {
        case .jsonl:
            return .lines(RowBlockReader(file, LineSplitter(), pool: pool, longestRow: limits.rowBytes))
        case .json:
            let names = (input.record ?? "").split(separator: ".").map(String.init)
            return .list(
                RowBlockReader(file, JSONListSplitter(path: names), pool: pool, longestRow: limits.rowBytes))
        case .csv, .tsv:
            let delimiter = input.format == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t")
            return .records(CSVReader(file, delimiter: delimiter, pool: pool, longestRow: limits.rowBytes))
        case .xml:
            let path = try XMLRecordPath(input.record ?? "")
            return .elements(XMLRecordReader(file, path, pool: pool, longestRow: limits.rowBytes))
        case .sqlite:
            return .table(
                SQLiteReader(
                    file, input.selection ?? .query(""), fields: input.fields, limits: limits, pool: pool))
        }
    }
}

/// The columns of a CSV file.
package final class CSVHeader: Sendable {
    let names: [[UInt8]]
    let delimiter: UInt8
    /// What is wrong with the header, so that no row of the file can be read; nil when nothing is.
    let fault: RowFault?

    init(_ names: [[UInt8]], delimiter: UInt8, fault: RowFault? = nil) {
        self.names = names
        self.delimiter = delimiter
        self.fault = fault
    }
}

/// Reads a CSV or TSV file: the first row names the columns.
final class CSVReader {
    private let blocks: RowBlockReader<CSVSplitter>
    private let delimiter: UInt8
    private var header: CSVHeader?

    init(_ file: InputFile, delimiter: UInt8, pool: BufferPool, longestRow: Int) {
        blocks = RowBlockReader(file, CSVSplitter(delimiter: delimiter), pool: pool, longestRow: longestRow)
        self.delimiter = delimiter
    }

    var digest: Digest { blocks.digest }
    var faultInLongRow: String? { blocks.faultInLongRow }

    func next() throws(FileError) -> RowBatch? {
        guard let block = try blocks.next() else { return nil }
        let header = header ?? readHeader(of: block)
        self.header = header
        return .records(block, header)
    }

    /// Where the header cannot be read, nothing of the file can.
    private static func fault(_ reason: String, withoutText other: String? = nil) -> RowFault {
        RowFault(reason, withoutText: other, isRest: true)
    }

    private func readHeader(of block: RowBlock) -> CSVHeader {
        block.withBytes { bytes in
            var splitter = CSVSplitter(delimiter: delimiter)
            let end = splitter.endOfRow(in: bytes, from: 0) ?? bytes.count
            if UTF8Check.firstFault(bytes[..<end]) != nil {
                return CSVHeader([], delimiter: delimiter, fault: Self.fault("the header line is invalid UTF-8"))
            }
            let arena = Arena()
            var cells: [FieldValue] = []
            do throws(CSVRow.Fault) {
                try CSVRow.cells(of: bytes[..<end].withoutLineEnd, delimiter: delimiter, arena: arena, into: &cells)
            } catch {
                return CSVHeader([], delimiter: delimiter, fault: Self.fault("the header line cannot be read"))
            }
            let names = cells.map { $0.kind == .null ? [] : $0.bytes.array }
            var seen: Set<[UInt8]> = []
            let twice = names.first { !seen.insert($0).inserted }
            return CSVHeader(
                names, delimiter: delimiter,
                fault: twice.map {
                    Self.fault(
                        "the column \"\(String(decoding: $0, as: UTF8.self))\" stands twice in the header",
                        withoutText: "a column stands twice in the header")
                })
        }
    }
}

extension ByteView {
    /// The bytes without the CR, LF or CR LF at their end.
    package var withoutLineEnd: ByteView {
        var end = count
        if end > 0, self[end - 1] == 0x0A { end -= 1 }
        if end > 0, self[end - 1] == 0x0D { end -= 1 }
        return self[..<end]
    }
}

extension RowBatch {
    /// How many bytes of the file it holds, roughly.
    package var size: Int {
        switch self {
        case .lines(let block), .list(let block), .records(let block, _): block.range.count
        case .table(let cells): cells.size
        case .elements(let piece): piece.size
        }
    }

    /// Gives its buffer up for use by another batch.
    package func giveBack(to pool: BufferPool) {
        switch self {
        case .lines(let block), .list(let block), .records(let block, _): pool.give(block.buffer)
        case .table(let cells): pool.give(cells.release())
        case .elements(let piece): pool.give(piece.buffer)
        }
    }
}
