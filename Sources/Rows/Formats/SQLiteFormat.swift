import Bytes
import Files
import Shapes

/// The rows of a table or a query of an SQLite file.
struct SQLiteFormat: InputFormat {
    private static let tableKey = SettingKey<String?>.text("table", .filled, "the table whose rows are read")
    private static let queryKey = SettingKey<String?>.text("query", .filled, "the query whose rows are read")

    static let definition = FormatDefinition(
        "sqlite", "the rows of a table or of a query",
        options: ObjectShape(
            keys: [tableKey.key, queryKey.key], rules: [.exactlyOne([tableKey.key.name, queryKey.key.name])]),
        signs: FormatSigns(
            endings: ["sqlite", "sqlite3", "db"],
            likeness: { $0.starts(with: "SQLite format 3\0".utf8) ? .certain : .none }, options: possibleOptions)
    ) { settings in
        let query = settings[queryKey].map(SQLiteSelection.query)
        return SQLiteFormat(
            selection: CheckedObject.require(query ?? settings[tableKey].map(SQLiteSelection.table), queryKey.key.name))
    }

    /// Returns the tables and views of a database.
    @Sendable
    private static func possibleOptions(for start: FileStart) throws -> [JSONObject] {
        let query =
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
            + "ORDER BY rowid"
        let tables = try RowSample(
            of: start.file.path, format: definition.name, options: [queryKey.key.name: .string(query)])
        return tables.rows.compactMap { $0["name"]?.string }.map { [tableKey.key.name: .string($0)] }
    }

    /// The table or query whose rows are read.
    let selection: SQLiteSelection

    var isText: Bool { false }

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        SQLiteReader(file, self, order)
    }

    func faults(with files: [String], in folder: String, _ order: ReadingOrder) -> [OptionFault] {
        files.compactMap { file in
            do throws(SQLiteError) {
                _ = try cursor(of: Folder.join(folder, file), order)
                return nil
            } catch {
                // A file that is not a database is a fault in the data, and is rejected when it is read.
                return error.isOfFile ? nil : fault(error).found(in: file)
            }
        }
    }

    fileprivate func cursor(of path: String, _ order: ReadingOrder) throws(SQLiteError) -> SQLiteCursor {
        try SQLiteCursor(
            path, selection, fields: order.fields, steps: order.limits.sqliteSteps, longestRow: order.limits.rowBytes)
    }

    /// Returns the mistake in the recipe that an SQLite error indicates.
    fileprivate func fault(_ error: SQLiteError) -> OptionFault {
        let key = if case .table = selection { Self.tableKey.key.name } else { Self.queryKey.key.name }
        return OptionFault(key, error.words)
    }
}

private final class SQLiteReader: FormatReader {
    private let file: InputFile
    private let format: SQLiteFormat
    private let order: ReadingOrder
    private var cursor: SQLiteCursor?
    private var rows = 0
    private var isAtEnd = false

    init(_ file: InputFile, _ format: SQLiteFormat, _ order: ReadingOrder) {
        self.file = file
        self.format = format
        self.order = order
    }

    func digest() throws -> Digest {
        let digest = try file.digest(.xxh64)
        try file.checkUnchanged()
        return digest
    }

    /// Returns the next rows.
    ///
    /// A file that is not a database or is damaged yields a single faulty row, which stands for the rest of the file.
    func next() throws -> (any RowBatch)? {
        if isAtEnd { return nil }
        var cells = CellBatch(firstRow: rows, buffer: order.buffers.take())
        do throws(SQLiteError) {
            try fill(&cells)
        } catch {
            if error.isOfStatement { throw format.fault(error) }
            if error.isOfMachine { throw FileError(.other, "read", file.path, cause: error.words) }
            isAtEnd = true
            cells.endFile(reason: "SQLite: \(error.words)", reasonWithoutText: "SQLite: \(error.wordsWithoutText)")
        }
        if isAtEnd { try file.checkUnchanged() }
        rows += cells.count
        return cells.count > 0 ? SQLiteBatch(cells: cells) : nil
    }

    private func fill(_ cells: inout CellBatch) throws(SQLiteError) {
        let cursor =
            if let cursor {
                cursor
            } else {
                try format.cursor(of: file.path, order)
            }
        self.cursor = cursor
        let names = cells.takeNames(cursor.columns)
        while !cells.isFull {
            guard try cursor.next(into: &cells, names: names) else {
                isAtEnd = true
                return
            }
        }
    }
}

/// A batch of rows that are already split into cells.
private struct SQLiteBatch: RowBatch {
    let cells: CellBatch

    var size: Int { cells.size }

    func giveBack(to buffers: BufferPool) { buffers.give(cells.release()) }

    func forEachRow(in row: Row, with workspace: NoWorkspace, _ body: RowVisitor.Body) throws {
        try cells.forEachRow { number, fields in
            try row.visit(fields, Origin(unit: .row, number: number), .typed, body)
        }
    }
}
