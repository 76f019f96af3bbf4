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

/// All rules, in the order in which they are tried.
package enum QualityRules {
    static let all: [any QualityRule.Type] = [
        ImageRule.self, NumberingRule.self, EmphasisRule.self, AsymptoteRule.self,
    ]

    /// The documentation of all rules of the stage quality, starting with the one for missing parts.
    static var documentation: [RuleDocumentation] { [MissingRule.documentation] + all.map { $0.documentation } }

    /// The names of all rules.
    package static var names: [String] { all.map { $0.name.rawValue } }

    /// A description of each rule, in the order of the names.
    static var meanings: [String] { all.map { $0.documentation.sentence } }

    /// Returns the rules with the given names, in the same order.
    static func named(_ names: [String]) -> [any QualityRule] {
        names.compactMap { name in all.first { $0.name.rawValue == name }?.init() }
    }
}
