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
        PictureRule.self,
        ProblemNumberRule.self,
        HeadingRule.self,
        ProofRule.self,
        MultipleChoiceRule.self,
        MultiPartRule.self,
        MissingReferenceRule.self,
        URLRule.self,
        CutTraceRule.self,
        ControlTokensRule.self,
        ListLiteralRule.self,
        AnswerInQuestionRule.self,
        RepetitionRule.self,
        TruncatedRule.self,
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

    /// The names by which recipes can name rules.
    package static var names: [String] { tried.map { $0.spelling } + otherSpellings.map(\.spelling) }

    /// The names of the rules that apply unless a recipe names others.
    package static var namesOnByDefault: [String] { tried.filter { $0.isOnByDefault }.map { $0.name.rawValue } }

    /// A description of each rule, in the order of the names.
    static var meanings: [String] {
        ruleDocumentation.map(\.summary)
            + otherSpellings.map { "the same as `\($0.name)`, also where the four rules of s1 are named together" }
    }

    // MARK: - Rules with the name of a rule of s1

    /// Returns how recipes name a rule with the pattern of s1 that shares its name with another.
    static func spellingOfS1(_ name: RuleName) -> String { "\(name): s1" }

    /// The rules that share their name with a rule of s1, as recipes name them where the rules of s1 are named together.
    private static let otherSpellings: [(spelling: String, name: String)] = all.filter { rule in
        rule.spelling == rule.name.rawValue && all.contains { $0.spelling == spellingOfS1(rule.name) }
    }.map { ("\($0.name): any", $0.name.rawValue) }

    /// Returns the name in decisions of a rule that a recipe names.
    static func name(spelled spelling: String) -> String {
        String(spelling.prefix { $0 != ":" })
    }

    /// Returns the rules that a recipe names, in the same order.
    ///
    /// A recipe that names all rules of s1 by their names alone is one of s1K, as every recipe was that did not choose
    /// among them: there the names stand for the patterns of s1, which are the default.
    static func rules(named names: [String]) -> [any RecipeRule.Type] {
        let isOfS1 = Set(namesOnByDefault).isSubset(of: names)
        return names.compactMap { name in
            let base = RuleName(rawValue: Self.name(spelled: name))
            let isOther = otherSpellings.contains { $0.spelling == name }
            let spelling = isOther ? base.rawValue : name
            let ofS1 = isOfS1 && !isOther ? all.first { $0.spelling == spellingOfS1(base) } : nil
            return ofS1 ?? all.first { $0.spelling == spelling }
        }
    }

    /// Returns those rules with the given names that look at a question's text, in the same order.
    static func ofQuestion(named names: [String]) -> [any QualityRule] {
        rules(named: names).compactMap { ($0 as? any QualityRule.Type)?.init() }
    }

    /// Returns those rules with the given names that look at all texts of a question, in the same order.
    static func ofTexts(named names: [String]) -> [any TextsRule] {
        rules(named: names).compactMap { ($0 as? any TextsRule.Type)?.init() }
    }
}
