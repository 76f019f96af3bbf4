import Bytes
import CSQLite

/// Whose rows are read of an SQLite file.
package enum SQLiteSelection: Equatable, Sendable {
    /// Those of a table or a view, of this name.
    case table(String)
    /// Those that a query gives.
    case query(String)

    /// The query as SQLite takes it, for every column.
    var sql: String {
        switch self {
        case .table(let name): "SELECT * FROM \(Self.quoted(name))"
        case .query(let sql): sql
        }
    }

    /// A name as it stands in SQL.
    static func quoted(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}

/// The rows of one query over one database, which is opened for reading only.
///
/// The query may read and nothing else, and always gives the same rows: functions that could give something else each
/// time are refused.
package final class SQLiteCursor {
    /// One column of the result that is fetched.
    private struct Column {
        /// Its number in the statement's result.
        let place: Int32
        /// Whether blobs are fetched, too; they are null otherwise.
        let takesBlobs: Bool
        /// Whether texts are taken as they are, which are UTF-8 then.
        let takesBytesOfTexts: Bool
    }

    /// How many bytes the names of all columns may have: each batch of rows holds them.
    static let mostBytesOfNames = 16 << 20

    let database: SQLiteDatabase
    var statement: OpaquePointer
    private let sql: String
    private let fetched: [Column]
    private let longestRow: Int
    /// How many rows have been stepped over.
    var rows = 0
    /// Whether the statement is one that can begin behind any of its rows.
    var isSkipping = false
    /// What is wrong with the row at hand.
    private var fault: ReadingFault.Code?

    /// The names of the result's columns, without those that nobody uses.
    package let columns: [String]

    /// Prepares a query.
    ///
    /// Throws `SQLiteError` when the file is no database, or the query does not compile, does anything but read, or calls
    /// a function that could give something else each time.
    ///
    /// - Parameters:
    ///   - fields: which columns are looked at; others are not fetched, and of a table not read, either.
    ///   - steps: how many instructions of SQLite's machine the query may take in all.
    ///   - longestRow: how many bytes the values of a row may have, those that are fetched.
    package init(
        _ path: String, _ selection: SQLiteSelection, fields: UsedFields = .all, steps: Int, longestRow: Int = .max
    ) throws(SQLiteError) {
        // More than this the places of a batch could not name.
        self.longestRow = min(longestRow, 1 << 31)
        database = try SQLiteDatabase(path, for: selection.sql, steps: steps, longestRow: longestRow)
        var statement = try database.prepareQuery(selection.sql)
        var sql = selection.sql
        let names = (0..<sqlite3_column_count(statement)).map { place in
            sqlite3_column_name(statement, place).map { String(cString: $0) } ?? ""
        }
        var chosen: [(name: String, use: UsedFields.Use, place: Int)] = []
        for (place, name) in names.enumerated() {
            let use = fields.use(of: Array(name.utf8))
            if use != .none { chosen.append((name, use, place)) }
        }
        if case .table(let table) = selection, database.hasPlainTable(table) {
            sqlite3_finalize(statement)
            sql = Self.query(of: table, chosen.map { ($0.name, $0.use) })
            statement = try database.prepareQuery(sql)
            chosen = chosen.enumerated().map { ($1.name, $1.use, $0) }
        }
        let size = chosen.reduce(0) { $0 + $1.name.utf8.count }
        guard size <= Self.mostBytesOfNames else {
            sqlite3_finalize(statement)
            throw SQLiteError(
                code: SQLITE_TOOBIG,
                message:
                    "the names of its columns have \(size) bytes together; at most \(Self.mostBytesOfNames) are right",
                statement: sql)
        }
        self.statement = statement
        self.sql = sql
        columns = chosen.map(\.name)
        let isUTF16 = database.isUTF16
        fetched = chosen.map {
            Column(place: Int32($0.place), takesBlobs: $0.use == .named, takesBytesOfTexts: !isUTF16)
        }
    }

    deinit {
        sqlite3_finalize(statement)
    }

    /// A query that reads no more of a table than is used.
    ///
    /// In the order of the table itself, whatever the columns: to find some of them alone, SQLite might go through an
    /// index. And SQLite looks at the type of a blob without reading it.
    private static func query(of table: String, _ columns: [(name: String, use: UsedFields.Use)]) -> String {
        let expressions = columns.map { name, use in
            let name = SQLiteSelection.quoted(name)
            return use == .named ? name : "CASE WHEN typeof(\(name)) = 'blob' THEN NULL ELSE \(name) END"
        }
        let list = expressions.isEmpty ? "NULL" : expressions.joined(separator: ", ")
        return "SELECT \(list) FROM \(SQLiteSelection.quoted(table)) NOT INDEXED"
    }

    /// Appends the next row to a batch, be it a faulty one; false at the end.
    ///
    /// Throws `SQLiteError` when the database is damaged or the query exceeds its steps.
    ///
    /// - Parameter names: where in the batch's bytes the columns' names stand.
    package func next(into batch: inout CellBatch, names: [Range<Int>]) throws(SQLiteError) -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_DONE { return false }
        let start = batch.bytes.count
        if code != SQLITE_ROW {
            let error = database.error(code, sql)
            guard error.code == SQLITE_TOOBIG, skipRow() else { throw error }
            batch.rejectRow(from: start, faultOfLongValue)
            return true
        }
        rows += 1
        let statement = statement
        for (column, name) in zip(fetched, names) {
            // Asked once for the value: each question by column goes through the statement anew.
            let value = sqlite3_column_value(statement, column.place)
            let valueStart = batch.bytes.count
            let kind = appendValue(value, column, &batch.bytes, rest: longestRow - (valueStart - start))
            guard let kind else {
                // Without a fault of its own the value was there, and no memory for it.
                guard let fault else { throw database.error(SQLITE_NOMEM, sql) }
                batch.rejectRow(from: start, fault)
                self.fault = nil
                return true
            }
            batch.append(name: name, kind, valueStart..<batch.bytes.count)
        }
        batch.endRow()
        return true
    }

    /// Appends a value; nil where it cannot be read, with `fault` set, and where there is no memory.
    ///
    /// - Parameter rest: how many bytes the row may yet have.
    @inline(__always)
    private func appendValue(
        _ value: OpaquePointer?, _ column: Column, _ bytes: inout [UInt8], rest: Int
    ) -> FieldValue.Kind? {
        let type = sqlite3_value_type(value)
        if type == SQLITE_INTEGER {
            bytes.append(decimal: Int(sqlite3_value_int64(value)))
            return .number
        }
        guard type == SQLITE_TEXT && column.takesBytesOfTexts || type == SQLITE_BLOB && column.takesBlobs else {
            return appendOther(value, type, &bytes, rest: rest)
        }
        // The count first, which changes nothing of such a value: a blob of zeros is made only when it is looked at.
        let count = Int(sqlite3_value_bytes(value))
        if count == 0 { return .plain }
        if count > rest { return tooLong() }
        guard let start = sqlite3_value_blob(value) else { return nil }
        bytes.append(ByteView(start: start.assumingMemoryBound(to: UInt8.self), count: count))
        return .plain
    }

    private func appendOther(
        _ value: OpaquePointer?, _ type: Int32, _ bytes: inout [UInt8], rest: Int
    ) -> FieldValue.Kind? {
        switch type {
        case SQLITE_TEXT:
            return appendUTF16(value, &bytes, rest: rest)
        case SQLITE_FLOAT:
            let number = sqlite3_value_double(value)
            // JSON has no number that is not finite.
            bytes.append(utf8Of: number.isFinite ? "\(number)" : number < 0 ? "-Infinity" : "Infinity")
            return number.isFinite ? .number : .plain
        default:
            bytes.append("null")
            return .null
        }
    }

    private func appendUTF16(_ value: OpaquePointer?, _ bytes: inout [UInt8], rest: Int) -> FieldValue.Kind? {
        // Not left to SQLite, which makes some other character of a surrogate without its partner.
        guard let text = sqlite3_value_text16(value) else { return nil }
        let count = Int(sqlite3_value_bytes16(value))
        let before = bytes.count
        // No unit becomes less than a byte.
        if count / 2 > rest { return tooLong() }
        guard bytes.append(utf16: UnsafeRawBufferPointer(start: text, count: count)) else {
            fault = .other("invalid UTF-16")
            return nil
        }
        return bytes.count - before > rest ? tooLong() : .plain
    }

    private func tooLong() -> FieldValue.Kind? {
        fault = .longRow(longestRow)
        return nil
    }

    /// What is said of a value that SQLite does not take.
    private var faultOfLongValue: ReadingFault.Code {
        database.longestPossibleValue.map { .other("a text or blob longer than the \($0) bytes that SQLite takes") }
            ?? .longRow(longestRow)
    }
}
