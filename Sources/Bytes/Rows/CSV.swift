/// Finds the rows of comma- or tab-separated values according to RFC 4180, with the tolerance that real files need:
/// lines end with CR LF, LF or CR, in any mixture; a quote inside an unquoted field is an ordinary character.
package struct CSVSplitter: RowSplitter {
    /// The position after the last complete record.
    package private(set) var boundary = RowPosition()

    private enum State {
        case fieldStart, bare, quoted, quoteInQuoted
        /// After a CR that ended a row: an LF that follows belongs to it.
        case afterReturn
    }

    private let delimiter: UInt8
    private var state = State.fieldStart
    private var linesInRow = 0

    /// Creates a splitter at the beginning of a row, which counts rows and lines from a position.
    package init(delimiter: UInt8, at position: RowPosition = RowPosition()) {
        self.delimiter = delimiter
        boundary = position
    }

    /// Always false: records may follow until the file ends.
    package var isFinished: Bool { false }

    /// The fault of the file if it ends now.
    package var faultAtEnd: SplittingFault? {
        state == .quoted ? .unclosedQuote : nil
    }

    /// Processes the next bytes of the file; see `RowSplitter`.
    package mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?) {
        var last: Int?
        var offset = 0
        while let end = endOfRow(in: bytes, from: offset) {
            last = end
            offset = end
        }
        return (0, last)
    }

    /// Processes the next bytes up to the end of the open record.
    package mutating func takeRow(_ bytes: ByteView) -> Int? { endOfRow(in: bytes, from: 0) }

    /// Returns the offset after the first row that ends at or after an offset, or nil if none ends in these bytes.
    package mutating func endOfRow(in bytes: ByteView, from first: Int) -> Int? {
        var offset = first
        while offset < bytes.count {
            let byte = bytes[offset]
            switch state {
            case .quoted:
                let close = bytes.firstIndex(of: UInt8(ascii: "\""), from: offset)
                linesInRow += bytes[offset..<(close ?? bytes.count)].count(of: 0x0A)
                guard let close else { return nil }
                offset = close + 1
                state = .quoteInQuoted
                continue
            case .afterReturn:
                state = .fieldStart
                if byte == 0x0A { return offset + 1 }
                continue
            case .quoteInQuoted where byte == UInt8(ascii: "\""):
                state = .quoted
            case .fieldStart where byte == UInt8(ascii: "\""):
                state = .quoted
            default:
                if byte == delimiter {
                    state = .fieldStart
                } else if byte == 0x0A {
                    endRow()
                    return offset + 1
                } else if byte == 0x0D {
                    endRow()
                    // Whether an LF follows is known only once there is a next byte.
                    guard offset + 1 < bytes.count else {
                        state = .afterReturn
                        return offset + 1
                    }
                    return bytes[offset + 1] == 0x0A ? offset + 2 : offset + 1
                } else {
                    state = .bare
                }
            }
            offset += 1
        }
        return nil
    }

    private mutating func endRow() {
        boundary.rows += 1
        boundary.lines += linesInRow + 1
        linesInRow = 0
        state = .fieldStart
    }
}

/// Splits one row into its fields.
package enum CSVRow {
    /// The reason a row cannot be read.
    package enum Fault: Error, Equatable {
        case unclosedQuote
        case textAfterQuote
    }

    /// Splits a row, without its line end, into cells.
    ///
    /// An unquoted empty cell is null, any other a plain text; cells with doubled quotes are copied to the arena.
    package static func cells(
        of row: ByteView, delimiter: UInt8, arena: Arena, into cells: inout [FieldValue]
    ) throws(Fault) {
        cells.removeAll(keepingCapacity: true)
        var offset = 0
        while true {
            if offset < row.count, row[offset] == UInt8(ascii: "\"") {
                let (value, end) = try quoted(row, openedAt: offset, arena: arena)
                cells.append(.plain(value))
                offset = end
                guard offset == row.count || row[offset] == delimiter else { throw .textAfterQuote }
            } else {
                let end = row.firstIndex(of: delimiter, from: offset) ?? row.count
                cells.append(end == offset ? .null : .plain(row[offset..<end]))
                offset = end
            }
            if offset == row.count { return }
            offset += 1
        }
    }

    private static func quoted(
        _ row: ByteView, openedAt quote: Int, arena: Arena
    ) throws(Fault) -> (value: ByteView, end: Int) {
        var unescaped: [UInt8] = []
        var start = quote + 1
        while let close = row.firstIndex(of: UInt8(ascii: "\""), from: start) {
            guard close + 1 < row.count, row[close + 1] == UInt8(ascii: "\"") else {
                if unescaped.isEmpty { return (row[start..<close], close + 1) }
                unescaped.append(row[start..<close])
                return (unescaped.withByteView { arena.copy($0) }, close + 1)
            }
            unescaped.append(row[start...close])
            start = close + 2
        }
        throw .unclosedQuote
    }
}

extension ByteView {
    /// The bytes of a closed range.
    package subscript(range: ClosedRange<Int>) -> ByteView { self[range.lowerBound..<range.upperBound + 1] }
}
