import Bytes
import Pools

/// The rules that a recipe names, ready to be tried on questions.
struct QualityChecks: Sendable {
    /// A rule that a question's text and columns suffice for.
    enum QuestionCheck: Sendable {
        case builtIn(any QualityRule)
        case own(OwnRule)

        var name: RuleName {
            switch self {
            case .builtIn(let rule): type(of: rule).name
            case .own(let rule): rule.name
            }
        }
    }

    /// A rule that looks at the question's line of the pool.
    enum TextsCheck: Sendable {
        case builtIn(any TextsRule)
        case own(OwnRule)

        var name: RuleName {
            switch self {
            case .builtIn(let rule): type(of: rule).name
            case .own(let rule): rule.name
            }
        }
    }

    /// Those that the question's text and columns suffice for, in the order of the recipe.
    let ofQuestion: [QuestionCheck]
    /// Those that look at the question's line, in the order of the recipe.
    let ofTexts: [TextsCheck]
    /// The built-in rules of `ofQuestion`, of which some keep questions regardless of what the others find.
    private let builtIn: [any QualityRule]

    /// Creates the rules that a recipe names.
    init(_ entries: [QualityRecipe.Entry]) {
        var names: [String] = []
        for case .builtIn(let name) in entries { names.append(name) }
        var rules = QualityRules.rules(named: names)[...]
        var (ofQuestion, ofTexts, builtIn): ([QuestionCheck], [TextsCheck], [any QualityRule]) = ([], [], [])
        for entry in entries {
            switch entry {
            case .own(let rule): if rule.needsLine { ofTexts.append(.own(rule)) } else { ofQuestion.append(.own(rule)) }
            case .builtIn:
                // Every name that the shape accepts is that of a rule.
                guard let type = rules.popFirst() else { continue }
                if let rule = (type as? any QualityRule.Type)?.init() {
                    ofQuestion.append(.builtIn(rule))
                    builtIn.append(rule)
                } else if let rule = (type as? any TextsRule.Type)?.init() {
                    ofTexts.append(.builtIn(rule))
                }
            }
        }
        (self.ofQuestion, self.ofTexts, self.builtIn) = (ofQuestion, ofTexts, builtIn)
    }

    /// Appends the drops of a question, in the order of the rules.
    func addDrops(of question: Question, to drops: inout [Decision]) {
        addDropsOfQuestion(question, to: &drops)
        guard !ofTexts.isEmpty else { return }
        let subject = RuleSubject(question: question, texts: QuestionTexts(question))
        for check in ofTexts {
            switch check {
            case .builtIn(let rule):
                guard let texts = subject.texts, let fault = rule.fault(in: texts) else { continue }
                drops.append(.dropped(type(of: rule).name, fault))
            case .own(let rule):
                if let fault = rule.fault(of: subject) { drops.append(.dropped(rule.name, fault)) }
            }
        }
    }

    private func addDropsOfQuestion(_ question: Question, to drops: inout [Decision]) {
        // Asked for only when a rule finds something, which few do.
        var isExempt: Bool?
        for check in ofQuestion {
            switch check {
            case .builtIn(let rule):
                guard let place = rule.fault(in: question.text) else { continue }
                let exempt = isExempt ?? builtIn.contains { $0.exempts(question) }
                isExempt = exempt
                if !exempt { drops.append(.dropped(type(of: rule).name, FormFault(at: place, of: question.text))) }
            case .own(let rule):
                guard let fault = rule.fault(of: RuleSubject(question: question, texts: nil)) else { continue }
                drops.append(.dropped(rule.name, fault))
            }
        }
    }
}
