import Bytes
import Files
import Pools
import Rows
import Shapes
import Stages
import Tokenizer

/// A recipe that has been checked, in the terms of the code.
package struct Recipe: Sendable {
    /// The run's name, which is also its folder's and its export's.
    package let name: String
    /// The seed of every draw.
    package let seed: UInt32
    /// The synthetic pool that is made when it is not there, or nil.
    package let synth: SynthRecipe?
    /// The files that are read, and what is taken of them.
    package let inputs: Inputs
    /// The settings of the stage decontaminate.
    package let decontaminate: DecontaminateRecipe
    /// The settings of the stage quality.
    package let quality: QualityRecipe
    /// The settings of the stage difficulty.
    package let difficulty: DifficultyRecipe
    /// The settings of the stage classify.
    package let classify: ClassifyRecipe
    /// The settings of the stage sample.
    package let sample: SampleRecipe
    /// Other ways to choose a set: the recipe's, or the paper's.
    package let ablations: [Ablation]
    /// How long a row may be that is trained on, and which are set apart.
    package let train: TrainRecipe
    /// The settings of the stage export.
    package let export: ExportRecipe
    /// The whole recipe as it stands with defaults filled in.
    package let document: JSON
    /// The recipe's file, as the command line names it.
    package let file: String
    /// The stages that a recipe may ask for.
    package let registry: StageRegistry
    /// The stages that this one asks for, in order.
    package let stages: StageRegistry

    static let nameKey = SettingKey<String>.text(
        "name", .fileName, "the run's name, which is also its folder's and its export's")

    /// A recipe from a document of the right shape.
    init(_ document: JSON, file: String, isConfined: Bool = false, stages: StageRegistry = .standard) {
        let root = CheckedObject(document)
        self.document = document
        self.file = file
        registry = stages
        self.stages = stages.asked(by: document)
        name = root[Self.nameKey]
        seed = root[Seed.key]
        synth = root[SynthRecipe.section]
        inputs = Inputs(root, file: file, folder: Folder.parent(of: file) ?? "", isConfined: isConfined)
        decontaminate = root[DecontaminateRecipe.section]
        quality = root[QualityRecipe.section]
        difficulty = root[DifficultyRecipe.section]
        classify = root[ClassifyRecipe.section]
        sample = root[SampleRecipe.section]
        ablations = Ablation.all(document["ablations"], sample: document["sample"] ?? .null)
        train = root[TrainRecipe.section] ?? .byDefault
        export = root[ExportRecipe.section]
    }
}

extension Recipe {
    /// The folder that paths are relative to; empty for the current one.
    package var folder: String { inputs.folder }
    /// Whether it may name nothing outside its folder.
    package var isConfined: Bool { inputs.isConfined }
    /// Where questions come from, in the order of the pool.
    package var sources: [SourceRecipe] { inputs.sources }
    /// What was found out about questions before.
    package var recordings: [RecordingRecipe] { inputs.recordings }
    /// Evaluation sets that must not leak.
    package var benchmarks: [BenchmarkRecipe] { inputs.benchmarks }
    /// What counts the tokens of traces whose length is not recorded, or nil.
    package var tokenizer: TokenizerRecipe? { inputs.tokenizer }
    /// How much of the input may be unreadable, and how large a row may be.
    package var limits: LimitsRecipe { inputs.limits }

    /// What export is told.
    package var exportPlan: ExportPlan {
        ExportPlan(name: name, seed: seed, folder: folder, tokenizer: tokenizer, train: train, export: export)
    }

    /// What the last gate asks of the set.
    package var gate: GateSettings {
        GateSettings(
            ngram: decontaminate.ngram, require: quality.require, models: difficulty.solvers + [sample.teacher],
            target: sample.target, allowsShort: sample.allowsShort, benchmarks: benchmarks.map(\.input.name))
    }

    /// The files that export writes, in the order of its formats.
    package var exportFiles: [ExportFile] { ExportFile.files(of: export, train) }

    /// The name of the first file in the folder `export`.
    package var mainExport: String { exportFiles.first?.name(of: name) ?? "" }
}
