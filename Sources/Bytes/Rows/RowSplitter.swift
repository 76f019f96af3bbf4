/// How many rows and line ends stand before a place of a file.
package struct RowPosition: Equatable, Sendable {
    /// Rows before the place; the row that begins there has this number plus one.
    package var rows = 0
    /// Line ends before the place; the line that begins there has this number plus one.
    package var lines = 0

    /// The beginning of a file.
    package init() {}
}

/// Finds where rows end in the bytes of a file that come piece by piece.
///
/// It sees every byte once and remembers where it stands between two pieces, so that a row may be of any length.
package protocol RowSplitter {
    /// The position after the last row that has ended.
    var boundary: RowPosition { get }
    /// What is wrong with the file when it ends now; nil when nothing is.
    var faultAtEnd: SplittingFault? { get }
    /// True once nothing that follows belongs to a row.
    var isFinished: Bool { get }

    /// Takes the next bytes of the file.
    ///
    /// Returns how many of them lead up to the first row without belonging to one, and the offset behind the last row
    /// that ends in them, nil when none does.
    mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?)

    /// Takes the next bytes of the file up to the end of the row that is open. Returns the offset behind it, or nil when
    /// it does not end in them.
    mutating func takeRow(_ bytes: ByteView) -> Int?
}

/// Rows that are lines, as in JSONL: they end with a line feed.
package struct LineSplitter: RowSplitter {
    /// The position after the last line that has ended.
    package private(set) var boundary = RowPosition()
    /// Always nil: a last line need not end.
    package var faultAtEnd: SplittingFault? { nil }

    /// Never true: lines may follow until the file ends.
    package var isFinished: Bool { false }

    /// A splitter at the beginning of a file.
    package init() {}

    /// Takes the next bytes of the file, as `RowSplitter` has it.
    package mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?) {
        guard let last = bytes.lastIndex(of: 0x0A) else { return (0, nil) }
        boundary.lines += bytes[...last].count(of: 0x0A)
        return (0, last + 1)
    }

    /// Takes the next bytes up to the end of the open line.
    package mutating func takeRow(_ bytes: ByteView) -> Int? {
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        boundary.lines += 1
        return end + 1
    }
}

extension ByteView {
    /// The bytes up to and with an offset.
    package subscript(range: PartialRangeThrough<Int>) -> ByteView { self[0..<range.upperBound + 1] }
}
