import Messages
import Shapes

/// The settings of the stage quality.
package struct QualityRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<QualityRecipe>.section(
        "quality", "the stage quality: what a question must have, and which faults of form it must not have")

    private static let requireKey = SettingKey<[String]>.texts(
        "require", .text(.requirement), default: ["trace", "trace_tokens", "domain", "outcomes"],
        "what a question must have: \(listed(MissingRule.known + ["outcomes.MODEL"], "and")), where outcomes are those "
            + "of all solvers and the teacher")
    static let rulesKey = SettingKey<[String]>.texts(
        "rules", .choice(QualityRules.names, meanings: QualityRules.meanings), default: QualityRules.namesOnByDefault,
        "the faults of form for which a question is dropped")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [requireKey.key, rulesKey.key])

    /// What a question must have, by the names of `MissingRule`.
    package let require: [String]
    /// The names of the rules that drop a question.
    package let rules: [String]

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        require = settings[Self.requireKey]
        rules = settings[Self.rulesKey]
    }
}
