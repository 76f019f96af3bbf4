extension RuleName {
    /// Drops a question that a solver solved.
    package static let solved = RuleName(rawValue: "solved")
    /// Drops a question for which a solver's outcome is unknown.
    package static let unknown = RuleName(rawValue: "unknown")
}

/// The rules of the stage difficulty.
enum DifficultyRules {
    /// All rules, in the order in which they are tried.
    static let all: [RuleDocumentation] = [
        .drops(.solved, when: "one of the solvers solved it", source: .s1Difficulty),
        .drops(.unknown, when: "it is unknown whether one of the solvers solved it"),
    ]
}
