import Bytes
import Files
import Pools
import Recipes
import Stages

/// A run's folder: the place of each file that the program puts there, and how its digest is taken.
///
/// Nobody else builds a path into it. Modules below name files within the folder of a stage, where they are given that.
package struct RunFolder: Equatable, Sendable {
    /// The folder, in which no link is followed.
    package let tree: FolderTree
    /// The stages there are, each of which has a folder of its name.
    package let stages: StageRegistry

    /// The folder of a run, which need not exist yet.
    ///
    /// - Parameters:
    ///   - path: the folder's path, as messages name it.
    ///   - stages: the stages there are.
    package init(_ path: String, stages: StageRegistry = .standard) {
        tree = FolderTree(path)
        self.stages = stages
    }

    /// The folder's path, as messages name it.
    package var path: String { tree.path }

    // MARK: - Folders

    /// A folder in a run's.
    package enum Part: Hashable, Sendable {
        /// The run's folder itself.
        case whole
        /// That of a stage.
        case stage(StageName)
        /// That of all ablations.
        case ablations
        /// That of an ablation.
        case ablation(String)
    }

    /// The place of a folder in the run's; empty for the run's own.
    package func place(of part: Part) -> String {
        switch part {
        case .whole: ""
        case .stage(let name): name.rawValue
        case .ablations: Self.ablations
        case .ablation(let name): "\(Self.ablations)/\(name)"
        }
    }

    /// The path of a folder in the run's, for messages.
    package func path(of part: Part) -> String { tree.path(of: place(of: part)) }

    /// A file of a folder, by its name there.
    package func file(_ name: String, in part: Part, _ digest: Digest.Algorithm = .sha256) -> RunFile {
        RunFile(part == .whole ? name : "\(place(of: part))/\(name)", in: tree, digest)
    }

    private static let ablations = "ablations"

    // MARK: - Files of the whole run

    /// What is on record of the run.
    package var manifest: RunFile { file("run.json", in: .whole) }
    /// Who writes into the folder.
    package var lock: RunFile { file(FolderLock.name, in: .whole) }
    /// What a reviewer said by hand.
    package var amendments: RunFile { file("amendments.jsonl", in: .whole) }
    /// The probability of each question that reached the selection.
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

    /// What a stage decided.
    package func decisions(of stage: StageName) -> RunFile { file(DecisionFile.fileName, in: .stage(stage)) }

    /// A file of the export, by its name.
    package func export(_ name: String) -> RunFile { file(name, in: .stage(stages.exporter.name)) }

    /// The dataset card.
    package var card: RunFile { export(DatasetCard.fileName) }
    /// What the last gate found.
    package var gate: RunFile { export(ExportGate.fileName) }

    /// The files that a stage writes under a recipe, in the order in which they are published.
    package func outputs(of stage: StageDefinition, under recipe: Recipe) -> [RunFile] {
        switch stage.role {
        case .makesPool: [pool.texts, pool.index, pool.lines, rejected]
        case .filters, .labels, .selects: [decisions(of: stage.name)]
        case .exports: ExportStage.names(of: recipe.exportPlan).map(export) + [card, gate]
        }
    }

    /// The files of the run that a stage reads under a recipe; amendments only where there are any.
    package func inputs(of stage: StageDefinition, under recipe: Recipe) -> [RunFile] {
        var files: [RunFile] = []
        if stage.poolFiles.contains(.index) { files.append(pool.index) }
        if stage.poolFiles.contains(.texts) { files.append(pool.texts) }
        if stage.poolFiles.contains(.lines) { files.append(pool.lines) }
        // What the stage before decided, where it decides.
        let before = recipe.stages.previous(of: stage.name).flatMap { recipe.stages[$0] }
        if let before, before.decides { files.append(decisions(of: before.name)) }
        if stage.inputs.contains(.amendments) { files.append(amendments) }
        return files
    }

    // MARK: - Files of ablations

    /// The files of an ablation: what it decided, and the set that it chose.
    package func ablation(_ name: String) -> (decisions: RunFile, set: RunFile) {
        (file(DecisionFile.fileName, in: .ablation(name)), file("\(name).jsonl", in: .ablation(name)))
    }

    /// The comparison of all ablations, as JSON and as CSV.
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

    /// Whether a stage can have written a file at a place: in its own folder.
    static func isPlace(_ path: String, of stage: StageName) -> Bool {
        let parts = parts(of: path)
        return FolderTree.isPlace(path) && parts.count == 2 && parts[0].elementsEqual(stage.rawValue.utf8)
    }

    /// Whether an answer can have been written to a place.
    func isPlaceOfAnswer(_ path: String) -> Bool {
        let parts = Self.parts(of: path)
        let isOfAblations = 2...3 ~= parts.count && parts[0].elementsEqual(Self.ablations.utf8)
        return path == stability.place || FolderTree.isPlace(path) && isOfAblations
    }

    /// Whether anything of a run can have been written to a place.
    func isOwnPlace(_ path: String) -> Bool {
        isPlaceOfAnswer(path) || stages.names.contains { Self.isPlace(path, of: $0) }
    }

    /// The parts of a path, by its bytes: an accent behind a slash does not hide it.
    private static func parts(of path: String) -> [Substring.UTF8View] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }
}
