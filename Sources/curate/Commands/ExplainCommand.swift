import Answers
import Messages
import Stages

/// `curate explain`: shows the decisions of all stages on one question, and the reasons for them.
enum ExplainCommand: Command {
    static let name = "explain"
    static let summary = "traces one question through every stage and says why it was kept or dropped"
    static let operands = Operands.one("ID")
    static let options: [Option] = []
    static let asksAboutRun = true
    static let discussion = """
        Shows where a question came from, what every stage decided and on what evidence, its rank by trace length in its
        domain, and the draw that chose it; for a question that was never drawn, what would have had to be different.
        For a dropped question, also shows the other rules that it fails, and after curate stability, the probability of
        being chosen. The id may be shortened as long as it is unique.
        """
    static let examples = [Example("curate explain bf87", "the question whose id begins with bf87")]

    static func run(_ arguments: Arguments) throws {
        guard let id = arguments.words.first else { throw CurationError.usage("explain needs a question's id") }
        let run = try arguments.finishedRun()
        let explanations = try run.questions(withID: id).map {
            try Explanation(run, question: $0, threads: arguments.threads())
        }
        for explanation in explanations { try arguments.show(explanation) }
    }
}
