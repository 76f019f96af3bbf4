import Bytes
import Pools

/// A formatting fault for which a question is dropped.
protocol QualityRule: Sendable {
    /// The rule's name in recipes and decisions.
    static var name: RuleName { get }
    /// The documentation of the rule.
    static var documentation: RuleDocumentation { get }

    init()

    /// Returns the range of the fault in a question's text, or nil if there is none.
    func fault(in text: ByteView) -> Range<Int>?

    /// Returns whether a question is kept regardless of what this rule and the others find.
    func exempts(_ question: Question) -> Bool
}

extension QualityRule {
    func exempts(_ question: Question) -> Bool { false }
}

/// The rules of the stage quality.
package enum QualityRules {
    /// The rules for faults of form, which apply unless a recipe names its own, in the order in which they are tried.
    static let standard: [any QualityRule.Type] = [
        ImageRule.self, NumberingRule.self, EmphasisRule.self, AsymptoteRule.self,
    ]

    /// The rules that look at all texts of a question, which are tried after the others and only if a recipe names them.
    static let ofTexts: [any TextsRule.Type] = [CutTraceRule.self, ControlTokensRule.self, ListLiteralRule.self]

    /// The documentation of all rules of the stage quality, starting with the one for missing parts.
    static var documentation: [RuleDocumentation] { [MissingRule.documentation] + ruleDocumentation }

    private static var ruleDocumentation: [RuleDocumentation] {
        standard.map { $0.documentation } + ofTexts.map { $0.documentation }
    }

    /// The names of all rules.
    package static var names: [String] { ruleDocumentation.map(\.name.rawValue) }

    /// The names of the rules that apply unless a recipe names others.
    package static var standardNames: [String] { standard.map { $0.name.rawValue } }

    /// A description of each rule, in the order of the names.
    static var meanings: [String] { ruleDocumentation.map(\.sentence) }

    /// Returns the rules with the given names, in the same order.
    static func named(_ names: [String]) -> [any QualityRule] {
        names.compactMap { name in standard.first { $0.name.rawValue == name }?.init() }
    }

    /// Returns those rules with the given names that look at all texts of a question, in the same order.
    static func ofTexts(named names: [String]) -> [any TextsRule] {
        names.compactMap { name in ofTexts.first { $0.name.rawValue == name }?.init() }
    }
}
