import Messages
import Stages

@testable import curate

/// `curate rule`: says what a rule does.
enum RuleCommand: Command {
    static let name = "rule"
    static let summary = "says when a rule keeps or drops a question"
    static let operands = Operands.one("NAME")
    static let options: [Option] = []
    static let discussion = """
        NAME is the name of a rule as funnels and decisions have it.
        """
    static let examples = [Example("curate rule emphasis", "when emphasis drops a question")]

    static func run(_ arguments: Arguments) throws {
        guard let name = arguments.words.first else { throw CurationError.usage("rule needs the name of a rule") }
        let rules = StageRegistry.standard.definitions.flatMap(\.rules)
        guard let rule = rules.first(where: { $0.name.rawValue == name }) else {
            throw CurationError.usage(
                "\(name): no rule\(Suggestion(for: name, among: rules.map(\.name.rawValue)).ending)")
        }
        try Terminal.write(lines: [rule.sentence])
    }
}
