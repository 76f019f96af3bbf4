import Bytes
import Files

/// A row of a source, recording or benchmark with its fields, and room for the texts that are made of them.
///
/// It is used for one row after the other; what it hands out is valid until the next. It belongs to one thread.
package final class Row {
    /// Texts made for this row.
    package let arena = Arena()
    /// The fields of the row at hand.
    package var fields: [Field] { named }
    /// The same, which nobody else can be at: a property that other modules see costs a check at each look.
    private var named: [Field] = []
    /// The whole row as one value: an object, or a plain text, a number and so on where rows are no objects.
    private(set) var root = FieldValue.null
    /// True when numbers and truth values are texts in this format.
    private(set) var isTextOnly = false

    private let tables: [String: Table]
    private var isElement = false
    private var nested = JSONIndex()
    private let html = HTMLText()
    private var places = NamePlaces<ByteView>()
    /// Whether `places` was asked for the row at hand: to look at it costs a check for who else may be at it.
    private var hasPlaces = false
    /// How many bytes a text may have that is made of the row's fields.
    let longestText: Int
    /// So many times as many bytes all texts made of one row may have.
    private static let mostTexts = 16
    /// Where filters make their texts, by turns, and where a text is composed, of filtered ones, too.
    private var scratch: BoundedText
    private var otherScratch: BoundedText
    private var composition: BoundedText

    /// A row whose placeholders may use some tables.
    ///
    /// - Parameter longestText: how many bytes a text may have that is made of the row's fields.
    init(tables: [String: Table] = [:], longestText: Int = 1 << 26) {
        self.tables = tables
        self.longestText = longestText
        scratch = BoundedText(atMost: longestText)
        otherScratch = scratch
        composition = scratch
    }

    /// Lets go of the row at hand and all texts made for it, so that whoever made its fields may use their memory again.
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

    /// Takes up the next row, after `reset`: a JSON value with its members.
    func load(root: FieldValue, fields: [Field]) {
        self.root = root
        named = fields
        isTextOnly = false
        isElement = false
    }

    /// What the cells of a format are.
    enum CellKind {
        /// Texts, numbers and nulls.
        case typed
        /// Texts, among which are numbers as they are written.
        case texts
        /// Texts and elements of XML.
        case elements
    }

    /// Takes up the next row, after `reset`: named cells.
    func load(cells: [Field], _ kind: CellKind) {
        named = cells
        root = cells.first { $0.name == "#text" }?.value ?? .null
        isTextOnly = kind != .typed
        isElement = kind == .elements
    }

    /// The value that a path leads to, or nil when the row lacks it.
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

    /// The value of a field by its name, or nil when the row lacks it.
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

    /// Whether the row has a field of this name, be it null.
    package func hasField(_ name: ByteView) -> Bool { field(name) != nil }

    private func field(_ name: ByteView) -> FieldValue? {
        if named.count > NamePlaces<ByteView>.fewNames { return valueAmongMany(name) }
        for index in named.indices where named[index].name == name { return named[index].value }
        return nil
    }

    private func field(_ name: [UInt8]) -> FieldValue? { name.withByteView { field($0) } }

    /// A member of an object, the last of several, or an element of a list by its number from 0.
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

    /// Of an XML element with attributes or children its own text, where it has one.
    private func textOfElement(_ value: FieldValue) -> FieldValue {
        guard isElement, value.kind == .object else { return value }
        return member(of: value, Array("#text".utf8)) ?? value
    }

    /// The text of a value: a string decoded, everything else as compact JSON.
    package func text(of value: FieldValue) -> ByteView { arena.text(of: value) }

    /// A filter's result over a value, and over each element of a list.
    ///
    /// Throws `RowFault` for a text that a table has no entry for, and for a result that would be too long.
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

    /// A text with every entry of a table replaced, one after the other.
    private func replaced(_ table: Table, in text: ByteView) throws(RowFault) -> ByteView {
        // What one entry makes the next one reads, and nobody needs it any longer.
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

    /// Writes a text with all places of a part replaced; false, and nothing is written, when it has none.
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

    /// The elements of a list, or nil of anything else.
    func elements(of value: FieldValue) -> [FieldValue]? {
        guard value.kind == .list else { return nil }
        do throws(JSONError) {
            try nested.index(value.bytes)
        } catch {
            return nil
        }
        return nested.fields.map(\.value)
    }

    /// The texts of elements, a line each; null is an empty line.
    private func joined(_ elements: [FieldValue]) throws(RowFault) -> ByteView {
        scratch.clear()
        for (k, element) in elements.enumerated() {
            if k > 0 { try scratch.append(0x0A) }
            if element.kind != .null { try scratch.append(text(of: element)) }
        }
        return try keep(scratch)
    }

    /// A text made by a function, which lives as long as the row.
    ///
    /// Throws what the function throws, and `RowFault` for a text that would be too long.
    package func compose(_ body: (inout BoundedText) throws(RowFault) -> Void) throws(RowFault) -> ByteView {
        // In a local, which needs no check for who else may be at it.
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

    /// A copy of a text that was made of the row's fields, which lives as long as the row.
    private func keep(_ text: ByteView) throws(RowFault) -> ByteView {
        if text.count > longestText { throw .madeTooLong(longestText) }
        if text.count > Self.mostTexts * longestText - arena.size {
            throw .madeTooLong(times: Self.mostTexts, longestText)
        }
        return arena.copy(text)
    }
}

extension ByteView {
    /// The well-formed text without Unicode's white space at both ends.
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
