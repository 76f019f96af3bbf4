import Answers
import Messages
import Runs

/// `curate funnel`: shows the counts of a run as a table with bars.
enum FunnelCommand: Command {
    static let name = "funnel"
    static let summary = "shows how many questions each stage kept, and why it dropped the others"
    static let options: [Option] = [.by, .rules]
    static let commonOptions: [Option] = [.config, .run, .seed, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Shows how many questions each stage kept and each rule dropped. The counts add up: every question that entered a
        stage was kept or dropped. --by shows a row for each source or domain and a column for each stage, or with --rules
        for each rule. --by score shows how many questions were dropped with which score, by the rules that have one.
        """
    static let examples = [
        Example("curate funnel --by domain", "which domains lose most questions, and at which stage"),
        Example("curate funnel --by source --rules", "how many questions each rule drops from each source"),
    ]

    private static let score = "score"

    static func run(_ arguments: Arguments) throws {
        if arguments[.by] == Self.score {
            if arguments.has(.rules) { throw CurationError.usage("--by score has a row for each rule without --rules") }
            return try arguments.show(ScoreHistogram(arguments.finishedRun()))
        }
        guard let group: FunnelBreakdown.Group = try arguments.choice(.by) else {
            if arguments.has(.rules) { throw CurationError.usage("--rules needs --by source or --by domain") }
            return try arguments.show(Funnel(arguments.finishedRun().manifest))
        }
        let run = try arguments.finishedRun()
        if arguments.has(.rules) {
            try arguments.show(RuleBreakdown(run, by: group))
        } else {
            try arguments.show(FunnelBreakdown(run, by: group))
        }
    }
}

extension Option {
    fileprivate static let by = Option(
        "by", value: "source|domain|score",
        "a row for each source or domain, or the questions that were dropped by score")
    fileprivate static let rules = Option("rules", "with --by, a column for each rule")
}
