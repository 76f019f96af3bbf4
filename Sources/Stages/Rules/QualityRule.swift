import Bytes
import Pools

/// A fault of form for which a question is dropped.
protocol QualityRule: Sendable {
    /// The rule's name in recipes and decisions.
    static var name: RuleName { get }
    /// What there is to know of the rule.
    static var documentation: RuleDocumentation { get }

    init()

    /// Where the fault stands in a question's text, or nil when it has none.
    func fault(in text: ByteView) -> Range<Int>?

    /// True when the rule keeps a question whatever it and the other rules find.
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

    /// What there is to know of all rules of the stage quality: of what lacks something first.
    static var documentation: [RuleDocumentation] { [MissingRule.documentation] + all.map { $0.documentation } }

    /// The names of all rules.
    package static var names: [String] { all.map { $0.name.rawValue } }

    /// What each rule does, in the order of the names.
    static var meanings: [String] { all.map { $0.documentation.sentence } }

    /// The rules of some names, in the order of the names.
    static func named(_ names: [String]) -> [any QualityRule] {
        names.compactMap { name in all.first { $0.name.rawValue == name }?.init() }
    }
}
