/// The documentation of a rule by which a stage decides on questions, declared once next to the rule.
///
/// The schema's descriptions, `--help` and the tables of rules in the documentation are generated from it.
package struct RuleDocumentation: Sendable {
    /// The rule's name in recipes and decisions.
    package let name: RuleName
    /// Whether the rule keeps the questions that meet its condition; most rules drop them.
    package let keeps: Bool
    /// The condition under which the rule decides, as a clause after "when": "its text contains a reference to a
    /// picture".
    package let condition: String
    /// What the rule finds in a text, as a regular expression: Python's, of which rules other than those of s1 use the part
    /// that docs/patterns.md describes; nil if the rule finds more, or less, than a pattern can say.
    package let pattern: String?
    /// A text in which the rule finds something; nil if the rule does not examine the text.
    package let example: String?
    /// The origin of the rule; nil if it is specific to curate.
    package let source: Source?
    /// Whether the rule applies where a recipe does not name the rules of its stage; nil if recipes do not name the rule.
    package private(set) var isOnByDefault: Bool?

    /// The origin of a rule.
    package enum Source: String, Sendable {
        case s1Collection = "s1, section 2.1 (initial collection)"
        case s1Quality = "s1, section 2.2 (quality)"
        case s1Difficulty = "s1, section 2.2 (difficulty)"
        case s1Diversity = "s1, section 2.2 (diversity)"
        case s1Intent = "s1, section 2.2 (quality), by its words"
        case bigMath = "Big-Math (arXiv 2502.17387)"
        case gopher = "Gopher (arXiv 2112.11446), repetition"
        case c4 = "C4 (arXiv 1910.10683), ends of sentences"
    }

    /// A description of the rule as a sentence without its full stop: "drops a question when its text contains ...".
    package var sentence: String { "\(keeps ? "keeps" : "drops") a question when \(condition)" }

    /// The sentence, with a note if the rule applies only where a recipe names it.
    package var summary: String { isOnByDefault == false ? "\(sentence) (off by default)" : sentence }

    /// Returns the documentation of the rule as one that recipes name.
    func named(byRecipes isOnByDefault: Bool) -> RuleDocumentation {
        var documentation = self
        documentation.isOnByDefault = isOnByDefault
        return documentation
    }

    /// Returns the documentation of a rule that drops the questions that meet its condition.
    package static func drops(
        _ name: RuleName, when condition: String, pattern: String? = nil, example: String? = nil,
        source: Source? = nil
    ) -> RuleDocumentation {
        RuleDocumentation(
            name: name, keeps: false, condition: condition, pattern: pattern, example: example, source: source)
    }

    /// Returns the documentation of a rule that keeps the questions that meet its condition.
    package static func keeps(_ name: RuleName, when condition: String, source: Source? = nil) -> RuleDocumentation {
        RuleDocumentation(name: name, keeps: true, condition: condition, pattern: nil, example: nil, source: source)
    }
}
