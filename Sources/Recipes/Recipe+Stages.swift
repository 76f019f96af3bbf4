import Bytes
import Files
import Rows
import Shapes
import Stages

extension Recipe {
    /// Returns the part of the recipe that a stage depends on.
    ///
    /// The stage is out of date when this part changes, and only then.
    package func settings(of stage: StageName) -> JSON {
        stages[stage]?.settings(in: document) ?? .object(JSONObject())
    }

    /// Returns the files that a stage reads from outside the run's folder, as the recipe's patterns match them, without
    /// duplicates.
    ///
    /// Throws `FileError` when a match is not a file.
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

    /// Returns the files of the tokenizer if the stage counts tokens; otherwise, an empty list.
    package func tokenizerFiles(of stage: StageName) -> [String] {
        guard let reads = stages[stage]?.inputs else { return [] }
        let counts = reads.contains(.tokenizer) || reads.contains(.tokenizerOfTraining) && train.maxTokens != nil
        return counts ? inputs.tokenizerFiles : []
    }

    /// Returns a stage that decides on questions; nil if the stage with the given name does not.
    ///
    /// Throws the errors of reading its inputs.
    ///
    /// - Parameters:
    ///   - name: the stage.
    ///   - benchmarks: reads the evaluation sets, if the stage needs them; empty by default.
    ///   - amendments: reads the reviewer's amendments, if the stage needs them; empty by default.
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
    /// Returns the first difference between the settings of a stage, or between recipes, ignoring how numbers are
    /// written.
    ///
    /// - Parameter shape: the shape of the recipe, which tells numbers from other values.
    package func firstDifference(ofSettings other: JSON, in shape: Shape) -> Difference? {
        self == other ? nil : shape.spelled(self).firstDifference(from: shape.spelled(other))
    }
}
