import Answers
import Messages

/// `curate diff`: shows the differences between two runs.
enum DiffCommand: Command {
    static let name = "diff"
    static let summary = "shows what differs between two runs, and where the fates of their questions part"
    static let operands = Operands(names: "RUN RUN", most: 2)
    static let options: [Option] = [.limit]
    static let commonOptions: [Option] = [.seed, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Takes the folders of two runs of one pool. Shows what differs in recipe, inputs and tool, both funnels side by
        side, and the questions that only one of them chose, with the first stage of the other that dropped them and why.
        """
    static let examples = [Example("curate diff data/runs/s1K data/runs/other --limit 5", "what became of a change")]

    static func run(_ arguments: Arguments) throws {
        guard arguments.words.count == 2 else {
            throw CurationError.usage("diff needs the folders of two runs, such as data/runs/s1K data/runs/other")
        }
        let limit = try arguments.integer(.limit, in: 0 ... .max) ?? 20
        let names = arguments.words
        let runs = try names.map { try arguments.finishedRun(in: $0) }
        let comparison = try RunComparison(runs[0], runs[1])
        try arguments.show(RunComparisonAnswer(comparison: comparison, folders: (names[0], names[1]), limit: limit))
    }
}
