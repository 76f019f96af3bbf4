/// The models whose outcomes the inputs of a recipe can have.
extension Inputs {
    /// The models that the recipe names as targets, in `map`, `set` and `outcome`.
    package var namedModels: [String] {
        let targets = sources.flatMap { $0.map ?? [] }.map(\.target) + recordings.flatMap(\.set).map(\.target)
        let models: [String] = targets.compactMap { target in
            if case .outcome(let model) = target { model } else { nil }
        }
        return models
            + recordings.compactMap { recording in
                recording.outcome.flatMap { $0.model.placeholders.isEmpty ? $0.model.text : nil }
            }
    }

    /// Whether the models can be told without reading a row: no source has the pool's own keys, and no recording has the
    /// names of models in its rows.
    package var namesAllModels: Bool {
        sources.allSatisfy { $0.map != nil } && recordings.allSatisfy { $0.outcome?.model.placeholders.isEmpty ?? true }
    }
}

extension QuestionFacts {
    /// The models of which any outcome is recorded.
    package var modelNames: [String] { (0..<outcomes.models.count).map { outcomes.models[$0] } }
}
