import Bytes
import Files

extension Recipe {
    /// The files that a stage reads from outside the run's folder, as the recipe's patterns match them, each once.
    ///
    /// Throws `FileError` when a pattern matches something that is no file.
    func inputFiles(of stage: StageName) throws -> [String] {
        let inputs: [InputRecipe] =
            switch stage {
            case .ingest: recordings.map(\.input) + sources.map(\.input)
            case .decontaminate, .export: benchmarks.map(\.input)
            default: []
            }
        var seen: Set<[UInt8]> = []
        return try (inputs.flatMap { try files(of: $0) } + tokenizerFiles(of: stage)).filter {
            seen.insert($0.bytes).inserted
        }
    }

    /// The files of the tokenizer, where a stage counts tokens.
    func tokenizerFiles(of stage: StageName) -> [String] {
        stage == .ingest || stage == .export && train.maxTokens != nil ? tokenizerFiles : []
    }

    /// The stage of a name that decides on questions: every one but the first and the last.
    func decidingStage(_ name: StageName, _ benchmarks: Benchmarks, _ amendments: [Amendment]) -> any Stage {
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
