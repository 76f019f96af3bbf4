import Answers
import Bytes
import Files
import Messages
import Recipes
import Runs
import Stages

/// `curate amend`: takes questions out of the final set by hand, or holds them in it.
enum AmendCommand: Command {
    static let name = "amend"
    static let summary = "takes questions out of the final set by hand, or holds them in it"
    static let usage = "amend --drop IDS --reason TEXT | --keep IDS [--reason TEXT] | --undo"
    static let options: [Option] = [.drop, .keep, .reason, .undo, .confined]
    static let asksAboutRun = true
    static let discussion = """
        Takes questions out of a finished run's set, each replaced by the longest trace of its domain that was not drawn,
        or by the next draw when the domain has no more; or holds questions in it, whatever the draw says. Records them in
        amendments.jsonl in the run's folder and runs sample and export again; later runs apply them, too. --undo takes
        the last amendment back. IDS are ids with commas between, shortened to what is unique.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 0, Self.self)
        let (drop, keep) = (try ids(arguments[.drop], .drop), try ids(arguments[.keep], .keep))
        guard (drop + keep).isEmpty == arguments.has(.undo) else {
            throw CurationError.usage("amend needs --drop IDS --reason TEXT, --keep IDS, or --undo alone")
        }
        guard drop.isEmpty || arguments[.reason]?.isEmpty == false else {
            throw CurationError.usage(
                "amend --drop needs --reason TEXT: why the questions are taken out is put on record")
        }
        let before = try arguments.finishedRun()
        let chosen = try before.kept(by: before.stages.selector.name)
        var amending = try Amending(before, isUndoing: arguments.has(.undo))
        if arguments.has(.undo) {
            try amending.undo()
        } else {
            try amending.add(drop: drop, keep: keep, reason: arguments[.reason])
        }
        let recipe = try before.manifest.recipeFile(
            at: arguments[.config] ?? "pipeline.json", isConfined: arguments.has(.confined)
        ).recipe()
        let runner = try Runner(recipe, folder: before.folder, threads: arguments.threads()) {
            Interruption.note($0)
            if case .warned(let words) = $0 { Terminal.tell("note: \(words)") }
        }
        let undo = Wording.printable(
            arguments.commandLine.replacing("curate", with: "curate amend --undo", maxReplacements: 1))
        let folder = before.folder
        let onRecord =
            (arguments.has(.undo) ? "the last amendment is taken back" : "the amendment is on record")
            + ", and \(wayOn(before, arguments)) makes the set anew"
        let takingBack =
            "the set cannot be made so; whether the amendment is still on record stands in "
            + "\(Wording.printable(before.files.amendments.path)), and \(undo) takes the last one back"
        Interruption.tells { progress in
            switch progress.amendment {
            case .onRecord: "\(onRecord)"
            case .takingBack: "\(takingBack)"
            case nil: progress.words(in: folder)
            }
        }
        let stages = [before.stages.selector, before.stages.exporter].map(\.name).filter {
            before.manifest.stages[$0] != nil
        }
        _ = try runner.run(
            stages, force: false, amendments: (amending.before, amending.amendments))
        try tell(AmendedSet(chosen, RecordedRun(before.folder)), amending.amendments, before, arguments)
    }

    /// What makes a run whole again that was amended and not made anew, in words.
    private static func wayOn(_ run: RecordedRun, _ arguments: Arguments) -> String {
        let command = "\(Wording.printable(arguments.commandLine)) --stage all"
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
                "--\(option.rawValue) \(Wording.printable(text)): ids with commas between are right, such as 3f2a,9c01d"
            )
        }
        return ids
    }

    private static func tell(
        _ change: AmendedSet, _ amendments: [Amendment], _ run: RecordedRun, _ arguments: Arguments
    ) throws {
        if arguments.has(.json) {
            return try Terminal.write(json: change.json(amendments: amendments.count))
        }
        var table = TextTable()
        for (sign, moves) in [("-", change.leaving), ("+", change.entering)] {
            for move in moves {
                table.add([
                    "\(sign) \(move.id)", Wording.printable(move.source), Wording.printable(move.domain),
                    Wording.counted(move.tokens, "token"),
                ])
            }
        }
        let file = Wording.printable(run.files.amendments.path)
        let count = Set(amendments.map(\.id)).count
        let record =
            count == 0
            ? "nothing is amended any more"
            : "\(Wording.counted(count, "question")) amended in \(file)"
        try Terminal.write(
            lines: table.lines(columns: Terminal.columns) + [
                "\(Wording.counted(change.size, "question")) in the set; \(record)"
            ])
    }
}
