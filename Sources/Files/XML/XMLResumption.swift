import Bytes

/// A fault in an XML file after which reading may go on at another record.
struct XMLInterruption {
    let fault: ReadingFault
    /// The offset of the fault in the file.
    let place: Int
    /// The offset of the record in which it is; nil if it is in a start tag or between records.
    let recordOffset: Int?
}

/// Finds the record at which reading goes on after a fault.
///
/// Only a start tag that certainly begins the next record is taken: from the start of the faulty record on, as many
/// records were closed as were opened, and the tag is in no comment, CDATA section or processing instruction.
struct XMLResumption {
    /// Where reading goes on.
    enum Place: Equatable {
        /// At the start tag of the next record.
        case record(Int)
        /// Nowhere: no record follows.
        case end
        /// Nowhere: it is not certain where the next record begins.
        case unknown
    }

    private static let windowSize = 1 << 16

    private let source: XMLSource
    private let name: [UInt8]

    /// Creates a search in a file whose records have a name near its beginning.
    init?(_ source: XMLSource) {
        // With `//` a record may be anywhere, also in another.
        // Of a compressed file no window can be read again.
        guard let name = source.path.steps.last?.name, !source.opening.isEmpty, !source.isCompressed,
            !source.path.steps.contains(where: \.isAnywhere)
        else { return nil }
        (self.source, self.name) = (source, name)
    }

    /// Returns where reading goes on after a fault.
    ///
    /// Throws `FileError` if the file cannot be read.
    func place(after interruption: XMLInterruption) throws(FileError) -> Place {
        guard let start = try recordStart(before: interruption.recordOffset ?? interruption.place) else {
            return .unknown
        }
        let distance = interruption.place - start
        let most = distance + source.longestRow + Self.windowSize
        var size = distance + Self.windowSize
        while true {
            let window = try source.file.bytes(at: start, count: size)
            let isWhole = start + window.count >= source.file.size
            let found = window.withByteView { scan($0, behind: distance, isWhole: isWhole) }
            if let found {
                if case .record(let offset) = found { return .record(start + offset) }
                return found
            }
            if isWhole || size >= most { return .unknown }
            size = min(2 * size, most)
        }
    }

    /// Returns the offset of the last apparent start tag of a record at or before a place.
    private func recordStart(before place: Int) throws(FileError) -> Int? {
        let lowest = max(source.opening.count, place - source.longestRow)
        var size = Self.windowSize
        while true {
            let start = max(lowest, place - size)
            let window = try source.file.bytes(at: start, count: place - start + name.count + 2)
            let found = window.withByteView { window -> Int? in
                var rest = window[..<min(window.count, place - start + 1)]
                while let offset = rest.lastIndex(of: UInt8(ascii: "<")) {
                    if window[offset...].isStartTag(of: name) { return offset }
                    rest = rest[..<offset]
                }
                return nil
            }
            if let found { return start + found }
            if start == lowest { return nil }
            size *= 2
        }
    }

    /// Returns the place in a window that begins with a record; nil if the window is too short to tell.
    private func scan(_ window: ByteView, behind place: Int, isWhole: Bool) -> Place? {
        var (depth, offset) = (0, 0)
        // The end of the element of all records: a file without it was cut off.
        var isClosed = false
        while let tag = window.firstIndex(of: UInt8(ascii: "<"), from: offset) {
            let rest = window[tag...]
            if let (mark, end) = Self.unparsed.first(where: { rest.starts(with: ByteView($0.0)) }) {
                guard let close = window.firstIndex(of: ByteView(end), from: tag + mark.utf8CodeUnitCount) else {
                    return nil
                }
                offset = close + end.utf8CodeUnitCount
            } else if rest.isEndTag(of: name) {
                depth = max(0, depth - 1)
                offset = tag + 1
            } else if rest.isStartTag(of: name) {
                if depth == 0, tag > place { return .record(tag) }
                guard let (end, isEmpty) = rest.endOfStartTag else { return nil }
                if !isEmpty { depth += 1 }
                offset = tag + end
            } else {
                // The last bytes of a window may be the beginning of a name.
                if !isWhole, window.count - tag < name.count + 9 { return nil }
                if depth == 0, tag > place, rest.starts(with: ByteView("</")) { isClosed = true }
                offset = tag + 1
            }
        }
        return isWhole && depth == 0 && isClosed ? .end : nil
    }

    /// The marks between which there are no tags.
    private static var unparsed: [(StaticString, StaticString)] {
        [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
    }
}

extension ByteView {
    fileprivate func isEndTag(of name: [UInt8]) -> Bool {
        starts(with: ByteView("</")) && count > name.count + 2 && name.withByteView { self[2...].starts(with: $0) }
            && (self[name.count + 2].isASCIIWhiteSpace || self[name.count + 2] == UInt8(ascii: ">"))
    }

    /// The end of the start tag at the beginning, and whether the element ends with it; nil if the bytes end first.
    ///
    /// A tag without an end is broken, and ends where the next begins.
    fileprivate var endOfStartTag: (end: Int, isEmpty: Bool)? {
        var quote: UInt8?
        for offset in 1..<count {
            let byte = self[offset]
            if byte == UInt8(ascii: "<") {
                let before = self[..<offset].trimmed
                return (offset, before.count > 1 && before[(before.count - 2)...] == ByteView("/>"))
            }
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return (offset + 1, self[offset - 1] == UInt8(ascii: "/"))
            }
        }
        return nil
    }
}
