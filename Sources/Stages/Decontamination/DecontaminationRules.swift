extension RuleName {
    /// Drops a question that shares an n-gram with an item of an evaluation set.
    package static let benchmark = RuleName(rawValue: "benchmark")
    /// Drops a question that is a benchmark item with other numbers.
    package static let benchmarkTemplate = RuleName(rawValue: "benchmark_template")
    /// Drops a question that shares an n-gram with a kept question of an earlier source.
    package static let earlierSource = RuleName(rawValue: "earlier_source")
    /// Drops a question that has the same text as an earlier one.
    package static let duplicate = RuleName(rawValue: "duplicate")
    /// Drops a question that says nearly the same as another one, which is kept.
    package static let nearDuplicate = RuleName(rawValue: "near_duplicate")
    /// Drops a question whose copies have different answers.
    package static let conflicting = RuleName(rawValue: "conflicting")
}

/// The rules of the stage decontaminate.
enum DecontaminationRules {
    /// All rules, in the order in which they are tried.
    static let all: [RuleDocumentation] = [
        .drops(
            .benchmark,
            when:
                "it shares an n-gram with a benchmark item, or, if `method` is `containment`, an item with "
                + "the same numbers contains it or is contained in it", source: .s1Collection),
        .drops(
            .benchmarkTemplate,
            when: "`method` is `containment`, and it is a benchmark item with other numbers"),
        .drops(.earlierSource, when: "it shares an n-gram with a kept question of an earlier source"),
        .drops(
            .duplicate,
            when:
                "its text equals that of another question, one of which is kept: the first, unless `duplicates` says otherwise",
            source: .s1Collection),
        .drops(
            .conflicting,
            when: "`duplicates` is `agreeing`, and questions with its text have different answers"),
        .drops(
            .nearDuplicate,
            when:
                "`near_duplicate` is given, and it has most runs of units in common with another question, "
                + "one of which is kept"),
    ]
}
