import Shapes

/// How the rows will be used for training.
package struct TrainRecipe: SettingsSection, Sendable {
    /// What happens to rows that exceed the trainer's maximum length.
    private enum Over: String, DocumentedChoice {
        case keep, drop

        var meaning: String {
            switch self {
            case .keep: "they are kept, counted and reported"
            case .drop: "they are dropped"
            }
        }
    }

    /// The section as a key of the recipe.
    package static let section = SettingKey<TrainRecipe?>.optionalSection(
        "train", "how a trainer will use the rows")

    /// The maximum length of a row that is trained on without truncation.
    ///
    /// Rows are counted by the recipe's tokenizer; without one, their traces by the counts on record.
    package static let maxTokensKey = SettingKey<Int?>.integer(
        "max_tokens", 1...1_000_000_000,
        "the maximum length of a row, in tokens, above which a trainer truncates it; without a `tokenizer`, that of its "
            + "trace, by the counts on record")
    private static let overKey = SettingKey<Over>.choice(
        "over", default: .keep, "what happens to longer rows")
    private static let validationKey = SettingKey<Double?>.number(
        "validation", 0.001...0.5, "the share of rows that are held out for validation, stratified by domain")

    /// The dotted path of the limit.
    package static let limitPath = "\(section.key.name).\(maxTokensKey.key.name)"

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [maxTokensKey.key, overKey.key, validationKey.key])

    /// The maximum length in tokens of a row that is trained on without truncation; nil if lengths are not counted.
    package let maxTokens: Int?
    /// Whether longer rows are dropped.
    package let dropsLongRows: Bool
    /// The share of rows that is held out for validation, or nil if there is no split.
    package let validation: Double?

    /// The settings of a recipe without the section.
    package static let standard = TrainRecipe(CheckedObject([:]))

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        maxTokens = settings[Self.maxTokensKey]
        dropsLongRows = settings[Self.overKey] == .drop
        validation = settings[Self.validationKey]
    }
}
