import Answers
import Bytes
import Files
import Messages
import Recipes
import Runs
import Stages

/// `curate amend`: drops questions from the final set by hand, or holds them in it.
enum AmendCommand: Command {
    static let name = "amend"
    static let summary = "removes questions from the final set by hand, or holds them in it"
    static let usage = "amend --drop IDS --reason TEXT | --keep IDS [--reason TEXT] | --undo"
    static let options: [Option] = [.drop, .keep, .reason, .undo, .dryRun, .confined]
    static let asksAboutRun = true
    static let discussion = """
        Removes questions from a finished run's set; each is replaced by the longest trace of its domain that was not
        drawn, or by a further draw if the domain has no more. With --keep, holds questions in the set even if the draw
        misses them. Records the amendment in amendments.jsonl in the run's folder, and runs sample and export again;
        later runs apply it too. --undo withdraws the last amendment. IDS are ids separated by commas; an id may be
        shortened as long as it is unique, and a key that the recipe maps may stand in its place.
        """
    static let examples = [
        Example(
            "curate amend --drop 3f2a,9c01d --reason 'the answer is wrong'", "replaces two questions with two others"),
        Example("curate amend --undo", "restores the set before the last amendment"),
    ]

    static func run(_ arguments: Arguments) throws {
        let (drop, keep) = (try ids(arguments[.drop], .drop), try ids(arguments[.keep], .keep))
        guard (drop + keep).isEmpty == arguments.has(.undo) else {
            throw CurationError.usage("amend needs --drop IDS --reason TEXT, --keep IDS, or --undo alone")
        }
        guard drop.isEmpty || arguments[.reason]?.isEmpty == false else {
            throw CurationError.usage(
                "amend --drop needs --reason TEXT, which is recorded with the amendment")
        }
        let before = try arguments.finishedRun()
        let chosen = try before.kept(by: before.stages.selector.name)
        var editor = try AmendmentEditor(before, isUndoing: arguments.has(.undo))
        if arguments.has(.undo) {
            try editor.undo()
        } else {
            try editor.add(drop: drop, keep: keep, reason: arguments[.reason])
        }
        let recipe = try before.manifest.recipeFile(
            at: arguments[.config] ?? "pipeline.json", isConfined: arguments.has(.confined)
        ).recipe()
        let runner = try Runner(recipe, folder: before.folder, threads: arguments.threads()) {
            Interruption.note($0)
            if case .warned(let words) = $0 { Terminal.printDiagnostic("note: \(words)") }
        }
        let stages = [before.stages.selector, before.stages.exporter].map(\.name).filter {
            before.manifest.stages[$0] != nil
        }
        if arguments.has(.dryRun) {
            var plan = WritePlan()
            if editor.amendments.isEmpty {
                plan.remove(before.files.amendments.path)
            } else {
                try plan.add(before.files.amendments)
            }
            plan.add(try runner.writes(of: stages.map { Runner.PlannedStage(stage: $0, step: .runs(.forced)) }))
            return try arguments.show(WritePlanAnswer(plan: plan))
        }
        let undo = arguments.commandLine.replacing("curate", with: "curate amend --undo", maxReplacements: 1)
        let folder = before.folder
        let onRecord: Message =
            "the \(arguments.has(.undo) ? "last amendment is withdrawn" : "amendment is recorded"); "
            + "\(wayOn(before, arguments)) updates the set"
        let takingBack: Message =
            "the set cannot be amended in this way; "
            + "\(before.files.amendments.path) shows whether the amendment is still recorded, and \(undo) withdraws the last one"
        Interruption.tells { progress in
            switch progress.amendment {
            case .onRecord: onRecord
            case .takingBack: takingBack
            case nil: progress.words(in: folder)
            }
        }
        _ = try runner.run(stages, force: false, amendments: (editor.before, editor.amendments))
        let change = try SelectionChange(chosen, RecordedRun(before.folder))
        try arguments.show(
            AmendmentAnswer(change: change, amendments: editor.amendments, file: before.files.amendments.path))
    }

    /// Returns the command that completes a run that was amended without being rerun, as text.
    private static func wayOn(_ run: RecordedRun, _ arguments: Arguments) -> String {
        let command = "\(arguments.commandLine) --stage all"
        guard let file = try? arguments.recipeFile(), run.manifest.follows(file) else {
            return "\(command) with the recipe and the settings of the run"
        }
        return command
    }

    private static func ids(_ text: String?, _ option: Option) throws -> [String] {
        guard let text else { return [] }
        let ids = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !ids.contains("") else {
            throw CurationError.usage(
                "\(option.flag) \(text): expected ids separated by commas, such as 3f2a,9c01d"
            )
        }
        return ids
    }
}

extension Option {
    fileprivate static let drop = Option(
        "drop", value: "IDS", "the questions to remove: ids separated by commas")
    fileprivate static let keep = Option("keep", value: "IDS", "the questions to hold: ids separated by commas")
    fileprivate static let reason = Option("reason", value: "TEXT", "the reason, which is recorded")
    fileprivate static let undo = Option("undo", "withdraws the last amendment")
}
