import Bytes
import Files
import Pools
import Recipes
import Stages

/// What is on record of a run, held against its recipe and its files as they are now.
struct RunRecord {
    let recipe: Recipe
    let files: RunFolder
    let digests: DigestCache
    /// What is on record so far, or will be as soon as the disk has it.
    var manifest: Manifest

    /// Reads what is on record; nothing is where the manifest is not as it was written.
    init(_ recipe: Recipe, in files: RunFolder) {
        self.recipe = recipe
        self.files = files
        let manifest = try? Manifest.read(in: files)
        digests = DigestCache(manifest)
        self.manifest = manifest ?? Manifest(recipe: recipe.document, of: files)
        self.manifest.recipe = recipe.document
    }

    /// Whether a stage's files can stand.
    func status(of stage: StageName) throws -> StageStatus {
        guard let record = manifest.stages[stage] else { return .neverRan }
        guard record.toolVersion == Tool.version else { return .toolChanged(before: record.toolVersion) }
        if let difference = record.settings.firstDifference(ofSettings: settings(of: stage)) {
            return .settingChanged(path: difference.path, before: difference.before, after: difference.after)
        }
        let inputs = try inputs(of: stage)
        // By bytes: two files may have names that are one to Unicode.
        let recorded = Set(record.inputs.map(\.path.bytes))
        if let added = inputs.first(where: { !recorded.contains($0.path.bytes) }) { return .inputAdded(added.path) }
        let current = Dictionary(inputs.map { ($0.path.bytes, $0.digest) }, uniquingKeysWith: { first, _ in first })
        for before in record.inputs {
            guard let now = current[before.path.bytes] else { return .inputRemoved(before.path) }
            if now != before.digest { return .inputChanged(before.path) }
        }
        for before in record.outputs {
            guard let now = try digests.record(of: before.path, in: files.tree, before.digest.algorithm)
            else { return .outputMissing(before.path) }
            if now.digest != before.digest { return .outputChanged(before.path) }
        }
        return .upToDate
    }

    func settings(of stage: StageName) -> JSON { recipe.settings(of: stage, after: manifest) }

    /// The files that a stage reads, as they are now.
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

    /// The files that a stage writes under the recipe.
    func outputs(of stage: StageName) -> [RunFile] {
        recipe.stages[stage].map { files.outputs(of: $0, under: recipe) } ?? []
    }

    /// The files that a stage wrote the last time it ran and does not write under the recipe.
    func outdated(_ stage: StageName) -> [FileRecord] {
        let places = outputs(of: stage).map(\.place)
        return (manifest.stages[stage]?.outputs ?? []).filter { !places.contains($0.path) }
    }

    /// Why a stage cannot do without another that is not up to date.
    ///
    /// - Parameter asked: the stages that are asked for.
    func refusal(_ asked: [StageName], _ stage: StageName, _ status: StageStatus) -> RunRefusal {
        let order = recipe.stages
        let last = order.through(lastOf: asked)
        return .needs(
            stage, status, asked: asked.first { order.precedes(stage, $0) },
            mendedBy: order.from(stage).filter(last.contains))
    }
}
