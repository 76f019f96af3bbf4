import Pools

/// Drops questions that a solver has solved, and those of which it is not known, unless the recipe keeps them.
package struct DifficultyStage: RuleStage {
    let settings: DifficultyRecipe

    /// The stage under some settings.
    package init(settings: DifficultyRecipe) {
        self.settings = settings
    }

    /// The rules by which the stage drops questions.
    package var rules: [RuleName] { settings.keepsUnknown ? [.solved] : [.solved, .unknown] }

    /// Returns what decides on each question.
    package func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) -> Decider {
        let drops = drops(in: questions.facts)
        return { drops($0).first ?? .kept }
    }

    /// Returns what tells all drops of a question.
    package func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision] {
        let solvers = settings.solvers.map { facts.model(named: $0) }
        // There are few combinations of outcomes, and what each comes to is the same for all questions.
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

    /// All drops of a question with these outcomes of the solvers.
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
    /// The stage that drops what a solver has solved.
    package static let difficulty = StageName(rawValue: "difficulty")
}

extension DifficultyStage {
    /// What the stage is.
    package static let definition = StageDefinition(
        .difficulty, summary: "drops what a solver has solved",
        section: DifficultyRecipe.section.key, rules: DifficultyRules.all,
        dependencies: ["difficulty"], poolFiles: [.index],
        role: .filters { DifficultyStage(settings: $0.settings[DifficultyRecipe.section]) })
}
