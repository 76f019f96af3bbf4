/// Compares the lines of a record that runs over several with the header: where each has as many fields by itself, a
/// quote that was meant as an ordinary character may have made one row of several.
struct CSVLineCheck {
    private let delimiter: UInt8
    /// The number of fields of the header; nil until the header has been read.
    private var columns: Int?
    private var headerDelimiters = 0
    /// The number of delimiters of the open line in earlier pieces of the file.
    private var delimitersBefore = 0
    /// The offset in the current piece at which the open line begins.
    private var lineStart = 0
    /// Whether all complete lines of the open record have as many fields as the header.
    private var allMatch = true

    /// Creates a check.
    ///
    /// - Parameter columns: the number of fields of the header, if it is not the first record.
    init(delimiter: UInt8, columns: Int?) {
        self.delimiter = delimiter
        self.columns = columns
    }

    /// Counts a delimiter between two fields of the first record.
    mutating func countOfHeader() { headerDelimiters += 1 }

    /// Begins a record at an offset of the current piece.
    mutating func beginRow(at offset: Int) {
        lineStart = offset
        delimitersBefore = 0
        allMatch = true
    }

    /// Begins another piece of the file.
    mutating func beginPiece() { lineStart = 0 }

    /// Ends a piece of the file within a record.
    mutating func endPiece(_ bytes: ByteView) {
        if allMatch { delimitersBefore += bytes[min(lineStart, bytes.count)...].count(of: delimiter) }
        lineStart = bytes.count
    }

    /// Compares the lines that end in a range within quotes.
    mutating func compareLines(of bytes: ByteView, in range: Range<Int>) {
        var offset = range.lowerBound
        while allMatch, let end = bytes[..<range.upperBound].firstIndex(of: 0x0A, from: offset) {
            compareLine(of: bytes, endingAt: end)
            offset = end + 1
        }
    }

    /// Returns whether all lines of a record of several lines match, the last of which ends at an offset.
    mutating func allLinesMatch(of bytes: ByteView, endingAt end: Int) -> Bool {
        if allMatch { compareLine(of: bytes, endingAt: end) }
        return allMatch
    }

    /// Whether all complete lines of the open record match.
    var allLinesMatch: Bool { allMatch && columns != nil }

    /// Ends the first record, which is the header if the columns are not known.
    mutating func endHeader() { columns = columns ?? headerDelimiters + 1 }

    private mutating func compareLine(of bytes: ByteView, endingAt end: Int) {
        let fields = delimitersBefore + bytes[lineStart..<max(end, lineStart)].count(of: delimiter) + 1
        // Under a header of one field every line would match, whatever it is.
        allMatch = fields == columns && fields > 1
        delimitersBefore = 0
        lineStart = end + 1
    }
}
