import CSQLite

/// An SQLite file that is opened read-only and on which only queries run.
///
/// An authorizer denies every action other than reading, and every function that is not deterministic; triggers and
/// functions of the schema are not trusted; a query that takes too many steps is stopped.
final class SQLiteDatabase {
    /// The open connection.
    let connection: OpaquePointer
    /// Whether the file's text encoding is UTF-16, and so that of all results.
    let isUTF16: Bool
    /// The maximum length in bytes of a text or blob that SQLite supports, if that is less than requested.
    let longestPossibleValue: Int?
    private let watch: Watch

    /// The state shared with SQLite's callbacks.
    private final class Watch {
        var steps: Int
        var refusedFunction: String?
        init(_ steps: Int) { self.steps = steps }
        static let interval: Int32 = 100_000
    }

    /// The minimum of SQLite's limit on the length of values, whatever the longest row is: values up to this length
    /// cost little, and a query may use a small part of a large one.
    private static let leastLongestValue = 1 << 26

    /// Opens a file.
    ///
    /// Throws `SQLiteError` if it is not a database.
    ///
    /// - Parameters:
    ///   - query: The query to run, for errors.
    ///   - steps: The maximum number of virtual machine instructions for everything that runs.
    ///   - longestRow: The maximum number of bytes in a value that is read, if more than 64 MiB.
    init(_ path: String, for query: String, steps: Int, longestRow: Int) throws(SQLiteError) {
        try Self.demandNothingPending(path, query)
        var opened: OpaquePointer?
        // Immutable: otherwise SQLite creates files next to a database in write-ahead mode, even when it only reads.
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        let code = sqlite3_open_v2(Self.address(of: path) + "?immutable=1", &opened, flags, nil)
        guard code == SQLITE_OK, let connection = opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code & 0xFF, message: message, statement: query)
        }
        do throws(SQLiteError) {
            isUTF16 = try Self.isUTF16(connection, query)
        } catch {
            sqlite3_close_v2(connection)
            throw error
        }
        self.connection = connection
        // Text in UTF-16 is at most twice as long as in UTF-8, in which rows are measured, and some of SQLite's
        // functions need extra room after their result.
        let wanted = (min(max(longestRow, Self.leastLongestValue), 1 << 40) + 64) * (isUTF16 ? 2 : 1)
        sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Int32(clamping: wanted))
        let possible = Int(sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, -1))
        longestPossibleValue = possible < wanted ? possible : nil
        watch = Watch(steps)
        SQLiteDates.install(on: connection)
        restrict()
        sqlite3_progress_handler(
            connection, Watch.interval,
            { context in
                guard let context else { return 1 }
                let watch = Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue()
                watch.steps -= Int(Watch.interval)
                return watch.steps < 0 ? 1 : 0
            }, Unmanaged.passUnretained(watch).toOpaque())
    }

    deinit {
        sqlite3_close_v2(connection)
    }

    // MARK: - Statements

    /// Prepares a statement, which the caller finalizes.
    ///
    /// Throws `SQLiteError` if it does not compile, is not a single statement, or does something that is not allowed.
    func prepare(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        func fault(_ message: String) -> SQLiteError {
            SQLiteError(code: SQLITE_MISUSE, message: message, statement: sql)
        }
        if sql.utf8.contains(0) { throw fault("a statement with the character U+0000 in it") }
        watch.refusedFunction = nil
        var statement: OpaquePointer?
        var isAlone = true
        let code = sql.withCString { start in
            var rest: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(connection, start, -1, 0, &statement, &rest)
            while code == SQLITE_OK, isAlone, let next = rest, next.pointee != 0 {
                // White space, comments and semicolons are not statements.
                var other: OpaquePointer?
                isAlone = sqlite3_prepare_v3(connection, next, -1, 0, &other, &rest) == SQLITE_OK && other == nil
                sqlite3_finalize(other)
            }
            return code
        }
        guard code == SQLITE_OK else { throw error(code, sql) }
        guard let statement else { throw fault("no statement") }
        if !isAlone {
            sqlite3_finalize(statement)
            throw fault("more than one statement")
        }
        return statement
    }

    /// Prepares a query.
    ///
    /// Throws `SQLiteError`, also for a statement that does not return rows of the file.
    func prepareQuery(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        let statement = try prepare(sql)
        // The authorizer admits some statements that write elsewhere, such as VACUUM INTO, or that describe the
        // program.
        let isQuery =
            sqlite3_column_count(statement) > 0 && sqlite3_stmt_readonly(statement) != 0
            && sqlite3_stmt_isexplain(statement) == 0
        if isQuery { return statement }
        sqlite3_finalize(statement)
        throw SQLiteError(
            code: SQLITE_AUTH, message: "a statement that does not read rows; expected a SELECT", statement: sql)
    }

    /// Returns the error for a result code.
    func error(_ code: Int32, _ sql: String) -> SQLiteError {
        if let name = watch.refusedFunction {
            return SQLiteError(code: SQLITE_AUTH, message: SQLiteDates.refusal(of: "\(name)()"), statement: sql)
        }
        let message =
            switch code & 0xFF {
            case SQLITE_INTERRUPT: "the query takes more steps than it may"
            case SQLITE_NOMEM: "no memory"
            default: String(cString: sqlite3_errmsg(connection))
            }
        return SQLiteError(code: code & 0xFF, message: message, statement: sql)
    }

    /// Returns whether a name is that of a table stored in the file, and not of a view or a virtual table.
    func hasPlainTable(_ name: String) -> Bool {
        let sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name = ?1 COLLATE NOCASE"
        guard let statement = try? prepareQuery(sql) else { return false }
        defer { sqlite3_finalize(statement) }
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return sqlite3_bind_text(statement, 1, name, -1, transient) == SQLITE_OK
            && sqlite3_step(statement) == SQLITE_ROW
    }

    /// The number of the file's pages that have been read.
    var pagesRead: Int {
        var (count, highest): (Int32, Int32) = (0, 0)
        sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_MISS, &count, &highest, 0)
        return Int(count)
    }

    // MARK: - What may run

    /// Functions whose results depend on more than the database and their arguments, and `sqlite_log`.
    private static let refusedFunctions: Set<String> = [
        "random", "randomblob", "changes", "total_changes", "last_insert_rowid", "current_date", "current_time",
        "current_timestamp", "sqlite_version", "sqlite_source_id", "sqlite_compileoption_get",
        "sqlite_compileoption_used", "sqlite_log",
    ]

    private func restrict() {
        sqlite3_extended_result_codes(connection, 0)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_DEFENSIVE, 1)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
        _ = sqlite_set_switch(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)
        sqlite3_set_authorizer(
            connection,
            { context, action, _, name, _, _ in
                switch action {
                case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
                case SQLITE_FUNCTION:
                    guard let context, let name = name.map({ String(cString: $0).lowercased() }) else {
                        return SQLITE_DENY
                    }
                    if name == "load_extension" { return SQLITE_DENY }
                    guard SQLiteDatabase.refusedFunctions.contains(name) else { return SQLITE_OK }
                    Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue().refusedFunction = name
                    return SQLITE_DENY
                default: return SQLITE_DENY
                }
            }, Unmanaged.passUnretained(watch).toOpaque())
    }

    // MARK: - Opening

    /// Throws if there are pending changes in a file next to the database: only the file itself is read, and its digest
    /// is recorded.
    private static func demandNothingPending(_ path: String, _ query: String) throws(SQLiteError) {
        for suffix in ["-wal", "-journal"] {
            guard let start = try? InputFile(path + suffix).bytes(at: 0, count: 1), let first = start.first else {
                continue
            }
            // The journal of a finished transaction may remain, with a zeroed header.
            if suffix == "-journal", first == 0 { continue }
            let name = (path + suffix).split(separator: "/").last.map(String.init) ?? path
            throw SQLiteError(
                code: SQLITE_CANTOPEN,
                message: "changes that are not in the file yet stand in \(name) beside it; opening it with its own "
                    + "program brings them in", statement: query)
        }
    }

    /// Returns the URI of a path.
    private static func address(of path: String) -> String {
        var address: [UInt8] = []
        address.append(path.hasPrefix("/") ? "file://" : "file:")
        for byte in path.utf8 {
            let isPlain = byte.isASCIILetterOrDigit || "/._-~".utf8.contains(byte)
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

    /// Returns whether the database's encoding is UTF-16; called before the authorizer is installed.
    private static func isUTF16(_ connection: OpaquePointer, _ query: String) throws(SQLiteError) -> Bool {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        var code = sqlite3_prepare_v2(connection, "PRAGMA encoding", -1, &statement, nil)
        if code == SQLITE_OK { code = sqlite3_step(statement) }
        guard code == SQLITE_ROW, let name = sqlite3_column_text(statement, 0) else {
            throw SQLiteError(
                code: code & 0xFF, message: String(cString: sqlite3_errmsg(connection)), statement: query)
        }
        return String(cString: name) != "UTF-8"
    }
}
