import Answers
import Bytes
import Files
import Messages
import Recipes

/// `curate ablate`: sets chosen in other ways, and how they differ.
enum AblateCommand: Command {
    static let name = "ablate"
    static let summary = "chooses sets in other ways, and shows how they differ from the run's"
    static let usage = "ablate [NAME ...] [--force]"
    static let options: [Option] = [.force]
    static let summaries: [Option: String] = [.force: "replaces files in the way that the run has no record of"]
    static let discussion = """
        Chooses the sets that "ablations" in the recipe names, all of them or those given; without such a section the
        paper's random, diverse and longest over what quality kept, and full over what decontaminate kept. Writes each into
        ablations/NAME under the run's folder, with its decisions, and compares them with one another and with the
        run's own set: comparison.json and comparison.csv beside them.
        """

    static func run(_ arguments: Arguments) throws {
        let (run, recipe) = try runAndRecipe(arguments)
        let ablations = AblationRun(run, recipe, threads: try arguments.threads())
        let comparison = try ablations.make(
            arguments.words, isForced: arguments.has(.force))
        if !arguments.has(.quiet), let difference = ablations.differenceOfSample {
            Terminal.tell("note: \(difference)")
        }
        if arguments.has(.json) {
            return try Terminal.write(json: comparison.json)
        }
        try Terminal.write(lines: comparison.lines(columns: Terminal.columns))
        try Terminal.write(lines: [
            "", "sets and comparison: \(Wording.printable(run.files.path(of: .ablations)))",
        ])
    }

    /// The run, and the recipe that names the ablations: that of the command line, or where it names but a run's folder,
    /// that of the run.
    private static func runAndRecipe(_ arguments: Arguments) throws -> (RecordedRun, Recipe) {
        if let folder = arguments[.run], arguments[.config] == nil {
            let run = try RecordedRun(folder)
            var file = run.manifest.recipeFile(at: run.files.manifest.path)
            try arguments.applySettings(to: &file)
            return (run, try file.recipe(withFiles: false))
        }
        let file = try arguments.recipeFile()
        let recipe = try file.recipe(withFiles: false)
        return (try RecordedRun(arguments.runFolder(file)), recipe)
    }
}
