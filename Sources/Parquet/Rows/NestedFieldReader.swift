import Bytes

/// Reads a field that is put together from columns with levels: lists, maps and structures, written as JSON.
final class NestedFieldReader: FieldReader {
    private let shape: FieldShape
    private let cursors: [LeafCursor]
    private let firstColumn: Int
    private let longestRow: Int
    private var json = JSONIndex()
    private var key = ByteWriter(capacity: 64)
    private var spares = Spares<ValueRun>()
    private var rowStart = 0
    /// What became of the row at hand.
    private var kind = ValueRun.Kind.value(.null)

    /// - Parameter cursors: those of the shape's columns, in order.
    init(_ shape: FieldShape, _ cursors: [LeafCursor], longestRow: Int) {
        self.shape = shape
        self.cursors = cursors
        self.longestRow = longestRow
        firstColumn = shape.columns.lowerBound
    }

    func skip(_ rows: Int) throws(ParquetError) {
        for cursor in cursors { try cursor.skip(rows) }
    }

    func isAtEnd() throws(ParquetError) -> Bool {
        for cursor in cursors where try cursor.load() { return false }
        return true
    }

    func next(atMost rows: Int) throws(ParquetError) -> ValueRun {
        for cursor in cursors { try load(cursor) }
        // Each value of a page is a row at most.
        let count = min(rows, cursors.map(\.left).min() ?? 1, RunSize.rows)
        let run = emptyRun(rows: count)
        while run.count < count, !run.isFull {
            // A run ends with a page, so that what is wrong with the next costs none of its rows.
            if run.count > 0, cursors.contains(where: { $0.left == 0 }) { break }
            try run.append { (writer) throws(ParquetError) in try writeRow(to: &writer) }
        }
        run.finish()
        return run
    }

    private func emptyRun(rows: Int) -> ValueRun {
        if let run = spares.take(where: { $0.textSize <= 2 * RunSize.bytes }) {
            run.empty()
            return run
        }
        let run = ValueRun(rows: rows, bytes: 0)
        spares.keep(run)
        return run
    }

    private func load(_ cursor: LeafCursor) throws(ParquetError) {
        guard try cursor.load() else { throw .rows }
    }

    // MARK: - A row

    private func writeRow(to writer: inout ByteWriter) throws(ParquetError) -> ValueRun.Kind {
        for cursor in cursors {
            try load(cursor)
            guard cursor.repetition == 0 else {
                throw ParquetError(.levels, "the levels begin a row in the middle of a list")
            }
        }
        rowStart = writer.count
        kind = .value(.null)
        try write(shape, to: &writer)
        guard case .value = kind else {
            writer.truncate(to: rowStart)
            return kind
        }
        return .value(rootKind(of: writer.bytes[rowStart...]))
    }

    private func rootKind(of bytes: ByteView) -> FieldValue.Kind {
        switch bytes.first {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .list
        default: .null
        }
    }

    /// Forgets what was written of a row that cannot be read, while its levels are still gone through.
    private func reject(_ kind: ValueRun.Kind, _ writer: inout ByteWriter) {
        if case .value = self.kind { self.kind = kind }
        writer.truncate(to: rowStart)
    }

    private var isRejected: Bool {
        if case .value = kind { false } else { true }
    }

    private func checkSize(_ writer: inout ByteWriter) {
        if isRejected || writer.count - rowStart > longestRow { reject(.tooLong, &writer) }
    }

    /// Writes what stands at the levels at hand, which are loaded in all columns of the shape, and goes on behind it.
    private func write(_ shape: FieldShape, to writer: inout ByteWriter) throws(ParquetError) {
        let first = cursors[shape.columns.lowerBound - firstColumn]
        switch shape {
        case .leaf:
            if first.isPresent { try writeValue(of: first, to: &writer) } else { writer.append("null") }
            first.advance()
        case .structure(let members, let presence, let columns):
            if first.definition < presence {
                writer.append("null")
                try advance(columns) { $0.definition < presence }
            } else {
                try demand(columns) { $0.definition >= presence }
                try write(members, to: &writer)
            }
        case .list(let element, let presence, let repetition, let columns):
            guard try writeEmpty(presence, columns, "[]", to: &writer) else { return }
            writer.append(UInt8(ascii: "["))
            try forEachElement(repetition, columns, &writer) { (writer) throws(ParquetError) in
                try write(element, to: &writer)
            }
            writer.append(UInt8(ascii: "]"))
        case .map(let key, let value, let presence, let repetition, let columns):
            guard try writeEmpty(presence, columns, "{}", to: &writer) else { return }
            try writeMap(key, value, repetition, columns, to: &writer)
        }
        checkSize(&writer)
    }

    private func write(_ members: [FieldShape.Member], to writer: inout ByteWriter) throws(ParquetError) {
        writer.append(UInt8(ascii: "{"))
        for (k, member) in members.enumerated() {
            if k > 0 { writer.append(UInt8(ascii: ",")) }
            member.name.withByteView { writer.append($0) }
            try write(member.shape, to: &writer)
        }
        writer.append(UInt8(ascii: "}"))
    }

    /// Writes null or an empty list or map where there is no element; returns whether there is one.
    private func writeEmpty(
        _ presence: Int, _ columns: Range<Int>, _ empty: StaticString, to writer: inout ByteWriter
    ) throws(ParquetError) -> Bool {
        let definition = cursors[columns.lowerBound - firstColumn].definition
        guard definition <= presence else {
            try demand(columns) { $0.definition > presence }
            return true
        }
        writer.append(definition < presence ? "null" : empty)
        try advance(columns) { $0.definition == definition }
        return false
    }

    /// Goes on in all columns of what is null or empty, which must agree about that.
    private func advance(_ columns: Range<Int>, _ isRight: (LeafCursor) -> Bool) throws(ParquetError) {
        for column in columns {
            let cursor = cursors[column - firstColumn]
            try load(cursor)
            guard isRight(cursor) else { throw Self.disagreement }
            cursor.advance()
        }
    }

    /// Throws where a column's level at hand is not what the first column's makes of all.
    private func demand(_ columns: Range<Int>, _ isRight: (LeafCursor) -> Bool) throws(ParquetError) {
        guard columns.allSatisfy({ isRight(cursors[$0 - firstColumn]) }) else { throw Self.disagreement }
    }

    private static var disagreement: ParquetError {
        ParquetError(.levels, "the columns of a list or structure disagree about their levels")
    }

    private func forEachElement(
        _ repetition: Int, _ columns: Range<Int>, _ writer: inout ByteWriter,
        _ body: (inout ByteWriter) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        while true {
            try body(&writer)
            checkSize(&writer)
            let goesOn = try self.goesOn(columns.lowerBound, repetition)
            for column in columns.dropFirst() where try self.goesOn(column, repetition) != goesOn {
                throw Self.disagreement
            }
            guard goesOn else { return }
            writer.append(UInt8(ascii: ","))
        }
    }

    /// Whether the list whose elements repeat at a level has another one.
    private func goesOn(_ column: Int, _ repetition: Int) throws(ParquetError) -> Bool {
        let cursor = cursors[column - firstColumn]
        return try cursor.load() && cursor.repetition == repetition
    }

    // MARK: - Maps

    private func writeMap(
        _ key: FieldShape, _ value: FieldShape, _ repetition: Int, _ columns: Range<Int>, to writer: inout ByteWriter
    ) throws(ParquetError) {
        var entries = MapEntries(start: writer.count)
        writer.append(UInt8(ascii: "{"))
        try forEachElement(repetition, columns, &writer) { (writer) throws(ParquetError) in
            let start = writer.count
            try writeKey(key, to: &writer)
            let keyEnd = writer.count
            writer.append(UInt8(ascii: ":"))
            try write(value, to: &writer)
            if !isRejected { entries.append(start..<writer.count, keyEnd: keyEnd) }
        }
        writer.append(UInt8(ascii: "}"))
        if !isRejected { entries.removeEarlier(in: &writer) }
    }

    /// Writes a key as text, whatever it is.
    private func writeKey(_ shape: FieldShape, to writer: inout ByteWriter) throws(ParquetError) {
        var key = ByteWriter(capacity: 0)
        swap(&key, &self.key)
        defer { swap(&key, &self.key) }
        key.truncate(to: 0)
        let start = rowStart
        rowStart = 0
        defer { rowStart = start }
        try write(shape, to: &key)
        if key.bytes.first == UInt8(ascii: "\"") { writer.append(key.bytes) } else { writer.append(quoted: key.bytes) }
    }

    // MARK: - Values

    private func writeValue(of cursor: LeafCursor, to writer: inout ByteWriter) throws(ParquetError) {
        let format = cursor.column.format
        try cursor.takeValue { (word, bytes, fault, _) throws(ParquetError) in
            switch fault {
            case .notText: return reject(.notText, &writer)
            case .tooLong: return reject(.tooLong, &writer)
            case nil: break
            }
            if isRejected { return }
            if format.isQuoted { writer.append(UInt8(ascii: "\"")) }
            defer { if format.isQuoted { writer.append(UInt8(ascii: "\"")) } }
            guard let bytes else {
                _ = format.write(word, to: &writer)
                return
            }
            switch format {
            case .text: writer.append(quoted: bytes)
            case .json: writeJSON(bytes, to: &writer)
            default: if format.write(bytes, to: &writer) == nil { reject(.tooLong, &writer) }
            }
        }
    }

    private func writeJSON(_ bytes: ByteView, to writer: inout ByteWriter) {
        do throws(JSONError) {
            try json.index(bytes)
        } catch {
            return writer.append(quoted: bytes)
        }
        var value: [UInt8] = []
        value.append(json: json.root)
        value.withByteView { writer.append($0) }
    }
}
