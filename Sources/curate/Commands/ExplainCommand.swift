import Answers
import Messages
import Stages

/// `curate explain`: shows the decisions of all stages on one question, and the reasons for them.
enum ExplainCommand: Command {
    static let name = "explain"
    static let summary = "tells one question's way through all stages, and why"
    static let operands = Operands.one("ID")
    static let options: [Option] = []
    static let commonOptions: [Option] = [.config, .run, .seed, .threads, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Tells where a question came from, what every stage said of it and on what evidence, its rank by trace length
        in its domain, and the draw that took it or that it was never drawn, and then what would have had to differ. Of
        a dropped question it tells the other rules that it fails; after curate stability the chance of being chosen.
        The id may be shortened to what is unique.
        """
    static let examples = [Example("curate explain bf87", "the question whose id begins so")]

    static func run(_ arguments: Arguments) throws {
        guard let id = arguments.words.first else { throw CurationError.usage("explain needs a question's id") }
        let run = try arguments.finishedRun()
        let explanations = try run.questions(withID: id).map {
            try Explanation(run, question: $0, threads: arguments.threads())
        }
        for explanation in explanations { try arguments.show(explanation) }
    }
}
