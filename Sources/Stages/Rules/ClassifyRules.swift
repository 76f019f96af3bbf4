/// The rules of the stage classify.
enum ClassifyRules {
    /// All of them, in the order in which they are tried.
    static let all: [RuleDocumentation] = [
        .drops("unlabelled", when: "no recording gives it a label"),
        .drops("unknown_label", when: "its label names no class of the taxonomy"),
    ]
}
