/// Drops questions that a solver has solved, and those of which it is not known, unless the recipe keeps them.
struct DifficultyStage: RuleStage {
    let settings: DifficultyRecipe

    var rules: [String] { settings.keepsUnknown ? ["solved"] : ["solved", "unknown"] }

    func decider(for entering: [Int32], of pool: Pool, threads: Int) -> Decider {
        let drops = drops(in: pool)
        return { drops($0).first ?? .kept }
    }

    func drops(in pool: Pool) -> @Sendable (Question) -> [Decision] {
        let solvers = settings.solvers.map { (name: $0, number: pool.model(named: $0)) }
        let keepsUnknown = settings.keepsUnknown
        return { question in
            // Most are kept, and nothing is told of them.
            let isKept = solvers.allSatisfy { solver in
                let outcome = pool.outcome(of: solver.number, for: question.index)
                return outcome == .wrong || outcome == .unknown && keepsUnknown
            }
            if isKept { return [] }
            let outcomes = solvers.map { ($0.name, pool.outcome(of: $0.number, for: question.index)) }
            var drops: [Decision] = []
            let right = outcomes.filter { $0.1 == .right }.map(\.0)
            if !right.isEmpty { drops.append(.dropped("solved", Evidence().with("solved_by", .strings(right)))) }
            let unknown = outcomes.filter { $0.1 == .unknown }.map(\.0)
            if !unknown.isEmpty, !keepsUnknown {
                drops.append(.dropped("unknown", Evidence().with("unknown_of", .strings(unknown))))
            }
            return drops
        }
    }
}
