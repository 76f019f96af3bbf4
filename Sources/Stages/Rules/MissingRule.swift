import Bytes
import Messages
import Pools
import Shapes

/// Drops a question that lacks something the recipe requires, such as a trace, its length, a domain or an outcome.
struct MissingRule: Sendable {
    static let name = RuleName(rawValue: "missing")
    static let documentation = RuleDocumentation.drops(
        name, when: "it lacks something that `quality.require` names", source: .s1Quality)

    private enum Need: Sendable {
        case part(PresentParts)
        case traceTokens
        case domain
        /// The model's number, or nil if no outcome of it is recorded.
        case outcome(Int?)
    }

    private let needs: [(name: String, need: Need)]

    /// Creates the rule for the names of `quality.require`, where `outcomes` stands for the outcomes of the given
    /// models.
    init(_ names: [String], outcomesOf models: [String], _ facts: QuestionFacts) {
        var needs: [(String, Need)] = []
        for name in names {
            if name == QuestionColumn.outcomes.name {
                for model in models {
                    needs.append((Target.outcome(model: model).name, .outcome(facts.model(named: model))))
                }
            } else {
                needs.append((name, Self.need(name, facts)))
            }
        }
        self.needs = needs
    }

    /// Returns what a name other than `outcomes` requires.
    private static func need(_ name: String, _ facts: QuestionFacts) -> Need {
        if name == trace { return .part(.trace) }
        return switch (QuestionColumn(named: name), Target(name)) {
        case (.solution, _): .part(.solution)
        case (.attempt, _): .part(.attempt)
        case (.traceTokens, _): .traceTokens
        case (.domain, _): .domain
        case (_, .outcome(let model)): .outcome(facts.model(named: model))
        case (_, .column): .outcome(nil)
        }
    }

    /// The name of the traces, which no column has.
    static let trace = "trace"

    /// The names that are valid as they are.
    static let known =
        [trace] + [QuestionColumn.traceTokens, .domain, .solution, .attempt, .outcomes].map(\.name)

    /// Returns the fault in a name of `quality.require`, or nil if the name is valid.
    static func fault(in name: String) -> String? {
        if known.contains(name) || Target.isOutcome(name) { return nil }
        return "found the text \"\(name)\"; \(expectedOne(of: known + ["outcomes.MODEL"]))"
            + Suggestion(for: name, among: known).ending
    }

    /// Returns what a question lacks, in the order of the recipe.
    func missing(in question: Question) -> [String] {
        // Fast path: most questions lack nothing.
        if needs.indices.allSatisfy({ has(needs[$0].need, question) }) { return [] }
        return needs.filter { !has($0.need, question) }.map(\.name)
    }

    private func has(_ need: Need, _ question: Question) -> Bool {
        switch need {
        case .part(let part): question.parts.contains(part)
        case .traceTokens: question.traceTokens != nil
        case .domain: question.labelNumber != nil
        case .outcome(let number): question.outcome(of: number) != .unknown
        }
    }
}

extension TextRule {
    /// The rule for a name in `quality.require`.
    package static let requirement = TextRule("name of what is required", schema: oneOf(MissingRule.known)) {
        MissingRule.fault(in: $0)
    }
}
