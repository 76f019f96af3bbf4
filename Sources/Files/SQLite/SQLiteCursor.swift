import Bytes
import CSQLite

/// A fault of SQLite: its code, its words and the statement.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
    /// SQLite's primary result code.
    package let code: Int32
    /// SQLite's own words.
    package let message: String
    /// The statement that was being prepared or run.
    package let statement: String

    /// True when the file is damaged or no database at all, as against a statement that is wrong.
    package var isOfFile: Bool {
        [SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_CANTOPEN].contains(code)
    }

    /// SQLite's own words.
    package var description: String { message }
}

/// The rows of one query over one database, which is opened for reading only.
///
/// The query may read and nothing else: an authorizer refuses every other action, triggers and functions of the schema
/// are not trusted, and a query that computes for too long is stopped.
package final class SQLiteCursor {
    private var connection: OpaquePointer?
    private var statement: OpaquePointer?
    private let sql: String
    private let budget: Budget

    private final class Budget {
        var rest: Int
        init(_ steps: Int) { rest = steps }
        static let interval: Int32 = 100_000
    }

    /// The names of the result's columns.
    package let columns: [String]

    /// Prepares a query.
    ///
    /// Throws `SQLiteError` when the file is no database or the query does not compile.
    ///
    /// - Parameter steps: how many instructions of SQLite's machine the query may take in all.
    package init(_ path: String, query: String, steps: Int) throws(SQLiteError) {
        sql = query
        budget = Budget(steps)
        var connection: OpaquePointer?
        var statement: OpaquePointer?
        try Self.demandNothingPending(path, query)
        // Immutable: without it SQLite makes files beside a database in write-ahead mode, be it only to read it.
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        var code = sqlite3_open_v2(Self.address(of: path) + "?immutable=1", &connection, flags, nil)
        if code == SQLITE_OK, let connection {
            Self.restrict(connection)
            var rest: UnsafePointer<CChar>?
            code = query.withCString { start in
                let code = sqlite3_prepare_v3(connection, start, -1, 0, &statement, &rest)
                let isAlone = rest.map { String(cString: $0).allSatisfy { $0.isWhitespace || $0 == ";" } } ?? true
                return code == SQLITE_OK && !isAlone ? SQLITE_MISUSE : code
            }
        }
        guard code == SQLITE_OK, let statement else {
            let message =
                code == SQLITE_MISUSE
                ? "more than one statement"
                : code == SQLITE_OK
                    ? "no statement" : connection.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_finalize(statement)
            sqlite3_close_v2(connection)
            throw SQLiteError(code: code & 0xFF, message: message, statement: query)
        }
        self.connection = connection
        self.statement = statement
        columns = (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
        }
        sqlite3_progress_handler(
            connection, Budget.interval,
            { context in
                guard let context else { return 1 }
                let budget = Unmanaged<Budget>.fromOpaque(context).takeUnretainedValue()
                budget.rest -= Int(Budget.interval)
                return budget.rest < 0 ? 1 : 0
            }, Unmanaged.passUnretained(budget).toOpaque())
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close_v2(connection)
    }

    /// Throws when changes that belong to the database stand beside it: what is read is the file alone, whose digest is
    /// on record.
    private static func demandNothingPending(_ path: String, _ query: String) throws(SQLiteError) {
        for suffix in ["-wal", "-journal"] {
            guard let start = try? InputFile(path + suffix).bytes(at: 0, count: 1), let first = start.first else {
                continue
            }
            // The journal of a transaction that has ended may stay, its head zeroed.
            if suffix == "-journal", first == 0 { continue }
            let name = (path + suffix).split(separator: "/").last.map(String.init) ?? path
            throw SQLiteError(
                code: SQLITE_CANTOPEN,
                message: "changes that are not in the file yet stand in \(name) beside it; opening it with its own "
                    + "program brings them in", statement: query)
        }
    }

    /// A path as an address that SQLite reads back as the path.
    private static func address(of path: String) -> String {
        var address: [UInt8] = []
        address.append(path.hasPrefix("/") ? "file://" : "file:")
        for byte in path.utf8 {
            let isPlain = byte.isASCIIDigit || (byte | 0x20) &- 0x61 < 26 || "/._-~".utf8.contains(byte)
            if isPlain {
                address.append(byte)
            } else {
                address.append(UInt8(ascii: "%"))
                let digits = String(byte, radix: 16, uppercase: true)
                address.append(utf8Of: digits.count == 1 ? "0" + digits : digits)
            }
        }
        return String(decoding: address, as: UTF8.self)
    }

    private static func restrict(_ connection: OpaquePointer) {
        sqlite3_extended_result_codes(connection, 0)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_DEFENSIVE, 1)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)
        sqlite3_set_authorizer(
            connection,
            { _, action, _, name, _, _ in
                switch action {
                case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
                case SQLITE_FUNCTION:
                    let isHarmless = name.map { strcmp($0, "load_extension") != 0 } ?? true
                    return isHarmless ? SQLITE_OK : SQLITE_DENY
                default: return SQLITE_DENY
                }
            }, nil)
    }

    /// Appends the next row to a batch; false at the end.
    ///
    /// Throws `SQLiteError` when the database is damaged or the query exceeds its steps.
    ///
    /// - Parameter names: where in the batch's bytes the columns' names stand.
    package func next(into batch: inout CellBatch, names: [Range<Int>]) throws(SQLiteError) -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_DONE { return false }
        guard code == SQLITE_ROW else {
            let message =
                code == SQLITE_INTERRUPT
                ? "the query takes more steps than limits.sqlite_steps allows"
                : String(cString: sqlite3_errmsg(connection))
            throw SQLiteError(code: code & 0xFF, message: message, statement: sql)
        }
        for column in 0..<Int32(names.count) {
            let start = batch.bytes.count
            let kind = appendValue(column, &batch.bytes)
            batch.append(name: names[Int(column)], kind, start..<batch.bytes.count)
        }
        batch.endRow()
        return true
    }

    /// Appends a value.
    private func appendValue(_ column: Int32, _ bytes: inout [UInt8]) -> FieldValue.Kind {
        // Asked once for the value: each question by column goes through the statement anew.
        let value = sqlite3_column_value(statement, column)
        switch sqlite3_value_type(value) {
        case SQLITE_NULL:
            bytes.append("null")
            return .null
        case SQLITE_INTEGER:
            bytes.append(decimal: Int(sqlite3_value_int64(value)))
            return .number
        case SQLITE_FLOAT:
            let number = sqlite3_value_double(value)
            bytes.append(utf8Of: JSON(number).compactText)
            return number.isFinite ? .number : .null
        default:
            let start = sqlite3_value_blob(value)
            let count = Int(sqlite3_value_bytes(value))
            guard let start, count > 0 else { return .plain }
            bytes.append(ByteView(start: start.assumingMemoryBound(to: UInt8.self), count: count))
            return .plain
        }
    }
}

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif
