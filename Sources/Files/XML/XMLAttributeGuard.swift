import Bytes

/// Guards libxml2 against tags with very many attributes.
///
/// Older versions compare every attribute of a tag with every other, so that a tag with a million of them keeps the
/// parser busy for hours. The guard looks at the bytes before the parser does, and at what document types declare.
struct XMLAttributeGuard {
    /// The most attributes that one tag may have, and that a document type may declare.
    static let most = 10_000

    /// How many equals signs came since the last `<`.
    private var signs = 0
    /// What counts for certain, from the first bytes on that leave a doubt.
    private var counter: XMLAttributeCount?
    /// The ASCII of a UTF-16 file.
    private var narrow: [UInt8] = []
    /// So many bytes never have too many signs alone.
    static let pieceSize = most * 4 / 5

    init() {}

    /// Takes the next bytes of the file; returns nil, or when a tag has too many attributes, how many bytes lie before it.
    ///
    /// - Parameters:
    ///   - encoding: how the file's characters are written.
    ///   - before: calls with all bytes of the file before these, piece by piece.
    mutating func take(
        _ bytes: ByteView, in encoding: XMLEncoding, before: ((ByteView) -> Void) throws(FileError) -> Void
    ) throws(FileError) -> Int? {
        if encoding == .ascii { return try take(ascii: bytes, of: encoding, before: before) }
        narrow.removeAll(keepingCapacity: true)
        encoding.appendASCII(of: bytes, to: &narrow)
        var ascii: [UInt8] = []
        swap(&ascii, &narrow)
        defer { swap(&ascii, &narrow) }
        let place = try ascii.withByteView { (ascii) throws(FileError) in
            try take(ascii: ascii, of: encoding, before: before)
        }
        return place.map { 2 * $0 }
    }

    private mutating func take(
        ascii bytes: ByteView, of encoding: XMLEncoding, before: ((ByteView) -> Void) throws(FileError) -> Void
    ) throws(FileError) -> Int? {
        if counter == nil, Self.isInDoubt(bytes, &signs) {
            var counter = XMLAttributeCount()
            var ascii: [UInt8] = []
            // Each piece was found to leave no doubt before.
            try before { piece in
                ascii.removeAll(keepingCapacity: true)
                encoding.appendASCII(of: piece, to: &ascii)
                _ = ascii.withByteView { counter.take($0) }
            }
            self.counter = counter
        }
        return counter?.take(bytes)
    }

    /// Whether the text of an entity, whose references are resolved, has a tag with too many attributes.
    static func isExceeded(inEntity text: ByteView) -> Bool {
        var signs = 0
        var counter = XMLAttributeCount()
        return isInDoubt(text, &signs) && counter.take(text) != nil
    }

    /// Whether some tag might have too many attributes: it has no `<` in it, and an equals sign for each.
    private static func isInDoubt(_ bytes: ByteView, _ signs: inout Int) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let piece = rest[..<min(pieceSize, rest.count)]
            rest = rest[piece.count...]
            let found = piece.count(of: UInt8(ascii: "="))
            if signs + found > most { return true }
            guard let last = piece.lastIndex(of: UInt8(ascii: "<")) else {
                signs += found
                continue
            }
            signs = found == 0 ? 0 : piece[last...].count(of: UInt8(ascii: "="))
        }
        return false
    }
}
