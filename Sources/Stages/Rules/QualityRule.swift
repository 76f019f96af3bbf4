import Bytes
import Pools

/// A rule of the stage quality, which recipes name in `quality.rules`.
///
/// A rule conforms to `QualityRule` if a question's text suffices for it, otherwise to `TextsRule`.
protocol RecipeRule: Sendable {
    /// The rule's name in recipes and decisions.
    static var name: RuleName { get }
    /// The documentation of the rule.
    static var documentation: RuleDocumentation { get }
    /// Whether the rule applies where a recipe does not set `quality.rules`; false unless the rule says otherwise, so
    /// that a new rule changes the runs of no recipe that does not name it.
    static var isOnByDefault: Bool { get }

    init()
}

extension RecipeRule {
    static var isOnByDefault: Bool { false }
}

/// A formatting fault for which a question is dropped.
protocol QualityRule: RecipeRule {
    /// Returns the range of the fault in a question's text, or nil if there is none.
    func fault(in text: ByteView) -> Range<Int>?

    /// Returns whether a question is kept regardless of what this rule and the others find.
    func exempts(_ question: Question) -> Bool
}

extension QualityRule {
    func exempts(_ question: Question) -> Bool { false }
}

/// The rules of the stage quality.
///
/// To add a rule, add a line to `all` and a file for the rule.
package enum QualityRules {
    /// All rules.
    ///
    /// Those that look at a question's text are tried before those that look at all its texts, otherwise in this order.
    static let all: [any RecipeRule.Type] = [
        ImageRule.self,
        NumberingRule.self,
        EmphasisRule.self,
        AsymptoteRule.self,
        CutTraceRule.self,
        ControlTokensRule.self,
        ListLiteralRule.self,
    ]

    /// The rules that look at a question's text, in order.
    static let ofQuestion = all.compactMap { $0 as? any QualityRule.Type }
    /// The rules that look at all texts of a question, in order.
    static let ofTexts = all.compactMap { $0 as? any TextsRule.Type }

    /// All rules in the order in which they are tried.
    private static let tried: [any RecipeRule.Type] = ofQuestion + ofTexts

    /// The documentation of all rules of the stage quality, starting with the one for missing parts.
    static var documentation: [RuleDocumentation] { [MissingRule.documentation] + ruleDocumentation }

    private static var ruleDocumentation: [RuleDocumentation] {
        tried.map { $0.documentation.named(byRecipes: $0.isOnByDefault) }
    }

    /// The names of all rules.
    package static var names: [String] { tried.map { $0.name.rawValue } }

    /// The names of the rules that apply unless a recipe names others.
    package static var namesOnByDefault: [String] { tried.filter { $0.isOnByDefault }.map { $0.name.rawValue } }

    /// A description of each rule, in the order of the names.
    static var meanings: [String] { ruleDocumentation.map(\.summary) }

    /// Returns those rules with the given names that look at a question's text, in the same order.
    static func ofQuestion(named names: [String]) -> [any QualityRule] {
        names.compactMap { name in ofQuestion.first { $0.name.rawValue == name }?.init() }
    }

    /// Returns those rules with the given names that look at all texts of a question, in the same order.
    static func ofTexts(named names: [String]) -> [any TextsRule] {
        names.compactMap { name in ofTexts.first { $0.name.rawValue == name }?.init() }
    }
}
