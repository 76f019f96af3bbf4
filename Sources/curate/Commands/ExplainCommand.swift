import Answers
import Messages
import Stages

/// `curate explain`: shows the decisions of all stages on one question, and the reasons for them.
enum ExplainCommand: Command {
    static let name = "explain"
    static let summary = "traces one question through every stage and says why it was kept or dropped"
    static let operands = Operands.one("ID")
    static let usage = "explain ID [--full] | --domain DOMAIN [--limit N] | --source SOURCE [--limit N]"
    static let options: [Option] = [
        .full, .domain, .source, .limit.meaning("how many probable questions of a domain or source (default: 10)"),
    ]
    static let commonOptions: [Option] = [.config, .run, .seed, .threads, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Shows where a question came from, what every stage decided and on what evidence, its rank by trace length in its
        domain, and the draw that chose it; for a question that was never drawn, what would have had to be different.
        For a dropped question, also shows the other rules that it fails, and after curate stability, the probability of
        being chosen. The id may be shortened as long as it is unique, and a key that the recipe maps may stand in its
        place. --full adds the whole question, its solution, traces and attempt.

        --domain and --source explain a whole group: how many of its questions reached the draw and were chosen, in which
        phase, with what weight, whether it was used up, the lengths of the chosen questions and of the others, and after
        curate stability its most probable questions.
        """
    static let examples = [
        Example("curate explain bf87", "the question whose id begins with bf87"),
        Example("curate explain --domain Geometry", "how the draw treated a domain"),
    ]

    static func run(_ arguments: Arguments) throws {
        if let group = try arguments.groupToExplain() {
            let most = try arguments.integer(.limit, in: 0 ... .max) ?? 10
            let explanation = try GroupExplanation(arguments.finishedRun(), group.kind, named: group.name, most: most)
            return try arguments.show(explanation)
        }
        guard let id = arguments.words.first else {
            throw CurationError.usage("explain needs a question's id, --domain or --source")
        }
        let run = try arguments.finishedRun()
        let explanations = try run.questions(named: id).map {
            try Explanation(run, question: $0, threads: arguments.threads())
        }
        try arguments.show(
            ExplanationsAnswer(
                answers: explanations.map { explanation -> any Answer in
                    arguments.has(.full) ? FullExplanationAnswer(explanation: explanation) : explanation
                }))
    }
}

extension Arguments {
    /// Returns the domain or source that is to be explained in place of a question, or nil for a question.
    ///
    /// Throws `CurationError.usage` when more than one thing is to be explained.
    fileprivate func groupToExplain() throws -> (kind: FunnelBreakdown.Group, name: String)? {
        let groups = [(FunnelBreakdown.Group.domain, self[.domain]), (.source, self[.source])].compactMap {
            kind, name in
            name.map { (kind, $0) }
        }
        guard let group = groups.first else {
            if has(.limit) { throw CurationError.usage("--limit needs --domain or --source") }
            return nil
        }
        guard groups.count == 1, words.isEmpty, !has(.full) else {
            throw CurationError.usage("explain takes one of ID, --domain and --source; --full goes with an ID")
        }
        return group
    }
}

extension Option {
    fileprivate static let domain = Option("domain", value: "DOMAIN", "a domain in place of a question")
    fileprivate static let source = Option("source", value: "SOURCE", "a source in place of a question")
    fileprivate static let full = Option("full", "the whole question with its solution, traces and attempt, too")
}
