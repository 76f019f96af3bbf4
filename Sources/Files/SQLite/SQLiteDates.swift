import CSQLite

/// SQLite's functions of dates and times, without what the clock or the machine's time zone would decide.
///
/// They stand in the place of SQLite's own of the same names, look at their arguments, and let SQLite's own do the rest:
/// on a connection beside it, since there they cannot be called any more.
final class SQLiteDates {
    /// A function's name, and the version of SQLite that brought it.
    private static let functions: [(name: String, version: Int32)] = [
        ("date", 0), ("time", 0), ("datetime", 0), ("julianday", 0), ("strftime", 0), ("unixepoch", 3_038_000),
        ("timediff", 3_043_000),
    ]

    /// What is said of a call that a query may not have.
    static func refusal(of call: String) -> String {
        "found \(call), which gives what neither the file nor the query determines; a query that always gives the same "
            + "rows is right"
    }

    /// Puts the functions on a connection, which keeps them.
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

        /// The argument that asks for the clock or the time zone; empty where a time that is left out does.
        private func undeterminedWord(among arguments: UnsafeBufferPointer<OpaquePointer?>) -> String? {
            if name == "timediff" { return arguments.lazy.compactMap { Self.word($0, among: ["now"]) }.first }
            let rest = arguments.dropFirst(name == "strftime" ? 1 : 0)
            guard let time = rest.first else { return name == "strftime" && arguments.isEmpty ? nil : "" }
            // The time itself may be left out before these.
            return Self.word(time, among: ["now", "subsec", "subsecond"])
                ?? rest.dropFirst().lazy.compactMap { Self.word($0, among: ["localtime", "utc"]) }.first
        }

        /// The word that an argument is, as SQLite compares it.
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

    /// Lets SQLite's own function of a name give the result.
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
        // A blob is the text that SQLite's own functions take it for, which a database of another encoding would not.
        guard let text = text(of: argument) else {
            sqlite3_bind_value(statement, place, argument)
            return
        }
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        _ = sqlite3_bind_text(statement, place, text, sqlite3_value_bytes(argument), transient)
    }

    /// The text of an argument that is a text or a blob, valid until the argument is asked again; nil of others.
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
