import Bytes
import Files

/// Applies the filters of placeholders, and owns the storage that they need.
///
/// The texts that it makes are valid for the lifetime of the row. Not thread-safe.
final class ValueFilters {
    private let tables: [String: Table]
    private let arena: Arena
    private let longestText: Int
    private var nested = JSONIndex(takesNonFinite: true)
    private let html = HTMLText()
    /// The buffers in which texts are made, alternately.
    private var scratch: BoundedText
    private var otherScratch: BoundedText

    /// Creates filters that use the given tables and make texts in the arena of a row.
    init(_ tables: [String: Table], _ arena: Arena, atMost longestText: Int) {
        self.tables = tables
        self.arena = arena
        self.longestText = longestText
        scratch = BoundedText(atMost: longestText)
        otherScratch = scratch
    }

    /// Returns the result of a filter for a value; a filter of texts applies to each element of a list.
    ///
    /// - Parameter path: the path at which the value was found, for messages.
    ///
    /// Throws `RowFault` for a text that the filter cannot read, and for a result that would be too long.
    func apply(_ filter: Filter, to value: FieldValue, of path: FieldPath) throws(RowFault) -> FieldValue {
        if case .otherwise(let text) = filter {
            return value.isBlank ? .plain(try text.withByteView { (view) throws(RowFault) in try keep(view) }) : value
        }
        if value.kind == .null { return value }
        switch filter {
        case .json, .python:
            // What a format with types has already read as a list or a number is that.
            guard value.isText else { return value }
            if value.isBlank { return .null }
            return try filter == .json ? json(in: arena.text(of: value), path) : python(in: arena.text(of: value), path)
        case .lines, .join, .first, .last:
            guard let elements = elements(of: value) else { return value }
            if filter == .first || filter == .last {
                return (filter == .first ? elements.first : elements.last) ?? .null
            }
            if case .join(let mark) = filter { return .plain(try joined(elements, by: mark)) }
            return .plain(try joined(elements, by: [0x0A]))
        default: return try applyToTexts(filter, value)
        }
    }

    /// Returns the result of a filter for a text, or for each element of a list.
    private func applyToTexts(_ filter: Filter, _ value: FieldValue) throws(RowFault) -> FieldValue {
        if value.kind == .null { return value }
        guard let elements = elements(of: value) else {
            let text = arena.text(of: value)
            if case .split(let mark) = filter { return FieldValue(.list, try parts(of: text, between: mark)) }
            return .plain(try apply(filter, to: text))
        }
        var list = BoundedText(atMost: longestText)
        try list.append(UInt8(ascii: "["))
        for (k, element) in elements.enumerated() {
            if k > 0 { try list.append(UInt8(ascii: ",")) }
            try list.append(json: try applyToTexts(filter, element))
        }
        try list.append(UInt8(ascii: "]"))
        return FieldValue(.list, try keep(list))
    }

    private func apply(_ filter: Filter, to text: ByteView) throws(RowFault) -> ByteView {
        switch filter {
        case .trim: return text.trimmedOfWhiteSpace
        case .text:
            let plain = html.text(of: text, atMost: longestText)
            if html.isTooLong { throw .plainTextTooLong(longestText) }
            return try plain.withByteView { (view) throws(RowFault) in try keep(view) }
        case .before(let mark):
            return mark.withByteView { mark in text.firstIndex(of: mark).map { text[..<$0] } ?? text }
        case .after(let mark):
            return mark.withByteView { mark in text.firstIndex(of: mark).map { text[($0 + mark.count)...] } ?? text }
        case .lookup(let name):
            guard let entry = tables[name]?.entry(for: text) else {
                throw RowFault("no entry for a text in the table \"\(name)\"")
            }
            return try keep(entry)
        case .replace(let name):
            return try tables[name].map { (table) throws(RowFault) in try replaced(table, in: text) } ?? text
        case .json, .python, .lines, .join, .first, .last, .split, .otherwise: return text
        }
    }

    // MARK: - Values in texts

    private func json(in text: ByteView, _ path: FieldPath) throws(RowFault) -> FieldValue {
        do throws(JSONError) {
            try nested.index(text)
        } catch {
            throw RowFault(noValue: "JSON", at: path, error.reason, error.reasonWithoutText)
        }
        return nested.root
    }

    private func python(in text: ByteView, _ path: FieldPath) throws(RowFault) -> FieldValue {
        let value: JSON
        do throws(PythonLiteralError) {
            value = try PythonLiteral.value(of: text)
        } catch {
            throw RowFault(noValue: "Python value", at: path, error.reason, "it cannot be read")
        }
        func kept(_ text: String) throws(RowFault) -> ByteView {
            try Array(text.utf8).withByteView { (view) throws(RowFault) in try keep(view) }
        }
        return switch value {
        case .null: .null
        case .bool(let flag): flag ? FieldValue(.true, ByteView("true")) : FieldValue(.false, ByteView("false"))
        case .number(let digits): FieldValue(.number, try kept(digits))
        case .string(let text): .plain(try kept(text))
        case .list: FieldValue(.list, try kept(value.compactText))
        case .object: FieldValue(.object, try kept(value.compactText))
        }
    }

    // MARK: - Lists

    /// Returns the elements of a list, or nil for any other value.
    private func elements(of value: FieldValue) -> [FieldValue]? {
        value.kind == .list ? nested.elements(of: value) : nil
    }

    /// Returns the texts of elements with a mark between them; null is an empty text.
    private func joined(_ elements: [FieldValue], by mark: [UInt8]) throws(RowFault) -> ByteView {
        scratch.clear()
        for (k, element) in elements.enumerated() {
            if k > 0 { try scratch.append(mark) }
            if element.kind != .null { try scratch.append(arena.text(of: element)) }
        }
        return try keep(scratch)
    }

    /// Returns the list of the parts of a text between marks; an empty list for a blank text.
    private func parts(of text: ByteView, between mark: [UInt8]) throws(RowFault) -> ByteView {
        if text.isBlank { return ByteView("[]") }
        return try mark.withByteView { (mark) throws(RowFault) in
            scratch.clear()
            try scratch.append(UInt8(ascii: "["))
            var start = 0
            while let end = text.firstIndex(of: mark, from: start) {
                try scratch.append(quoted: text[start..<end])
                try scratch.append(UInt8(ascii: ","))
                start = end + mark.count
            }
            try scratch.append(quoted: text[start...])
            try scratch.append(UInt8(ascii: "]"))
            return try keep(scratch)
        }
    }

    // MARK: - Tables

    /// Returns a text in which every entry of a table has been replaced, one entry after the other.
    private func replaced(_ table: Table, in text: ByteView) throws(RowFault) -> ByteView {
        // The output of one entry is the input of the next, and is not needed after that.
        var (made, next) = (scratch, otherScratch)
        (scratch, otherScratch) = (BoundedText(atMost: longestText), BoundedText(atMost: longestText))
        defer { (scratch, otherScratch) = (made, next) }
        var isMade = false
        for (from, to) in table.entries {
            next.clear()
            let isReplaced =
                isMade
                ? try made.bytes.withByteView { (made) throws(RowFault) in
                    try Self.replace(from.view, by: to.view, in: made, into: &next)
                } : try Self.replace(from.view, by: to.view, in: text, into: &next)
            guard isReplaced else { continue }
            swap(&made, &next)
            isMade = true
        }
        return isMade ? try keep(made) : text
    }

    /// Writes a text with all occurrences of a part replaced; if there are none, writes nothing and returns false.
    private static func replace(
        _ part: ByteView, by other: ByteView, in text: ByteView, into made: inout BoundedText
    ) throws(RowFault) -> Bool {
        guard !part.isEmpty, var place = text.firstIndex(of: part) else { return false }
        var start = 0
        while true {
            try made.append(text[start..<place])
            try made.append(other)
            start = place + part.count
            guard let next = text.firstIndex(of: part, from: start) else { break }
            place = next
        }
        try made.append(text[start...])
        return true
    }

    // MARK: - Keeping

    private func keep(_ text: borrowing BoundedText) throws(RowFault) -> ByteView { try arena.keep(text) }
    private func keep(_ text: ByteView) throws(RowFault) -> ByteView { try arena.keep(text, atMost: longestText) }
}

extension Arena {
    /// The maximum total size of the texts of one row, as a multiple of that of one text.
    private static var mostTexts: Int { 16 }

    /// Returns a copy of a derived text, which is valid for the lifetime of the row.
    ///
    /// Throws `RowFault` if the text is longer than `longest`, or all texts of the row together than a multiple of it.
    func keep(_ text: ByteView, atMost longest: Int) throws(RowFault) -> ByteView {
        if text.count > longest { throw .madeTooLong(longest) }
        if text.count > Self.mostTexts * longest - size { throw .madeTooLong(times: Self.mostTexts, longest) }
        return copy(text)
    }

    /// Returns a copy of a text that was built, which is valid for the lifetime of the row.
    func keep(_ text: borrowing BoundedText) throws(RowFault) -> ByteView {
        let longest = text.longest
        return try text.bytes.withByteView { (view) throws(RowFault) in try keep(view, atMost: longest) }
    }
}

extension JSONIndex {
    /// Returns the elements of a list, or nil if it is not JSON.
    mutating func elements(of list: FieldValue) -> [FieldValue]? {
        do throws(JSONError) {
            try index(list.bytes)
        } catch {
            return nil
        }
        return fields.map(\.value)
    }
}
