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

    private let dialect: CSVDialect
    private var state = State.fieldStart
    private var linesInRow = 0
    /// Whether the byte before, in an earlier piece, was an escape.
    private var isEscaped = false

    /// The comparison of lines with the header, if quotes may be ordinary characters.
    private var check: CSVLineCheck?
    /// Whether a record that may be several ends the file.
    private var stops = false
    /// The line of the first record that may be several, if such records are taken for one.
    package private(set) var doubtfulLine: Int?
    private var isRowOpen = false
    /// The number of bytes of earlier pieces, and the place at which the last record begins.
    private var taken = 0
    private var rowStart = 0
    /// Whether a record was found that may be several.
    private var isAmbiguous = false

    /// Creates a splitter at the beginning of a row, which counts rows and lines from a position.
    package init(delimiter: UInt8, at position: RowPosition = RowPosition()) {
        self.init(CSVDialect(delimiter: delimiter), at: position)
    }

    /// Creates a splitter at the beginning of a row, which counts rows and lines from a position.
    package init(_ dialect: CSVDialect, at position: RowPosition = RowPosition()) {
        self.dialect = dialect
        boundary = position
    }

    /// Creates a splitter at the beginning of a file in which quotes may be ordinary characters, which shows in a record
    /// that runs over lines, each of which has as many fields as the header.
    ///
    /// - Parameters:
    ///   - columns: the number of fields of the header; nil if the header is the first record.
    ///   - stops: whether to stop before such a record; otherwise it is one row, and the first one is noted.
    package init(doubting dialect: CSVDialect, columns: Int?, stops: Bool) {
        self.init(dialect)
        self.stops = stops
        check = CSVLineCheck(delimiter: dialect.delimiter, columns: columns)
    }

    /// Whether a record was found that may be several; otherwise records may follow until the file ends.
    package var isFinished: Bool { isAmbiguous }

    /// The fault of the file if it ends now.
    package var faultAtEnd: SplittingFault? {
        if isAmbiguous { return .ambiguousQuotes }
        guard state == .quoted else { return nil }
        return linesInRow > 0 && check?.allLinesMatch == true ? .ambiguousQuotes : .unclosedQuote
    }

    /// The place of the record that may be several.
    package var placeOfFault: Int? { isAmbiguous ? rowStart : nil }

    /// Processes the next bytes of the file; see `RowSplitter`.
    package mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?) {
        if isAmbiguous { return (bytes.count, nil) }
        check?.beginPiece()
        var last: Int?
        var offset = 0
        while let end = endOfRow(in: bytes, from: offset) {
            last = end
            offset = end
        }
        taken += bytes.count
        return isAmbiguous && last == nil ? (bytes.count, nil) : (0, last)
    }

    /// Processes the next bytes up to the end of the open record.
    package mutating func takeRow(_ bytes: ByteView) -> Int? {
        check?.beginPiece()
        let end = endOfRow(in: bytes, from: 0)
        taken += end ?? bytes.count
        return end
    }

    /// Returns the offset after the first row that ends at or after an offset, or nil if none ends in these bytes.
    package mutating func endOfRow(in bytes: ByteView, from first: Int) -> Int? {
        if state == .afterReturn, first < bytes.count {
            state = .fieldStart
            if bytes[first] == 0x0A { return first + 1 }
        }
        if check != nil, !isRowOpen {
            isRowOpen = true
            rowStart = taken + first
            check?.beginRow(at: first)
        }
        return dialect.escape == nil ? endOfPlainRow(in: bytes, from: first) : endOfEscapedRow(in: bytes, from: first)
    }

    private mutating func endOfPlainRow(in bytes: ByteView, from first: Int) -> Int? {
        let (delimiter, quote, hasQuotes) = (dialect.delimiter, dialect.quote ?? 0, dialect.quote != nil)
        var offset = first
        while offset < bytes.count {
            let byte = bytes[offset]
            switch state {
            case .quoted:
                let close = bytes.firstIndex(of: quote, from: offset)
                passLines(in: bytes, offset..<(close ?? bytes.count))
                guard let close else { return endOfPiece(bytes) }
                offset = close + 1
                state = .quoteInQuoted
                continue
            case .quoteInQuoted where byte == quote:
                state = .quoted
            case .fieldStart where byte == quote && hasQuotes:
                state = .quoted
            default:
                if byte == delimiter {
                    state = .fieldStart
                    if boundary.rows == 0 { check?.countOfHeader() }
                } else if byte == 0x0A || byte == 0x0D {
                    return endRow(of: bytes, at: offset)
                } else {
                    state = .bare
                }
            }
            offset += 1
        }
        return endOfPiece(bytes)
    }

    private mutating func endOfEscapedRow(in bytes: ByteView, from first: Int) -> Int? {
        var offset = first
        while offset < bytes.count {
            let byte = bytes[offset]
            if isEscaped {
                isEscaped = false
                if byte == 0x0A { passLines(in: bytes, offset..<offset + 1) }
            } else if byte == dialect.escape {
                isEscaped = true
                if state != .quoted { state = .bare }
            } else {
                switch state {
                case .quoted:
                    if byte == dialect.quote { state = .quoteInQuoted }
                    if byte == 0x0A { passLines(in: bytes, offset..<offset + 1) }
                case .quoteInQuoted where byte == dialect.quote, .fieldStart where byte == dialect.quote:
                    state = .quoted
                default:
                    if byte == 0x0A || byte == 0x0D { return endRow(of: bytes, at: offset) }
                    state = byte == dialect.delimiter ? .fieldStart : .bare
                    if state == .fieldStart, boundary.rows == 0 { check?.countOfHeader() }
                }
            }
            offset += 1
        }
        return endOfPiece(bytes)
    }

    /// Passes over the lines that end within a record.
    private mutating func passLines(in bytes: ByteView, _ range: Range<Int>) {
        let lines = bytes[range].count(of: 0x0A)
        guard lines > 0 else { return }
        linesInRow += lines
        check?.compareLines(of: bytes, in: range)
    }

    private mutating func endOfPiece(_ bytes: ByteView) -> Int? {
        check?.endPiece(bytes)
        return nil
    }

    /// Ends the row at a line feed or carriage return; returns the offset after it, or nil if the row may be several.
    private mutating func endRow(of bytes: ByteView, at offset: Int) -> Int? {
        if linesInRow > 0, check?.allLinesMatch(of: bytes, endingAt: offset) == true {
            guard !stops else {
                isAmbiguous = true
                return nil
            }
            doubtfulLine = doubtfulLine ?? boundary.lines + 1
        }
        endRow()
        guard bytes[offset] == 0x0D else { return offset + 1 }
        // Whether an LF follows is known only once there is a next byte.
        guard offset + 1 < bytes.count else {
            state = .afterReturn
            return offset + 1
        }
        return bytes[offset + 1] == 0x0A ? offset + 2 : offset + 1
    }

    private mutating func endRow() {
        boundary.rows += 1
        boundary.lines += linesInRow + 1
        linesInRow = 0
        state = .fieldStart
        isRowOpen = false
        check?.endHeader()
    }
}

extension ByteView {
    /// The bytes of a closed range.
    package subscript(range: ClosedRange<Int>) -> ByteView { self[range.lowerBound..<range.upperBound + 1] }
}
