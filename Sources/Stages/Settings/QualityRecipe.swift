import Shapes

/// The settings of the stage quality.
package struct QualityRecipe: SettingsSection, Sendable {
    private static let requireKey = SettingKey<[String]>.texts(
        "require", .text(.requirement), default: ["trace", "trace_tokens", "domain", "outcomes"],
        "what a question must have")
    private static let rulesKey = SettingKey<[String]>.texts(
        "rules", .choice(QualityRules.names), default: QualityRules.names, "which faults of form drop a question")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [requireKey.key, rulesKey.key])

    /// What a question must have, by the names of `MissingRule`.
    package let require: [String]
    /// The names of the rules that drop a question.
    package let rules: [String]

    /// Reads a section that has been checked.
    package init(_ settings: CheckedObject) {
        require = settings[Self.requireKey]
        rules = settings[Self.rulesKey]
    }
}
