import Messages
import Stages

@testable import curate

/// `curate rule`: says what a rule does.
enum RuleCommand: Command {
    static let name = "rule"
    static let summary = "says when a rule keeps or drops a question"
    static let usage = "rule NAME"
    static let options: [Option] = []
    static let discussion = """
        NAME is the name of a rule as funnels and decisions have it:

          curate rule emphasis
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 1, Self.self)
        guard let name = arguments.words.first else { throw CurationError.usage("rule needs the name of a rule") }
        let rules = StageRegistry.standard.definitions.flatMap(\.rules)
        guard let rule = rules.first(where: { $0.name == name }) else {
            let nearest = Spelling.nearest(to: name, among: rules.map(\.name))
            throw CurationError.usage("\(name): no rule" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
        }
        try Terminal.write(lines: ["\(rule.keeps ? "keeps" : "drops") a question when \(rule.condition)"])
    }
}
