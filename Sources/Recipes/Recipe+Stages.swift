import Bytes
import Files
import Rows
import Shapes
import Stages

extension Recipe {
    /// The files that a stage reads from outside the run's folder, as the recipe's patterns match them, each once.
    ///
    /// Throws `FileError` when a pattern matches something that is no file.
    package func inputFiles(of stage: StageName) throws -> [String] {
        let inputs: [InputRecipe] =
            switch stage {
            case .ingest: recordings.map(\.input) + sources.map(\.input)
            case .decontaminate, .export: benchmarks.map(\.input)
            default: []
            }
        var seen: Set<[UInt8]> = []
        return try (inputs.flatMap { try self.inputs.files(of: $0) } + tokenizerFiles(of: stage)).filter {
            seen.insert($0.bytes).inserted
        }
    }

    /// The files of the tokenizer, where a stage counts tokens.
    package func tokenizerFiles(of stage: StageName) -> [String] {
        stage == .ingest || stage == .export && train.maxTokens != nil ? inputs.tokenizerFiles : []
    }

    /// The stage of a name that decides on questions: every one but the first and the last.
    package func decidingStage(_ name: StageName, _ benchmarks: Benchmarks, _ amendments: [Amendment]) -> any Stage {
        switch name {
        case .decontaminate: DecontaminateStage(settings: decontaminate, benchmarks: benchmarks)
        case .quality: QualityStage(settings: quality, models: difficulty.solvers + [sample.teacher])
        case .difficulty: DifficultyStage(settings: difficulty)
        case .classify: ClassifyStage(settings: classify)
        case .sample: SampleStage(settings: sample, classify: classify, seed: seed, amendments: amendments)
        case .ingest, .export: preconditionFailure("\(name) does not decide")
        }
    }
}

extension Recipe {
    /// The part of the recipe that a stage depends on: what changes here makes the stage out of date, and nothing else
    /// of the recipe does.
    package func settings(of stage: StageName) -> JSON {
        var settings = JSONObject()
        func take(_ names: String...) {
            for name in names { settings[name] = document[name] }
        }
        switch stage {
        case .ingest: take("sources", "recordings", "tables", "tokenizer", "limits")
        case .decontaminate: take("benchmarks", "tables", "decontaminate", "limits")
        case .quality:
            take("quality")
            settings["difficulty"] = ["solvers": document["difficulty"]?["solvers"] ?? []]
            settings["sample"] = ["teacher": document["sample"]?["teacher"] ?? .null]
        case .difficulty: take("difficulty")
        case .classify: take("classify")
        case .sample: take("seed", "classify", "sample")
        case .export:
            // The dataset card shows the whole recipe; what other stages depend on comes with their records.
            take("$schema", "name", "seed", "synth", "classify", "ablations", "train", "export")
            if train.maxTokens != nil { take("tokenizer") }
        }
        return .object(settings)
    }
}

extension JSON {
    /// The first difference between the settings of a stage, or between recipes, whose numbers may be written in other ways.
    package func firstDifference(ofSettings other: JSON) -> Difference? {
        self == other ? nil : Shape.recipe.spelled(self).firstDifference(from: Shape.recipe.spelled(other))
    }
}
