/// Splits one row into its fields.
package enum CSVRow {
    /// The reason a row cannot be read.
    package enum Fault: Error, Equatable {
        case unclosedQuote
        case textAfterQuote
        /// As `textAfterQuote`, with a back-slash before the closing quote.
        case textAfterEscapedQuote
    }

    /// Splits a row, without its line end, into cells.
    ///
    /// An unquoted empty cell is null, as is `\N` with a back-slash as the escape, and any other a plain text; cells with
    /// doubled quotes or escapes are copied to the arena.
    package static func cells(
        of row: ByteView, _ dialect: CSVDialect, arena: Arena, into cells: inout [FieldValue]
    ) throws(Fault) {
        cells.removeAll(keepingCapacity: true)
        var offset = 0
        while true {
            if offset < row.count, row[offset] == dialect.quote {
                let (value, end) =
                    dialect.escape == nil
                    ? try quoted(row, row[offset], openedAt: offset, arena: arena)
                    : try quoted(row, dialect, openedAt: offset, arena: arena)
                cells.append(.plain(value))
                offset = end
                guard offset == row.count || row[offset] == dialect.delimiter else {
                    throw offset > 1 && row[offset - 2] == UInt8(ascii: "\\") ? .textAfterEscapedQuote : .textAfterQuote
                }
            } else if dialect.escape != nil {
                let (value, end) = bare(row, dialect, from: offset, arena: arena)
                cells.append(value)
                offset = end
            } else {
                let end = row.firstIndex(of: dialect.delimiter, from: offset) ?? row.count
                cells.append(end == offset ? .null : .plain(row[offset..<end]))
                offset = end
            }
            if offset == row.count { return }
            offset += 1
        }
    }

    private static func quoted(
        _ row: ByteView, _ quote: UInt8, openedAt place: Int, arena: Arena
    ) throws(Fault) -> (value: ByteView, end: Int) {
        var unescaped: [UInt8] = []
        var start = place + 1
        while let close = row.firstIndex(of: quote, from: start) {
            guard close + 1 < row.count, row[close + 1] == quote else {
                if unescaped.isEmpty { return (row[start..<close], close + 1) }
                unescaped.append(row[start..<close])
                return (unescaped.withByteView { arena.copy($0) }, close + 1)
            }
            unescaped.append(row[start...close])
            start = close + 2
        }
        throw .unclosedQuote
    }

    private static func quoted(
        _ row: ByteView, _ dialect: CSVDialect, openedAt place: Int, arena: Arena
    ) throws(Fault) -> (value: ByteView, end: Int) {
        var text: [UInt8] = []
        var offset = place + 1
        while offset < row.count {
            let (byte, next) = (row[offset], offset + 1 < row.count ? row[offset + 1] : nil)
            if byte == dialect.escape, let next, dialect.isSpecial(next) {
                text.append(next)
                offset += 2
            } else if byte == dialect.quote {
                guard next == dialect.quote else { return (text.withByteView { arena.copy($0) }, offset + 1) }
                text.append(byte)
                offset += 2
            } else {
                text.append(byte)
                offset += 1
            }
        }
        throw .unclosedQuote
    }

    /// Returns the cell without quotes that begins at an offset, and its end.
    private static func bare(
        _ row: ByteView, _ dialect: CSVDialect, from start: Int, arena: Arena
    ) -> (value: FieldValue, end: Int) {
        var text: [UInt8] = []
        var offset = start
        while offset < row.count, row[offset] != dialect.delimiter {
            if row[offset] == dialect.escape, offset + 1 < row.count, dialect.isSpecial(row[offset + 1]) { offset += 1 }
            text.append(row[offset])
            offset += 1
        }
        let isNull = offset == start || dialect.escape == UInt8(ascii: "\\") && text == Array("\\N".utf8)
        return (isNull ? .null : .plain(text.withByteView { arena.copy($0) }), offset)
    }
}
