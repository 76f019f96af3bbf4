import Bytes
import Messages
import Shapes

/// The reason that a template or a placeholder cannot be parsed.
struct TemplateFault: Error, Equatable {
    /// What was found, and what was expected.
    let message: String
}

/// The path to a value in a row: `a.b.0` into objects and lists, `x/y` to a child element, `@x` to an attribute, `.`
/// for the row itself.
///
/// A field whose name equals the whole path, including dots, takes precedence.
package struct FieldPath: Hashable, Sendable {
    /// The path as it was written.
    package let text: String
    /// The names of the steps; empty for the row itself.
    package let names: [[UInt8]]
    /// The path's bytes.
    package let whole: [UInt8]

    /// Parses a path.
    package init(_ text: String) {
        self.text = text
        whole = Array(text.utf8)
        let separator = text.contains("/") ? UInt8(ascii: "/") : UInt8(ascii: ".")
        names = text == "." ? [] : whole.split(separator: separator).map(Array.init)
    }

    /// The names of the row's fields with which the path may begin.
    var fieldNames: [[UInt8]] { names.first.map { [whole, $0] } ?? [Array("#text".utf8)] }
}

/// A transformation of a placeholder's value.
package enum Filter: Hashable, Sendable {
    /// Converts HTML to plain text.
    case text
    /// Joins the elements of a list into a text, one per line.
    case lines
    /// Trims white space from both ends.
    case trim
    /// Takes the text before the first occurrence of a marker; the whole text if there is none.
    case before([UInt8])
    /// Takes the text after the first occurrence of a marker; the whole text if there is none.
    case after([UInt8])
    /// Looks up the text in a table.
    case lookup(String)
    /// Replaces every entry of a table in the text, one entry after the other.
    case replace(String)

    static let names = ["text", "lines", "trim", "before:MARK", "after:MARK", "lookup:TABLE", "replace:TABLE"]

    /// Parses a filter as it is written between the bars; returns nil if there is no such filter.
    init?(_ word: String) {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let argument = parts.count > 1 ? parts[1] : ""
        switch (parts[0], argument.isEmpty) {
        case ("text", true) where parts.count == 1: self = .text
        case ("lines", true) where parts.count == 1: self = .lines
        case ("trim", true) where parts.count == 1: self = .trim
        case ("before", false): self = .before(Array(argument.utf8))
        case ("after", false): self = .after(Array(argument.utf8))
        case ("lookup", false): self = .lookup(argument)
        case ("replace", false): self = .replace(argument)
        default: return nil
        }
    }

    /// The name of the table that the filter uses, or nil.
    package var table: String? {
        switch self {
        case .lookup(let name), .replace(let name): name
        default: nil
        }
    }
}

/// A table that maps texts to other texts.
package struct Table: Sendable {
    /// The entries, in the order of the recipe.
    let entries: [(from: OwnedBytes, to: OwnedBytes)]
    /// The index of the entry for each text; the keys are owned by `entries`.
    private let numbers: [ByteView: Int]

    /// Creates a table from an object of texts.
    package init(_ object: JSONObject) {
        let entries = object.members.map {
            (from: OwnedBytes($0.name.utf8), to: OwnedBytes(($0.value.string ?? "").utf8))
        }
        numbers = Dictionary(
            entries.enumerated().map { ($1.from.view, $0) }, uniquingKeysWith: { first, _ in first })
        self.entries = entries
    }

    /// Returns the entry for a text, or else that for `*`, or else nil; it is valid for the lifetime of the table.
    func entry(for text: ByteView) -> ByteView? {
        (numbers[text] ?? numbers[ByteView("*")]).map { entries[$0].to.view }
    }
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

        init(_ path: FieldPath, isOptional: Bool, filters: [Filter]) {
            self.path = path
            self.isOptional = isOptional
            self.filters = filters
            name = path.names.count == 1 ? OwnedBytes(path.whole) : nil
        }

        /// Returns the filtered value for a row; null if the row lacks an optional field.
        ///
        /// Throws `RowFault` when the row lacks a required field.
        func value(of row: Row) throws(RowFault) -> FieldValue {
            guard var value = name.map({ row.value(named: $0.view) }) ?? row.value(at: path) else {
                if isOptional { return .null }
                throw RowFault("no field \"\(path.text)\"")
            }
            for filter in filters { value = try row.apply(filter, to: value) }
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
                throw TemplateFault(message: "found } without { in \"\(text)\"; {name} is right, and }} for a brace")
            } else if character == "{" {
                guard let close = rest.firstIndex(of: "}") else {
                    throw TemplateFault(
                        message: "found { without } in \"\(text)\"; {name} is right, and {{ for a brace")
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
        let parts = inside.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        var name = parts[0]
        let isOptional = name.hasSuffix("?")
        if isOptional { name.removeLast() }
        guard !name.isEmpty, !name.contains("{"), !name.contains("?") else {
            throw TemplateFault(message: "found the placeholder {\(inside)}; {name}, {name?} or {name|filter} is right")
        }
        var filters: [Filter] = []
        for word in parts.dropFirst() {
            guard let filter = Filter(word) else {
                let name = String(word.prefix { $0 != ":" })
                let others = Filter.names.map { String($0.prefix { $0 != ":" }) }.filter { $0 != name }
                throw TemplateFault(
                    message: "found the filter \"\(word)\" in {\(inside)}; \(listed(Filter.names)) is right"
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
                        throw RowFault("no field \"\(placeholder.path.text)\"")
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
        let filters = #"(?:text|lines|trim|(?:before|after|lookup|replace):[^|}]+)"#
        let placeholder = #"\{[^{}?|]+\??(?:\|\#(filters))*\}"#
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
        $0.isEmpty ? "found an empty text; the name of a field is right" : nil
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
