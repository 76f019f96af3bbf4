import Bytes

/// The encoding of an XML file, as far as its markup is concerned.
enum XMLEncoding {
    /// Bytes below 128 are ASCII characters: UTF-8, ISO 8859, GB 18030, Shift JIS and the like.
    case ascii
    /// Two bytes per unit, the low byte or the high byte first.
    case utf16Little, utf16Big

    /// Prefixes of the names of encodings covered by `ascii`, in lower case and without punctuation: Unicode and ISO,
    /// Windows, DOS, and East Asian ones.
    private static let beginnings = [
        "utf8", "ascii", "usascii", "ansix34", "iso8859", "latin", "koi8", "tis620",
        "viscii", "mac", "windows", "cp125", "cp437", "cp737", "cp775", "cp85", "cp86", "cp874", "cp932", "cp936",
        "cp949", "cp950", "ibm437", "ibm737", "ibm775", "ibm85", "ibm86", "gb2312", "gbk", "gb18030", "big5", "euc",
        "shiftjis", "sjis", "uhc",
    ]
    /// The maximum length of an XML declaration in bytes.
    static let longestDeclaration = 1 << 16

    /// Detects the encoding of a file from its first bytes (XML 1.0, appendix F), and returns why it is not supported,
    /// if so.
    ///
    /// An encoding that uses ASCII's bytes for other characters, or other bytes for ASCII characters, could hide
    /// attributes from the guard.
    ///
    /// - Parameter bytes: The start of the file, long enough for the longest declaration, or all of a smaller file.
    static func find(_ bytes: ByteView) -> (encoding: XMLEncoding, refusal: String?) {
        let start = Array(bytes.buffer.prefix(4))
        switch start {
        case [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF], [0, 0, 0, 0x3C], [0x3C, 0, 0, 0]:
            // libxml2 itself does not support it on every platform.
            return (.ascii, "in the encoding UTF-32, which is not read; expected UTF-8")
        case [0x4C, 0x6F, 0xA7, 0x94]:
            return (.ascii, refusal("EBCDIC"))
        default: break
        }
        let encoding: XMLEncoding =
            if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0x3C, 0]) {
                .utf16Little
            } else if start.starts(with: [0xFE, 0xFF]) || start.starts(with: [0, 0x3C]) {
                .utf16Big
            } else {
                .ascii
            }
        var head: [UInt8] = []
        encoding.appendASCII(of: bytes, to: &head)
        return (encoding, head.withByteView { encoding.refusal(ofDeclarationIn: $0, of: bytes.count) })
    }

    /// The reason a file is not read, without the declared name of its encoding.
    static let refusalWithoutName = "in an encoding that is not read; expected UTF-8"

    private static func refusal(_ name: String) -> String {
        "in the encoding \(name), which is not read; xmllint --encode UTF-8 makes UTF-8 of it"
    }

    /// Returns the fault of the XML declaration at the start of a file, or nil if it has none.
    private func refusal(ofDeclarationIn head: ByteView, of byteCount: Int) -> String? {
        // After a byte order mark, which has no ASCII bytes.
        let first = head.buffer.prefix(4).firstIndex { $0 < 128 } ?? 0
        let mark = ByteView("<?xml")
        // The name of a processing instruction may start with "xml".
        guard head[first...].starts(with: mark), head.count > first + mark.count,
            [0x20, 0x09, 0x0A, 0x0D].contains(head[first + mark.count])
        else { return nil }
        guard let end = head.firstIndex(of: ByteView("?>"), from: first) else {
            return byteCount < Self.longestDeclaration
                ? nil : "an XML declaration of more than \(Self.longestDeclaration) bytes"
        }
        guard let key = head[..<end].firstIndex(of: ByteView("encoding"), from: first) else { return nil }
        let parts = head[key..<end].text.split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" }
        return parts.count > 1 ? refusal(ofName: String(parts[1])) : nil
    }

    /// Returns the fault of a declared encoding, or nil if it is accepted.
    ///
    /// libxml2 would switch to a declared encoding that contradicts the first bytes, while the guard would keep reading
    /// the detected one.
    private func refusal(ofName name: String) -> String? {
        let contradiction =
            "in the encoding \"\(name)\" by its own word and not by its first bytes; without the word it can be read"
        switch self {
        case .utf16Little, .utf16Big:
            let own = ["utf-16", "utf16", self == .utf16Little ? "utf-16le" : "utf-16be", "utf-8", "utf8"]
            return own.contains(name.lowercased()) ? nil : contradiction
        case .ascii:
            let plain = name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            if ["utf16", "ucs2", "iso10646ucs2"].contains(where: { plain.hasPrefix($0) }) { return contradiction }
            return Self.beginnings.contains { plain.hasPrefix($0) } ? nil : Self.refusal("\"\(name)\"")
        }
    }

    /// The offsets of the low and the high byte in a UTF-16 unit.
    private var places: (low: Int, high: Int) { self == .utf16Little ? (0, 1) : (1, 0) }

    /// Returns at most the first `size` bytes, for libxml2, which searches for `]]>` within each chunk.
    func beginning(of bytes: ByteView, atMost size: Int) -> ByteView {
        bytes.count <= size ? bytes : withoutBrackets(bytes[..<size])
    }

    /// Returns the bytes without trailing brackets, which may be the start of `]]>`; all bytes if they are only
    /// brackets.
    func withoutBrackets(_ bytes: ByteView) -> ByteView {
        let bracket = UInt8(ascii: "]")
        var end = bytes.count
        if self == .ascii {
            while end > 0, bytes[end - 1] == bracket { end -= 1 }
        } else {
            let (low, high) = places
            while end > 1, bytes[end - 2 + low] == bracket, bytes[end - 2 + high] == 0 { end -= 2 }
        }
        return end > 0 ? bytes[..<end] : bytes
    }

    /// Appends one byte for each unit of the text: ASCII characters unchanged, 255 for any other.
    func appendASCII(of bytes: ByteView, to ascii: inout [UInt8]) {
        if self == .ascii { return ascii.append(bytes) }
        let (low, high) = places
        for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
            ascii.append(bytes[offset + high] == 0 && bytes[offset + low] < 128 ? bytes[offset + low] : 255)
        }
    }
}
