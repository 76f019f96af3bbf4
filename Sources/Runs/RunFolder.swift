import Bytes
import Files
import Pools
import Recipes
import Stages

/// A run's folder: the path of each file that the program writes there, and the algorithm of its digest.
///
/// Only this type builds paths into the folder. Lower modules name files within a stage's folder, which they are given.
package struct RunFolder: Sendable {
    /// The folder, in which links are not followed.
    package let tree: FolderTree
    /// The available stages, each of which has a folder of its name.
    package let stages: StageRegistry

    /// Creates the folder of a run, which need not exist yet.
    ///
    /// - Parameters:
    ///   - path: the folder's path, as used in messages.
    ///   - stages: the available stages.
    package init(_ path: String, stages: StageRegistry = .standard) {
        tree = FolderTree(path)
        self.stages = stages
    }

    /// The folder's path, as used in messages.
    package var path: String { tree.path }

    // MARK: - Folders

    /// A folder within a run's folder.
    package enum Part: Hashable, Sendable {
        /// The run's folder itself.
        case whole
        /// The folder of a stage.
        case stage(StageName)
        /// The folder of all ablations.
        case ablations
        /// The folder of one ablation.
        case ablation(String)
    }

    /// Returns the path of a part relative to the run's folder, which is empty for the run's folder itself.
    package func place(of part: Part) -> String {
        switch part {
        case .whole: ""
        case .stage(let name): name.rawValue
        case .ablations: Self.ablations
        case .ablation(let name): "\(Self.ablations)/\(name)"
        }
    }

    /// Returns the full path of a part, for messages.
    package func path(of part: Part) -> String { tree.path(of: place(of: part)) }

    /// Returns the file with a name in a part.
    package func file(_ name: String, in part: Part, _ digest: Digest.Algorithm = .sha256) -> RunFile {
        RunFile(part == .whole ? name : "\(place(of: part))/\(name)", in: tree, digest)
    }

    private static let ablations = "ablations"

    // MARK: - Files of the whole run

    /// The manifest of the run.
    package var manifest: RunFile { file("run.json", in: .whole) }
    /// The lock that is held while writing into the folder.
    package var lock: RunFile { file(FolderLock.name, in: .whole) }
    /// The amendments made by a reviewer.
    package var amendments: RunFile { file("amendments.jsonl", in: .whole) }
    /// The selection probability of each question that reached the selection.
    package var stability: RunFile { file("stability.jsonl", in: .whole) }

    // MARK: - Files of stages

    /// The files of the pool.
    package var pool: PoolFiles<RunFile> {
        let part = Part.stage(stages.poolMaker.name)
        return PoolFiles(
            lines: file(Pool.FileName.lines, in: part, .xxh64), texts: file(Pool.FileName.texts, in: part, .xxh64),
            index: file(Pool.FileName.index, in: part, .xxh64))
    }

    /// The rows that could not be read.
    package var rejected: RunFile { file(RejectedRows.fileName, in: .stage(stages.poolMaker.name)) }

    /// Returns the file with the decisions of a stage.
    package func decisions(of stage: StageName) -> RunFile { file(DecisionFile.fileName, in: .stage(stage)) }

    /// Returns the file with a name in the export.
    package func export(_ name: String) -> RunFile { file(name, in: .stage(stages.exporter.name)) }

    /// The dataset card.
    package var card: RunFile { export(DatasetCard.fileName) }
    /// The result of the last export gate.
    package var gate: RunFile { export(ExportGate.fileName) }

    /// Returns the files that a stage writes under a recipe, in the order in which they are published.
    package func outputs(of stage: StageDefinition, under recipe: Recipe) -> [RunFile] {
        switch stage.role {
        case .makesPool: [pool.texts, pool.index, pool.lines, rejected]
        case .filters, .labels, .selects: [decisions(of: stage.name)]
        case .exports: ExportStage.names(of: recipe.exportPlan).map(export) + [card, gate]
        }
    }

    /// Returns the files of the run that a stage reads under a recipe, including the file of amendments, which need not
    /// exist.
    package func inputs(of stage: StageDefinition, under recipe: Recipe) -> [RunFile] {
        var files: [RunFile] = []
        if stage.poolFiles.contains(.index) { files.append(pool.index) }
        if stage.poolFiles.contains(.texts) { files.append(pool.texts) }
        if stage.poolFiles.contains(.lines) || stage.readsLines(recipe.document) { files.append(pool.lines) }
        // The decisions of the previous stage, if it takes any.
        let before = recipe.stages.previous(of: stage.name).flatMap { recipe.stages[$0] }
        if let before, before.decides { files.append(decisions(of: before.name)) }
        if stage.inputs.contains(.amendments) { files.append(amendments) }
        return files
    }

    // MARK: - Files of ablations

    /// Returns the files of an ablation: its decisions, and the set it chose as JSON lines and as a Parquet file.
    package func ablation(_ name: String) -> (decisions: RunFile, set: RunFile, table: RunFile) {
        let part = Part.ablation(name)
        return (
            file(DecisionFile.fileName, in: part), file("\(name).jsonl", in: part), file("\(name).parquet", in: part)
        )
    }

    /// The comparison of all ablations as JSON and as CSV.
    package var comparison: (json: RunFile, csv: RunFile) {
        (file(Ablation.comparison.json, in: .ablations), file(Ablation.comparison.csv, in: .ablations))
    }

    // MARK: - Opening

    /// Opens the pool.
    ///
    /// Throws `FileError` when a file is missing or damaged.
    package func openPool() throws -> Pool {
        try Pool(PoolFiles(lines: pool.lines.open(), texts: pool.texts.open(), index: pool.index.open()))
    }

    // MARK: - Whose place it is

    /// Returns whether a path is one that a stage may have written, which is within its own folder.
    static func isPlace(_ path: String, of stage: StageName) -> Bool {
        let parts = parts(of: path)
        return FolderTree.isPlace(path) && parts.count == 2 && parts[0].elementsEqual(stage.rawValue.utf8)
    }

    /// Returns whether a path is one that an answer may have been written to.
    func isPlaceOfAnswer(_ path: String) -> Bool {
        let parts = Self.parts(of: path)
        let isOfAblations = 2...3 ~= parts.count && parts[0].elementsEqual(Self.ablations.utf8)
        return path == stability.place || FolderTree.isPlace(path) && isOfAblations
    }

    /// Returns whether a path is one that any part of a run may have been written to.
    func isOwnPlace(_ path: String) -> Bool {
        isPlaceOfAnswer(path) || stages.names.contains { Self.isPlace(path, of: $0) }
    }

    /// Returns the components of a path, split by bytes: a combining mark after a slash does not hide the slash.
    private static func parts(of path: String) -> [Substring.UTF8View] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }
}
