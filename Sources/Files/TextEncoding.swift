import Bytes

/// The encoding of a text file, as its first bytes tell.
enum TextEncoding: Equatable, Sendable {
    case utf8
    case utf16(isLittle: Bool)
    case utf32(isLittle: Bool)

    /// Returns the encoding of a file, the length of its byte order mark, and why the file is not read, if so.
    ///
    /// - Parameter head: the first bytes of the file, or all of a smaller one.
    static func find(_ head: ByteView) -> (encoding: TextEncoding, mark: Int, refusal: String?) {
        let start = Array(head.buffer.prefix(4))
        switch start {
        case [0xFF, 0xFE, 0, 0]: return (.utf32(isLittle: true), 4, nil)
        case [0, 0, 0xFE, 0xFF]: return (.utf32(isLittle: false), 4, nil)
        default: break
        }
        if start.starts(with: [0xFF, 0xFE]) { return (.utf16(isLittle: true), 2, nil) }
        if start.starts(with: [0xFE, 0xFF]) { return (.utf16(isLittle: false), 2, nil) }
        if start.starts(with: UTF8Check.byteOrderMark) { return (.utf8, 3, nil) }
        return (.utf8, 0, refusal(of: start))
    }

    /// Returns why a file without a byte order mark is not read: a text has no zeros, except those that pad ASCII.
    private static func refusal(of start: [UInt8]) -> String? {
        guard start.count == 4 else { return nil }
        let name: String? =
            switch start.map({ $0 == 0 }) {
            case [false, true, false, true]: "UTF-16LE"
            case [true, false, true, false]: "UTF-16BE"
            case [false, true, true, true]: "UTF-32LE"
            case [true, true, true, false]: "UTF-32BE"
            default: nil
            }
        return name.map { "\($0) without a byte order mark; iconv -f \($0) -t UTF-8 makes UTF-8 of it" }
    }
}

/// Converts a file in UTF-16 or UTF-32 to UTF-8, piece by piece.
///
/// What is not well-formed becomes a byte that UTF-8 does not have, so that its row is rejected.
struct TextConverter {
    private let encoding: TextEncoding
    /// The bytes of an unfinished character.
    private var pending: [UInt8] = []

    /// Creates a converter for text after the byte order mark.
    init(_ encoding: TextEncoding) {
        self.encoding = encoding
    }

    /// Returns the text of the next bytes; an empty piece ends the file.
    mutating func utf8(of piece: ByteView) -> [UInt8] {
        pending.append(piece)
        var text: [UInt8] = []
        text.reserveCapacity(pending.count)
        var offset = 0
        while let (scalar, length) = next(at: offset) {
            if let scalar { text.append(scalar: scalar) } else { text.append(0xFF) }
            offset += length
        }
        pending.removeFirst(offset)
        if piece.isEmpty, !pending.isEmpty {
            pending = []
            text.append(0xFF)
        }
        return text
    }

    /// Returns the character at an offset, nil if it is not well-formed, and its length; nil if it is not complete.
    private func next(at offset: Int) -> (scalar: UInt32?, length: Int)? {
        switch encoding {
        case .utf8: return nil
        case .utf32(let isLittle):
            guard offset + 4 <= pending.count else { return nil }
            let bytes = pending[offset..<offset + 4].map(UInt32.init)
            let value = (isLittle ? bytes.reversed() : bytes).reduce(0) { $0 << 8 | $1 }
            return (Unicode.Scalar(value)?.value, 4)
        case .utf16(let isLittle):
            guard let first = unit(at: offset, isLittle) else { return nil }
            guard first & 0xF800 == 0xD800 else { return (first, 2) }
            guard first < 0xDC00 else { return (nil, 2) }
            guard let second = unit(at: offset + 2, isLittle) else { return nil }
            guard second & 0xFC00 == 0xDC00 else { return (nil, 2) }
            return (0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF), 4)
        }
    }

    private func unit(at offset: Int, _ isLittle: Bool) -> UInt32? {
        guard offset + 2 <= pending.count else { return nil }
        let (first, second) = (UInt32(pending[offset]), UInt32(pending[offset + 1]))
        return isLittle ? second << 8 | first : first << 8 | second
    }
}
