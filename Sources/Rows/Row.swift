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
    /// The contents of elements of XML that templates take as a whole.
    private var wholeTexts: [Field] = []
    /// The whole row as a single value: an object, or a text, a number and so on if the row is not an object.
    private(set) var root = FieldValue.null
    /// Whether numbers and Booleans are texts in this format.
    private(set) var isTextOnly = false

    /// The filters of placeholders, with their storage.
    let filters: ValueFilters
    private var isElement = false
    private var nested = JSONIndex(takesNonFinite: true)
    private var places = NamePlaces<ByteView>()
    /// Whether `places` has been used for the current row: testing `places` itself would involve an exclusivity check.
    private var hasPlaces = false
    /// The maximum size in bytes of a text that is derived from the row's fields.
    let longestText: Int
    /// The buffer in which texts, including filtered ones, are composed.
    private var composition: BoundedText

    /// Creates a row whose placeholders may use the given tables.
    ///
    /// - Parameter longestText: the maximum size in bytes of a text that is derived from the row's fields.
    init(tables: [String: Table] = [:], longestText: Int = 1 << 26) {
        self.longestText = longestText
        filters = ValueFilters(tables, arena, atMost: longestText)
        composition = BoundedText(atMost: longestText)
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
        if isElement { takeWholeTexts() }
    }

    /// Sets the fields apart that hold the contents of elements and are not part of the row.
    private func takeWholeTexts() {
        if !wholeTexts.isEmpty { wholeTexts = [] }
        while let last = named.last, XMLWholeText.isName(last.name) { wholeTexts.append(named.removeLast()) }
    }

    /// Returns the contents of an element of XML as markup, if the format was asked for it and it has children.
    func wholeText(named name: ByteView) -> FieldValue? {
        isElement ? wholeTexts.first { $0.name == name }?.value : nil
    }

    /// Returns the value at a path, or nil if the row lacks it; of several chosen values, the first.
    package func value(at path: FieldPath) -> FieldValue? {
        guard let first = path.names.first else { return root }
        if let value = field(path.whole) { return textOfElement(value) }
        if !path.choices.isEmpty { return values(at: path).first }
        guard path.names.count > 1, var value = field(first) else { return nil }
        for name in path.names.dropFirst() {
            guard let inner = member(of: value, name) else { return isElement ? childrenAsList(at: path) : nil }
            value = inner
        }
        return textOfElement(value)
    }

    /// Returns the values at a path that chooses from lists.
    func values(at path: FieldPath) -> [FieldValue] {
        if let value = field(path.whole) { return [textOfElement(value)] }
        guard let first = path.names.first, let value = field(first) else { return [] }
        var values = [value]
        for (step, name) in path.names.enumerated() {
            if step > 0 { values = values.flatMap { members(of: $0, name) } }
            if step < path.choices.count, let choice = path.choices[step] {
                values = values.flatMap { elements(of: $0) ?? [$0] }.filter { isChosen($0, by: choice) }
            }
        }
        return values.map(textOfElement)
    }

    /// Returns the value at a path that chooses from lists, or nil if there is none.
    ///
    /// Throws `RowFault` if there are several, unless they may be returned as a list.
    func chosenValue(at path: FieldPath, takesSeveral: Bool) throws(RowFault) -> FieldValue? {
        let values = values(at: path)
        if takesSeveral { return values.isEmpty ? nil : FieldValue(.list, try compose(list: values)) }
        guard values.count < 2 else { throw RowFault(severalAt: path.text) }
        return values.first
    }

    private func isChosen(_ element: FieldValue, by choice: FieldPath.Choice) -> Bool {
        var value = element
        for name in choice.names {
            guard let inner = member(of: value, name) else { return false }
            value = inner
        }
        value = textOfElement(value)
        return value.kind != .null && choice.value.withByteView { text(of: value) == $0 }
    }

    /// Returns the children of several elements as a list, or nil if there are none.
    private func childrenAsList(at path: FieldPath) -> FieldValue? {
        let values = values(at: path)
        // They are parts of one field, so that the list cannot be longer than that.
        return values.isEmpty ? nil : (try? compose(list: values)).map { FieldValue(.list, $0) }
    }

    /// Returns values as a list, which is valid for the lifetime of the row.
    private func compose(list values: [FieldValue]) throws(RowFault) -> ByteView {
        var list = BoundedText(atMost: longestText)
        try list.append(list: values)
        return try arena.keep(list)
    }

    /// Returns the value of the field with the given name, or nil if the row lacks it.
    package func value(named name: ByteView) -> FieldValue? {
        if named.count > NamePlaces<ByteView>.fewNames { return valueAmongMany(name).map(textOfElement) }
        for index in named.indices where named[index].name == name { return textOfElement(named[index].value) }
        return isElement ? localField(name).map(textOfElement) : nil
    }

    /// Returns the first field whose name without its prefix is the given one.
    @inline(never)
    private func localField(_ name: ByteView) -> FieldValue? {
        named.first { $0.name.isPrefixed(name) }?.value
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
        return isElement ? localField(name) : nil
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
            return name.withByteView { name in
                nested.value(named: name)
                    ?? (isElement ? nested.fields.first { $0.name.isPrefixed(name) }?.value : nil)
            }
        }
        guard let index = name.withByteView({ $0.placeNumber }), nested.fields.indices.contains(index)
        else { return nil }
        return nested.fields[index].value
    }

    /// Returns the members of a name of an object, or of each element of a list of an XML file.
    private func members(of value: FieldValue, _ name: [UInt8]) -> [FieldValue] {
        if let inner = member(of: value, name) { return [inner] }
        guard isElement, let elements = elements(of: value) else { return [] }
        return elements.flatMap { element in
            member(of: element, name).map { elementsOfChild($0) } ?? []
        }
    }

    private func elementsOfChild(_ child: FieldValue) -> [FieldValue] { elements(of: child) ?? [child] }

    /// Returns the elements of a list, or nil for any other value.
    func elements(of value: FieldValue) -> [FieldValue]? {
        value.kind == .list ? nested.elements(of: value) : nil
    }

    /// Returns the text of an XML element with attributes or children, if it has one; otherwise, the value itself.
    private func textOfElement(_ value: FieldValue) -> FieldValue {
        guard isElement, value.kind == .object else { return value }
        return member(of: value, Array("#text".utf8)) ?? value
    }

    /// Returns the text of a value: a string decoded, any other value as compact JSON.
    package func text(of value: FieldValue) -> ByteView { arena.text(of: value) }

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
        return try arena.keep(text)
    }
}

extension ByteView {
    /// Returns whether it is a local name of XML with a prefix before it.
    fileprivate func isPrefixed(_ local: ByteView) -> Bool {
        count > local.count + 1 && self[count - local.count - 1] == UInt8(ascii: ":") && !local.isEmpty
            && first != UInt8(ascii: "@") && self[(count - local.count)...] == local
    }

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
