import Bytes
import Files
import Pools
import Recipes
import Stages

/// The records of a run, compared with its recipe and the current state of its files.
struct RunRecord {
    let recipe: Recipe
    let files: RunFolder
    let digests: DigestCache
    /// The manifest as recorded so far, including stages whose files are still being published.
    var manifest: Manifest

    /// Reads the records of a run.
    ///
    /// A manifest that is not as it was written is treated as absent.
    init(_ recipe: Recipe, in files: RunFolder) {
        self.recipe = recipe
        self.files = files
        let manifest = try? Manifest.read(in: files)
        digests = DigestCache(manifest)
        self.manifest = manifest ?? Manifest(recipe: recipe.document, of: files)
        self.manifest.recipe = recipe.document
    }

    /// Returns whether a stage is up to date, or why not.
    func status(of stage: StageName) throws -> StageStatus {
        guard let record = manifest.stages[stage] else { return .neverRan }
        guard record.toolVersion == Tool.version else { return .toolChanged(before: record.toolVersion) }
        if let difference = record.settings.firstDifference(ofSettings: settings(of: stage), in: recipe.shape) {
            return .settingChanged(path: difference.path, before: difference.before, after: difference.after)
        }
        let inputs = try inputs(of: stage)
        let recorded = Set(record.inputs.map(\.key))
        if let added = inputs.first(where: { !recorded.contains($0.key) }) { return .inputAdded(added.path) }
        let current = inputs.byPath
        for before in record.inputs {
            guard let now = current[before.key] else { return .inputRemoved(before.path) }
            if now.digest != before.digest { return .inputChanged(before.path) }
        }
        for before in record.outputs {
            guard let now = try digests.record(of: before.path, in: files.tree, before.digest.algorithm)
            else { return .outputMissing(before.path) }
            if now.digest != before.digest { return .outputChanged(before.path) }
        }
        return .upToDate
    }

    func settings(of stage: StageName) -> JSON { recipe.settings(of: stage, after: manifest) }

    /// Returns the files that a stage reads, in their current state.
    func inputs(of stage: StageName) throws -> [FileRecord] {
        var records: [FileRecord] = []
        for path in try recipe.inputFiles(of: stage) {
            let full = Folder.join(recipe.folder, path)
            guard let record = try digests.record(of: path, at: full, .xxh64) else { continue }
            records.append(record)
        }
        for file in recipe.stages[stage].map({ files.inputs(of: $0, under: recipe) }) ?? [] {
            if let record = try digests.record(of: file.place, in: files.tree, file.digest) { records.append(record) }
        }
        return records
    }

    /// Returns the files that a stage writes under the recipe.
    func outputs(of stage: StageName) -> [RunFile] {
        recipe.stages[stage].map { files.outputs(of: $0, under: recipe) } ?? []
    }

    /// Returns the files that a stage wrote when it last ran and does not write under the recipe.
    func outdated(_ stage: StageName) -> [FileRecord] {
        let written = outputs(of: stage).map(\.key)
        return (manifest.stages[stage]?.outputs ?? []).filter { !written.contains($0.key) }
    }

    /// The stages on record that the recipe does not ask for, in order.
    var leftOut: [StageName] {
        recipe.registry.names.filter { manifest.stages[$0] != nil && recipe.stages[$0] == nil }
    }

    /// The files that the stages in `leftOut` wrote.
    var outputsLeftOut: [FileRecord] { leftOut.flatMap { manifest.stages[$0]?.outputs ?? [] } }

    /// Returns the refusal to run stages that need another one that is not up to date.
    ///
    /// - Parameters:
    ///   - asked: the requested stages.
    ///   - stage: the stage that is not up to date.
    ///   - status: why it is not up to date.
    func refusal(_ asked: [StageName], _ stage: StageName, _ status: StageStatus) -> RunRefusal {
        let order = recipe.stages
        let last = order.through(lastOf: asked)
        return .needs(
            stage, status, asked: asked.first { order.precedes(stage, $0) },
            mendedBy: order.from(stage).filter(last.contains))
    }
}
