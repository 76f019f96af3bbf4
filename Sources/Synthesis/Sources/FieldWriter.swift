import Bytes

/// The formats in which sources are written.
enum RowFormat: Sendable {
    case jsonl, jsonList, csv, tsv, xml(element: String), sqlite
}

/// A writer of the fields of consecutive rows in a format.
struct FieldWriter {
    private let format: RowFormat
    /// The rows written so far.
    private(set) var bytes: [UInt8] = []
    /// The cells of the rows for a database.
    private(set) var cells: [Phrase] = []
    /// The names of the fields of the current row.
    private(set) var names: [String] = []
    private var isFirst = true
    private var isASCII = false
    private(set) var rows = 0

    init(_ format: RowFormat) {
        self.format = format
    }

    /// Begins a row.
    ///
    /// - Parameter isASCII: whether JSON escapes non-ASCII characters, as Python does by default.
    mutating func begin(isASCII: Bool = false) {
        self.isASCII = isASCII
        isFirst = true
        names.removeAll(keepingCapacity: true)
        switch format {
        case .jsonl: bytes.append("{")
        case .jsonList: bytes.append(rows > 0 ? ",\n  {" : "  {")
        case .xml(let element): bytes.append(utf8Of: "  <\(element)>")
        case .csv, .tsv, .sqlite: break
        }
    }

    /// Ends a row.
    mutating func end() {
        rows += 1
        switch format {
        case .jsonl: bytes.append("}\n")
        case .jsonList: bytes.append("}")
        case .xml(let element): bytes.append(utf8Of: "</\(element)>\n")
        case .csv: bytes.append("\r\n")
        case .tsv: bytes.append("\n")
        case .sqlite: break
        }
    }

    /// Writes a text.
    mutating func text(_ name: String, _ phrase: Phrase) {
        begin(field: name)
        switch format {
        case .jsonl, .jsonList: append(quoted: phrase.bytes)
        case .csv: append(cell: phrase.bytes, delimiter: UInt8(ascii: ","))
        case .tsv: append(cell: phrase.bytes, delimiter: UInt8(ascii: "\t"))
        case .xml:
            append(escapedForXML: phrase.bytes)
            bytes.append(utf8Of: "</\(name)>")
        case .sqlite: cells.append(phrase)
        }
    }

    /// Writes an integer.
    mutating func number(_ name: String, _ value: Int) {
        switch format {
        case .jsonl, .jsonList:
            begin(field: name)
            bytes.append(decimal: value)
        default: text(name, "\(value)")
        }
    }

    /// Writes null, or an empty cell in formats without null.
    mutating func null(_ name: String) {
        begin(field: name)
        switch format {
        case .jsonl, .jsonList: bytes.append("null")
        case .xml: bytes.append(utf8Of: "</\(name)>")
        case .sqlite: cells.append("")
        case .csv, .tsv: break
        }
    }

    /// Writes a list of texts in JSON.
    mutating func list(_ name: String, _ phrases: [Phrase]) {
        begin(field: name)
        bytes.append("[")
        for (k, phrase) in phrases.enumerated() {
            if k > 0 { bytes.append(", ") }
            append(quoted: phrase.bytes)
        }
        bytes.append("]")
    }

    /// Writes an object of texts in JSON.
    mutating func object(_ name: String, _ members: [(String, Phrase)]) {
        begin(field: name)
        bytes.append("{")
        for (k, member) in members.enumerated() {
            if k > 0 { bytes.append(", ") }
            bytes.append(quoted: member.0)
            bytes.append(": ")
            append(quoted: member.1.bytes)
        }
        bytes.append("}")
    }

    private mutating func begin(field name: String) {
        names.append(name)
        defer { isFirst = false }
        switch format {
        case .jsonl, .jsonList:
            if !isFirst { bytes.append(", ") }
            bytes.append(quoted: name)
            bytes.append(": ")
        case .csv: if !isFirst { bytes.append(",") }
        case .tsv: if !isFirst { bytes.append("\t") }
        case .xml: bytes.append(utf8Of: "<\(name)>")
        case .sqlite: break
        }
    }

    private mutating func append(quoted text: [UInt8]) {
        text.withByteView { view in
            if isASCII { bytes.append(asciiQuoted: view) } else { bytes.append(quoted: view) }
        }
    }

    private mutating func append(cell: [UInt8], delimiter: UInt8) {
        let needsQuotes = cell.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return bytes.append(contentsOf: cell) }
        bytes.append(0x22)
        for byte in cell {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    private mutating func append(escapedForXML text: [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): bytes.append("&amp;")
            case UInt8(ascii: "<"): bytes.append("&lt;")
            case UInt8(ascii: ">"): bytes.append("&gt;")
            default: bytes.append(byte)
            }
        }
    }
}

extension Array where Element == UInt8 {
    /// Appends a well-formed text as a JSON string that contains only ASCII.
    mutating func append(asciiQuoted text: ByteView) {
        append(UInt8(ascii: "\""))
        var offset = 0
        var start = 0
        while offset < text.count {
            guard text[offset] >= 0x80 else {
                offset += 1
                continue
            }
            append(escaped: text[start..<offset])
            let (value, length) = UTF8Check.decode(text, at: offset)
            if value >= 0x10000 {
                append(unicodeEscape: 0xD800 + (value - 0x10000) >> 10)
                append(unicodeEscape: 0xDC00 + (value - 0x10000) & 0x3FF)
            } else {
                append(unicodeEscape: value)
            }
            offset += length
            start = offset
        }
        append(escaped: text[start...])
        append(UInt8(ascii: "\""))
    }

    private mutating func append(unicodeEscape unit: UInt32) {
        append("\\u")
        for shift: UInt32 in [12, 8, 4, 0] {
            let digit = UInt8(unit >> shift & 15)
            append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
    }
}
