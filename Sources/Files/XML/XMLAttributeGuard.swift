import Bytes

/// Protects libxml2 from tags with a very large number of attributes.
///
/// Older versions compare every attribute of a tag with every other, so that a tag with a million of them keeps the
/// parser busy for hours. The guard scans the bytes before they are parsed, and counts declarations in document types.
struct XMLAttributeGuard {
    /// The maximum number of attributes in a tag, and of those declared in a document type.
    static let most = 10_000

    /// The number of equals signs since the last `<`.
    private var signs = 0
    /// The exact counter, in use from the first bytes that the quick check cannot rule out.
    private var counter: XMLAttributeCount?
    /// The ASCII characters of a UTF-16 file.
    private var narrow: [UInt8] = []
    /// A number of bytes that cannot contain too many signs by themselves.
    static let pieceSize = most * 4 / 5

    /// Creates a guard.
    ///
    /// - Parameter isExact: Whether it counts exactly from the first bytes on, which is slower, instead of reading them
    ///   again where the quick check cannot rule out an excess.
    init(isExact: Bool = false) {
        counter = isExact ? XMLAttributeCount() : nil
    }

    /// Scans the next bytes of the file; returns the number of bytes before the first tag with too many attributes, or
    /// nil.
    ///
    /// - Parameters:
    ///   - encoding: The encoding of the file.
    ///   - before: Calls its argument with all earlier bytes of the file, piece by piece.
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
            // The quick check has ruled out an excess in each piece.
            try before { piece in
                ascii.removeAll(keepingCapacity: true)
                encoding.appendASCII(of: piece, to: &ascii)
                _ = ascii.withByteView { counter.take($0) }
            }
            self.counter = counter
        }
        return counter?.take(bytes)
    }

    /// Returns whether the text of an entity, with its references resolved, contains a tag with too many attributes.
    static func isExceeded(inEntity text: ByteView) -> Bool {
        var signs = 0
        var counter = XMLAttributeCount()
        return isInDoubt(text, &signs) && counter.take(text) != nil
    }

    /// Returns whether a tag might have too many attributes: a tag contains no `<`, and one equals sign for each
    /// attribute.
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
