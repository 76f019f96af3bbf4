import Answers
import Messages
import Runs

/// `curate funnel`: shows the counts of a run as a table with bars.
enum FunnelCommand: Command {
    static let name = "funnel"
    static let summary = "shows how many questions each stage kept, and why it dropped the others"
    static let options: [Option] = [.by]
    static let asksAboutRun = true
    static let discussion = """
        Shows how many questions each stage kept and each rule dropped. The counts add up: every question that entered a
        stage was kept or dropped. --by shows a row for each source or domain and a column for each stage.
        """
    static let examples = [
        Example("curate funnel --by domain", "which domains lose most questions, and at which stage")
    ]

    static func run(_ arguments: Arguments) throws {
        guard let word = arguments[.by] else {
            return try arguments.show(Funnel(arguments.finishedRun().manifest))
        }
        guard let group = FunnelBreakdown.Group(rawValue: word) else {
            throw CurationError.usage("--by \(word): expected source or domain")
        }
        try arguments.show(FunnelBreakdown(arguments.finishedRun(), by: group))
    }
}

extension Option {
    fileprivate static let by = Option("by", value: "source|domain", "a row for each source or domain")
}
