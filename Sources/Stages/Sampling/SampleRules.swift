/// The rules of the stage sample.
enum SampleRules {
    /// All of them: those that drop, then those that keep.
    static let all: [RuleDocumentation] = [
        .drops("not_drawn", when: "it was neither preselected nor drawn", source: .diversity),
        .drops("amended", when: "a reviewer took it out by hand"),
        .drops("gave_way", when: "it was the last drawn of its domain, and a question held by hand took its place"),
        .keeps("preselected", when: "`sample.preselect` names it", source: .quality),
        .keeps("drawn", when: "a draw fell on it", source: .diversity),
        .keeps("held", when: "a reviewer holds it by hand"),
        .keeps("replacement", when: "it takes the place of one that was taken out by hand"),
    ]
}
