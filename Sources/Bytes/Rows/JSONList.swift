/// Finds the elements of one list in a JSON document: the document itself, or the list that a path of names leads to.
///
/// Only brackets, commas and quotes are processed here; each element is checked when it is read. A batch of rows is the
/// range of the document between two top-level commas of the list.
package struct JSONListSplitter: RowSplitter {
    /// The position after the last complete element.
    package private(set) var boundary = RowPosition()

    private enum Phase {
        case before, inList, finished
    }

    private let path: [[UInt8]]
    private var phase = Phase.before
    /// The number of open brackets; inside the list, relative to the list.
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Whether the current element contains anything but white space.
    private var hasContent = false

    // Before the list: the number of names of the path matched so far, and the name being read.
    private var matched = 0
    private var isNameDue = false
    private var name: [UInt8]?
    private var isValueOnPath = true
    private var fault: SplittingFault?

    /// Creates a splitter for the list at a path of names; an empty path means the document itself.
    package init(path: [String] = []) {
        self.path = path.map(\.bytes)
    }

    /// Whether the end of the list has been passed.
    package var isFinished: Bool { phase == .finished }

    /// The fault of the document if it ends now.
    package var faultAtEnd: SplittingFault? {
        switch phase {
        case .finished: fault
        case .inList: .unclosedList
        case .before: fault ?? .listNotBegun
        }
    }

    /// Processes the next bytes of the document; see `RowSplitter`.
    package mutating func take(_ bytes: ByteView) -> (leading: Int, end: Int?) {
        let leading = phase == .before ? search(bytes) : 0
        var offset = leading
        var last: Int?
        while phase == .inList, let end = endOfElement(in: bytes, from: offset) {
            last = end
            offset = end
        }
        guard phase == .finished else { return (leading, last) }
        // What follows belongs to no row; if the document itself is the list, nothing may follow.
        if path.isEmpty, fault == nil, !bytes[offset...].trimmed.isEmpty {
            fault = .textAfterList
        }
        return last == nil ? (bytes.count, nil) : (leading, last)
    }

    /// Processes the next bytes up to the end of the open element.
    package mutating func takeRow(_ bytes: ByteView) -> Int? { endOfElement(in: bytes, from: 0) }

    /// Returns the offset after the comma or bracket that ends an element, or nil if none ends in these bytes.
    package mutating func endOfElement(in bytes: ByteView, from first: Int) -> Int? {
        var offset = first
        while offset < bytes.count {
            if isInString {
                guard let end = endOfString(in: bytes, from: offset) else { return nil }
                offset = end
                continue
            }
            switch bytes[offset] {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 {
                    phase = .finished
                    // Neither an empty list nor a comma after the last element makes another.
                    if hasContent { boundary.rows += 1 }
                    return offset + 1
                }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                boundary.rows += 1
                hasContent = false
                return offset + 1
            case let byte:
                if !byte.isASCIIWhiteSpace { hasContent = true }
                offset += 1
                continue
            }
            hasContent = true
            offset += 1
        }
        return nil
    }

    /// Returns a splitter inside the list, at the beginning of the element after `position`.
    package static func insideList(at position: RowPosition) -> JSONListSplitter {
        var splitter = JSONListSplitter()
        splitter.phase = .inList
        splitter.boundary = position
        return splitter
    }

    /// Returns the offset after the closing quote, or nil if the string continues.
    private mutating func endOfString(in bytes: ByteView, from first: Int) -> Int? {
        var offset = first
        while offset < bytes.count {
            if isEscaped {
                isEscaped = false
                offset += 1
                continue
            }
            guard let quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: offset) else {
                isEscaped = Self.backslashes(before: bytes.count, in: bytes, from: offset) % 2 == 1
                return nil
            }
            if Self.backslashes(before: quote, in: bytes, from: offset) % 2 == 0 {
                isInString = false
                return quote + 1
            }
            offset = quote + 1
        }
        return nil
    }

    private static func backslashes(before end: Int, in bytes: ByteView, from first: Int) -> Int {
        var start = end
        while start > first, bytes[start - 1] == UInt8(ascii: "\\") { start -= 1 }
        return end - start
    }

    // MARK: - The way to the list

    /// Searches for the list; returns the offset after its opening bracket, or the end of the bytes.
    private mutating func search(_ bytes: ByteView) -> Int {
        var offset = 0
        while offset < bytes.count {
            if isInString {
                let start = offset
                let end = endOfString(in: bytes, from: offset)
                name?.append(bytes[start..<(end.map { $0 - 1 } ?? bytes.count)])
                guard let end else { return bytes.count }
                offset = end
                continue
            }
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                name = isNameDue ? [] : nil
                isNameDue = false
            case UInt8(ascii: ":") where depth == matched && depth > 0:
                isValueOnPath = matched - 1 < path.count && name == path[matched - 1]
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if opened(byte) { return offset }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == matched, depth > 0 { matched -= 1 }
                depth -= 1
                if depth <= 0 { return finish(.noList(at: path.map { String(decoding: $0, as: UTF8.self) }), bytes) }
            case UInt8(ascii: ",") where depth == matched && depth > 0:
                isNameDue = true
                isValueOnPath = false
            default: break
            }
        }
        return offset
    }

    /// Enters a list or an object; returns true if it is the list that is searched for.
    ///
    /// While `depth == matched`, all open brackets are objects on the path, and the members of the innermost are
    /// compared with the next name.
    private mutating func opened(_ bracket: UInt8) -> Bool {
        let isOnPath = isValueOnPath && depth == matched
        isValueOnPath = false
        if isOnPath, bracket == UInt8(ascii: "["), matched == path.count {
            phase = .inList
            depth = 0
            return true
        }
        depth += 1
        if isOnPath, bracket == UInt8(ascii: "{"), matched < path.count {
            matched += 1
            isNameDue = true
        }
        return false
    }

    private mutating func finish(_ fault: SplittingFault, _ bytes: ByteView) -> Int {
        phase = .finished
        self.fault = fault
        return bytes.count
    }
}
