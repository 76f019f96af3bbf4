extension RuleName {
    /// Drops a question that was neither preselected nor drawn.
    package static let notDrawn = RuleName(rawValue: "not_drawn")
    /// Keeps a question that was drawn.
    package static let drawn = RuleName(rawValue: "drawn")
    /// Keeps a question that `sample.preselect` names.
    package static let preselected = RuleName(rawValue: "preselected")
    /// Drops a question that a reviewer excluded.
    package static let amended = RuleName(rawValue: "amended")
    /// Drops a question that was drawn and displaced by one that a reviewer included.
    package static let gaveWay = RuleName(rawValue: "gave_way")
    /// Keeps a question that a reviewer included.
    package static let held = RuleName(rawValue: "held")
    /// Keeps a question that replaces one that a reviewer excluded.
    package static let replacement = RuleName(rawValue: "replacement")
}

/// The rules of the stage sample.
enum SampleRules {
    /// All rules: first those that drop, then those that keep.
    static let all: [RuleDocumentation] = [
        .drops(.notDrawn, when: "it was neither preselected nor drawn", source: .s1Diversity),
        .drops(.amended, when: "a reviewer removed it by hand"),
        .drops(.gaveWay, when: "it was the last drawn of its domain and gave way to a question held by hand"),
        .keeps(.preselected, when: "`sample.preselect` names it", source: .s1Quality),
        .keeps(.drawn, when: "a draw selected it", source: .s1Diversity),
        .keeps(.held, when: "a reviewer holds it by hand"),
        .keeps(.replacement, when: "it replaces one that was removed by hand"),
    ]
}
