import Bytes
import Files
import Rows
import Shapes
import Stages

extension Recipe {
    /// The part of the recipe that a stage depends on: what changes here makes the stage out of date, and nothing else
    /// of the recipe does.
    package func settings(of stage: StageName) -> JSON {
        stages[stage]?.settings(in: document) ?? .object(JSONObject())
    }

    /// The files that a stage reads from outside the run's folder, as the recipe's patterns match them, each once.
    ///
    /// Throws `FileError` when a pattern matches something that is no file.
    package func inputFiles(of stage: StageName) throws -> [String] {
        guard let reads = stages[stage]?.inputs else { return [] }
        var inputs: [InputRecipe] = []
        if reads.contains(.sources) { inputs += recordings.map(\.input) + sources.map(\.input) }
        if reads.contains(.benchmarks) { inputs += benchmarks.map(\.input) }
        var seen: Set<[UInt8]> = []
        return try (inputs.flatMap { try self.inputs.files(of: $0) } + tokenizerFiles(of: stage)).filter {
            seen.insert($0.bytes).inserted
        }
    }

    /// The files of the tokenizer, where a stage counts tokens.
    package func tokenizerFiles(of stage: StageName) -> [String] {
        guard let reads = stages[stage]?.inputs else { return [] }
        let counts = reads.contains(.tokenizer) || reads.contains(.tokenizerOfTraining) && train.maxTokens != nil
        return counts ? inputs.tokenizerFiles : []
    }

    /// A stage that decides on questions; nil of one that does not.
    ///
    /// Throws what reading throws.
    ///
    /// - Parameters:
    ///   - name: the stage.
    ///   - benchmarks: reads the evaluation sets, where the stage asks for them; by default there are none.
    ///   - amendments: reads what a reviewer amended, where the stage asks for it; by default nothing was.
    package func decidingStage(
        _ name: StageName, benchmarks: @escaping () throws -> EvaluationSets = { EvaluationSets() },
        amendments: @escaping () throws -> [Amendment] = { [] }
    ) throws -> (any Stage)? {
        guard let definition = stages[name] else { return nil }
        return try definition.stage(
            in: StageContext(of: definition, in: document, benchmarks: benchmarks, amendments: amendments))
    }
}

extension JSON {
    /// The first difference between the settings of a stage, or between recipes, whose numbers may be written in other ways.
    package func firstDifference(ofSettings other: JSON) -> Difference? {
        self == other ? nil : Shape.recipe.spelled(self).firstDifference(from: Shape.recipe.spelled(other))
    }
}
