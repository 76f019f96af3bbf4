import Bytes
import Pools

/// Drops a question of which a text says the same over and over: a loop of a model.
struct RepetitionRule: TextsRule {
    static let name = RuleName(rawValue: "repetition")
    static let documentation = RuleDocumentation.drops(
        name,
        when: "its text, a trace or the attempt has the same \(run.length) words at least \(run.times) times, without "
            + "overlap", example: Array(repeating: "Wait, so we try it again.", count: 16).joined(separator: " "),
        source: .gopher)

    private static let run = RepeatedWords(length: 20, times: 4)

    func fault(in texts: QuestionTexts) -> TextFault? {
        texts.firstFault(of: [.question, .trajectories, .attempt]) { Self.run.first(in: $0)?.place }
    }
}
