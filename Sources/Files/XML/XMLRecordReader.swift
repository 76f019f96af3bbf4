import Bytes

/// Cuts an XML file into pieces, of which `XMLPiece` makes rows, on several threads if there are any.
///
/// A record becomes a row: its attributes are fields named `@x`, its children fields named as they are. A child that
/// has neither attributes nor children is a text; any other is an object of the same form, its own text under `#text`;
/// children of one name become a list. No external entity is ever fetched: a record that needs one is faulty.
package final class XMLRecordReader {
    private let file: InputFile
    private let path: XMLRecordPath
    private let buffers: BufferPool
    private var pieceSize: Int
    private let longestRow: Int
    private var order: XMLPieceOrder?
    /// The name of records, when one was found near the beginning of the file: pieces then end before one.
    private var record: [UInt8]?
    private var encoding = XMLEncoding.ascii
    private var hash = Digest.Hash(.xxh64)
    private var isAtEnd = false

    /// What was read behind the last piece.
    private var rest: [UInt8] = []
    /// Where that stands, the number of its line, and whether it begins with what looks like a record.
    private var offset = 0
    private var line = 1
    private var lineEnds = XMLLineCount()
    private var isAtRecord = true
    /// How many pieces there were.
    private var number = 0

    private static let smallPieceSize = 1 << 16

    /// A reader at the beginning of a file.
    ///
    /// - Parameters:
    ///   - buffers: where pieces have their buffers from.
    ///   - pieceSize: how many bytes are read for a piece. Rows do not depend on it, as far as libxml2's own limits are not
    ///     reached, which are those of a parser.
    ///   - longestRow: the longest record that may be read, in bytes.
    package init(
        _ file: InputFile, _ path: XMLRecordPath, buffers: BufferPool, pieceSize: Int = 1 << 19, longestRow: Int
    ) {
        self.file = file
        self.path = path
        self.buffers = buffers
        // A small file is one small piece. Characters of UTF-16 are not cut in two.
        self.pieceSize = (max(min(pieceSize, file.size + 1), 2) + 1) & ~1
        self.longestRow = longestRow
    }

    /// The digest of the whole file, once `next` has returned nil.
    package var digest: Digest { hash.digest }

    /// The next piece, or nil at the end of the file.
    ///
    /// Throws when the file cannot be read or has changed meanwhile.
    package func next() throws(FileError) -> XMLPiece? {
        if isAtEnd { return nil }
        if order == nil { order = try readOpening() }
        guard let order else { return nil }
        var buffer = buffers.take()
        let needed = rest.count + pieceSize
        if buffer.count < needed { buffer += [UInt8](repeating: 0, count: needed - buffer.count) }
        buffer.replaceSubrange(0..<rest.count, with: rest)
        let (file, start, room) = (file, offset + rest.count, rest.count..<needed)
        let count = try buffer.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try file.read(
                at: start, into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory[room])))
        }
        buffer.withByteView { hash.update($0[rest.count..<rest.count + count]) }
        let filled = rest.count + count
        isAtEnd = count < pieceSize
        if isAtEnd { try file.checkUnchanged() }
        let (isCut, end) = buffer.withByteView { place(toCut: $0[..<filled]) }
        rest.removeAll(keepingCapacity: true)
        rest.append(contentsOf: buffer[end..<filled])
        let (lines, hasReturns) = buffer.withByteView { lineEnds.count(in: $0[..<end]) }
        defer {
            (number, offset, line) = (number + 1, offset + end, line + lines)
            isAtRecord = isCut
        }
        return XMLPiece(
            number: number, buffer: buffer, count: end, offset: offset, line: line, hasReturns: hasReturns,
            isAtRecord: isAtRecord, isLast: isAtEnd, order: order)
    }

    /// Where to end a piece, and whether what looks like a record begins there.
    private func place(toCut bytes: ByteView) -> (isAtRecord: Bool, end: Int) {
        if isAtEnd { return (false, bytes.count) }
        if let record, let last = bytes.lastRecord(named: record) { return (true, last) }
        return (false, encoding.withoutBrackets(bytes).count)
    }

    /// Looks at the first bytes, which tell the encoding, and perhaps where the first record stands.
    private func readOpening() throws(FileError) -> XMLPieceOrder {
        let head = try file.bytes(at: 0, count: XMLEncoding.longestDeclaration)
        return head.withByteView { head in
            let found = XMLEncoding.find(head)
            encoding = found.encoding
            var opening = ByteView.empty
            if found.encoding == .ascii, found.refusal == nil, let name = path.steps.last?.name {
                let near = head[..<min(head.count, XMLAttributeGuard.pieceSize)]
                // Up to a tag's end, behind which libxml2 has nothing left to do.
                if let first = near.firstRecord(named: name), let end = near[..<first].lastIndex(of: UInt8(ascii: ">")),
                    near[(end + 1)..<first].trimmed.isEmpty, near[..<end].firstIndex(of: ByteView("<!DOCTYPE")) == nil
                {
                    opening = near[..<(end + 1)]
                    record = name
                }
            }
            // A file that is never cut may have a document type, whose entities make much of little.
            if record == nil { pieceSize = min(pieceSize, Self.smallPieceSize) }
            hash.update(opening)
            (offset, line) = (opening.count, 1 + lineEnds.count(in: opening).lines)
            return XMLPieceOrder(
                XMLSource(
                    file: file, path: path, longestRow: longestRow, pieceSize: pieceSize, opening: opening.array,
                    encoding: found.encoding,
                    refusal: found.refusal))
        }
    }
}

extension ByteView {
    /// The offset of the first thing that looks like the start tag of a record of a name.
    fileprivate func firstRecord(named name: [UInt8]) -> Int? {
        var offset = 0
        while let place = firstIndex(of: UInt8(ascii: "<"), from: offset) {
            if self[place...].isStartTag(of: name) { return place }
            offset = place + 1
        }
        return nil
    }

    /// The offset of the last such thing, if it is not the first byte.
    fileprivate func lastRecord(named name: [UInt8]) -> Int? {
        var rest = self
        while let place = rest.lastIndex(of: UInt8(ascii: "<")), place > 0 {
            if self[place...].isStartTag(of: name) { return place }
            rest = rest[..<place]
        }
        return nil
    }

    private func isStartTag(of name: [UInt8]) -> Bool {
        count > name.count + 1 && name.withByteView { self[1...].starts(with: $0) }
            && (self[name.count + 1].isASCIIWhiteSpace || self[name.count + 1] == UInt8(ascii: ">")
                || self[name.count + 1] == UInt8(ascii: "/"))
    }
}
