import CSQLite

/// A fault of SQLite: its code, its words and the statement.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
    /// SQLite's primary result code.
    package let code: Int32
    /// SQLite's own words, or ours where it has none.
    package let message: String
    /// The statement that was being prepared or run.
    package let statement: String

    /// True when the file is damaged or no database at all, as against a statement that is wrong.
    package var isOfFile: Bool {
        [SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_CANTOPEN].contains(code)
    }

    /// True when the statement does what none may do, which may show only when it runs.
    package var isOfStatement: Bool { code == SQLITE_AUTH }

    /// True when the query took more steps than it may.
    package var isOutOfSteps: Bool { code == SQLITE_INTERRUPT }

    /// True when memory or the disk has run out, which says nothing of the file.
    package var isOfMachine: Bool { code == SQLITE_NOMEM || code == SQLITE_FULL }

    /// What is wrong in words in which nothing of the database stands: SQLite's own may quote a value.
    package var messageWithoutText: String {
        // These are not SQLite's.
        let isOwn = isOutOfSteps || code == SQLITE_CANTOPEN
        return isOwn ? message : String(cString: sqlite3_errstr(code))
    }

    /// SQLite's own words, or ours where it has none.
    package var description: String { message }
}
