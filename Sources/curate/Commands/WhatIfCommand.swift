import Answers
import Bytes
import Messages
import Runs

/// `curate what-if`: what a finished run would have chosen under other settings.
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

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 0, Self.self)
        let assignments = try arguments.settings()
        guard !assignments.isEmpty else {
            throw CurationError.usage("what-if needs --set KEY=VALUE or --seed N, such as --set sample.target=500")
        }
        let run = try arguments.finishedRunAsItLies()
        let recipeFile = arguments[.config] ?? "pipeline.json"
        let answer: WhatIf
        do {
            answer = try WhatIf(
                run, setting: assignments, recipeFile: recipeFile, isConfined: arguments.has(.confined),
                threads: arguments.threads())
        } catch let refusal as RunRefusal {
            let command = command(assignments, recipeFile, besides: run.folder, arguments)
            throw CurationError.usage(refusal.words(of: name, command))
        }
        if arguments.has(.json) {
            return try Terminal.write(json: answer.json(run))
        }
        var lines: [String] = []
        if let stage = answer.firstStage {
            lines += ["decided anew from \(stage.rawValue) on; nothing is written", ""]
        } else {
            lines += [
                answer.touchesExport
                    ? "these settings touch export alone: the selection stays as it is"
                    : "these are the run's own settings: nothing changes", "",
            ]
        }
        lines += answer.funnels.lines("before", "after", columns: Terminal.columns)
        lines += [
            "",
            "\(Wording.grouped(answer.entering.count)) enter the selection, "
                + "\(Wording.grouped(answer.leaving.count)) leave it, "
                + "\(Wording.grouped(answer.chosen.before - answer.leaving.count)) stay",
        ]
        if arguments.has(.list) {
            var table = TextTable()
            for (sign, moves) in [("+", answer.entering), ("-", answer.leaving)] {
                for move in moves {
                    let rule = move.rule.map { ", \($0)" } ?? ""
                    table.add([
                        "\(sign) \(run.pool.id(of: move.question))",
                        Wording.printable(run.pool.sourceName(of: move.question)),
                        Wording.printable(run.domains.name(of: move.question, in: run.pool) ?? "(none)"),
                        (sign == "+" ? "was dropped by " : "is dropped by ") + move.stage.rawValue + rule,
                    ])
                }
            }
            lines += [""] + table.lines(columns: Terminal.columns)
        }
        try Terminal.write(lines: lines)
    }

    /// The command line that makes a run of its own beside another.
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
    /// The path of a folder without a slash at its end.
    fileprivate var trimmingSlash: String {
        var path = self
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
