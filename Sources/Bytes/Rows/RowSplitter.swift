/// The number of rows and line ends before an offset in a file.
package struct RowPosition: Equatable, Sendable {
    /// The number of rows before the offset; the row that starts there has this number plus one.
    package var rows = 0
    /// The number of line ends before the offset; the line that starts there has this number plus one.
    package var lines = 0

    /// Creates the position at the beginning of a file.
    package init() {}
}

/// Finds the ends of rows in the bytes of a file, which are processed piece by piece.
///
/// It sees every byte once and keeps its state between pieces, so that rows can have any length.
package protocol RowSplitter {
    /// The position after the last complete row.
    var boundary: RowPosition { get }
    /// The fault of the file if it ends now, or nil if it has none.
    var faultAtEnd: SplittingFault? { get }
    /// Whether nothing that follows belongs to a row.
    var isFinished: Bool { get }
    /// The number of bytes before the place of `faultAtEnd`; nil if that is where the last complete row ends.
    var placeOfFault: Int? { get }
    /// The one-based line of the first row that may be several, if there is one and it is taken for one row.
    var doubtfulLine: Int? { get }

    /// Processes the next bytes of the file.
    ///
    /// Returns the number of leading bytes that come before the first row, and the offset after the last row that ends
    /// in these bytes, or nil if none does.
    mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?)

    /// Processes the next bytes of the file up to the end of the open row.
    ///
    /// Returns the offset after it, or nil if it does not end in these bytes.
    mutating func takeRow(_ bytes: ByteView) -> Int?
}

extension RowSplitter {
    /// Nil.
    package var placeOfFault: Int? { nil }
    /// Nil.
    package var doubtfulLine: Int? { nil }
}

/// Finds rows that are lines, as in JSON Lines: they end with a line feed.
package struct LineSplitter: RowSplitter {
    /// The position after the last complete line.
    package private(set) var boundary = RowPosition()
    /// Always nil: the last line need not end with a line feed.
    package var faultAtEnd: SplittingFault? { nil }

    /// Always false: lines may follow until the file ends.
    package var isFinished: Bool { false }

    /// Creates a splitter at the beginning of a file.
    package init() {}

    /// Processes the next bytes of the file; see `RowSplitter`.
    package mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?) {
        guard let last = bytes.lastIndex(of: 0x0A) else { return (0, nil) }
        boundary.lines += bytes[...last].count(of: 0x0A)
        return (0, last + 1)
    }

    /// Processes the next bytes up to the end of the open line.
    package mutating func takeRow(_ bytes: ByteView) -> Int? {
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        boundary.lines += 1
        return end + 1
    }
}

extension ByteView {
    /// The bytes up to and including an offset.
    package subscript(range: PartialRangeThrough<Int>) -> ByteView { self[0..<range.upperBound + 1] }
}
