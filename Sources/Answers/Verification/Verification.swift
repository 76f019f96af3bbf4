import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// A finished run put to the test: whether its files are those that were written, whether its counts add up, and whether
/// its decisions and its export follow from its pool, its recipe and its seed.
///
/// Nothing is written into the run's folder, and no link in it is followed. The checks go from the outside in: nothing is read for its meaning before
/// its digest has been found right.
package struct Verification {
    let files: RunFolder
    var tree: FolderTree { files.tree }
    /// What is on record of the run.
    package let manifest: Manifest
    let recipe: Recipe
    let threads: Int

    /// A verification of the run in a folder.
    ///
    /// Throws `CurationError.usage` when there is no run there, `CurationError.failed` when its manifest is damaged.
    ///
    /// - Parameters:
    ///   - recipeFile: where the run's recipe lay: the paths of sources and benchmarks are relative to its folder. It
    ///     need not exist; what the recipe says is taken from the run.
    ///   - isConfined: whether the recipe, and the record of what was read, may name nothing outside the recipe's folder.
    ///   - threads: how many threads work.
    ///   - stages: the stages there are.
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

    /// Looks at everything; tells each finding as it is made and returns all.
    ///
    /// Throws `CurationError.failed` with the first thing that does not hold.
    ///
    /// - Parameters:
    ///   - deep: whether the run is made again from its sources, in a folder beside it that is removed afterwards.
    ///   - report: is told of each finding.
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

    /// What does not hold, in which file of the run.
    func fault(_ file: RunFile, _ what: String) -> CurationError { fault(file.place, what) }

    /// What does not hold, at which place of the run.
    func fault(_ place: String, _ what: String) -> CurationError {
        .failed("\(tree.path(of: place)): \(what)")
    }

    /// The record of a stage, which `checkStages` has found there.
    func record(of stage: StageName) throws -> StageRecord {
        guard let record = manifest.stages[stage] else {
            throw fault(files.manifest, "the stage \(stage.rawValue) has not run yet")
        }
        return record
    }

    /// Makes a folder for what is made again, beside the run's, where there is as much room.
    func scratch() throws -> WorkFolder {
        let place = Folder.realPath(tree.path).flatMap { Folder.parent(of: $0) } ?? "."
        try WorkFolder.removeLeftovers(in: FolderTree(place))
        return try WorkFolder(in: FolderTree(place))
    }

    // MARK: - What the manifest says of itself

    /// What stands at the head of the manifest is what the rest of it says, and nothing else stands in it.
    private func checkHead() throws {
        guard let difference = try manifest.differenceInHead(in: files) else { return }
        let (found, right) = (JSON.Difference.inWords(difference.before), JSON.Difference.inWords(difference.after))
        throw fault(
            files.manifest,
            "\(difference.path) is \(found), and \(right) by the rest of what is on record")
    }

    private func checkStages() throws {
        for stage in recipe.stages.names {
            let record = try record(of: stage)
            guard record.toolVersion == Tool.version else {
                throw fault(
                    files.manifest,
                    "the stage \(stage.rawValue) was made by version \(record.toolVersion), and this is "
                        + "\(Tool.version); only the same version can tell whether it is right")
            }
            if let difference = record.settings.firstDifference(ofSettings: recipe.settings(of: stage, after: manifest))
            {
                let changed = StageStatus.settingChanged(
                    path: difference.path, before: difference.before, after: difference.after)
                throw fault(
                    files.manifest,
                    "the stage \(stage.rawValue) ran under other settings than the recipe of the run: "
                        + changed.reason)
            }
        }
    }
}
