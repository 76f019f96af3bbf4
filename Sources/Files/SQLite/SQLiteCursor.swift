import Bytes
import CSQLite

/// The rows to read from an SQLite file.
package enum SQLiteSelection: Equatable, Sendable {
    /// The rows of a table or view with this name.
    case table(String)
    /// The result of a query.
    case query(String)

    /// The SQL that selects every column.
    var sql: String {
        switch self {
        case .table(let name): "SELECT * FROM \(Self.quoted(name))"
        case .query(let sql): sql
        }
    }

    /// Returns a name quoted for SQL.
    static func quoted(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}

/// The result of one query on a database that is opened read-only.
///
/// The query must only read and must be deterministic: functions that could return different results each time are
/// rejected.
package final class SQLiteCursor {
    /// A column of the result that is fetched.
    private struct Column {
        /// Its index in the statement's result.
        let place: Int32
        /// Whether blobs are fetched; otherwise they are null.
        let takesBlobs: Bool
        /// Whether texts are copied as bytes, because they are UTF-8.
        let takesBytesOfTexts: Bool
    }

    /// The maximum number of bytes in all column names together; each batch of rows holds a copy.
    static let mostBytesOfNames = 16 << 20

    let database: SQLiteDatabase
    var statement: OpaquePointer
    private let sql: String
    private let fetched: [Column]
    private let longestRow: Int
    /// The number of rows stepped over.
    var rows = 0
    /// Whether the statement has an offset parameter.
    var isSkipping = false
    /// The fault of the current row.
    private var fault: ReadingFault.Code?

    /// The names of the columns, without unused ones.
    package let columns: [String]

    /// Prepares a query.
    ///
    /// Throws `SQLiteError` if the file is not a database, or if the query does not compile, does more than read, or
    /// calls a function that is not deterministic.
    ///
    /// - Parameters:
    ///   - fields: The columns that are used; others are not fetched and, for a table, not read.
    ///   - steps: The maximum number of virtual machine instructions in all.
    ///   - longestRow: The maximum number of bytes in the fetched values of a row.
    package init(
        _ path: String, _ selection: SQLiteSelection, fields: UsedFields = .all, steps: Int, longestRow: Int = .max
    ) throws(SQLiteError) {
        // The ranges of a batch could not represent more.
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
                    "the names of its columns have \(size) bytes together; expected at most \(Self.mostBytesOfNames)",
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

    /// Returns a query that reads only the used parts of a table.
    ///
    /// The rows are in table order whichever columns are used: for some columns alone, SQLite might read an index
    /// instead. The type of a blob is checked without reading the blob.
    private static func query(of table: String, _ columns: [(name: String, use: UsedFields.Use)]) -> String {
        let expressions = columns.map { name, use in
            let name = SQLiteSelection.quoted(name)
            return use == .named ? name : "CASE WHEN typeof(\(name)) = 'blob' THEN NULL ELSE \(name) END"
        }
        let list = expressions.isEmpty ? "NULL" : expressions.joined(separator: ", ")
        return "SELECT \(list) FROM \(SQLiteSelection.quoted(table)) NOT INDEXED"
    }

    /// Appends the next row to a batch, even if it is faulty; returns false at the end.
    ///
    /// Throws `SQLiteError` if the database is damaged or the query exceeds its steps.
    ///
    /// - Parameter names: The ranges of the columns' names in the batch's bytes.
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
            // The value is fetched once, since each access by column goes through the statement again.
            let value = sqlite3_column_value(statement, column.place)
            let valueStart = batch.bytes.count
            let kind = appendValue(value, column, &batch.bytes, rest: longestRow - (valueStart - start))
            guard let kind else {
                // Without a fault the value exists, but there was no memory for it.
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

    /// Appends a value; returns nil if it cannot be read, with `fault` set, or if there is no memory.
    ///
    /// - Parameter rest: The number of bytes left for the row.
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
        // The count first, which does not change such a value: a zero blob is expanded only when its bytes are
        // accessed.
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
            // JSON cannot represent numbers that are not finite.
            bytes.append(utf8Of: number.isFinite ? "\(number)" : number < 0 ? "-Infinity" : "Infinity")
            return number.isFinite ? .number : .plain
        default:
            bytes.append("null")
            return .null
        }
    }

    private func appendUTF16(_ value: OpaquePointer?, _ bytes: inout [UInt8], rest: Int) -> FieldValue.Kind? {
        // Not left to SQLite, which replaces an unpaired surrogate with another character.
        guard let text = sqlite3_value_text16(value) else { return nil }
        let count = Int(sqlite3_value_bytes16(value))
        let before = bytes.count
        // Each unit becomes at least one byte.
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

    /// The fault of a value that is too long for SQLite.
    private var faultOfLongValue: ReadingFault.Code {
        database.longestPossibleValue.map { .other("a text or blob longer than the \($0) bytes that SQLite takes") }
            ?? .longRow(longestRow)
    }
}
