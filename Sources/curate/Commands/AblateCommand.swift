import Answers
import Bytes
import Files
import Messages
import Recipes
import Shapes

/// `curate ablate`: selects sets in other ways and compares them.
enum AblateCommand: Command {
    static let name = "ablate"
    static let summary = "selects sets in other ways, and compares them with the run's"
    static let operands = Operands.any("NAME")
    static let options: [Option] = [
        .force.meaning("replaces files in the way that the run did not record"), .dryRun,
    ]
    static let discussion = """
        Selects the sets that "ablations" in the recipe defines: all of them, or those named. Without that section,
        the sets are the paper's: random, diverse and longest, from what quality kept, and full, from what decontaminate
        kept. Writes each set with its decisions to ablations/NAME in the run's folder, also as a Parquet file if the export
        does so, and compares the sets with one another and with the run's own set in comparison.json and comparison.csv.
        """
    static let examples = [Example("curate ablate random longest", "two of the sets, compared with the run's own")]

    static func run(_ arguments: Arguments) throws {
        let (run, recipe) = try runAndRecipe(arguments)
        let ablations = AblationRun(run, recipe, threads: try arguments.threads())
        if arguments.has(.dryRun) {
            let plan = try ablations.writes(arguments.words, isForced: arguments.has(.force))
            return try arguments.show(WritePlanAnswer(plan: plan))
        }
        let comparison = try ablations.make(
            arguments.words, isForced: arguments.has(.force))
        if !arguments.has(.quiet), let difference = ablations.differenceOfSample {
            let (drawn, now) = (JSON.Difference.inWords(difference.before), JSON.Difference.inWords(difference.after))
            Terminal.printDiagnostic(
                "note: the run's own set was drawn with \(difference.path) = \(drawn); the recipe has \(now)")
        }
        try arguments.show(AblationAnswer(comparison: comparison, folder: run.files.path(of: .ablations)))
    }

    /// Returns the run, and the recipe that names the ablations: that of the command line, or that of the run if the
    /// command line names only a run's folder.
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
