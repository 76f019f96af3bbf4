import Pools

/// Drops questions that a solver solved and, unless the recipe keeps them, questions with an unknown outcome.
package struct DifficultyStage: RuleStage {
    let settings: DifficultyRecipe

    /// Creates the stage with the given settings.
    package init(settings: DifficultyRecipe) {
        self.settings = settings
    }

    /// The rules by which the stage drops questions.
    package var rules: [RuleName] { settings.keepsUnknown ? [.solved] : [.solved, .unknown] }

    /// Returns a function that decides on each question.
    package func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) -> Decider {
        let drops = drops(in: questions.facts)
        return { drops($0).first ?? .kept }
    }

    /// Returns a function that lists all drops of a question.
    package func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision] {
        let solvers = settings.solvers.map { facts.model(named: $0) }
        // There are few combinations of outcomes, so the decisions for each are computed once and shared by all
        // questions.
        let combinations = settings.solvers.count <= 6 ? settings.solvers.reduce(1) { count, _ in count * 3 } : 0
        let known = (0..<combinations).map { combination in
            var rest = combination
            return drops(
                settings.solvers.map { _ in
                    defer { rest /= 3 }
                    return [.unknown, .wrong, .right][rest % 3]
                })
        }
        return { question in
            if known.isEmpty { return drops(solvers.map { question.outcome(of: $0) }) }
            let combination = solvers.reversed().reduce(0) { sum, solver in
                3 * sum + Int(question.outcome(of: solver).rawValue - Outcome.unknown.rawValue)
            }
            return known[combination]
        }
    }

    /// Returns all drops of a question for which the solvers have these outcomes.
    private func drops(_ outcomes: [Outcome]) -> [Decision] {
        func solvers(_ outcome: Outcome) -> [String] {
            zip(settings.solvers, outcomes).filter { $0.1 == outcome }.map(\.0)
        }
        var drops: [Decision] = []
        let (right, unknown) = (solvers(.right), solvers(.unknown))
        if !right.isEmpty { drops.append(.dropped(.solved, SolvedBy(solvers: right))) }
        if !unknown.isEmpty, !settings.keepsUnknown {
            drops.append(.dropped(.unknown, UnknownOf(solvers: unknown)))
        }
        return drops
    }
}

extension StageName {
    /// The stage that drops questions that a solver solved.
    package static let difficulty = StageName(rawValue: "difficulty")
}

extension DifficultyStage {
    /// The definition of the stage.
    package static let definition = StageDefinition(
        .difficulty, section: DifficultyRecipe.section.key, rules: DifficultyRules.all,
        dependencies: ["difficulty"], poolFiles: [.index],
        models: DifficultyRecipe.models,
        role: .filters { DifficultyStage(settings: $0.settings[DifficultyRecipe.section]) })
}
