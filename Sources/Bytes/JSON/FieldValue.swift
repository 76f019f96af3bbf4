import CIntrinsics

/// A value in the bytes of a row: its kind and range, decoded only on demand.
///
/// It is valid as long as the bytes in which it was found.
@usableFromInline
package struct FieldValue: Sendable {
    /// The kinds of JSON values, and plain text for formats that have only text.
    @usableFromInline
    package enum Kind: UInt8, Sendable {
        case null, `false`, `true`, number, list, object
        /// The bytes between the quotes of a JSON string, with escapes.
        case string
        /// A text without quotes and escapes: a CSV cell, an SQLite text, an XML text.
        case plain

        /// Whether two kinds are the same; written out, so that other modules compare them in place and not by a call.
        @inlinable
        package static func == (a: Kind, b: Kind) -> Bool {
            switch (a, b) {
            case (.null, .null), (.false, .false), (.true, .true), (.number, .number), (.list, .list),
                (.object, .object), (.string, .string), (.plain, .plain):
                true
            default: false
            }
        }
    }

    /// The kind of the value.
    package let kind: Kind
    /// The bytes: for a JSON string those between its quotes, otherwise the whole value.
    package let bytes: ByteView
    /// Whether the bytes are as `curate` itself would write them: no unnecessary escapes, no white space outside
    /// strings.
    package let isCanonical: Bool

    /// Creates a value of the given kind.
    package init(_ kind: Kind, _ bytes: ByteView, isCanonical: Bool = true) {
        self.kind = kind
        self.bytes = bytes
        self.isCanonical = isCanonical
    }

    /// Returns a plain text.
    package static func plain(_ bytes: ByteView) -> FieldValue { FieldValue(.plain, bytes) }

    /// The JSON value null.
    package static var null: FieldValue { FieldValue(.null, ByteView("null")) }

    /// Python's words for numbers that JSON does not have; they are nulls in rows.
    static var nonFiniteWords: [StaticString] { ["NaN", "Infinity", "-Infinity"] }

    /// The word for a number that JSON does not have, if the value is null because it was written as such.
    package var nonFiniteWord: String? { kind == .null && !isCanonical ? bytes.text : nil }

    /// Whether it is a JSON string or a plain text.
    package var isText: Bool { kind == .string || kind == .plain }

    /// Whether it is a JSON string that contains a backslash, so that its text differs from its bytes.
    package var hasEscapes: Bool { kind == .string && bytes.firstIndex(of: UInt8(ascii: "\\")) != nil }
}

/// A value with its name in the row.
package struct Field: Sendable {
    /// The decoded name; empty for elements of a list.
    package let name: ByteView
    /// The value of the field.
    package let value: FieldValue

    /// Creates a field.
    package init(name: ByteView, value: FieldValue) {
        self.name = name
        self.value = value
    }
}

// MARK: - Writing

extension Array where Element == UInt8 {
    /// Appends a value as JSON: compact, without unnecessary escapes, with unchanged numbers.
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
        case .null: append(ByteView("null"))
        case .false, .true, .number: append(value.bytes)
        }
    }

    /// Appends a value as text: a string decoded, anything else as compact JSON.
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
        // Most escapes are canonical and are copied along with the surrounding text.
        var (written, offset) = (0, 0)
        while case let backslash = find_escape_of_u_or_slash(bytes.start, offset, bytes.count), backslash < bytes.count
        {
            var first = backslash
            while first > written, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
            // After an odd number of backslashes this one is itself escaped.
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

    /// Appends valid JSON without white space between tokens, with canonical strings, and with null for numbers that JSON
    /// does not have.
    private mutating func append(compacting json: ByteView) {
        var offset = 0
        while offset < json.count {
            let byte = json[offset]
            if byte == UInt8(ascii: "\"") {
                let end = JSONIndex.endOfString(json, openedAt: offset)
                append(json: FieldValue(.string, json[offset + 1..<end], isCanonical: false))
                offset = end + 1
            } else if byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") {
                if last == UInt8(ascii: "-") { removeLast() }
                append(ByteView("null"))
                offset += byte == UInt8(ascii: "N") ? 3 : 8
            } else {
                if !byte.isASCIIWhiteSpace { append(byte) }
                offset += 1
            }
        }
    }

    /// Appends the decoded contents of a valid JSON string.
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

/// An escape in a valid JSON string: its code point and its length; a surrogate pair counts as one.
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

    /// Returns the value of four hexadecimal digits, or nil if there are fewer.
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
