import Bytes
import Files
import Pools
import Rows
import Shapes
import Stages
import Tokenizer

/// A validated recipe as typed values.
package struct Recipe: Sendable {
    /// The run's name, which is also the name of its folder and of its export.
    package let name: String
    /// The seed of every draw.
    package let seed: UInt32
    /// The synthetic pool to create if it does not exist yet, or nil.
    package let synth: SynthRecipe?
    /// The input files, and how their rows are used.
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
    /// Alternative ways to choose a set: those of the recipe or, by default, of the paper.
    package let ablations: [Ablation]
    /// The maximum length of a training row, and the share of rows that is held out.
    package let train: TrainRecipe
    /// The settings of the stage export.
    package let export: ExportRecipe
    /// The whole recipe with defaults applied.
    package let document: JSON
    /// The recipe's file, as given on the command line.
    package let file: String
    /// The stages that are available to recipes.
    package let registry: StageRegistry
    /// The stages that this recipe uses, in order.
    package let stages: StageRegistry
    /// The shape of recipes with the available stages.
    package let shape: Shape

    static let nameKey = SettingKey<String>.text(
        "name", .fileName, "the run's name, which is also its folder's and its export's")

    /// Creates a recipe from a document of the right shape.
    init(_ document: JSON, file: String, isConfined: Bool, stages: StageRegistry, shape: Shape) {
        let root = CheckedObject(document)
        self.document = document
        self.file = file
        registry = stages
        self.stages = stages.asked(by: document)
        self.shape = shape
        name = root[Self.nameKey]
        seed = root[Seed.key]
        synth = root[SynthRecipe.section]
        inputs = Inputs(root, file: file, folder: Folder.parent(of: file) ?? "", isConfined: isConfined)
        decontaminate = root[DecontaminateRecipe.section]
        quality = root[QualityRecipe.section]
        difficulty = root[DifficultyRecipe.section]
        classify = root[ClassifyRecipe.section]
        sample = root[SampleRecipe.section]
        ablations = Ablation.all(document["ablations"], sample: document["sample"] ?? .null, of: self.stages)
        train = root[TrainRecipe.section] ?? .standard
        export = root[ExportRecipe.section]
    }
}

extension Recipe {
    /// The folder that paths are relative to; empty for the current directory.
    package var folder: String { inputs.folder }
    /// Whether the recipe must not refer to anything outside its folder.
    package var isConfined: Bool { inputs.isConfined }
    /// The sources of questions, in the order of the pool.
    package var sources: [SourceRecipe] { inputs.sources }
    /// Data about questions that was recorded earlier.
    package var recordings: [RecordingRecipe] { inputs.recordings }
    /// Evaluation sets that must not leak.
    package var benchmarks: [BenchmarkRecipe] { inputs.benchmarks }
    /// The tokenizer that counts the tokens of traces whose length is not recorded, if there is one.
    package var tokenizer: TokenizerRecipe? { inputs.tokenizer }
    /// The limits on unreadable input and on the size of a row.
    package var limits: LimitsRecipe { inputs.limits }

    /// The parts of the recipe that the stage export needs.
    package var exportPlan: ExportPlan {
        ExportPlan(
            name: name, seed: seed, folder: folder, tokenizer: tokenizer, train: train, export: export,
            smallerTargets: sample.targets.dropLast())
    }

    /// The requirements of the final check.
    package var gate: GateSettings {
        GateSettings(
            decontaminate: decontaminate,
            require: registry.has(section: QualityRecipe.section.key) ? quality.require : [],
            models: difficulty.solvers + [sample.teacher],
            target: sample.target, allowsShort: sample.allowsShort, benchmarks: benchmarks.map(\.input.name))
    }

    /// The files that the stage export writes, in the order of its formats.
    package var exportFiles: [ExportFile] { exportPlan.files }

    /// The name of the first file in the folder `export`.
    package var mainExport: String { exportFiles.first?.name(of: name) ?? "" }
}
