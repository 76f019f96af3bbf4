import Bytes
import CLibXML2
import CSQLite
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Minimal loops over a file with libxml2 and SQLite, a lower bound for the times of the readers.
enum BareLoops {
    /// Parses a file in pieces with handlers that do nothing.
    static func parseXML(_ path: String) throws {
        let file = try InputFile(path)
        var handler = xmlSAXHandler()
        handler.initialized = XML_SAX2_MAGIC
        handler.startElementNs = { _, _, _, _, _, _, _, _, _ in }
        handler.endElementNs = { _, _, _, _ in }
        handler.characters = { _, _, _ in }
        xml_be_silent(&handler)
        guard let context = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else {
            throw BenchmarkFault(message: "libxml2 has no parser to give")
        }
        defer { xmlFreeParserCtxt(context) }
        _ = xmlCtxtUseOptions(context, Int32(XML_PARSE_NOENT.rawValue | XML_PARSE_NONET.rawValue))
        var offset = 0
        while offset < file.size {
            let piece = try file.bytes(at: offset, count: min(1 << 16, file.size - offset))
            let fault = piece.withUnsafeBytes { raw in
                xmlParseChunk(
                    context, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count),
                    offset + raw.count == file.size ? 1 : 0)
            }
            guard fault == 0 else { throw BenchmarkFault(message: "\(path): libxml2's error \(fault)") }
            offset += piece.count
        }
    }

    /// Steps through the rows of a query and reads every text.
    static func readDatabase(_ path: String, _ query: String) throws {
        var database: OpaquePointer?
        var statement: OpaquePointer?
        defer {
            sqlite3_finalize(statement)
            sqlite3_close(database)
        }
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
            sqlite3_prepare_v2(database, query, -1, &statement, nil) == SQLITE_OK
        else { throw BenchmarkFault(message: "\(path): SQLite cannot read it") }
        var bytes = 0
        while sqlite3_step(statement) == SQLITE_ROW {
            for column in 0..<sqlite3_column_count(statement) where sqlite3_column_text(statement, column) != nil {
                bytes += Int(sqlite3_column_bytes(statement, column))
            }
        }
        guard bytes > 0 else { throw BenchmarkFault(message: "\(path) has no rows") }
    }

    /// Creates a table of cards.
    static func makeDatabase(_ path: String, rows: Int) throws {
        let partial = path + ".partial"
        unlink(partial)
        var database: OpaquePointer?
        guard sqlite3_open(partial, &database) == SQLITE_OK else {
            throw BenchmarkFault(message: "\(path) cannot be made")
        }
        let statement = """
            CREATE TABLE cards(id INTEGER PRIMARY KEY, front TEXT, back TEXT, deck TEXT);
            WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < \(rows))
            INSERT INTO cards SELECT k, replace(printf('%.8c', 'q'), 'q', 'What is the square of ' || k || '? Reason aloud. '),
              replace(printf('%.20c', 'a'), 'a', 'It is ' || k || ' times ' || k || ', or ' || k * k || '. '), 'squares'
              FROM n;
            """
        let status = sqlite3_exec(database, statement, nil, nil, nil)
        sqlite3_close(database)
        guard status == SQLITE_OK, rename(partial, path) == 0 else {
            throw BenchmarkFault(message: "\(path) cannot be made")
        }
    }
}
