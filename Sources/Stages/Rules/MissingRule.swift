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
            switch name {
            case "trace": needs.append((name, .part(.trace)))
            case "solution": needs.append((name, .part(.solution)))
            case "attempt": needs.append((name, .part(.attempt)))
            case "trace_tokens": needs.append((name, .traceTokens))
            case "domain": needs.append((name, .domain))
            case "outcomes":
                for model in models {
                    needs.append(("outcomes.\(model)", .outcome(facts.model(named: model))))
                }
            default:
                let model = String(name.dropFirst("outcomes.".count))
                needs.append((name, .outcome(facts.model(named: model))))
            }
        }
        self.needs = needs
    }

    /// The names that are valid as they are.
    static let known = ["trace", "trace_tokens", "domain", "solution", "attempt", "outcomes"]

    /// Returns the fault in a name of `quality.require`, or nil if the name is valid.
    static func fault(in name: String) -> String? {
        if known.contains(name) || name.hasPrefix("outcomes.") && name.utf8.count > "outcomes.".utf8.count {
            return nil
        }
        return "found the text \"\(name)\"; \(listed(known + ["outcomes.MODEL"])) is right"
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
