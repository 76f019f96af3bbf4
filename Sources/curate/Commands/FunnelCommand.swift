import Answers
import Messages
import Runs

/// `curate funnel`: shows the counts of a run as a table with bars.
enum FunnelCommand: Command {
    static let name = "funnel"
    static let summary = "shows how many questions each stage kept, and why the others went"
    static let options: [Option] = [.by]
    static let commonOptions: [Option] = [.config, .run, .seed, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Shows for every stage what it kept, and for every rule what it dropped. The counts add up: what entered a
        stage is what it kept and what it dropped. --by shows a row for each source or domain, a column for each stage.
        """
    static let examples = [Example("curate funnel --by domain", "which domains lose most, and where")]

    static func run(_ arguments: Arguments) throws {
        guard let word = arguments[.by] else {
            return try arguments.show(Funnel(arguments.finishedRun().manifest))
        }
        guard let group = FunnelBreakdown.Group(rawValue: word) else {
            throw CurationError.usage("--by \(word): source or domain is right")
        }
        try arguments.show(FunnelBreakdown(arguments.finishedRun(), by: group))
    }
}

extension Option {
    fileprivate static let by = Option("by", value: "source|domain", "a row for each source or domain")
}
