/// The rules of the stage decontaminate.
enum DecontaminationRules {
    /// All of them, in the order in which they are tried.
    static let all: [RuleDocumentation] = [
        .drops("benchmark", when: "it shares a run of words with an item of an evaluation set", source: .collection),
        .drops("earlier_source", when: "it shares a run of words with a kept question of an earlier source"),
        .drops("duplicate", when: "its text is that of an earlier question", source: .collection),
    ]
}
