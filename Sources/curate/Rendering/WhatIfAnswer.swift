import Answers
import Bytes
import Messages
import Runs
import Stages

/// The answer of `curate what-if`: what a finished run would have selected under other settings.
struct WhatIfAnswer: Answer {
    let whatIf: WhatIf
    let run: RecordedRun
    /// Whether text output lists the questions that enter and leave.
    let listsQuestions: Bool

    var json: JSON {
        [
            "first_stage": .optional(whatIf.firstStage?.rawValue),
            "chosen": ["before": JSON(whatIf.chosen.before), "after": JSON(whatIf.chosen.after)],
            "entering": .list(whatIf.entering.map(json)), "leaving": .list(whatIf.leaving.map(json)),
            "funnel": whatIf.funnels.json("before", "after"),
            "statistics": ["before": whatIf.statistics.before.json, "after": whatIf.statistics.after.json],
            "conflicts": .list(whatIf.conflicts.map { .string($0.words) }),
        ]
    }

    private func json(_ move: WhatIf.Move) -> JSON {
        [
            "id": .string(run.pool.id(of: move.question).description), "stage": .string(move.decision.stage.rawValue),
            "rule": .optional(move.decision.rule?.rawValue),
        ]
    }

    func lines(columns: Int) -> [String] {
        var lines = [beginning, ""]
        lines += whatIf.funnels.changes("before", "after", columns: columns)
        var table = SetTable([("before", whatIf.statistics.before), ("after", whatIf.statistics.after)])
        table.addStatistics()
        lines += [""] + table.lines(columns: columns) + [""]
        lines += whatIf.conflicts.flatMap { ("note: " + $0.words).wrapped(to: columns) }
        lines += [
            "\(Wording.grouped(whatIf.entering.count)) enter the selection, "
                + "\(Wording.grouped(whatIf.leaving.count)) leave it, "
                + "\(Wording.grouped(whatIf.chosen.before - whatIf.leaving.count)) stay"
        ]
        return listsQuestions ? lines + [""] + questions.lines(columns: columns) : lines
    }

    private var beginning: String {
        if let stage = whatIf.firstStage { return "decisions repeated from \(stage.rawValue) on; nothing is written" }
        return whatIf.touchesExport
            ? "these settings affect only export: the selection does not change"
            : "these are the run's own settings: nothing changes"
    }

    private var questions: TextTable {
        var table = TextTable()
        for (sign, verb, moves) in [("+", "was", whatIf.entering), ("-", "is", whatIf.leaving)] {
            for move in moves {
                let rule = move.decision.rule.map { ", \($0)" } ?? ""
                table.add([
                    "\(sign) \(run.pool.id(of: move.question))", run.pool.facts.sourceName(of: move.question),
                    run.domains.name(of: move.question) ?? "(none)",
                    "\(verb) dropped by \(move.decision.stage.rawValue)\(rule)",
                ])
            }
        }
        return table
    }
}
