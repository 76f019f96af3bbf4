import Bytes
import Pools
import Rows
import Shapes
import Stages

extension Shape {
    /// The shape of the whole recipe: every key with its type, its default and its purpose.
    package static let recipe = recipe(of: .standard)

    /// Returns the shape of the recipe of a pipeline with the given stages.
    package static func recipe(of stages: StageRegistry) -> Shape {
        .object(
            ObjectShape(
                keys: [
                    .optional("$schema", .text(.any), "the JSON Schema of recipes, for editors"),
                    Recipe.nameKey.key,
                    Seed.key.key,
                    SynthRecipe.section.key,
                    Inputs.sourcesKey.key,
                    Inputs.recordingsKey.key,
                    Inputs.benchmarksKey.key,
                    Inputs.tablesKey.key,
                    TokenizerRecipe.section.key,
                    LimitsRecipe.section.key,
                ]
                    // The sections that stages declare; that of export comes last.
                    + stages.definitions.filter { !$0.exports }.compactMap(\.section)
                    + [Ablation.section(of: stages), TrainRecipe.section.key]
                    + stages.definitions.filter(\.exports).compactMap(\.section),
                rules: [.atMost(QuestionFacts.mostSources, in: "sources")]))
    }
}
