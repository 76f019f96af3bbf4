/// A small JSON document as a tree, for recipes, manifests and answers.
///
/// Rows are never parsed into trees.
package enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number in its original spelling, which preserves all digits.
    case number(String)
    case string(String)
    case list([JSON])
    case object(JSONObject)

    /// Returns whether two documents have the same values; texts are equal only if their bytes are.
    package static func == (a: JSON, b: JSON) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): ByteKey(a) == ByteKey(b)
        case (.list(let a), .list(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }

    /// Parses a document.
    ///
    /// Throws `JSONError` if it is not JSON.
    package init(parsing text: ByteView) throws(JSONError) {
        var index = JSONIndex()
        try index.index(text)
        try self.init(index.root, index.fields)
    }

    private init(_ root: FieldValue, _ fields: [Field]) throws(JSONError) {
        switch root.kind {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .number: self = .number(root.bytes.text)
        case .plain: self = .string(root.bytes.text)
        case .string:
            var text: [UInt8] = []
            text.append(unescaping: root.bytes)
            self = .string(String(decoding: text, as: UTF8.self))
        case .list:
            var elements: [JSON] = []
            for field in fields { elements.append(try JSON(field.value)) }
            self = .list(elements)
        case .object:
            var object = JSONObject()
            for field in fields { object[field.name.text] = try JSON(field.value) }
            self = .object(object)
        }
    }

    /// Creates the tree of a value of a row.
    ///
    /// Throws `JSONError` for a duplicate member in a nested object.
    package init(_ value: FieldValue) throws(JSONError) {
        switch value.kind {
        case .list, .object: try self.init(parsing: value.bytes)
        default: try self.init(value, [])
        }
    }

    /// The members of an object; nil for other values.
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    /// The elements of a list; nil for other values.
    package var list: [JSON]? { if case .list(let list) = self { list } else { nil } }
    /// The text of a string; nil for other values.
    package var string: String? { if case .string(let string) = self { string } else { nil } }
    /// The Boolean; nil for other values.
    package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    /// The number as an integer; nil if it is not an integer or not a number.
    package var integer: Int? {
        guard case .number(let digits) = self else { return nil }
        return digits.withByteView { $0.wholeNumber }
    }
    /// The number as the nearest double; nil for other values.
    package var double: Double? { if case .number(let digits) = self { Double(digits) } else { nil } }

    /// The value of a member; nil if the value is not an object or has no such member.
    package subscript(name: String) -> JSON? { object?[name] }

    /// Returns a list of strings.
    package static func strings(_ texts: some Sequence<String>) -> JSON { .list(texts.map { .string($0) }) }

    /// The kind of value, in words for a message.
    package var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let digits): "the number \(Self.short(digits))"
        case .string(let text): "the text \"\(Self.short(text))\""
        case .list(let list): list.isEmpty ? "an empty list" : "a list"
        case .object: "an object"
        }
    }

    /// Returns a text truncated for use in a message.
    private static func short(_ text: String) -> String {
        text.utf8.count <= 200 ? text : String(text.prefix(199)) + "…"
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// Creates a string.
    package init(stringLiteral value: String) { self = .string(value) }
    /// Creates an integer.
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    /// Creates a Boolean.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Creates a list.
    package init(arrayLiteral elements: JSON...) { self = .list(elements) }
    /// Creates an object; for a duplicate name the last value is used.
    package init(dictionaryLiteral elements: (String, JSON)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
    /// Creates null.
    package init(nilLiteral: ()) { self = .null }

    /// Creates an integer.
    package init(_ value: Int) { self = .number(String(value)) }
    /// Creates a number with the fewest digits that read back as the same double; null if it is not finite.
    package init(_ value: Double) {
        if !value.isFinite {
            self = .null
        } else if value == value.rounded(), abs(value) < 1e15 {
            self = .number(String(Int(value)))
        } else {
            self = .number("\(value)")
        }
    }
}

// MARK: - Writing

extension Array where Element == UInt8 {
    /// Appends a tree as JSON, on one line.
    package mutating func append(json tree: JSON) {
        switch tree {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let digits): append(utf8Of: digits)
        case .string(let text): append(quoted: text)
        case .list(let list):
            append(UInt8(ascii: "["))
            for (k, element) in list.enumerated() {
                if k > 0 { append(UInt8(ascii: ",")) }
                append(json: element)
            }
            append(UInt8(ascii: "]"))
        case .object(let object):
            append(UInt8(ascii: "{"))
            for (k, member) in object.members.enumerated() {
                if k > 0 { append(UInt8(ascii: ",")) }
                append(quoted: member.name)
                append(UInt8(ascii: ":"))
                append(json: member.value)
            }
            append(UInt8(ascii: "}"))
        }
    }

    /// Appends a tree as readable JSON: indented by two spaces per level, with short lists and objects on one line.
    package mutating func append(readableJSON tree: JSON, depth: Int = 0) {
        if let separators = tree.separators(atDepth: depth) {
            let start = count
            append(spacedJSON: tree)
            // What counts is the length without spaces.
            if count - start - separators + 2 * depth <= 100 { return }
            removeSubrange(start...)
        }
        switch tree {
        case .list(let list): append(lines: list.map { (nil, $0) }, between: ("[", "]"), depth: depth)
        case .object(let object):
            append(lines: object.members.map { ($0.name, $0.value) }, between: ("{", "}"), depth: depth)
        default: append(json: tree)
        }
    }

    private mutating func append(
        lines: [(name: String?, value: JSON)], between brackets: (StaticString, StaticString), depth: Int
    ) {
        append(brackets.0)
        for (k, line) in lines.enumerated() {
            append(k > 0 ? ",\n" : "\n")
            append(contentsOf: [UInt8](repeating: 0x20, count: 2 * (depth + 1)))
            if let name = line.name {
                append(quoted: name)
                append(": ")
            }
            append(readableJSON: line.value, depth: depth + 1)
        }
        append(UInt8(ascii: "\n"))
        append(contentsOf: [UInt8](repeating: 0x20, count: 2 * depth))
        append(brackets.1)
    }

    /// Appends a short tree on one line with a space after each comma and colon.
    private mutating func append(spacedJSON tree: JSON) {
        switch tree {
        case .list(let list):
            append(UInt8(ascii: "["))
            for (k, element) in list.enumerated() {
                if k > 0 { append(", ") }
                append(spacedJSON: element)
            }
            append(UInt8(ascii: "]"))
        case .object(let object):
            append(UInt8(ascii: "{"))
            for (k, member) in object.members.enumerated() {
                if k > 0 { append(", ") }
                append(quoted: member.name)
                append(": ")
                append(spacedJSON: member.value)
            }
            append(UInt8(ascii: "}"))
        default: append(json: tree)
        }
    }
}

extension JSON {
    /// Returns the number of commas and colons of a list or an object that may be written on one line at a level of readable
    /// JSON, nil otherwise.
    ///
    /// It may if it contains no further lists or objects, and is not an object of one of the two uppermost levels.
    fileprivate func separators(atDepth depth: Int) -> Int? {
        switch self {
        case .list(let list) where list.allSatisfy { $0.list == nil && $0.object == nil }:
            max(list.count - 1, 0)
        case .object(let object)
        where depth > 1 && object.members.allSatisfy { $0.value.list == nil && $0.value.object == nil }:
            max(2 * object.members.count - 1, 0)
        default: nil
        }
    }

    /// The document as JSON on one line.
    package var compactText: String {
        var bytes: [UInt8] = []
        bytes.append(json: self)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The document as readable JSON, with a final line break.
    package var readableText: String { String(decoding: readableBytes, as: UTF8.self) }

    /// The bytes of the document as readable JSON, with a final line break.
    package var readableBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(readableJSON: self)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
