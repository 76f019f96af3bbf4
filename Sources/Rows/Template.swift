import Bytes
import Files
import Messages
import Shapes

/// The reason that a template or a placeholder cannot be parsed.
struct TemplateFault: Error, Equatable {
    /// What was found, and what was expected.
    let message: String
}

/// A text with placeholders: `{passage?}\n\n{question}\n{options|lines}`.
///
/// Doubled braces stand for a single one.
package final class Template: Hashable, Sendable {
    /// A placeholder for a value of the row.
    package final class Placeholder: Sendable {
        /// The path to the value.
        package let path: FieldPath
        /// Whether the row may lack the value.
        package let isOptional: Bool
        /// The filters, in the order in which they are applied.
        package let filters: [Filter]
        /// The name, if the path is just the name of a field.
        fileprivate let name: OwnedBytes?
        /// Whether the filters have a value for rows that lack the field.
        private let fillsGaps: Bool
        /// Whether the filters make one value of several.
        private let takesSeveral: Bool
        /// The name of the field with the contents of the element of XML, if the placeholder takes its whole text.
        private let wholeTextName: OwnedBytes?

        init(_ path: FieldPath, isOptional: Bool, filters: [Filter]) {
            self.path = path
            self.isOptional = isOptional
            self.filters = filters
            name = path.isName ? OwnedBytes(path.whole) : nil
            fillsGaps = filters.contains(where: \.fillsGaps)
            takesSeveral = filters.contains(where: \.takesLists)
            wholeTextName =
                filters.contains(.text) && path.choices.isEmpty
                ? OwnedBytes(XMLWholeText.fieldName(of: path.whole)) : nil
        }

        /// Whether the placeholder takes the whole text of an element of XML, with that of its children.
        package var readsWholeText: Bool { wholeTextName != nil }

        /// Returns the filtered value for a row; null if the row lacks an optional field.
        ///
        /// Throws `RowFault` when the row lacks a required field, or has several where one is meant.
        func value(of row: Row) throws(RowFault) -> FieldValue {
            guard var value = try field(of: row) else {
                if fillsGaps { return try filtered(.null, of: row) }
                if isOptional { return .null }
                throw RowFault(noField: path)
            }
            if !filters.isEmpty { value = try filtered(value, of: row) }
            return value
        }

        private func field(of row: Row) throws(RowFault) -> FieldValue? {
            if let wholeTextName, let contents = row.wholeText(named: wholeTextName.view) { return contents }
            if let name { return row.value(named: name.view) }
            if path.choices.isEmpty { return row.value(at: path) }
            return try row.chosenValue(at: path, takesSeveral: takesSeveral)
        }

        private func filtered(_ value: FieldValue, of row: Row) throws(RowFault) -> FieldValue {
            var value = value
            for filter in filters { value = try row.filters.apply(filter, to: value, of: path) }
            return value
        }
    }

    private enum Piece {
        case literal(OwnedBytes)
        case placeholder(Placeholder)
    }

    /// The template as it was written.
    package let text: String
    private let pieces: [Piece]
    /// The placeholder, if the template consists of a single one, which preserves its value's type.
    package let alone: Placeholder?
    /// The field's name, if the template is just a field without filters; valid for the lifetime of the template.
    ///
    /// Accessing it involves no reference counting.
    package let plainName: ByteView?

    /// Parses a template.
    ///
    /// Throws `TemplateFault` for an unmatched brace, an empty placeholder or an unknown filter.
    init(_ text: String) throws(TemplateFault) {
        self.text = text
        var pieces: [Piece] = []
        var literal = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                literal.append(character)
                rest.removeFirst()
            } else if character == "}" {
                throw TemplateFault(message: "found } without { in \"\(text)\"; expected {name}, or }} for a brace")
            } else if character == "{" {
                guard let close = rest.firstIndex(of: "}") else {
                    throw TemplateFault(
                        message: "found { without } in \"\(text)\"; expected {name}, or {{ for a brace")
                }
                if !literal.isEmpty { pieces.append(Self.piece(literal)) }
                literal.removeAll()
                pieces.append(.placeholder(try Self.placeholder(Substring(rest[..<close]))))
                rest = rest[rest.index(after: close)...]
            } else {
                literal.append(character)
            }
        }
        if !literal.isEmpty || pieces.isEmpty { pieces.append(Self.piece(literal, isTrimmed: pieces.isEmpty)) }
        self.pieces = pieces
        if pieces.count == 1, case .placeholder(let placeholder) = pieces[0] {
            alone = placeholder
        } else {
            alone = nil
        }
        plainName = alone?.filters.isEmpty == true ? alone?.name?.view : nil
    }

    private static func piece(_ literal: String.UnicodeScalarView, isTrimmed: Bool = false) -> Piece {
        String(literal).withByteView { .literal(OwnedBytes(isTrimmed ? $0.trimmedOfWhiteSpace : $0)) }
    }

    /// A copy for use by a single thread, which avoids contention between threads on the reference counts of shared
    /// objects.
    package var unsharedCopy: Template { Template(checked: text) }

    /// Returns whether two templates have the same text.
    package static func == (a: Template, b: Template) -> Bool { a.text == b.text }
    /// Hashes the text of the template.
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// Creates a template from validated text; invalid text is a programming error.
    package convenience init(checked text: String) {
        do throws(TemplateFault) {
            try self.init(text)
        } catch {
            preconditionFailure("the template \"\(text)\" was not checked")
        }
    }

    private static func placeholder(_ inside: Substring) throws(TemplateFault) -> Placeholder {
        let parts = FilterDefinition.words(of: inside)
        var name = parts[0]
        let isOptional = name.hasSuffix("?")
        if isOptional { name.removeLast() }
        guard !name.isEmpty, !name.contains("{"), !name.contains("?") else {
            throw TemplateFault(message: "found the placeholder {\(inside)}; expected {name}, {name?} or {name|filter}")
        }
        var filters: [Filter] = []
        for word in parts.dropFirst() {
            guard let filter = FilterDefinition.filter(word) else {
                let name = String(word.prefix { $0 != ":" })
                let others = FilterDefinition.all.map(\.name).filter { $0 != name }
                throw TemplateFault(
                    message: "found the filter \"\(word)\" in {\(inside)}; "
                        + expectedOne(of: FilterDefinition.all.map(\.usage))
                        + Suggestion(for: name, among: others).ending)
            }
            filters.append(filter)
        }
        return Placeholder(FieldPath(name), isOptional: isOptional, filters: filters)
    }

    /// The placeholders, in order.
    package var placeholders: [Placeholder] {
        pieces.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    // MARK: - Filling in

    /// Returns the value for a row: the row's own value for a single placeholder, otherwise a text trimmed at both
    /// ends.
    ///
    /// Throws `RowFault` when the row lacks a required field, or when the text would be too long.
    package func value(of row: Row) throws(RowFault) -> FieldValue {
        if let plainName, let value = row.value(named: plainName) { return value }
        if let alone { return try alone.value(of: row) }
        if pieces.count == 1, case .literal(let literal) = pieces[0] {
            if literal.view.count > row.longestText { throw .madeTooLong(row.longestText) }
            return .plain(literal.view)
        }
        let text = try row.compose { (bytes) throws(RowFault) in
            for index in pieces.indices {
                switch pieces[index] {
                case .literal(let literal): try bytes.append(literal.view)
                case .placeholder(let placeholder):
                    let value = try placeholder.value(of: row)
                    if value.kind != .null {
                        try bytes.append(row.text(of: value))
                    } else if !placeholder.isOptional {
                        throw RowFault(noField: placeholder.path, value)
                    }
                }
            }
        }
        return .plain(text.trimmedOfWhiteSpace)
    }
}

// MARK: - In recipes

extension TextRule {
    /// The rule for a text with placeholders.
    package static let template: TextRule = {
        let placeholder = #"\{[^{}?|]+\??(?:\|\#(FilterDefinition.schemaPattern))*\}"#
        let pattern = #"^(?:[^{}]|\{\{|\}\}|\#(placeholder))*$(?!\n)"#
        return TextRule("template", schema: ["type": "string", "pattern": .string(pattern)]) { text in
            do throws(TemplateFault) {
                _ = try Template(text)
                return nil
            } catch {
                return error.message
            }
        }
    }()

    /// The rule for names separated by dots.
    package static let fieldPath = TextRule("name of a field", schema: ["type": "string", "minLength": 1]) {
        $0.isEmpty ? "found an empty text; expected the name of a field" : nil
    }
}

extension SettingKey where Value == Template {
    /// Returns a key for a required template.
    package static func template(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .text(.template), summary)) { $0?.string.map(Template.init(checked:)) }
    }
}

extension SettingKey where Value == Template? {
    /// Returns a key for an optional template.
    package static func template(_ name: String, _ summary: String) -> Self {
        Self(.optional(name, .text(.template), summary)) { .some($0?.string.map(Template.init(checked:))) }
    }
}
