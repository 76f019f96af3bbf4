import Bytes
import Files
import Messages
import Runs
import Stages

/// `curate run`, and `curate` alone: runs the stages that are not up to date.
enum RunCommand: Command {
    static let name = "run"
    static let summary = "runs the stages that are not up to date"
    static let usage = "[run] [--stage all|STAGE,...] [OPTIONS]"
    static let options: [Option] = [.stage, .force, .dryRun, .confined]
    static let discussion = """
        Reads the recipe, checks it as a whole, and runs its stages one after the other. Each leaves its decisions
        in the run's folder; a stage whose settings, inputs and tool version are those it ran with is left as it is.
        --stage quality runs that stage alone, and what it needs must be up to date. --dry-run tells what would run
        and why, and shows the first question of each source as it would enter the pool, recordings not yet joined.
        Files in the run's folder that run.json does not name are somebody else's: they are neither replaced nor removed,
        unless --force replaces one that has the name of an output.
        A recipe may name any path that you may read; with --confined none that leads out of the recipe's folder,
        be it by .. or by a link.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 0, Self.self)
        let stages = try stages(arguments[.stage] ?? "all")
        let file = try arguments.recipeFile()
        if arguments.has(.dryRun) {
            return try DryRun(file: file, stages: stages, arguments: arguments).show()
        }
        if stages.contains(StageRegistry.standard.poolMaker.name) { try SynthCommand.makePool(of: file, arguments) }
        let recipe = try file.recipe()
        let folder = try arguments.runFolder(file)
        let progress = Progress(isQuiet: arguments.has(.quiet))
        Interruption.tells { $0.words(in: folder) }
        let runner = try Runner(recipe, folder: folder, threads: arguments.threads()) {
            Interruption.note($0)
            progress.show($0)
        }
        let outcome: RunOutcome
        do {
            outcome = try runner.run(stages, force: arguments.has(.force))
        } catch {
            progress.clear()
            throw error
        }
        progress.clear()
        let exporter = recipe.stages.exporter.name
        let export = stages.contains(exporter) ? RunFolder(folder).export(recipe.mainExport).path : nil
        if arguments.has(.json) {
            let answer: JSON = [
                "run": .string(folder), "ran": .strings(outcome.ran.map(\.rawValue)),
                "funnel": Funnel(outcome.manifest).json, "export": export.map { .string($0) } ?? .null,
            ]
            return try Terminal.write(json: answer)
        }
        let note = outcome.manifest.isSynthetic ? " (synthetic data)" : ""
        if outcome.ran.isEmpty {
            let what =
                stages.count == recipe.stages.names.count
                ? "all stages are" : "\(inWords(stages.map(\.rawValue), "and")) \(stages.count == 1 ? "is" : "are")"
            return try Terminal.write(lines: [
                "nothing to do: \(what) up to date in \(Wording.printable(folder))\(note)"
            ])
        }
        try Terminal.write(lines: Funnel(outcome.manifest).lines(columns: Terminal.columns))
        if let export {
            let chosen = Funnel(outcome.manifest).steps.last?.kept ?? 0
            try Terminal.write(lines: [
                "", "\(Wording.counted(chosen, "question")) in \(Wording.printable(export))\(note)",
            ])
            if let line = lengthLine(outcome.manifest) { try Terminal.write(lines: [line]) }
        }
    }

    /// What the counting of training rows found, where the recipe asks for it.
    private static func lengthLine(_ manifest: Manifest) -> String? {
        guard let train = manifest.stages[manifest.order.exporter.name]?.counts["train"],
            let most = train["max_tokens"]?.integer,
            let over = train["over"]?.integer, let longest = train["longest"]?.integer
        else { return nil }
        let isDropped = manifest.recipe["train"]?["over"] == "drop"
        return "\(Wording.counted(over, "row")) of more than \(Wording.counted(most, "token")) "
            + (isDropped ? "dropped" : "would be cut") + "; the longest has \(Wording.grouped(longest))"
    }

    private static func stages(_ text: String) throws -> [StageName] {
        let names = StageRegistry.standard.names
        if text == "all" { return names }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let stage = StageRegistry.standard.name(String(word)) else {
                let known = ["all"] + names.map(\.rawValue)
                let nearest = Spelling.nearest(to: String(word), among: known).map { "; did you mean \"\($0)\"?" } ?? ""
                throw CurationError.usage(
                    "--stage \(Wording.printable(text)): no stage \"\(Wording.printable(String(word)))\"; "
                        + "\(inWords(known)) is right\(nearest)")
            }
            return stage
        }
    }
}

/// Shows on standard error how a run goes on: a line a stage, and on a terminal a line that moves.
final class Progress {
    private let isQuiet: Bool
    /// What stands on the moving line, if there is one.
    private var moving: String?
    private var lastShare = -1
    /// Why stages run, where it is not for the first time.
    private var reasons: [StageName: String] = [:]

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func show(_ event: RunEvent) {
        if case .lost(let words) = event {
            clear()
            Terminal.tell("note: \(words)")
        }
        if isQuiet { return }
        switch event {
        case .upToDate(let stage): line(stage, "up to date")
        case .started(let stage, let reason):
            reasons[stage] = reason == StageStatus.neverRan.reason ? nil : reason
            move("\(stage.rawValue) ...")
        case .warned(let words):
            clear()
            Terminal.tell("note: \(words)")
        case .amended, .takingBack, .lost: break
        case .progress(let stage, let done, let total): show(share: done, of: total, stage.rawValue)
        case .finished(let stage, let record):
            let step = StageRegistry.standard[stage].map { Funnel.Step($0, record.counts) }
            let count = "\(Wording.grouped(step?.kept ?? 0)) of \(Wording.grouped(step?.entered ?? 0))"
            line(
                stage,
                "\(Wording.padded(count, to: 18))  \(Wording.fixed(record.seconds, 2)) s"
                    + (reasons[stage].map { "  (\(Wording.printable($0)))" } ?? ""))
        }
    }

    /// Shows on the moving line how much of something is done.
    func show(share done: Int, of total: Int, _ what: String) {
        let share = total == 0 ? 100 : Int(100 * min(1, Double(done) / Double(total)))
        if !isQuiet, share != lastShare { move("\(what) \(share)%") }
        lastShare = share
    }

    /// Takes the moving line away.
    func clear() {
        if moving != nil { Terminal.overwrite("") }
        moving = nil
    }

    private func line(_ stage: StageName, _ text: String) {
        let before = moving
        clear()
        Terminal.tell("\(Wording.padded(stage.rawValue, to: 13))  \(text)")
        // The next stage may be at work already.
        if let before, !before.hasPrefix(stage.rawValue) { move(before) }
    }

    private func move(_ text: String) {
        guard Terminal.showsProgress else { return }
        moving = text
        Terminal.overwrite(Wording.clipped(text, to: 78))
    }
}
