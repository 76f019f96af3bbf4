import Bytes

/// A rule for strings: a check that describes the fault, and the JSON Schema keywords that accept the same strings.
///
/// Higher-level modules declare rules of their own in extensions, next to the code that reads such strings.
package struct TextRule: Sendable {
    /// The noun for such a string in documentation of keys: "text", "path".
    package let noun: String
    /// Whether every string is accepted.
    let takesAny: Bool
    /// Returns what was found in a string and what would be right, or nil if the string is accepted.
    private let check: @Sendable (String) -> String?
    /// The JSON Schema keywords that accept the same strings.
    package let schema: JSONObject

    /// Creates a rule.
    ///
    /// - Parameters:
    ///   - noun: The noun for such a string in documentation of keys.
    ///   - schema: The JSON Schema keywords (draft 2020-12) that accept the same strings.
    ///   - check: Returns what was found and what would be right, or nil if the string is accepted.
    package init(_ noun: String = "text", schema: JSONObject, check: @escaping @Sendable (String) -> String?) {
        self.init(noun, takesAny: false, schema: schema, check: check)
    }

    private init(
        _ noun: String, takesAny: Bool, schema: JSONObject, check: @escaping @Sendable (String) -> String?
    ) {
        self.noun = noun
        self.takesAny = takesAny
        self.schema = schema
        self.check = check
    }

    /// Returns what was found in a string and what would be right, or nil if the string is accepted.
    package func fault(in text: String) -> String? { check(text) }

    /// Any string.
    package static let any = TextRule("text", takesAny: true, schema: ["type": "string"]) { _ in nil }

    /// At least one character.
    package static let filled = TextRule(schema: ["type": "string", "minLength": 1]) {
        $0.isEmpty ? "found an empty text; expected a text" : nil
    }

    /// A name for a folder or file: letters, digits, `.`, `_`, `-`, starting with a letter or digit.
    package static let fileName = TextRule(
        "name of a file or folder",
        schema: ["type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$(?!\\n)"]
    ) { text in
        let isName =
            !text.isEmpty && text.utf8.count <= 100
            && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
            && text.utf8.first.map(\.isASCIILetterOrDigit) == true
        return isName
            ? nil
            : "found the text \"\(text)\"; expected letters, digits, '.', '_' and '-', starting with a letter or digit"
    }

    /// At least one character that is not white space.
    package static let notBlank = TextRule(
        // Unicode's White_Space, spelled out because its notation differs between regular expression dialects.
        schema: [
            "type": "string",
            "pattern": #"[^\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"#,
        ]
    ) { $0.withByteView(\.isBlank) ? "found a blank text; expected a text" : nil }

    /// A path: at least one character, and no null character, which would terminate it.
    package static let path = TextRule("path", schema: ["type": "string", "pattern": #"^[^\u0000]+$"#]) { text in
        if text.utf8.contains(0) { return "found a text with a null character; a path cannot contain one" }
        return TextRule.filled.fault(in: text)
    }
}
