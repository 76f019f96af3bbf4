import Bytes
import Messages
import Pools
import Stages

extension Recipe {
    /// Throws `CurationError.recipe` when stages depend on the outcomes of models of which no source and no recording
    /// knows any, although they know those of others.
    ///
    /// - Parameters:
    ///   - stages: the stages that are to run.
    ///   - facts: the facts about the pool; nil if there is no pool yet. Only models of which no row can have outcomes are
    ///     then refused.
    package func demandModels(of stages: [StageName], in facts: QuestionFacts? = nil) throws(CurationError) {
        try demand(stages.flatMap { self.stages[$0]?.models(in: document) ?? [] }, in: facts)
    }

    /// Throws `CurationError.recipe` when ablations depend on the outcomes of models of which the pool has none, although it
    /// has those of others.
    package func demandModels(of ablations: [Ablation], in facts: QuestionFacts) throws(CurationError) {
        try demand(ablations.flatMap(\.models), in: facts)
    }

    private func demand(_ models: [NamedModel], in facts: QuestionFacts?) throws(CurationError) {
        guard facts != nil || inputs.namesAllModels else { return }
        let known = Set((inputs.namedModels + (facts?.modelNames ?? [])).map { ByteKey($0) })
        let names = known.map { $0.text }.sorted { $0.precedesInBytes($1) }
        // Without any outcomes it is no name that is wrong; the stage that drops the questions says what they lack.
        guard !known.isEmpty else { return }
        var seen: Set<NamedModel> = []
        var problems: [RecipeProblem] = []
        for model in models where !known.contains(ByteKey(model.name)) && seen.insert(model).inserted {
            let suggestion = Suggestion(for: model.name, among: names)
            let most = 10
            let all =
                listed(Array(names.prefix(most)), "and") + (names.count > most ? " and \(names.count - most) more" : "")
            let ending = suggestion.ending(or: "outcomes are recorded of \(all)")
            problems.append(
                RecipeProblem(
                    model.path,
                    "found the model \"\(model.name)\", of which no source or recording has outcomes\(ending)"))
        }
        guard problems.isEmpty else { throw .recipe(file: file, problems) }
    }
}
