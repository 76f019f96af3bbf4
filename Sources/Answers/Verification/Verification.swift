import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// A verification of a finished run: that its files are as they were written, that its counts add up, and that its
/// decisions and export follow from its pool, recipe and seed.
///
/// Nothing is written into the run's folder, and links in it are not followed. The contents of a file are interpreted
/// only after its digest has been verified.
package struct Verification {
    let files: RunFolder
    var tree: FolderTree { files.tree }
    /// The manifest of the run.
    package let manifest: Manifest
    let recipe: Recipe
    let threads: Int

    /// Creates a verification of the run in a folder.
    ///
    /// Throws `CurationError.usage` when the folder contains no run, and `CurationError.failed` when its manifest is
    /// damaged.
    ///
    /// - Parameters:
    ///   - recipeFile: the path of the run's recipe, to whose folder the paths of sources and benchmarks are relative.
    ///     The file need not exist; the recipe is taken from the run.
    ///   - isConfined: whether the recipe and the records of inputs must not name anything outside the recipe's folder.
    ///   - threads: the number of threads.
    ///   - stages: the available stages.
    package init(
        _ folder: String, recipeFile: String, isConfined: Bool = false, threads: Int,
        stages: StageRegistry = .standard
    ) throws {
        files = RunFolder(folder, stages: stages)
        let manifest: Manifest?
        do {
            manifest = try Manifest.read(in: files)
        } catch let error as FileError {
            throw CurationError.failed("\(error.description)")
        }
        guard let manifest, !manifest.stages.isEmpty else { throw Manifest.noRun(in: files) }
        self.manifest = manifest
        self.threads = threads
        recipe = try manifest.recipeFile(at: recipeFile, isConfined: isConfined).recipe(withFiles: false)
    }

    /// Performs all checks, reports each finding as it is made, and returns all findings.
    ///
    /// Throws `CurationError.failed` for the first check that fails.
    ///
    /// - Parameters:
    ///   - deep: whether the run is repeated from its sources, in a temporary folder beside it.
    ///   - report: is called with each finding.
    @discardableResult
    package func run(deep: Bool, report: (Finding) -> Void = { _ in }) throws -> [Finding] {
        var findings: [Finding] = []
        func found(_ finding: Finding) {
            findings.append(finding)
            report(finding)
        }
        do {
            try checkStages()
            found(try checkOutputs())
            let inputs = try checkInputs()
            found(inputs.finding)
            found(try checkCounts())
            let pool = try files.openPool()
            found(try checkPool(pool))
            let decisions = try checkDecisions(pool, withBenchmarks: inputs.hasBenchmarks)
            found(decisions.finding)
            found(try checkExport(pool, decisions.chosen))
            found(try checkGate(pool, decisions.chosen, withBenchmarks: inputs.hasBenchmarks))
            try checkHead()
            if deep { found(try rerun()) }
        } catch let error as FileError {
            throw CurationError.failed("\(error.description)")
        }
        return findings
    }

    /// Returns the error for a fault in a file of the run.
    func fault(_ file: RunFile, _ what: String) -> CurationError { fault(file.place, what) }

    /// Returns the error for a fault at a path of the run.
    func fault(_ place: String, _ what: String) -> CurationError {
        .failed("\(tree.path(of: place)): \(what)")
    }

    /// Returns the record of a stage, which `checkStages` has verified to exist.
    func record(of stage: StageName) throws -> StageRecord {
        guard let record = manifest.stages[stage] else {
            throw fault(files.manifest, "the stage \(stage.rawValue) has not run yet")
        }
        return record
    }

    /// Creates a temporary folder beside the run's folder, on the same volume, for what is rebuilt.
    func scratch() throws -> WorkFolder {
        let place = Folder.realPath(tree.path).flatMap { Folder.parent(of: $0) } ?? "."
        try WorkFolder.removeLeftovers(in: FolderTree(place))
        return try WorkFolder(in: FolderTree(place))
    }

    // MARK: - What the manifest says of itself

    /// Checks that the head of the manifest agrees with its records and has no other members.
    private func checkHead() throws {
        guard let difference = try manifest.differenceInHead(in: files) else { return }
        let (found, right) = (JSON.Difference.inWords(difference.before), JSON.Difference.inWords(difference.after))
        throw fault(
            files.manifest,
            "\(difference.path) is \(found), but \(right) according to the other records")
    }

    private func checkStages() throws {
        for stage in recipe.stages.names {
            let record = try record(of: stage)
            guard record.toolVersion == Tool.version else {
                throw fault(
                    files.manifest,
                    "the stage \(stage.rawValue) was run by version \(record.toolVersion), and this is "
                        + "\(Tool.version); only the same version can verify it")
            }
            if let difference = record.settings.firstDifference(
                ofSettings: recipe.settings(of: stage, after: manifest), in: recipe.shape)
            {
                let changed = StageStatus.settingChanged(
                    path: difference.path, before: difference.before, after: difference.after)
                throw fault(
                    files.manifest,
                    "the stage \(stage.rawValue) ran with settings that differ from the run's recipe: "
                        + changed.reason)
            }
        }
    }
}
