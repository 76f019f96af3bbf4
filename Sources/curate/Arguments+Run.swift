import Answers
import Files
import Messages
import Recipes
import Runs

/// The run that a command line asks about.
extension Arguments {
    /// The run's folder: what `--run` names, else that of the recipe's name.
    ///
    /// Throws `CurationError.usage` where the recipe must not lead anywhere, and somebody has put a link in the folder's place.
    func runFolder(_ file: RecipeFile?) throws -> String {
        if let folder = self[.run] { return folder }
        guard let name = try (file ?? recipeFile()).name else {
            // The recipe has no usable name; checking it says so.
            _ = try (file ?? recipeFile()).recipe(withFiles: false)
            throw CurationError.usage("the recipe has no name; --run names the run's folder")
        }
        let folder = "data/runs/\(name)"
        if has(.confined), let here = Location(of: ".") {
            guard let location = Location(of: folder, mayBeMissing: true), location.isInside(here) else {
                throw CurationError.usage(
                    "\(folder): a link leads out of the current folder, which --confined refuses; "
                        + "--run names the run's folder")
            }
        }
        return folder
    }

    /// The run that a command asks about, in the folder that the options name or in another.
    ///
    /// Throws `CurationError.usage` when it is not one that `--set` and `--seed` made: what is told of it would not be
    /// what was asked for.
    func finishedRun(in folder: String? = nil) throws -> RecordedRun {
        let run = try RecordedRun(folder ?? runFolder(nil))
        try run.manifest.demand(settings: settings(), in: run.files)
        return run
    }

    /// The run that a command asks about, found by the recipe as it lies there, without `--set` and `--seed`.
    func finishedRunAsItLies() throws -> RecordedRun {
        if let folder = self[.run] { return try RecordedRun(folder) }
        let path = self[.config] ?? "pipeline.json"
        return try RecordedRun(runFolder(Folder.hasFile(path) ? RecipeFile(path) : recipeFile()))
    }
}
