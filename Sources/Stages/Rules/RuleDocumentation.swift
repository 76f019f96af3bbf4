/// What there is to know of a rule by which a stage decides on questions: declared once, beside the rule.
///
/// The schema's descriptions, `--help` and the tables of rules in the documentation follow from it.
package struct RuleDocumentation: Sendable {
    /// The rule's name in recipes and decisions.
    package let name: RuleName
    /// Whether the rule keeps the question of which it holds; most drop it.
    package let keeps: Bool
    /// When the rule decides, in words that follow "when": "its text contains a reference to a picture".
    package let condition: String
    /// What the rule finds in a text, as a regular expression of Python; nil where it does not look at the text.
    package let pattern: String?
    /// Where the rule comes from; nil where it is curate's own.
    package let source: Source?

    /// Where a rule comes from.
    package enum Source: String, Sendable {
        case s1Collection = "s1, section 2.1 (initial collection)"
        case s1Quality = "s1, section 2.2 (quality)"
        case s1Difficulty = "s1, section 2.2 (difficulty)"
        case s1Diversity = "s1, section 2.2 (diversity)"
    }

    /// What the rule does, in a sentence without its stop: "drops a question when its text contains ...".
    package var sentence: String { "\(keeps ? "keeps" : "drops") a question when \(condition)" }

    /// A rule that drops the questions of which its condition holds.
    package static func drops(
        _ name: RuleName, when condition: String, pattern: String? = nil, source: Source? = nil
    ) -> RuleDocumentation {
        RuleDocumentation(name: name, keeps: false, condition: condition, pattern: pattern, source: source)
    }

    /// A rule that keeps the questions of which its condition holds.
    package static func keeps(_ name: RuleName, when condition: String, source: Source? = nil) -> RuleDocumentation {
        RuleDocumentation(name: name, keeps: true, condition: condition, pattern: nil, source: source)
    }
}
