import Bytes
import Messages
import Shapes

/// Why a template or a placeholder cannot be read.
struct TemplateFault: Error, Equatable {
    /// What was found and what would be right.
    let message: String
}

/// The way to a value in a row: `a.b.0` into objects and lists, `x/y` to a child element, `@x` to an attribute, `.`
/// for the row itself.
///
/// A field whose name is the whole path, dots and all, comes first.
package struct FieldPath: Hashable, Sendable {
    /// The path as it was written.
    package let text: String
    /// The names step by step; none of them for the row itself.
    package let names: [[UInt8]]
    /// The path's bytes.
    package let whole: [UInt8]

    /// The way that a text names.
    package init(_ text: String) {
        self.text = text
        whole = Array(text.utf8)
        let separator = text.contains("/") ? UInt8(ascii: "/") : UInt8(ascii: ".")
        names = text == "." ? [] : whole.split(separator: separator).map(Array.init)
    }

    /// The names of the fields of a row that it may begin with.
    var fieldNames: [[UInt8]] { names.first.map { [whole, $0] } ?? [Array("#text".utf8)] }
}

/// What a placeholder does to its value before it is used.
package enum Filter: Hashable, Sendable {
    /// HTML becomes plain text.
    case text
    /// A list becomes one text, an element a line.
    case lines
    /// White space at both ends goes.
    case trim
    /// What stands before the first place of a mark; the whole text where the mark is absent.
    case before([UInt8])
    /// What stands behind the first place of a mark; the whole text where the mark is absent.
    case after([UInt8])
    /// The entry of a table for the text.
    case lookup(String)
    /// The text with every entry of a table replaced, one entry after the other.
    case replace(String)

    static let names = ["text", "lines", "trim", "before:MARK", "after:MARK", "lookup:TABLE", "replace:TABLE"]

    /// A filter as it is written between the bars, or nil when there is none of this name.
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

    /// The name of the table it needs, or nil.
    package var table: String? {
        switch self {
        case .lookup(let name), .replace(let name): name
        default: nil
        }
    }
}

/// Texts that stand for other texts, by name.
package struct Table: Sendable {
    /// The entries, in the order of the recipe.
    let entries: [(from: OwnedBytes, to: OwnedBytes)]
    /// The number of the entry for each text, which is held by `entries`.
    private let numbers: [ByteView: Int]

    /// The table of an object of texts.
    package init(_ object: JSONObject) {
        let entries = object.members.map {
            (from: OwnedBytes($0.name.utf8), to: OwnedBytes(($0.value.string ?? "").utf8))
        }
        numbers = Dictionary(
            entries.enumerated().map { ($1.from.view, $0) }, uniquingKeysWith: { first, _ in first })
        self.entries = entries
    }

    /// The entry for a text, else that for `*`, else nil; it lives as long as the table.
    func entry(for text: ByteView) -> ByteView? {
        (numbers[text] ?? numbers[ByteView("*")]).map { entries[$0].to.view }
    }
}

/// A text with placeholders: `{passage?}\n\n{question}\n{options|lines}`.
///
/// Two braces stand for one.
package final class Template: Hashable, Sendable {
    /// A place for a value of the row.
    package final class Placeholder: Sendable {
        /// The way to the value.
        package let path: FieldPath
        /// True when the row may lack it.
        package let isOptional: Bool
        /// What is done to the value, one after the other.
        package let filters: [Filter]
        /// The name, where the path is no more than a field's name.
        fileprivate let name: OwnedBytes?

        init(_ path: FieldPath, isOptional: Bool, filters: [Filter]) {
            self.path = path
            self.isOptional = isOptional
            self.filters = filters
            name = path.names.count == 1 ? OwnedBytes(path.whole) : nil
        }

        /// The filtered value for a row; null where the row lacks a field that it may lack.
        ///
        /// Throws `RowFault` where it lacks one that it must have.
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
    /// Set where the template is one placeholder alone, which keeps its value's type.
    package let alone: Placeholder?
    /// Set where it is a field alone, taken as it is: the field's name, valid as long as the template.
    ///
    /// Nobody counts references to find it.
    package let plainName: ByteView?

    /// Reads a template.
    ///
    /// Throws `TemplateFault` for a brace without its partner, an empty placeholder or an unknown filter.
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

    /// The same template for one thread alone: threads that count references to one object wait for each other.
    package var unsharedCopy: Template { Template(checked: text) }

    /// Whether two templates were written alike.
    package static func == (a: Template, b: Template) -> Bool { a.text == b.text }
    /// Hashes the template as it was written.
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// A template that has been checked before; a faulty one is a mistake of the program.
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

    /// The placeholders in order.
    package var placeholders: [Placeholder] {
        pieces.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    // MARK: - Filling in

    /// The value for a row: of one placeholder alone the row's own value, else a text trimmed at both ends.
    ///
    /// Throws `RowFault` when the row lacks a field that it must have, or when the text would be too long.
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
    /// A text with placeholders.
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

    /// Names parted by dots.
    package static let fieldPath = TextRule("name of a field", schema: ["type": "string", "minLength": 1]) {
        $0.isEmpty ? "found an empty text; the name of a field is right" : nil
    }
}

extension SettingKey where Value == Template {
    /// A template that must be there.
    package static func template(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .text(.template), summary)) { $0?.string.map(Template.init(checked:)) }
    }
}

extension SettingKey where Value == Template? {
    /// A template that may be left out.
    package static func template(_ name: String, _ summary: String) -> Self {
        Self(.optional(name, .text(.template), summary)) { .some($0?.string.map(Template.init(checked:))) }
    }
}
