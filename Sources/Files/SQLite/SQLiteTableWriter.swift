import CSQLite

/// Writes one table of texts to a new SQLite file.
package final class SQLiteTableWriter {
    private var connection: OpaquePointer?
    private var statement: OpaquePointer?
    private let path: String
    private let columns: Int

    /// Creates the file and the table, with a primary key `id` before the columns.
    ///
    /// Throws `FileError`.
    package init(_ path: String, table: String, columns: [String]) throws(FileError) {
        self.path = path
        self.columns = columns.count
        guard sqlite3_open(path, &connection) == SQLITE_OK else { throw fault() }
        // The file is new and no other process uses it: no journal, one transaction.
        let names = columns.map { "\"\($0)\" TEXT" }.joined(separator: ", ")
        try run("PRAGMA journal_mode = OFF")
        try run("PRAGMA synchronous = OFF")
        try run("CREATE TABLE \"\(table)\" (id INTEGER PRIMARY KEY, \(names))")
        try run("BEGIN")
        let values = columns.map { _ in "?" }.joined(separator: ", ")
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        guard
            sqlite3_prepare_v2(connection, "INSERT INTO \"\(table)\" (\(list)) VALUES (\(values))", -1, &statement, nil)
                == SQLITE_OK
        else { throw fault() }
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close_v2(connection)
    }

    /// Appends a row, with a UTF-8 text for each column.
    package func insert(_ row: some Collection<[UInt8]>) throws(FileError) {
        sqlite3_reset(statement)
        for (k, text) in row.enumerated() {
            text.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                // SQLite copies the text: -1 is SQLITE_TRANSIENT.
                let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                _ = sqlite3_bind_text(statement, Int32(k + 1), start, Int32(bytes.count), transient)
            }
        }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw fault() }
    }

    /// Commits the transaction.
    package func commit() throws(FileError) {
        try run("COMMIT")
    }

    private func run(_ sql: String) throws(FileError) {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw fault() }
    }

    private func fault() -> FileError {
        FileError(.other, "write", path, cause: connection.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory")
    }
}
