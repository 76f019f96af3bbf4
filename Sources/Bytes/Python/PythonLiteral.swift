/// Reads what Python prints for a value of lists, tuples, sets, dictionaries, texts, numbers, `True`, `False` and `None`.
///
/// It gives what `ast.literal_eval` gives, as JSON: tuples and sets are lists, in the order in which they are written, keys
/// are texts as `json.dumps` writes them, `nan` and `inf` are null, and of a key that is written twice the last value counts.
/// Two texts side by side are refused, which Python would join: NumPy prints lists of texts without commas.
package struct PythonLiteral {
    /// The deepest nesting that is read.
    package static let deepest = 100

    private let text: ByteView
    private var offset = 0
    private var depth = 0

    /// Returns the value of a literal, which may have white space around it; throws `PythonLiteralError`.
    package static func value(of text: ByteView) throws(PythonLiteralError) -> JSON {
        var reader = PythonLiteral(text: text)
        let value = try reader.value()
        if reader.next != nil { throw reader.error("text after the end of the value") }
        return value
    }

    private init(text: ByteView) {
        self.text = text
        skipWhiteSpace()
    }

    private func error(_ reason: String, at place: Int? = nil) -> PythonLiteralError {
        PythonLiteralError(reason: reason, offset: place ?? offset)
    }

    // MARK: - Bytes

    private var next: UInt8? { offset < text.count ? text[offset] : nil }

    private mutating func skipWhiteSpace() {
        while let byte = next, byte.isASCIIWhiteSpace { offset += 1 }
    }

    /// Takes a sign, and the white space behind it.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: sign) else { return false }
        offset += 1
        skipWhiteSpace()
        return true
    }

    // MARK: - Values

    private mutating func value() throws(PythonLiteralError) -> JSON {
        guard let byte = next else { throw error("the text ends too early") }
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw error("nested deeper than \(Self.deepest) levels") }
        switch byte {
        case UInt8(ascii: "["): return .list(try elements(until: "]").values)
        case UInt8(ascii: "("):
            let (values, hasComma) = try elements(until: ")")
            // Parentheses around one value are no tuple.
            return values.count == 1 && !hasComma ? values[0] : .list(values)
        case UInt8(ascii: "{"): return try members()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return try string(isRaw: false)
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): return try number()
        default: return byte.isASCIIDigit ? try number() : try word()
        }
    }

    /// Reads values up to a closing bracket; tells whether there was a comma among them.
    private mutating func elements(
        until close: Unicode.Scalar
    ) throws(PythonLiteralError) -> (values: [JSON], hasComma: Bool) {
        let place = offset
        offset += 1
        skipWhiteSpace()
        var values: [JSON] = []
        var hasComma = false
        while !take(close) {
            values.append(try value())
            if take(",") {
                hasComma = true
            } else if next != UInt8(ascii: close) {
                throw separatorError(close, from: place)
            }
        }
        return (values, hasComma)
    }

    private func separatorError(_ close: Unicode.Scalar, from place: Int) -> PythonLiteralError {
        guard let next else { return error("a bracket that is not closed", at: place) }
        if next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") {
            return error("two values without a comma between them, as NumPy prints them")
        }
        return error("a comma or \(close) should stand here")
    }

    /// Reads a dictionary or a set.
    private mutating func members() throws(PythonLiteralError) -> JSON {
        let place = offset
        offset += 1
        skipWhiteSpace()
        var object = JSONObject()
        var list: [JSON] = []
        while !take("}") {
            let first = try value()
            if !list.isEmpty || next != UInt8(ascii: ":") {
                if !object.members.isEmpty { throw error("a colon should stand here") }
                list.append(first)
            } else {
                guard let key = Self.key(first) else { throw error("a list or dictionary as a key") }
                _ = take(":")
                object[key] = try value()
            }
            if !take(","), next != UInt8(ascii: "}") { throw separatorError("}", from: place) }
        }
        return list.isEmpty ? .object(object) : .list(list)
    }

    private static func key(_ value: JSON) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        case .list, .object: nil
        }
    }

    // MARK: - Words

    private mutating func word() throws(PythonLiteralError) -> JSON {
        let place = offset
        while let byte = next, byte.isASCIILetterOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") {
            offset += 1
        }
        let word = text[place..<offset].text
        if let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            switch word.lowercased() {
            case "u": return try string(isRaw: false)
            case "r": return try string(isRaw: true)
            case "b", "br", "rb": throw error("bytes, which are no text", at: place)
            default: throw error("a text begins with ' or \"", at: place)
            }
        }
        skipWhiteSpace()
        switch word {
        case "True": return true
        case "False": return false
        case "None", "nan", "NaN", "inf": return nil
        case "set" where take("("):
            guard take(")") else { throw error("\"set(\" is not a literal", at: place) }
            return .list([])
        case "": throw error("no Python value begins here", at: place)
        default:
            throw error(
                "\"\(word.prefix(40))\" is not a literal; write True, False, None, nan, or a text in quotes", at: place)
        }
    }

    // MARK: - Numbers

    private mutating func number() throws(PythonLiteralError) -> JSON {
        let place = offset
        var isNegative = false
        while let sign = next, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            if sign == UInt8(ascii: "-") { isNegative.toggle() }
            offset += 1
            skipWhiteSpace()
        }
        let first = offset
        while let byte = next,
            byte.isASCIILetterOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                || (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")) && Self.isExponent(text[first..<offset])
        { offset += 1 }
        let written = text[first..<offset].text
        skipWhiteSpace()
        if isNegative || first > place, written == "inf" || written == "nan" { return nil }
        guard let digits = Self.digits(of: written) else {
            throw error("\"\(written.prefix(40))\" is not a number", at: place)
        }
        return .number(isNegative ? "-" + digits : digits)
    }

    /// Whether a sign behind this belongs to a number.
    private static func isExponent(_ number: ByteView) -> Bool {
        guard let last = number.last, last | 0x20 == UInt8(ascii: "e") else { return false }
        return !(number.count > 1 && number[1] | 0x20 == UInt8(ascii: "x"))
    }

    /// A number of Python's as JSON writes it; nil where it is none.
    private static func digits(of written: String) -> String? {
        var text = Substring(written)
        if let radix = ["0x": 16, "0o": 8, "0b": 2][text.prefix(2).lowercased()] {
            text = text.dropFirst(2)
            if text.first == "_" { text.removeFirst() }
            guard let plain = withoutUnderscores(text), plain.utf8.first?.isASCIILetterOrDigit == true,
                let number = UInt64(plain, radix: radix)
            else { return nil }
            return String(number)
        }
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard let mantissa = halves.first else { return nil }
        let pieces = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count <= 2, pieces.contains(where: { !$0.isEmpty }) else { return nil }
        guard let whole = pieces[0].isEmpty ? "0" : decimal(pieces[0]) else { return nil }
        var result = whole
        if pieces.count == 2 {
            guard let fraction = pieces[1].isEmpty ? "0" : decimal(pieces[1]) else { return nil }
            result += "." + fraction
        }
        let isFloat = pieces.count == 2 || halves.count == 2
        // 007 is no number in Python, 007.5 is 7.5, and 00 is 0.
        let stripped = whole.drop { $0 == "0" }
        if whole.count > 1, whole.first == "0" {
            if !isFloat, !stripped.isEmpty { return nil }
            result = (stripped.isEmpty ? "0" : String(stripped)) + result.dropFirst(whole.count)
        }
        if halves.count == 2 {
            let sign = halves[1].first.flatMap { $0 == "-" || $0 == "+" ? String($0) : nil } ?? ""
            guard let exponent = decimal(halves[1].dropFirst(sign.count)) else { return nil }
            result += "e" + sign + exponent
        }
        return result
    }

    private static func decimal(_ text: Substring) -> String? {
        guard let plain = withoutUnderscores(text), !plain.isEmpty, plain.utf8.allSatisfy(\.isASCIIDigit) else {
            return nil
        }
        return plain
    }

    /// Digits without the low lines between them; nil where one does not stand between two.
    private static func withoutUnderscores(_ text: Substring) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        return parts.count > 1 && parts.contains(where: \.isEmpty) ? nil : parts.joined()
    }

    // MARK: - Texts

    private mutating func string(isRaw: Bool) throws(PythonLiteralError) -> JSON {
        let place = offset
        let quote = text[offset]
        let isTriple = offset + 2 < text.count && text[offset + 1] == quote && text[offset + 2] == quote
        offset += isTriple ? 3 : 1
        var bytes: [UInt8] = []
        while let byte = next {
            if byte == quote, !isTriple || text[offset...].starts(with: text[place..<place + 3]) {
                offset += isTriple ? 3 : 1
                skipWhiteSpace()
                guard let string = String(validating: bytes, as: UTF8.self) else {
                    throw error("invalid UTF-8", at: place)
                }
                return .string(string)
            }
            if byte == 0x0A || byte == 0x0D, !isTriple { throw error("a text without its closing quote", at: place) }
            offset += 1
            if byte != UInt8(ascii: "\\") {
                bytes.append(byte)
            } else if isRaw {
                bytes.append(byte)
                if let escaped = next {
                    bytes.append(escaped)
                    offset += 1
                }
            } else {
                try escape(into: &bytes)
            }
        }
        throw error("a text without its closing quote", at: place)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "'"): UInt8(ascii: "'"),
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9,
        UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    ]

    private mutating func escape(into bytes: inout [UInt8]) throws(PythonLiteralError) {
        let place = offset - 1
        guard let byte = next else { return }
        offset += 1
        switch byte {
        case 0x0A: break
        case UInt8(ascii: "x"): try append(hexadecimal: 2, from: place, to: &bytes)
        case UInt8(ascii: "u"): try append(hexadecimal: 4, from: place, to: &bytes)
        case UInt8(ascii: "U"): try append(hexadecimal: 8, from: place, to: &bytes)
        case UInt8(ascii: "N"): throw error("a character by its name", at: place)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var number = UInt32(byte - UInt8(ascii: "0"))
            for _ in 0..<2 {
                guard let digit = next, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { break }
                number = number * 8 + UInt32(digit - UInt8(ascii: "0"))
                offset += 1
            }
            try append(number, from: place, to: &bytes)
        default:
            if let meant = Self.escapes[byte] {
                bytes.append(meant)
            } else {
                // What is no escape stays as it is written.
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            }
        }
    }

    private mutating func append(
        hexadecimal count: Int, from place: Int, to bytes: inout [UInt8]
    ) throws(PythonLiteralError) {
        let end = offset + count
        guard end <= text.count, let number = UInt32(text[offset..<end].text, radix: 16),
            text[offset].isASCIILetterOrDigit
        else { throw error("\(count) hexadecimal digits should stand here", at: place) }
        offset = end
        try append(number, from: place, to: &bytes)
    }

    private func append(_ number: UInt32, from place: Int, to bytes: inout [UInt8]) throws(PythonLiteralError) {
        guard let scalar = Unicode.Scalar(number) else { throw error("an unpaired surrogate", at: place) }
        bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
    }
}

/// Why a text is not a literal of Python's, and at which byte.
package struct PythonLiteralError: Error, Equatable {
    /// What is wrong, in a few words that do not name the place.
    package let reason: String
    /// The offset in bytes from the beginning of the text at which it shows.
    package let offset: Int
}
