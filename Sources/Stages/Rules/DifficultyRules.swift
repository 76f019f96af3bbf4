/// The rules of the stage difficulty.
enum DifficultyRules {
    /// All of them, in the order in which they are tried.
    static let all: [RuleDocumentation] = [
        .drops("solved", when: "one of the solvers has solved it", source: .difficulty),
        .drops("unknown", when: "it is not known of one of the solvers whether it solved it"),
    ]
}
