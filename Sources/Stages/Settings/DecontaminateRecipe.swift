import Shapes

/// The settings of the stage decontaminate.
package struct DecontaminateRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<DecontaminateRecipe>.section(
        "decontaminate", "the stage decontaminate: when two questions are too similar")

    private static let ngramKey = SettingKey<Int>.integer(
        "ngram", 1...1000, default: 8, "the n of the n-grams that texts are compared by, in words")
    private static let acrossSourcesKey = SettingKey<Bool>.boolean(
        "across_sources", default: true, "whether questions of different sources are compared")
    private static let duplicatesKey = SettingKey<DuplicateChoice>(
        .optional(
            "duplicates", .choice(of: DuplicateChoice.self), .string(DuplicateChoice.first.rawValue),
            fillsDefault: false, "which of several questions with the same text is kept")
    ) { $0?.string.flatMap(DuplicateChoice.init) ?? .first }

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [ngramKey.key, acrossSourcesKey.key, duplicatesKey.key])

    /// The number of consecutive words that make an overlap.
    package let ngram: Int
    /// Whether questions of different sources are compared.
    package let acrossSources: Bool
    /// Which of several questions with the same text is kept.
    package let duplicates: DuplicateChoice

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        ngram = settings[Self.ngramKey]
        acrossSources = settings[Self.acrossSourcesKey]
        duplicates = settings[Self.duplicatesKey]
    }
}
