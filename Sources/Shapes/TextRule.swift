import Bytes

/// What a text must be like: what is wrong with one that is not, and the keywords of JSON Schema that say the same.
///
/// Modules above declare rules of their own in extensions, beside the code that reads such texts.
package struct TextRule: Sendable {
    /// What such a text is called where keys are documented: "text", "path".
    package let noun: String
    /// Whether any text will do.
    let takesAny: Bool
    /// Returns what was found in a text and what would be right; nil when nothing is wrong.
    private let check: @Sendable (String) -> String?
    /// The keywords of JSON Schema that accept the texts that the rule accepts.
    let schema: JSONObject

    /// A rule.
    ///
    /// - Parameters:
    ///   - noun: what such a text is called where keys are documented.
    ///   - schema: keywords of JSON Schema (draft 2020-12) that accept the same texts.
    ///   - check: returns what was found and what would be right; nil when nothing is wrong.
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

    /// What is wrong with a text under this rule, and what would be right; nil when nothing is.
    package func fault(in text: String) -> String? { check(text) }

    /// Any text.
    package static let any = TextRule("text", takesAny: true, schema: ["type": "string"]) { _ in nil }

    /// At least one character.
    package static let filled = TextRule(schema: ["type": "string", "minLength": 1]) {
        $0.isEmpty ? "found an empty text; a text is right" : nil
    }

    /// A name that can be a folder's and a file's: letters, digits, `.`, `_`, `-`, the first a letter or digit.
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
            : "found the text \"\(text)\"; letters, digits, '.', '_' and '-' are right, the first a letter or digit"
    }

    /// At least one character that is not white space.
    package static let notBlank = TextRule(
        // Unicode's White_Space, of which what regular expressions have for it is not the same everywhere.
        schema: [
            "type": "string",
            "pattern": #"[^\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"#,
        ]
    ) { $0.withByteView(\.isBlank) ? "found a blank text; a text is right" : nil }

    /// A path: at least one character, and no zero byte, at which the system would end it.
    package static let path = TextRule("path", schema: ["type": "string", "pattern": #"^[^\u0000]+$"#]) { text in
        if text.utf8.contains(0) { return "found a text with a zero character in it; a path has none" }
        return TextRule.filled.fault(in: text)
    }
}
