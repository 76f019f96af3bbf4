import Bytes
import Files

/// A row of a source, recording or benchmark with its fields, and storage for texts that are derived from them.
///
/// An instance is reused for one row after the other; values that it returns are valid until the next row. Not
/// thread-safe.
package final class Row {
    /// The texts that were derived from this row.
    package let arena = Arena()
    /// The fields of the current row.
    package var fields: [Field] { named }
    /// The storage of `fields`: a private property avoids exclusivity checks on each access.
    private var named: [Field] = []
    /// The whole row as a single value: an object, or a text, a number and so on if the row is not an object.
    private(set) var root = FieldValue.null
    /// Whether numbers and Booleans are texts in this format.
    private(set) var isTextOnly = false

    private let tables: [String: Table]
    private var isElement = false
    private var nested = JSONIndex()
    private let html = HTMLText()
    private var places = NamePlaces<ByteView>()
    /// Whether `places` has been used for the current row: testing `places` itself would involve an exclusivity check.
    private var hasPlaces = false
    /// The maximum size in bytes of a text that is derived from the row's fields.
    let longestText: Int
    /// The maximum total size of the texts of one row, as a multiple of `longestText`.
    private static let mostTexts = 16
    /// The buffers in which filters create texts, alternately, and the one in which texts, including filtered ones, are
    /// composed.
    private var scratch: BoundedText
    private var otherScratch: BoundedText
    private var composition: BoundedText

    /// Creates a row whose placeholders may use the given tables.
    ///
    /// - Parameter longestText: the maximum size in bytes of a text that is derived from the row's fields.
    init(tables: [String: Table] = [:], longestText: Int = 1 << 26) {
        self.tables = tables
        self.longestText = longestText
        scratch = BoundedText(atMost: longestText)
        otherScratch = scratch
        composition = scratch
    }

    /// Releases the current row and all texts that were derived from it, so that the memory of its fields can be
    /// reused.
    func reset() {
        arena.reset()
        named = []
        if hasPlaces { forgetPlaces() }
    }

    @inline(never)
    private func forgetPlaces() {
        places.reset()
        hasPlaces = false
    }

    /// Loads the next row, after `reset`, from a JSON value with its members.
    func load(root: FieldValue, fields: [Field]) {
        self.root = root
        named = fields
        isTextOnly = false
        isElement = false
    }

    /// The kind of cells of a format.
    enum CellKind {
        /// Texts, numbers and nulls.
        case typed
        /// Texts, including numbers as they are written.
        case texts
        /// Texts and XML elements.
        case elements
    }

    /// Loads the next row, after `reset`, from named cells.
    func load(cells: [Field], _ kind: CellKind) {
        named = cells
        root = cells.first { $0.name == "#text" }?.value ?? .null
        isTextOnly = kind != .typed
        isElement = kind == .elements
    }

    /// Returns the value at a path, or nil if the row lacks it.
    package func value(at path: FieldPath) -> FieldValue? {
        guard let first = path.names.first else { return root }
        if let value = field(path.whole) { return textOfElement(value) }
        guard path.names.count > 1, var value = field(first) else { return nil }
        for name in path.names.dropFirst() {
            guard let inner = member(of: value, name) else { return nil }
            value = inner
        }
        return textOfElement(value)
    }

    /// Returns the value of the field with the given name, or nil if the row lacks it.
    package func value(named name: ByteView) -> FieldValue? {
        if named.count > NamePlaces<ByteView>.fewNames { return valueAmongMany(name).map(textOfElement) }
        for index in named.indices where named[index].name == name { return textOfElement(named[index].value) }
        return nil
    }

    @inline(never)
    private func valueAmongMany(_ name: ByteView) -> FieldValue? {
        hasPlaces = true
        return places.first(name, among: named.count) { named[$0].name }.map { named[$0].value }
    }

    /// Returns whether the row has a field of this name, including one that is null.
    package func hasField(_ name: ByteView) -> Bool { field(name) != nil }

    private func field(_ name: ByteView) -> FieldValue? {
        if named.count > NamePlaces<ByteView>.fewNames { return valueAmongMany(name) }
        for index in named.indices where named[index].name == name { return named[index].value }
        return nil
    }

    private func field(_ name: [UInt8]) -> FieldValue? { name.withByteView { field($0) } }

    /// Returns a member of an object (the last, if there are several), or an element of a list by its zero-based index.
    private func member(of value: FieldValue, _ name: [UInt8]) -> FieldValue? {
        guard value.kind == .object || value.kind == .list else { return nil }
        do throws(JSONError) {
            try nested.index(value.bytes)
        } catch {
            return nil
        }
        if value.kind == .object {
            return name.withByteView { nested.value(named: $0) }
        }
        guard let index = name.withByteView({ $0.placeNumber }), nested.fields.indices.contains(index)
        else { return nil }
        return nested.fields[index].value
    }

    /// Returns the text of an XML element with attributes or children, if it has one; otherwise, the value itself.
    private func textOfElement(_ value: FieldValue) -> FieldValue {
        guard isElement, value.kind == .object else { return value }
        return member(of: value, Array("#text".utf8)) ?? value
    }

    /// Returns the text of a value: a string decoded, any other value as compact JSON.
    package func text(of value: FieldValue) -> ByteView { arena.text(of: value) }

    /// Returns the result of a filter for a value; a filter applies to each element of a list.
    ///
    /// Throws `RowFault` for a text without an entry in a table, and for a result that would be too long.
    func apply(_ filter: Filter, to value: FieldValue) throws(RowFault) -> FieldValue {
        if value.kind == .null { return value }
        guard let elements = elements(of: value) else {
            return filter == .lines ? value : .plain(try apply(filter, to: text(of: value)))
        }
        if filter == .lines { return .plain(try joined(elements)) }
        var list = BoundedText(atMost: longestText)
        try list.append(UInt8(ascii: "["))
        for (k, element) in elements.enumerated() {
            if k > 0 { try list.append(UInt8(ascii: ",")) }
            try list.append(json: try apply(filter, to: element))
        }
        try list.append(UInt8(ascii: "]"))
        return FieldValue(.list, try keep(list))
    }

    private func apply(_ filter: Filter, to text: ByteView) throws(RowFault) -> ByteView {
        switch filter {
        case .lines: return text
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
        }
    }

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

    /// Returns the elements of a list, or nil for any other value.
    func elements(of value: FieldValue) -> [FieldValue]? {
        guard value.kind == .list else { return nil }
        do throws(JSONError) {
            try nested.index(value.bytes)
        } catch {
            return nil
        }
        return nested.fields.map(\.value)
    }

    /// Returns the texts of elements, one per line; null is an empty line.
    private func joined(_ elements: [FieldValue]) throws(RowFault) -> ByteView {
        scratch.clear()
        for (k, element) in elements.enumerated() {
            if k > 0 { try scratch.append(0x0A) }
            if element.kind != .null { try scratch.append(text(of: element)) }
        }
        return try keep(scratch)
    }

    /// Returns a text that `body` writes, which is valid for the lifetime of the row.
    ///
    /// Rethrows the errors of `body`, and throws `RowFault` for a text that would be too long.
    package func compose(_ body: (inout BoundedText) throws(RowFault) -> Void) throws(RowFault) -> ByteView {
        // A local copy avoids exclusivity checks.
        var text = BoundedText(atMost: longestText)
        swap(&text, &composition)
        defer { swap(&text, &composition) }
        text.clear()
        try body(&text)
        return try keep(text)
    }

    private func keep(_ text: borrowing BoundedText) throws(RowFault) -> ByteView {
        try text.bytes.withByteView { (view) throws(RowFault) in try keep(view) }
    }

    /// Returns a copy of a derived text, which is valid for the lifetime of the row.
    private func keep(_ text: ByteView) throws(RowFault) -> ByteView {
        if text.count > longestText { throw .madeTooLong(longestText) }
        if text.count > Self.mostTexts * longestText - arena.size {
            throw .madeTooLong(times: Self.mostTexts, longestText)
        }
        return arena.copy(text)
    }
}

extension ByteView {
    /// The well-formed text without Unicode white space at both ends.
    package var trimmedOfWhiteSpace: ByteView {
        var lower = 0
        var upper = count
        while lower < upper {
            let (value, length) = UTF8Check.decode(self, at: lower)
            guard Words.isWhiteSpace(value) else { break }
            lower += length
        }
        while upper > lower {
            var start = upper - 1
            while start > lower, self[start] & 0xC0 == 0x80 { start -= 1 }
            guard Words.isWhiteSpace(UTF8Check.decode(self, at: start).value) else { break }
            upper = start
        }
        return self[lower..<upper]
    }
}
