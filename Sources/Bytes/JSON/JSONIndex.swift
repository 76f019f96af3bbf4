/// The structure of a JSON text: its root and, for a list or an object, its immediate elements or members.
///
/// Parsing takes two passes. `JSONMarks` scans all bytes, 64 at a time, finds the quotes that open and close strings
/// and checks the contents of strings. The second pass then only looks at the bytes between strings. Nothing is
/// decoded; every byte is checked against RFC 8259 and UTF-8, also in values that are not used. One index is reused for
/// many texts without allocating again.
package struct JSONIndex {
    /// The whole value.
    package private(set) var root = FieldValue.null
    /// The members of the root object or the elements of the root list, which have empty names, in order.
    package private(set) var fields: [Field] = []

    private var marks = JSONMarks()
    private var text = ByteView.empty
    private var position = 0
    private var nextQuote = 0
    private var nextRewrite = 0
    private var open: [Bool] = []
    private var names = NameSet()
    private var decodedNames: [[UInt8]] = []

    private let checksNames: Bool
    private let takesNonFinite: Bool

    /// Creates an empty index.
    ///
    /// - Parameters:
    ///   - checksNames: Whether a duplicate name in an object is an error; false only if the caller checks this, as for
    ///     objects with very many members.
    ///   - takesNonFinite: Whether `NaN`, `Infinity` and `-Infinity`, which Python writes, are null and not errors.
    package init(checksNames: Bool = true, takesNonFinite: Bool = false) {
        self.checksNames = checksNames
        self.takesNonFinite = takesNonFinite
    }

    /// Indexes a text.
    ///
    /// Throws `JSONError` for the first fault.
    package mutating func index(_ text: ByteView) throws(JSONError) {
        self.text = text
        position = 0
        nextQuote = 0
        nextRewrite = 0
        fields.removeAll(keepingCapacity: true)
        decodedNames.removeAll(keepingCapacity: true)
        names.removeAll()
        try marks.find(in: text)
        skipSpace()
        guard position < text.count else { throw JSONError(.empty, at: 0) }
        let start = position
        switch text[position] {
        case UInt8(ascii: "{"): root = try members(from: start)
        case UInt8(ascii: "["): root = try elements(from: start)
        default: root = try value()
        }
        skipSpace()
        guard position == text.count else { throw JSONError(.textAfterValue, at: position) }
    }

    /// Returns the value of a member of the root object, or nil if there is none.
    package func value(named name: ByteView) -> FieldValue? {
        for field in fields where field.name == name { return field.value }
        return nil
    }

    /// Returns the offset of the quote that closes a string in valid JSON.
    package static func endOfString(_ json: ByteView, openedAt quote: Int) -> Int {
        var offset = quote + 1
        while let close = json.firstIndex(of: UInt8(ascii: "\""), from: offset) {
            var backslashes = 0
            while json[close - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
            if backslashes % 2 == 0 { return close }
            offset = close + 1
        }
        preconditionFailure("the string has no closing quote")
    }

    // MARK: - The root's members

    private mutating func members(from start: Int) throws(JSONError) -> FieldValue {
        position += 1
        var isCompact = true
        if skipSpace() { isCompact = false }
        if try take(UInt8(ascii: "}")) {
            return FieldValue(.object, text[start..<position], isCanonical: isCompact)
        }
        while true {
            let nameStart = position
            guard try peek() == UInt8(ascii: "\"") else { throw unexpected() }
            let name = try string()
            let decoded = decode(name: name)
            if checksNames, !names.insert(decoded, among: fields) {
                throw JSONError(.repeatedName(decoded.text), at: nameStart)
            }
            if skipSpace() { isCompact = false }
            guard try take(UInt8(ascii: ":")) else { throw unexpected() }
            if skipSpace() { isCompact = false }
            let value = try value()
            fields.append(Field(name: decoded, value: value))
            isCompact = isCompact && value.isCanonical && name.isCanonical
            if skipSpace() { isCompact = false }
            if try take(UInt8(ascii: ",")) {
                if skipSpace() { isCompact = false }
                continue
            }
            guard try take(UInt8(ascii: "}")) else { throw unexpected() }
            return FieldValue(.object, text[start..<position], isCanonical: isCompact)
        }
    }

    private mutating func elements(from start: Int) throws(JSONError) -> FieldValue {
        position += 1
        var isCompact = true
        if skipSpace() { isCompact = false }
        if try take(UInt8(ascii: "]")) {
            return FieldValue(.list, text[start..<position], isCanonical: isCompact)
        }
        while true {
            let value = try value()
            fields.append(Field(name: .empty, value: value))
            isCompact = isCompact && value.isCanonical
            if skipSpace() { isCompact = false }
            if try take(UInt8(ascii: ",")) {
                if skipSpace() { isCompact = false }
                continue
            }
            guard try take(UInt8(ascii: "]")) else { throw unexpected() }
            return FieldValue(.list, text[start..<position], isCanonical: isCompact)
        }
    }

    private mutating func decode(name: FieldValue) -> ByteView {
        guard name.hasEscapes else { return name.bytes }
        var decoded: [UInt8] = []
        decoded.append(unescaping: name.bytes)
        // The array is kept until the next text is indexed; its storage does not move when the outer array grows.
        decodedNames.append(decoded)
        return decodedNames[decodedNames.count - 1].withByteView { $0 }
    }

    // MARK: - Any value

    private mutating func value() throws(JSONError) -> FieldValue {
        switch try peek() {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try nested()
        case UInt8(ascii: "t"): return try literal("true", .true)
        case UInt8(ascii: "f"): return try literal("false", .false)
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return try nonFinite(from: position, unexpected())
        }
    }

    /// Parses one of Python's words for numbers that JSON does not have, as a null that keeps the word; throws the fault
    /// if there is none or they are not taken.
    @inline(never)
    private mutating func nonFinite(from start: Int, _ fault: JSONError) throws(JSONError) -> FieldValue {
        guard takesNonFinite,
            let word = FieldValue.nonFiniteWords.first(where: { text[start...].starts(with: ByteView($0)) })
        else { throw fault }
        position = start + word.utf8CodeUnitCount
        return FieldValue(.null, text[start..<position], isCanonical: false)
    }

    private mutating func string() throws(JSONError) -> FieldValue {
        // Outside strings the next quote is the next mark, since all earlier ones were consumed in pairs.
        let open = position
        let close = marks.quotes[nextQuote + 1]
        nextQuote += 2
        position = Int(close) + 1
        return FieldValue(.string, text[open + 1..<Int(close)], isCanonical: !hasRewrite(before: close))
    }

    private mutating func hasRewrite(before end: UInt32) -> Bool {
        var found = false
        while nextRewrite < marks.rewrites.count, marks.rewrites[nextRewrite] < end {
            nextRewrite += 1
            found = true
        }
        return found
    }

    private mutating func literal(_ word: StaticString, _ kind: FieldValue.Kind) throws(JSONError) -> FieldValue {
        let start = position
        guard text[start...].starts(with: ByteView(word)) else { throw JSONError(.invalidLiteral, at: start) }
        position += word.utf8CodeUnitCount
        return FieldValue(kind, text[start..<position])
    }

    private mutating func number() throws(JSONError) -> FieldValue {
        let start = position
        if text[position] == UInt8(ascii: "-") { position += 1 }
        if position < text.count, text[position] == UInt8(ascii: "0") {
            position += 1
        } else if position == text.count || !text[position].isASCIIDigit {
            return try nonFinite(from: start, JSONError(.invalidNumber, at: start))
        } else {
            try digits(of: start)
        }
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            try digits(of: start)
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
                position += 1
            }
            try digits(of: start)
        }
        return FieldValue(.number, text[start..<position])
    }

    private mutating func digits(of number: Int) throws(JSONError) {
        let start = position
        while position < text.count, text[position].isASCIIDigit { position += 1 }
        if position == start { throw JSONError(.invalidNumber, at: number) }
    }

    /// Parses a list or an object below the root.
    ///
    /// `open` contains whether each open level is an object.
    private mutating func nested() throws(JSONError) -> FieldValue {
        let start = position
        var isCompact = true
        open.removeAll(keepingCapacity: true)
        repeat {
            // A value is expected here.
            switch try peek() {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isObject = text[position] == UInt8(ascii: "{")
                guard open.count < JSONError.deepest else { throw JSONError(.tooDeep, at: position) }
                position += 1
                if skipSpace() { isCompact = false }
                if try take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { break }
                open.append(isObject)
                if isObject, try name() { isCompact = false }
                continue
            default:
                if try !value().isCanonical { isCompact = false }
            }
            // After a value: close levels until a comma introduces the next value or no level is open.
            while let isObject = open.last {
                if skipSpace() { isCompact = false }
                if try take(UInt8(ascii: ",")) {
                    if skipSpace() { isCompact = false }
                    if isObject, try name() { isCompact = false }
                    break
                }
                guard try take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw unexpected() }
                open.removeLast()
            }
        } while !open.isEmpty
        let kind: FieldValue.Kind = text[start] == UInt8(ascii: "{") ? .object : .list
        return FieldValue(kind, text[start..<position], isCanonical: isCompact)
    }

    /// Consumes a member's name and colon; returns true if they are not canonical.
    private mutating func name() throws(JSONError) -> Bool {
        guard try peek() == UInt8(ascii: "\"") else { throw unexpected() }
        var needsRewrite = try !string().isCanonical
        if skipSpace() { needsRewrite = true }
        guard try take(UInt8(ascii: ":")) else { throw unexpected() }
        if skipSpace() { needsRewrite = true }
        return needsRewrite
    }

    // MARK: - Between strings

    /// Skips white space; returns whether there was any.
    @discardableResult
    @inline(__always)
    private mutating func skipSpace() -> Bool {
        // The common case: no white space.
        guard position < text.count, text[position] <= 0x20 else { return false }
        return skipSomeSpace()
    }

    private mutating func skipSomeSpace() -> Bool {
        let start = position
        while position < text.count {
            switch text[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return position > start
            }
        }
        return position > start
    }

    @inline(__always)
    private func peek() throws(JSONError) -> UInt8 {
        guard position < text.count else { throw JSONError(.unexpectedEnd, at: position) }
        return text[position]
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try peek() == byte else { return false }
        position += 1
        return true
    }

    private func unexpected() -> JSONError {
        position < text.count
            ? JSONError(.unexpectedByte(text[position]), at: position) : JSONError(.unexpectedEnd, at: position)
    }
}

/// The names of one object, to detect duplicates.
///
/// Few names are compared one by one after a 64-bit filter; many are stored in a set.
private struct NameSet {
    private var filter: UInt64 = 0
    private var many: Set<ByteView> = []

    mutating func removeAll() {
        filter = 0
        if !many.isEmpty { many = [] }
    }

    /// Inserts a name; returns false if one of the previous fields has it.
    mutating func insert(_ name: ByteView, among fields: [Field]) -> Bool {
        if fields.count >= 64 {
            if many.isEmpty { for field in fields { many.insert(field.name) } }
            return many.insert(name).inserted
        }
        let ends =
            UInt64(name.first ?? 0) &* 31 &+ UInt64(name.last ?? 0) &* 7 &+ UInt64(truncatingIfNeeded: name.count)
        let bit: UInt64 = 1 << (ends & 63)
        guard filter & bit != 0 else {
            filter |= bit
            return true
        }
        return !fields.contains { $0.name == name }
    }
}
