extension RuleName {
    /// Drops a question that a solver has solved.
    package static let solved = RuleName(rawValue: "solved")
    /// Drops a question of which it is not known of some solver whether it solved it.
    package static let unknown = RuleName(rawValue: "unknown")
}

/// The rules of the stage difficulty.
enum DifficultyRules {
    /// All of them, in the order in which they are tried.
    static let all: [RuleDocumentation] = [
        .drops(.solved, when: "one of the solvers has solved it", source: .s1Difficulty),
        .drops(.unknown, when: "it is not known of one of the solvers whether it solved it"),
    ]
}
