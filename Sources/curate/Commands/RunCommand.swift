import Files
import Messages
import Runs
import Stages

/// `curate run`, the default command: runs the stages that are not up to date.
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
    static let examples = [
        Example("curate --config mine.json", "all stages that are not up to date"),
        Example("curate --config mine.json --dry-run", "what would run and why"),
        Example(
            "curate --set sample.target=500 --run data/runs/small", "a run under another setting, beside the first"),
    ]

    static func run(_ arguments: Arguments) throws {
        let makesPool = try arguments.ask(for: StageRegistry.standard.poolMaker.name)
        let file = try arguments.recipeFile()
        if arguments.has(.dryRun) {
            return try DryRun(file: file, makesPool: makesPool, arguments: arguments).show()
        }
        if makesPool { try SynthCommand.makePool(of: file, arguments) }
        let recipe = try file.recipe()
        let stages = try arguments.stages(of: recipe)
        let folder = try arguments.runFolder(file)
        let progress = Progress(isQuiet: arguments.has(.quiet), stages: recipe.stages)
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
        try arguments.show(
            RunAnswer(
                folder: folder, asked: stages, ran: outcome.ran, manifest: outcome.manifest, export: export))
    }
}

extension Option {
    static let stage = Option("stage", value: "STAGES", "all, one stage, or several with commas between")
    fileprivate static let dryRun = Option("dry-run", "tell what would run and why, and write nothing")
}
