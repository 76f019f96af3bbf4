import Answers
import Messages
import Runs

/// `curate what-if`: shows what a finished run would have selected under other settings.
enum WhatIfCommand: Command {
    static let name = "what-if"
    static let summary = "shows what a finished run would have chosen under other settings"
    static let usage = "what-if --set KEY=VALUE ... [--list]"
    static let options: [Option] = [.list, .confined]
    static let discussion = """
        Decides anew in memory, from the first stage that the settings touch to sample, and shows the funnel before and
        after, and how many questions enter and leave the selection. Nothing is written. --list names the questions,
        with the stage that drops them now, or dropped them before. Settings of ingest need a run of their own.
        """
    static let examples = [Example("curate what-if --set sample.profile=paper --list", "which questions would change")]

    static func run(_ arguments: Arguments) throws {
        let assignments = try arguments.settings()
        guard !assignments.isEmpty else {
            throw CurationError.usage("what-if needs --set KEY=VALUE or --seed N, such as --set sample.target=500")
        }
        let run = try arguments.finishedRunAsItLies()
        let recipeFile = arguments[.config] ?? "pipeline.json"
        let whatIf: WhatIf
        do {
            whatIf = try WhatIf(
                run, setting: assignments, recipeFile: recipeFile, isConfined: arguments.has(.confined),
                threads: arguments.threads())
        } catch let refusal as RunRefusal {
            let command = command(assignments, recipeFile, besides: run.folder, arguments)
            throw refusal.error(of: name, command)
        }
        try arguments.show(WhatIfAnswer(whatIf: whatIf, run: run, listsQuestions: arguments.has(.list)))
    }

    /// Returns the command line that makes a run with these settings in another folder.
    private static func command(
        _ assignments: [String], _ recipeFile: String, besides folder: String, _ arguments: Arguments
    ) -> String {
        let confined = arguments.has(.confined) ? "--confined " : ""
        let sets = assignments.map { "--set \(Arguments.quoted($0)) " }.joined()
        return "curate --config \(Arguments.quoted(recipeFile)) \(sets)\(confined)--run "
            + "\(Arguments.quoted(folder.trimmingSlash + "-what-if"))"
    }
}

extension String {
    /// The path of a folder without a trailing slash.
    fileprivate var trimmingSlash: String {
        var path = self
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}

extension Option {
    fileprivate static let list = Option("list", "the questions that enter and leave, a line each")
}
