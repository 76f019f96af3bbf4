import Bytes
import Files

/// Where a row stands in its file.
package struct Origin: Equatable, Sendable {
    /// How a format counts its rows.
    package enum Unit: String, Sendable {
        case line, row
    }

    /// Whether the number counts lines or rows.
    package let unit: Unit
    /// The line or row, counted from 1.
    package let number: Int
    /// The offset in bytes of the row's beginning, where the format has one.
    package let offset: Int?
}

/// Why a row is rejected: in words that are the same for all rows of one fault.
package struct RowFault: Error, Equatable {
    /// What is wrong.
    package let reason: String
    /// How many bytes behind the row's beginning it shows.
    package let offset: Int

    init(_ reason: String, offset: Int = 0) {
        self.reason = reason
        self.offset = offset
    }
}

/// A row of a source, recording or benchmark with its fields, and room for the texts that are made of them.
///
/// It is used for one row after the other; what it hands out is valid until the next. It belongs to one thread.
final class Row {
    /// Texts made for this row.
    let arena = Arena()
    private(set) var fields: [Field] = []
    /// The whole row as one value: an object, or a plain text, a number...
    ///
    /// where rows are no objects.
    private(set) var root = FieldValue.null
    /// True when numbers and truth values are texts in this format.
    private(set) var isTextOnly = false

    private var isElement = false
    private var nested = JSONIndex()
    private let html = HTMLText()
    private var scratch: [UInt8] = []

    /// Takes up the next row, for which the arena has been reset: a JSON value with its members.
    func load(root: FieldValue, fields: [Field]) {
        self.root = root
        self.fields = fields
        isTextOnly = false
        isElement = false
    }

    /// Takes up the next row, for which the arena has been reset: named cells.
    func load(cells: [Field], format: InputFormat) {
        fields = cells
        root = cells.first { $0.name == "#text" }?.value ?? .null
        isTextOnly = format.isTextOnly
        isElement = format == .xml
    }

    /// The value that a path leads to, or nil when the row lacks it.
    func value(at path: FieldPath) -> FieldValue? {
        guard let first = path.names.first else { return root }
        if let value = field(path.whole) { return textOfElement(value) }
        guard path.names.count > 1, var value = field(first) else { return nil }
        for name in path.names.dropFirst() {
            guard let inner = member(of: value, name) else { return nil }
            value = inner
        }
        return textOfElement(value)
    }

    private func field(_ name: [UInt8]) -> FieldValue? {
        name.withByteView { name in
            for field in fields where field.name == name { return field.value }
            return nil
        }
    }

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
        guard let index = Int(String(decoding: name, as: UTF8.self)), nested.fields.indices.contains(index)
        else { return nil }
        return nested.fields[index].value
    }

    /// Of an XML element with attributes or children its own text, where it has one.
    private func textOfElement(_ value: FieldValue) -> FieldValue {
        guard isElement, value.kind == .object else { return value }
        return member(of: value, Array("#text".utf8)) ?? value
    }

    /// The text of a value: a string decoded, everything else as compact JSON.
    func text(of value: FieldValue) -> ByteView { arena.text(of: value) }

    /// A filter's result over a value, and over each element of a list.
    func apply(_ filter: Filter, to value: FieldValue) -> FieldValue {
        if value.kind == .null { return value }
        switch filter {
        case .lines:
            guard let elements = elements(of: value) else { return value }
            return .plain(joined(elements.map { $0.kind == .null ? .empty : text(of: $0) }))
        case .text, .trim:
            if let elements = elements(of: value) {
                var list: [UInt8] = [UInt8(ascii: "[")]
                for (k, element) in elements.enumerated() {
                    if k > 0 { list.append(UInt8(ascii: ",")) }
                    list.append(json: apply(filter, to: element))
                }
                list.append(UInt8(ascii: "]"))
                return FieldValue(.list, list.withByteView { arena.copy($0) })
            }
            let text = text(of: value)
            if filter == .trim { return .plain(text.trimmedOfWhiteSpace) }
            return .plain(html.text(of: text).withByteView { arena.copy($0) })
        }
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

    private func joined(_ lines: [ByteView]) -> ByteView {
        scratch.removeAll(keepingCapacity: true)
        for (k, line) in lines.enumerated() {
            if k > 0 { scratch.append(0x0A) }
            scratch.append(line)
        }
        return scratch.withByteView { arena.copy($0) }
    }

    /// A text made by a function, which lives as long as the row.
    func compose(_ body: (inout [UInt8]) throws(RowFault) -> Void) throws(RowFault) -> ByteView {
        scratch.removeAll(keepingCapacity: true)
        try body(&scratch)
        return scratch.withByteView { arena.copy($0) }
    }
}

extension ByteView {
    /// The well-formed text without Unicode's white space at both ends.
    var trimmedOfWhiteSpace: ByteView {
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
