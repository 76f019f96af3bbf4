import Bytes
import Pools

/// A rule of the stage quality, which recipes name in `quality.rules`.
///
/// A rule conforms to `QualityRule` if a question's text suffices for it, otherwise to `TextsRule`.
protocol RecipeRule: Sendable {
    /// The rule's name in decisions.
    static var name: RuleName { get }
    /// How recipes name the rule: by its name, unless there is another with it.
    static var spelling: String { get }
    /// The documentation of the rule.
    static var documentation: RuleDocumentation { get }
    /// Whether the rule applies where a recipe does not set `quality.rules`; false unless the rule says otherwise, so
    /// that a new rule changes the runs of no recipe that does not name it.
    static var isOnByDefault: Bool { get }

    init()
}

extension RecipeRule {
    static var spelling: String { name.rawValue }
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
