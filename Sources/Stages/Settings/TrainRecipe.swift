import Shapes

/// What a trainer will do with the rows.
package struct TrainRecipe: SettingsSection, Sendable {
    /// What becomes of rows that are longer than a trainer takes.
    private enum Over: String, DocumentedChoice {
        case keep, drop

        var meaning: String {
            switch self {
            case .keep: "they are kept, counted and told of"
            case .drop: "they are dropped"
            }
        }
    }

    /// The section as a key of the recipe.
    package static let section = SettingKey<TrainRecipe?>.optionalSection(
        "train", "what a trainer will do with the rows")

    /// The longest row that is trained on whole; a recipe that names it must name a tokenizer.
    package static let maxTokensKey = SettingKey<Int?>.integer(
        "max_tokens", 1...1_000_000_000, "the longest row that is trained on whole, in tokens")
    private static let overKey = SettingKey<Over>.choice(
        "over", default: .keep, "what becomes of rows that are longer")
    private static let validationKey = SettingKey<Double?>.number(
        "validation", 0.001...0.5, "the share of rows that are set apart, drawn by domain")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [maxTokensKey.key, overKey.key, validationKey.key])

    /// The longest row that is trained on whole, in tokens; nil when nobody counts.
    package let maxTokens: Int?
    /// Whether longer rows are dropped.
    package let dropsLongRows: Bool
    /// The share of rows that are set apart, or nil when there is no split.
    package let validation: Double?

    /// Reads a section that has been checked.
    package init(_ settings: CheckedObject) {
        maxTokens = settings[Self.maxTokensKey]
        dropsLongRows = settings[Self.overKey] == .drop
        validation = settings[Self.validationKey]
    }
}
