import Bytes
import Files
import Parquet

/// The rows of a Parquet file, whose columns are the fields.
struct ParquetFormat: InputFormat {
    static let definition = FormatDefinition(
        "parquet", "the rows of a Parquet file",
        signs: FormatSigns(
            endings: ["parquet"], likeness: { $0.starts(with: "PAR1".utf8) ? .certain : .none })
    ) { _ in ParquetFormat() }

    var isText: Bool { false }

    var fieldNames: ((InputFile) throws -> [[UInt8]])? {
        { file in
            do throws(ParquetError) {
                return try ParquetFile(file).fields.map(\.name)
            } catch {
                if let cause = error.cause { throw cause }
                return []
            }
        }
    }

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader { ParquetRowReader(file, order) }
}

extension InputFile: ByteSource {}

extension SharedWork: ReadAhead {
    /// Adds a piece of work, which any thread may do.
    package func start(_ body: @escaping @Sendable () -> Void) -> any StartedWork { begin(body) }
}

extension SharedWork.Piece: StartedWork {}

/// Reads the columns that are used, row group by row group, as batches whose values any thread can look at.
///
/// What a batch holds is bounded whatever the size of row groups and pages: large pages are decompressed piece by piece.
private final class ParquetRowReader: FormatReader {
    private let file: InputFile
    private let order: ReadingOrder
    private let pool = PagePool()
    private var opened: OpenFile?
    private var isAtEnd = false

    /// The file with the rows that are still to be read.
    private struct OpenFile {
        let file: ParquetFile
        let selection: FieldSelection
        var spans: ArraySlice<RowSpan>
        var reader: ParquetReader?
        /// The row group at hand, zero-based, and the number of rows before it.
        var group = 0
        var rowsBefore = 0
        /// The number of rows that were read.
        var rows = 0
    }

    init(_ file: InputFile, _ order: ReadingOrder) {
        self.file = file
        self.order = order
    }

    func digest() throws -> Digest {
        let digest = try file.digest(.xxh64)
        try file.checkUnchanged()
        return digest
    }

    /// Returns the next rows.
    ///
    /// A file that is none, or a broken page, yields a single faulty row, which stands for the rest of the file.
    func next() throws -> (any RowBatch)? {
        if isAtEnd { return nil }
        do throws(ParquetError) {
            guard let batch = try nextBatch() else {
                isAtEnd = true
                return nil
            }
            return batch
        } catch {
            isAtEnd = true
            return try rest(for: error)
        }
    }

    private func nextBatch() throws(ParquetError) -> ParquetRowBatch? {
        if opened == nil { opened = try open() }
        while var open = opened {
            if open.reader == nil {
                guard let span = open.spans.popFirst() else { return nil }
                if span.rowGroup != open.group || open.rows == 0 { open.rowsBefore = span.firstRow }
                open.group = span.rowGroup
                open.reader = try ParquetReader(
                    open.file, open.selection, span, longestRow: order.limits.rowBytes, pool: pool,
                    ahead: order.shared.flatMap { $0.hasHelpers ? $0 : nil })
                opened = open
            }
            if let batch = try open.reader?.next() {
                open.rows += batch.count
                opened = open
                return ParquetRowBatch(
                    rows: batch, group: open.group, rowsBefore: open.rowsBefore, longestRow: order.limits.rowBytes,
                    size: file.size / max(1, open.file.rowCount) * batch.count)
            }
            open.reader = nil
            opened = open
        }
        return nil
    }

    private func open() throws(ParquetError) -> OpenFile {
        let parquet = try ParquetFile(file)
        var used = parquet.fields.indices.filter { isUsed($0, of: parquet) }
        // The rows are those that a column has, whatever the footer says.
        if used.isEmpty { used = parquet.smallestField.map { [$0] } ?? [] }
        let selection = try parquet.selection(ofFields: used)
        return OpenFile(
            file: parquet, selection: selection, spans: parquet.spans(selection, ofBytes: .max / 4)[...])
    }

    /// Returns whether a column is read: one whose values have no form in a row is in the way only if it is asked for.
    private func isUsed(_ number: Int, of file: ParquetFile) -> Bool {
        switch order.fields.use(of: file.fields[number].name) {
        case .named: true
        case .inPassing: file.refusal(ofField: number) == nil
        case .none: false
        }
    }

    /// Returns the batch of a fault that stands for the rest of the file.
    ///
    /// Throws `FileError` if the disk or the memory is at fault.
    private func rest(for error: ParquetError) throws -> any RowBatch {
        if let cause = error.cause { throw cause }
        if error.code == .memory { throw FileError(.other, "read", file.path, cause: error.reason) }
        guard let opened, opened.file.rowCount > 0 else {
            let reason = error.description
            return RestBatch(
                fault: RowFault(reason, withoutText: error.descriptionWithoutNames, isRest: true),
                origin: Origin(unit: .row, number: 1, offset: 0), size: file.size)
        }
        let lost = opened.file.rowCount - opened.rows
        let loss = "; \(lost) of its \(opened.file.rowCount) rows are lost"
        // Rows have no place of their own; the lost share of the file is that of the rows.
        let share = Double(opened.rows) / Double(opened.file.rowCount)
        let origin = Origin(
            number: opened.rows + 1, group: opened.group + 1, row: opened.rows - opened.rowsBefore + 1,
            fileOffset: Int(share * Double(file.size)))
        return RestBatch(
            fault: RowFault(
                error.description + loss, withoutText: error.descriptionWithoutNames + loss, isRest: true),
            origin: origin, size: 0)
    }
}

extension ParquetError {
    /// The fault and its place, without the names of columns.
    fileprivate var descriptionWithoutNames: String {
        let place = location(naming: false)
        return place.isEmpty ? reason : "\(reason) (\(place))"
    }
}

/// Consecutive rows of one row group.
private struct ParquetRowBatch: RowBatch {
    let rows: ParquetBatch
    /// The row group, zero-based, and the number of rows before it.
    let group: Int
    let rowsBefore: Int
    let longestRow: Int
    let size: Int

    func giveBack(to buffers: BufferPool) {}

    func forEachRow(in row: Row, with workspace: NoWorkspace, _ body: RowVisitor.Body) throws {
        try rows.forEachRow { number, fields in
            let origin = Origin(number: number, group: group + 1, row: number - rowsBefore)
            switch fields {
            case .success(let fields):
                row.reset()
                row.load(cells: fields, .typed)
                try body(origin, .success(row), .empty)
            case .failure(.notText): try body(origin, .failure(RowFault("invalid UTF-8")), .empty)
            case .failure(.tooLong):
                try body(origin, .failure(RowFault(ReadingFault(.longRow(longestRow)))), .empty)
            }
        }
    }
}
