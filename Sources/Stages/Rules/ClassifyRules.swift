extension RuleName {
    /// Drops a question without a label.
    package static let unlabelled = RuleName(rawValue: "unlabelled")
    /// Drops a question whose label names no class of the taxonomy.
    package static let unknownLabel = RuleName(rawValue: "unknown_label")
}

/// The rules of the stage classify.
enum ClassifyRules {
    /// All rules, in the order in which they are tried.
    static let all: [RuleDocumentation] = [
        .drops(.unlabelled, when: "it has no label"),
        .drops(.unknownLabel, when: "its label names no class of the taxonomy"),
    ]
}
