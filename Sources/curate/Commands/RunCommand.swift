import Files
import Messages
import Runs
import Stages

/// `curate run`, the default command: runs the stages that are not up to date.
enum RunCommand: Command {
    static let name = "run"
    static let summary = "runs the stages that are not up to date"
    static let usage = "[run] [--stage all|STAGE,...] [OPTIONS]"
    static let options: [Option] = [
        .stage, .force,
        .dryRun.meaning("shows what would run and why, and which files it would replace; writes nothing"),
        .confined,
    ]
    static let discussion = """
        Reads and checks the recipe, then runs its stages one after the other. Each stage writes its decisions to the
        run's folder; a stage whose settings, inputs and tool version have not changed does not run again.
        --stage quality runs only that stage; the stages that it needs must be up to date. --dry-run shows what would run
        and why, and the first question of each source as it would enter the pool, before recordings are joined.
        Files in the run's folder that run.json does not name belong to somebody else: they are neither replaced nor
        removed, except that --force replaces one that has the name of an output.
        A finished set is not replaced because of --seed or --set: name another folder with --run, or give --force. A
        recipe that was edited brings its set up to date.
        A recipe may name any path that you can read; with --confined, it may not name one that leads out of its folder
        through .. or a link.
        """
    static let examples = [
        Example("curate --config mine.json", "all stages that are not up to date"),
        Example("curate --config mine.json --dry-run", "what would run and why"),
        Example(
            "curate --set sample.target=500 --run data/runs/small", "a second run with another setting"),
    ]

    static func run(_ arguments: Arguments) throws {
        let makesPool = try arguments.ask(for: StageRegistry.standard.poolMaker.name)
        let file = try arguments.recipeFile()
        if arguments.has(.dryRun) {
            return try DryRun(file: file, makesPool: makesPool, arguments: arguments).show()
        }
        let missingPool = makesPool ? try SynthCommand.poolToMake(of: file, arguments) : nil
        try arguments.demandUnreplaced(by: file)
        if let missingPool { try SynthCommand.make(missingPool, arguments) }
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
        let files = stages.contains(exporter) ? recipe.exportFiles : []
        let exports = files.map { ($0, RunFolder(folder).export($0.name(of: recipe.name)).path) }
        try arguments.show(
            RunAnswer(
                folder: folder, asked: stages, ran: outcome.ran, manifest: outcome.manifest, exports: exports))
    }
}

extension Option {
    static let stage = Option("stage", value: "STAGES", "all, one stage, or several separated by commas")
}
