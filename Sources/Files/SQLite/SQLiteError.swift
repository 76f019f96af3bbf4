import CSQLite

/// An error of SQLite: its code, its message and the statement.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
    /// SQLite's primary result code.
    package let code: Int32
    /// SQLite's message, or one of this program's where SQLite has none.
    package let message: String
    /// The statement that was being prepared or run.
    package let statement: String

    /// Whether the file is damaged or not a database, as opposed to an incorrect statement.
    package var isOfFile: Bool {
        [SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_CANTOPEN].contains(code)
    }

    /// Whether the statement does something that is not allowed, which may show only when it runs.
    package var isOfStatement: Bool { code == SQLITE_AUTH }

    /// Whether the query exceeded its steps.
    package var isOutOfSteps: Bool { code == SQLITE_INTERRUPT }

    /// Whether memory or the disk is full, which is not a fault of the file.
    package var isOfMachine: Bool { code == SQLITE_NOMEM || code == SQLITE_FULL }

    /// The message without contents of the database: SQLite's own may quote a value.
    package var messageWithoutText: String {
        // These messages are not SQLite's.
        let isOwn = isOutOfSteps || code == SQLITE_CANTOPEN
        return isOwn ? message : String(cString: sqlite3_errstr(code))
    }

    /// The message of SQLite, or of this program where SQLite has none.
    package var description: String { message }
}
