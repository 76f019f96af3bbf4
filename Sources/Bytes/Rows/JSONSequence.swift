/// Finds JSON values that follow one another in a document, over several lines or not, with white space or commas
/// between them.
///
/// Only brackets and quotes are processed here; each value is checked when it is read. What begins with no bracket ends
/// with its line, and a value that is not closed ends before a line with an object that cannot be part of it, so that a
/// fault costs no more than that.
package struct JSONSequenceSplitter: RowSplitter {
    /// The position after the last complete value.
    package private(set) var boundary = RowPosition()

    private enum State {
        /// Between values.
        case between
        /// In a value that ends with the bracket that closes its first.
        case inBrackets
        /// In a string of such a value, and there after a back-slash.
        case inString, escaped
        /// In text that ends with its line.
        case inLine
    }

    private var state = State.between
    private var depth = 0
    /// The last byte of the open value outside strings that is no white space, and whether a line begins.
    private var last: UInt8 = 0
    private var isLineStart = false
    /// Whether a string of the open value ran over a line end, which JSON does not allow.
    private var isBroken = false

    /// Creates a splitter at the beginning of a value.
    package init(at position: RowPosition = RowPosition()) {
        boundary = position
    }

    /// Always false: values may follow until the document ends.
    package var isFinished: Bool { false }

    /// The fault of the document if it ends now.
    package var faultAtEnd: SplittingFault? {
        switch state {
        case .between, .inLine: nil
        case .inBrackets, .inString, .escaped: .unclosedValue
        }
    }

    /// Processes the next bytes of the document; see `RowSplitter`.
    package mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?) {
        var offset = 0
        var last: Int?
        while let end = endOfValue(in: bytes, from: offset) {
            last = end
            offset = end
        }
        // White space after the last value belongs to no row.
        return last == nil && state == .between ? (bytes.count, nil) : (0, last)
    }

    /// Processes the next bytes up to the end of the open value.
    package mutating func takeRow(_ bytes: ByteView) -> Int? { endOfValue(in: bytes, from: 0) }

    /// Returns the offset after a value, or nil if none ends in these bytes.
    package mutating func endOfValue(in bytes: ByteView, from first: Int) -> Int? {
        var offset = first
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch state {
            case .escaped: state = .inString
            case .inString:
                guard byte != UInt8(ascii: "\\") else {
                    state = .escaped
                    continue
                }
                if byte == UInt8(ascii: "\"") {
                    state = .inBrackets
                } else if byte == 0x0A {
                    state = .inBrackets
                    (isBroken, isLineStart) = (true, true)
                }
            case .between:
                if byte.isASCIIWhiteSpace || byte == UInt8(ascii: ",") { continue }
                depth = byte.isOpeningBracket ? 1 : 0
                state = byte.isOpeningBracket ? .inBrackets : .inLine
                (last, isLineStart, isBroken) = (byte, false, false)
            case .inLine:
                if byte == 0x0A { return endValue(at: offset) }
            case .inBrackets:
                if byte == UInt8(ascii: "{"), isLineStart, isBroken || !last.mayPrecedeValue {
                    return endValue(at: offset - 1)
                }
                isLineStart = byte == 0x0A
                if !byte.isASCIIWhiteSpace { last = byte }
                if byte == UInt8(ascii: "\"") {
                    state = .inString
                } else if byte.isOpeningBracket {
                    depth += 1
                } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                    depth -= 1
                    if depth == 0 { return endValue(at: offset) }
                }
            }
        }
        return nil
    }

    private mutating func endValue(at offset: Int) -> Int {
        state = .between
        boundary.rows += 1
        return offset
    }
}

extension UInt8 {
    fileprivate var mayPrecedeValue: Bool {
        self == UInt8(ascii: "[") || self == UInt8(ascii: ",") || self == UInt8(ascii: ":")
    }
    fileprivate var isOpeningBracket: Bool { self == UInt8(ascii: "{") || self == UInt8(ascii: "[") }
}
