import Bytes

/// Drops a question with the address of a page, which has something that the text lacks.
struct URLRule: PatternRule {
    static let name = RuleName(rawValue: "url")
    static let documentation = RuleDocumentation.drops(
        name, when: "its text has the address of a page", pattern: matchers.pattern.source,
        example: "See https://example.org/17 for the data.", source: .bigMath)

    /// What an address does not end with.
    private static let end = #"[^ \t\r\n<>"'{}.,;:!?)\]]"#

    static let matchers = PatternMatchers(
        checked: #"(?i:\b(?:https?|ftp)://[^ \t\r\n<>"'{}]*"# + end
            + #"|\bwww\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^ \t\r\n<>"'{}]*"#
            + end + ")?)")
}
