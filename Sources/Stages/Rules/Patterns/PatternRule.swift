import Bytes
import Patterns

/// A fault that a pattern finds in a question's text.
protocol PatternRule: QualityRule {
    /// The pattern with its matchers, which all rules of the type share.
    static var matchers: PatternMatchers { get }
}

extension PatternRule {
    func fault(in text: ByteView) -> Range<Int>? { Self.matchers.firstMatch(in: text) }
}

extension PatternMatchers {
    /// Creates matchers of what any of several patterns finds, the earlier preferred.
    convenience init(anyOf patterns: [String]) {
        self.init(checked: patterns.joined(separator: "|"))
    }
}

/// Parts of patterns that several rules use.
enum PatternPart {
    /// White space between words.
    static let space = #"[ \t\r\n]+"#
    /// White space within a line, and the signs that Markdown puts around words.
    static let lineStart = #"(?:^|\n)[ \t*_]*"#
}
