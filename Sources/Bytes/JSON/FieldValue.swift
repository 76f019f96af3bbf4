import CIntrinsics

/// One value of a row as it stands in the row's bytes: what kind it is and where, decoded only when somebody asks.
///
/// It is valid as long as the bytes it was found in.
package struct FieldValue: Sendable {
    /// The kinds of JSON values, and the text of formats that know only text.
    package enum Kind: UInt8, Sendable {
        case null, `false`, `true`, number, list, object
        /// The bytes between the quotes of a JSON string, escapes and all.
        case string
        /// A text without quotes and escapes: a CSV cell, an SQLite text, an XML text.
        case plain
    }

    /// What the bytes are.
    package let kind: Kind
    /// The bytes: of a JSON string those between its quotes, of everything else all of it.
    package let bytes: ByteView
    /// True when the bytes are as `curate` itself would write them: no needless escape, no space outside strings.
    package let isCanonical: Bool

    /// A value of a kind that stands in these bytes.
    package init(_ kind: Kind, _ bytes: ByteView, isCanonical: Bool = true) {
        self.kind = kind
        self.bytes = bytes
        self.isCanonical = isCanonical
    }

    /// A text without quotes and escapes.
    package static func plain(_ bytes: ByteView) -> FieldValue { FieldValue(.plain, bytes) }

    /// The JSON value null.
    package static var null: FieldValue { FieldValue(.null, ByteView("null")) }

    /// True of a JSON string and of a plain text.
    package var isText: Bool { kind == .string || kind == .plain }

    /// True of a JSON string in which a back-slash stands, so that its text differs from its bytes.
    package var hasEscapes: Bool { kind == .string && bytes.firstIndex(of: UInt8(ascii: "\\")) != nil }
}

/// A value with the name it has in its row.
package struct Field: Sendable {
    /// The name's bytes, decoded; empty in a list.
    package let name: ByteView
    /// The value that stands under the name.
    package let value: FieldValue

    /// A field of a row.
    package init(name: ByteView, value: FieldValue) {
        self.name = name
        self.value = value
    }
}

// MARK: - Writing

extension Array where Element == UInt8 {
    /// Appends a value as JSON: compact, without needless escapes, numbers as they came.
    package mutating func append(json value: FieldValue) {
        switch value.kind {
        case .plain:
            append(quoted: value.bytes)
        case .string:
            append(UInt8(ascii: "\""))
            append(canonicalString: value)
            append(UInt8(ascii: "\""))
        case .list, .object:
            if value.isCanonical { append(value.bytes) } else { append(compacting: value.bytes) }
        case .null, .false, .true, .number:
            append(value.bytes)
        }
    }

    /// Appends a value as text: a string decoded, everything else as its compact JSON.
    package mutating func append(text value: FieldValue) {
        switch value.kind {
        case .plain: append(value.bytes)
        case .string: append(unescaping: value.bytes)
        default: append(json: value)
        }
    }

    private mutating func append(canonicalString value: FieldValue) {
        guard !value.isCanonical else { return append(value.bytes) }
        let bytes = value.bytes
        // Most escapes are canonical: they are copied with what stands around them.
        var (written, offset) = (0, 0)
        while case let backslash = find_escape_of_u_or_slash(bytes.start, offset, bytes.count), backslash < bytes.count
        {
            var first = backslash
            while first > written, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
            // After an odd number of back-slashes this one is escaped itself.
            guard (backslash - first).isMultiple(of: 2) else {
                offset = backslash + 1
                continue
            }
            append(bytes[written..<backslash])
            let escape = JSONEscape(in: bytes, at: backslash)
            if escape.value < 0x20 || escape.value == 0x22 || escape.value == 0x5C {
                append(escapeOf: UInt8(escape.value))
            } else {
                append(scalar: escape.value)
            }
            offset = backslash + escape.length
            written = offset
        }
        append(bytes[written...])
    }

    /// Appends valid JSON without white space between its tokens and with its strings in canonical form.
    private mutating func append(compacting json: ByteView) {
        var offset = 0
        while offset < json.count {
            let byte = json[offset]
            if byte == UInt8(ascii: "\"") {
                let end = JSONIndex.endOfString(json, openedAt: offset)
                append(json: FieldValue(.string, json[offset + 1..<end], isCanonical: false))
                offset = end + 1
            } else {
                if !byte.isASCIIWhiteSpace { append(byte) }
                offset += 1
            }
        }
    }

    /// Appends the text that the inside of a valid JSON string stands for.
    package mutating func append(unescaping bytes: ByteView) {
        var offset = 0
        while let backslash = bytes.firstIndex(of: UInt8(ascii: "\\"), from: offset) {
            append(bytes[offset..<backslash])
            let escape = JSONEscape(in: bytes, at: backslash)
            append(scalar: escape.value)
            offset = backslash + escape.length
        }
        append(bytes[offset...])
    }
}

/// One escape of a valid JSON string: the code point it stands for and its length, a surrogate pair taken together.
struct JSONEscape {
    let value: UInt32
    let length: Int

    init(in bytes: ByteView, at backslash: Int) {
        switch bytes[backslash + 1] {
        case UInt8(ascii: "n"): (value, length) = (0x0A, 2)
        case UInt8(ascii: "t"): (value, length) = (0x09, 2)
        case UInt8(ascii: "r"): (value, length) = (0x0D, 2)
        case UInt8(ascii: "b"): (value, length) = (0x08, 2)
        case UInt8(ascii: "f"): (value, length) = (0x0C, 2)
        case UInt8(ascii: "u"):
            let unit = Self.hexadecimal(bytes, at: backslash + 2) ?? 0xFFFD
            if unit & 0xFC00 == 0xD800, backslash + 12 <= bytes.count,
                let low = Self.hexadecimal(bytes, at: backslash + 8)
            {
                value = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
                length = 12
            } else {
                (value, length) = (unit, 6)
            }
        case let letter: (value, length) = (UInt32(letter), 2)
        }
    }

    /// The number that four hexadecimal digits write, or nil where there are no four.
    static func hexadecimal(_ bytes: ByteView, at offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for k in offset..<offset + 4 {
            switch bytes[k] {
            case let digit where digit.isASCIIDigit: value = value << 4 | UInt32(digit - 0x30)
            case let letter where letter | 0x20 >= 0x61 && letter | 0x20 <= 0x66:
                value = value << 4 | UInt32((letter | 0x20) - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }
}
