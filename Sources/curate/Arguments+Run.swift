import Answers
import Files
import Messages
import Recipes
import Runs

/// The run that a command asks about.
extension Arguments {
    /// Returns the path of the run's folder: the value of `--run`, or else the default for the recipe's name, which is in the
    /// recipe's folder as everything that the recipe names is.
    ///
    /// Throws `CurationError.usage` when the recipe is confined and there is a link at the folder's path.
    func runFolder(_ file: RecipeFile?) throws -> String {
        if let folder = self[.run] { return folder }
        let file = try file ?? recipeFile()
        guard let name = file.name else {
            // The recipe has no usable name; checking it reports that.
            _ = try file.recipe(withFiles: false)
            throw CurationError.usage("the recipe has no name; name the run's folder with --run")
        }
        let home = Folder.parent(of: file.path) ?? ""
        let folder = Folder.join(home, "data/runs/\(name)")
        if has(.confined), let here = Location(of: home.isEmpty ? "." : home) {
            guard let location = Location(of: folder, mayBeMissing: true), location.isInside(here) else {
                throw CurationError.usage(
                    "\(folder): a link leads out of the recipe's folder, which --confined refuses; "
                        + "name the run's folder with --run")
            }
        }
        return folder
    }

    /// Throws `RunRefusal` when a run with a recipe would replace a finished set because of `--set` or `--seed`, which were
    /// not given when it was made, and `--force` was not given.
    func demandUnreplaced(by file: RecipeFile) throws {
        let settings = try settings()
        guard !has(.force), !settings.isEmpty else { return }
        let recipe = try file.recipe(withFiles: false)
        let files = RunFolder(try runFolder(file), stages: recipe.registry)
        // A manifest that cannot be read has no results that count.
        guard let manifest = try? Manifest.read(in: files) else { return }
        try manifest.demandUnreplaced(by: settings, running: stages(of: recipe), of: recipe, in: files)
    }

    /// Opens the run that a command asks about, in the folder that the options name or in another one.
    ///
    /// Throws `CurationError.usage` when the run was made with other settings than those of `--set` and `--seed`.
    func finishedRun(in folder: String? = nil) throws -> RecordedRun {
        let run = try RecordedRun(folder ?? runFolder(nil))
        try run.manifest.demand(settings: settings(), from: "--set", in: run.files)
        return run
    }

    /// Opens the run that a command asks about, found by the recipe file without `--set` and `--seed`.
    func finishedRunAsItLies() throws -> RecordedRun {
        if let folder = self[.run] { return try RecordedRun(folder) }
        let path = self[.config] ?? "pipeline.json"
        return try RecordedRun(runFolder(Folder.hasFile(path) ? RecipeFile(path) : recipeFile()))
    }
}
