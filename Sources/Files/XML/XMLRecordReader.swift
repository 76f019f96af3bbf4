import Bytes
import Compression

/// Splits an XML file into pieces, from which `XMLPiece` creates rows, on several threads if available.
///
/// A record becomes a row: its attributes are fields named `@x`, its children fields under their own names. A child
/// without attributes and children becomes text; any other becomes an object of the same form, with its own text under
/// `#text`; children of the same name become a list. External entities are never fetched: a record that needs one is
/// faulty.
package final class XMLRecordReader {
    private let file: InputFile
    private let codec: BlockCodec?
    private let content: ContentReader
    private let path: XMLRecordPath
    private let buffers: BufferPool
    private var pieceSize: Int
    private let longestRow: Int
    private var order: XMLPieceOrder?
    /// The name of the records, if one was found near the beginning of the file; pieces then end before a record.
    private var record: [UInt8]?
    private var encoding = XMLEncoding.ascii
    private var isAtEnd = false

    /// The bytes read after the last piece.
    private var rest: [UInt8] = []
    /// The offset of those bytes, the number of their line, and whether they start with what appears to be a record.
    private var offset = 0
    private var line = 1
    private var lineEnds = XMLLineCount()
    private var isAtRecord = true
    /// The number of pieces so far.
    private var number = 0

    private static let smallPieceSize = 1 << 16

    /// Creates a reader at the beginning of a file.
    ///
    /// - Parameters:
    ///   - buffers: The pool for the buffers of pieces.
    ///   - pieceSize: The number of bytes read for a piece. It does not affect rows, unless a limit of libxml2 is
    ///     reached, which applies to each parser.
    ///   - longestRow: The maximum length of a record in bytes.
    ///   - codec: The codec of the file's bytes; nil if they are not compressed.
    package init(
        _ file: InputFile, _ path: XMLRecordPath, buffers: BufferPool, pieceSize: Int = 1 << 19, longestRow: Int,
        codec: BlockCodec? = nil
    ) {
        self.file = file
        self.codec = codec
        content = ContentReader(file, codec)
        self.path = path
        self.buffers = buffers
        // A small file is one small piece; the size is even, so that UTF-16 units are not split.
        self.pieceSize = (max(codec == nil ? min(pieceSize, file.size + 1) : pieceSize, 2) + 1) & ~1
        self.longestRow = longestRow
    }

    /// The digest of the whole file; valid after `next` has returned nil.
    package var digest: Digest { content.digest }

    /// Returns the next piece, or nil at the end of the file.
    ///
    /// Throws `FileError` if the file cannot be read or has changed.
    package func next() throws(FileError) -> XMLPiece? {
        if isAtEnd { return nil }
        if order == nil { order = try readOpening() }
        guard let order else { return nil }
        var buffer = buffers.take()
        let needed = rest.count + pieceSize
        if buffer.count < needed { buffer += [UInt8](repeating: 0, count: needed - buffer.count) }
        buffer.replaceSubrange(0..<rest.count, with: rest)
        let (room, fileOffset) = (rest.count..<needed, content.fileOffset)
        let count = try buffer.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
            try fill(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory[room])))
        }
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
            isAtRecord: isAtRecord, isLast: isAtEnd, fileOffset: content.fault?.offset ?? fileOffset,
            fault: content.fault, order: order)
    }

    /// Fills memory as far as the file goes on; a file that breaks off gives what is before the break first.
    private func fill(_ memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        var count = 0
        while count < memory.count {
            let more = try content.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
            if more == 0 { break }
            count += more
        }
        return count
    }

    /// Returns the end of a piece, and whether what appears to be a record starts there.
    private func place(toCut bytes: ByteView) -> (isAtRecord: Bool, end: Int) {
        if isAtEnd { return (false, bytes.count) }
        if let record, let last = bytes.lastRecord(named: record) { return (true, last) }
        return (false, encoding.withoutBrackets(bytes).count)
    }

    /// Reads the first bytes, which show the encoding and possibly the place of the first record.
    private func readOpening() throws(FileError) -> XMLPieceOrder {
        let head = try ContentReader(file, codec).bytes(atMost: XMLEncoding.longestDeclaration)
        let order = head.withByteView { head in
            let found = XMLEncoding.find(head)
            encoding = found.encoding
            var opening = ByteView.empty
            if found.encoding == .ascii, found.refusal == nil, let name = path.steps.last?.name {
                let near = head[..<min(head.count, XMLAttributeGuard.pieceSize)]
                // Up to the end of a tag, after which libxml2 has nothing left to process.
                if let first = near.firstRecord(named: name), let end = near[..<first].lastIndex(of: UInt8(ascii: ">")),
                    near[(end + 1)..<first].trimmed.isEmpty, near[..<end].firstIndex(of: ByteView("<!DOCTYPE")) == nil
                {
                    opening = near[..<(end + 1)]
                    record = name
                }
            }
            // A file that is not split may have a document type, whose entities can expand a small piece greatly.
            if record == nil { pieceSize = min(pieceSize, Self.smallPieceSize) }
            (offset, line) = (opening.count, 1 + lineEnds.count(in: opening).lines)
            return XMLPieceOrder(
                XMLSource(
                    file: file, path: path, longestRow: longestRow, pieceSize: pieceSize, opening: opening.array,
                    encoding: found.encoding, refusal: found.refusal, isCompressed: codec != nil))
        }
        // The pieces begin behind the opening.
        _ = try content.bytes(atMost: offset)
        return order
    }
}

extension ByteView {
    /// Returns the offset of the first apparent start tag of a record with the given name.
    fileprivate func firstRecord(named name: [UInt8]) -> Int? {
        var offset = 0
        while let place = firstIndex(of: UInt8(ascii: "<"), from: offset) {
            if self[place...].isStartTag(of: name) { return place }
            offset = place + 1
        }
        return nil
    }

    /// Returns the offset of the last apparent start tag that is not at offset 0.
    fileprivate func lastRecord(named name: [UInt8]) -> Int? {
        var rest = self
        while let place = rest.lastIndex(of: UInt8(ascii: "<")), place > 0 {
            if self[place...].isStartTag(of: name) { return place }
            rest = rest[..<place]
        }
        return nil
    }

    /// Returns whether the bytes begin with what appears to be the start tag of an element with the given name.
    func isStartTag(of name: [UInt8]) -> Bool {
        count > name.count + 1 && name.withByteView { self[1...].starts(with: $0) }
            && (self[name.count + 1].isASCIIWhiteSpace || self[name.count + 1] == UInt8(ascii: ">")
                || self[name.count + 1] == UInt8(ascii: "/"))
    }
}
