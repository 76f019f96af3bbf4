import CSQLite

/// SQLite's date and time functions, without results that depend on the clock or the machine's time zone.
///
/// They override SQLite's functions of the same names, check their arguments, and call SQLite's functions on a separate
/// connection, since the overridden ones can no longer be called on the first.
final class SQLiteDates {
    /// The name of each function, and the version of SQLite that introduced it.
    private static let functions: [(name: String, version: Int32)] = [
        ("date", 0), ("time", 0), ("datetime", 0), ("julianday", 0), ("strftime", 0), ("unixepoch", 3_038_000),
        ("timediff", 3_043_000),
    ]

    /// Returns the message for a call that is not deterministic.
    static func refusal(of call: String) -> String {
        "found \(call), which gives what neither the file nor the query determines; expected a query that always gives the "
            + "same rows"
    }

    /// Installs the functions on a connection, which retains them.
    static func install(on connection: OpaquePointer) {
        let dates = SQLiteDates()
        for (name, version) in functions where sqlite3_libversion_number() >= version {
            let function = Unmanaged.passRetained(Function(name, dates)).toOpaque()
            sqlite3_create_function_v2(
                connection, name, -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, function,
                { context, count, values in
                    guard let context, let data = sqlite3_user_data(context) else { return }
                    let arguments = UnsafeBufferPointer(start: values, count: Int(count))
                    Unmanaged<Function>.fromOpaque(data).takeUnretainedValue().call(context, arguments)
                }, nil, nil,
                { data in
                    if let data { Unmanaged<Function>.fromOpaque(data).release() }
                })
        }
    }

    private final class Function {
        let name: String
        private let dates: SQLiteDates

        init(_ name: String, _ dates: SQLiteDates) {
            self.name = name
            self.dates = dates
        }

        func call(_ context: OpaquePointer, _ arguments: UnsafeBufferPointer<OpaquePointer?>) {
            if let word = undeterminedWord(among: arguments) {
                let call = word.isEmpty ? "\(name)() without a time" : "\(name)() with '\(word)'"
                sqlite3_result_error(context, SQLiteDates.refusal(of: call), -1)
                sqlite3_result_error_code(context, SQLITE_AUTH)
            } else {
                dates.call(name, context, arguments)
            }
        }

        /// Returns the argument that makes the result depend on the clock or the time zone; empty if an omitted time
        /// does.
        private func undeterminedWord(among arguments: UnsafeBufferPointer<OpaquePointer?>) -> String? {
            if name == "timediff" { return arguments.lazy.compactMap { Self.word($0, among: ["now"]) }.first }
            let rest = arguments.dropFirst(name == "strftime" ? 1 : 0)
            guard let time = rest.first else { return name == "strftime" && arguments.isEmpty ? nil : "" }
            // The time itself may be omitted before `subsec`.
            return Self.word(time, among: ["now", "subsec", "subsecond"])
                ?? rest.dropFirst().lazy.compactMap { Self.word($0, among: ["localtime", "utc"]) }.first
        }

        /// Returns which of `words` an argument is, compared as SQLite does.
        private static func word(_ argument: OpaquePointer?, among words: [String]) -> String? {
            guard let text = SQLiteDates.text(of: argument) else { return nil }
            return words.first { sqlite3_stricmp(text, $0) == 0 }
        }
    }

    // MARK: - SQLite's own

    private var connection: OpaquePointer?
    private var statements: [String: OpaquePointer] = [:]

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(connection)
    }

    /// Sets the result of SQLite's own function.
    private func call(_ name: String, _ context: OpaquePointer, _ arguments: UnsafeBufferPointer<OpaquePointer?>) {
        guard let statement = statement(name, arguments.count) else {
            return sqlite3_result_error(context, connection.map { sqlite3_errmsg($0) } ?? nil, -1)
        }
        for (place, argument) in arguments.enumerated() { Self.bind(argument, to: statement, at: Int32(place + 1)) }
        if sqlite3_step(statement) == SQLITE_ROW {
            sqlite3_result_value(context, sqlite3_column_value(statement, 0))
        } else {
            sqlite3_result_error(context, sqlite3_errmsg(connection), -1)
        }
        sqlite3_reset(statement)
    }

    /// Binds an argument.
    private static func bind(_ argument: OpaquePointer?, to statement: OpaquePointer, at place: Int32) {
        // A blob is bound as the text that SQLite's functions take it for; a database in another encoding would decode
        // it differently.
        guard let text = text(of: argument) else {
            sqlite3_bind_value(statement, place, argument)
            return
        }
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        _ = sqlite3_bind_text(statement, place, text, sqlite3_value_bytes(argument), transient)
    }

    /// Returns the text of an argument that is a text or a blob, valid until the argument is accessed again; nil for
    /// others.
    private static func text(of argument: OpaquePointer?) -> UnsafePointer<CChar>? {
        guard [SQLITE_TEXT, SQLITE_BLOB].contains(sqlite3_value_type(argument)) else { return nil }
        return sqlite3_value_text(argument).map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
    }

    private func statement(_ name: String, _ count: Int) -> OpaquePointer? {
        let key = "\(name) \(count)"
        if let statement = statements[key] { return statement }
        if connection == nil {
            guard
                sqlite3_open_v2(":memory:", &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK
            else { return nil }
        }
        let places = Array(repeating: "?", count: count).joined(separator: ", ")
        var statement: OpaquePointer?
        sqlite3_prepare_v2(connection, "SELECT \(name)(\(places))", -1, &statement, nil)
        statements[key] = statement
        return statement
    }
}
