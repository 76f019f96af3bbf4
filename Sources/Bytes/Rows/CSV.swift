/// Comma- or tab-separated values as RFC 4180 has them, read with the tolerance that real files need: lines end with
/// CR LF, LF or CR, in any mixture; a quote inside a bare field is an ordinary character.
package struct CSVSplitter: RowSplitter {
    /// The position after the last record that has ended.
    package private(set) var boundary = RowPosition()

    private enum State {
        case fieldStart, bare, quoted, quoteInQuoted
        /// After a CR that ended a row: a LF that follows belongs to it.
        case afterReturn
    }

    private let delimiter: UInt8
    private var state = State.fieldStart
    private var linesInRow = 0

    /// A splitter at the beginning of a row; rows and lines are counted from a position on.
    package init(delimiter: UInt8, at position: RowPosition = RowPosition()) {
        self.delimiter = delimiter
        boundary = position
    }

    /// Never true: records may follow until the file ends.
    package var isFinished: Bool { false }

    /// What is wrong with the file when it ends now.
    package var faultAtEnd: SplittingFault? {
        state == .quoted ? .unclosedQuote : nil
    }

    /// Takes the next bytes of the file, as `RowSplitter` has it.
    package mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?) {
        var last: Int?
        var offset = 0
        while let end = endOfRow(in: bytes, from: offset) {
            last = end
            offset = end
        }
        return (0, last)
    }

    /// Takes the next bytes up to the end of the open record.
    package mutating func takeRow(_ bytes: ByteView) -> Int? { endOfRow(in: bytes, from: 0) }

    /// The offset behind the row that ends first at or after an offset, or nil when none ends in these bytes.
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
                    // Whether a LF follows is known only when there is a next byte.
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

/// Cuts one row into its fields.
package enum CSVRow {
    /// Why a row cannot be read.
    package enum Fault: Error, Equatable {
        case unclosedQuote
        case textAfterQuote
    }

    /// The cells of a row without its line end.
    ///
    /// An empty cell without quotes is null, every other a plain text; cells with doubled quotes are copied to the
    /// arena.
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
    /// The bytes of a range with its last.
    package subscript(range: ClosedRange<Int>) -> ByteView { self[range.lowerBound..<range.upperBound + 1] }
}
