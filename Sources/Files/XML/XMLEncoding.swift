import Bytes

/// How the characters of an XML file are written, as far as its markup is concerned.
enum XMLEncoding {
    /// Bytes below 128 are ASCII characters: UTF-8, ISO 8859, GB 18030, Shift JIS and the like.
    case ascii
    /// Two bytes a unit, the lower or the higher first.
    case utf16Little, utf16Big

    /// Names of encodings, in lower case and without what stands between letters and digits, that `ascii` covers.
    private static let names = [
        "utf8", "utf16", "utf16le", "utf16be", "usascii", "ascii", "iso8859", "latin", "windows", "cp125", "koi8",
        "macintosh", "gb2312", "gbk", "gb18030", "big5", "euc", "shiftjis", "sjis", "tis620",
    ]

    /// Finds the encoding of a file by its first bytes (XML 1.0, appendix F); returns why it is not read, when it is not.
    ///
    /// What has ASCII's bytes for other characters or other bytes for ASCII's could hide from the guard what it is to find.
    static func find(_ bytes: ByteView) -> (encoding: XMLEncoding, refusal: String?) {
        let start = Array(bytes.buffer.prefix(4))
        let encoding: XMLEncoding
        switch start {
        case [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF], [0, 0, 0, 0x3C], [0x3C, 0, 0, 0]:
            return (.ascii, refusal("UTF-32"))
        case [0x4C, 0x6F, 0xA7, 0x94]:
            return (.ascii, refusal("EBCDIC"))
        default:
            encoding =
                start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0x3C, 0])
                ? .utf16Little
                : start.starts(with: [0xFE, 0xFF]) || start.starts(with: [0, 0x3C]) ? .utf16Big : .ascii
        }
        var head: [UInt8] = []
        encoding.appendASCII(of: bytes[..<min(bytes.count, 1024)], to: &head)
        guard let name = head.withByteView({ declaredName(in: $0) }) else { return (encoding, nil) }
        let plain = String(
            name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
        return (encoding, names.contains { plain.hasPrefix($0) } ? nil : refusal("\"\(name)\""))
    }

    private static func refusal(_ name: String) -> String {
        "in the encoding \(name), which is not read; iconv makes UTF-8 of it"
    }

    /// The encoding that an XML declaration names.
    private static func declaredName(in head: ByteView) -> String? {
        guard let start = head.firstIndex(of: ByteView("<?xml")),
            let end = head.firstIndex(of: ByteView("?>"), from: start),
            let key = head[..<end].firstIndex(of: ByteView("encoding"), from: start)
        else { return nil }
        let value = head[key..<end].text.split(whereSeparator: { $0 == "\"" || $0 == "'" })
        return value.count > 1 ? String(value[1]) : nil
    }

    /// Appends one byte for each of the text's units: ASCII characters as they are, 255 for any other.
    func appendASCII(of bytes: ByteView, to ascii: inout [UInt8]) {
        if self == .ascii { return ascii.append(bytes) }
        let (low, high) = self == .utf16Little ? (0, 1) : (1, 0)
        for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
            ascii.append(bytes[offset + high] == 0 && bytes[offset + low] < 128 ? bytes[offset + low] : 255)
        }
    }
}
