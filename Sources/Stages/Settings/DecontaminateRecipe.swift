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

    private static let methodKey = SettingKey<DecontaminationMethod>(
        .optional(
            "method", .choice(of: DecontaminationMethod.self), .string(DecontaminationMethod.words.rawValue),
            fillsDefault: false, "how questions are compared with benchmark items")
    ) { $0?.string.flatMap(DecontaminationMethod.init) ?? .words }
    private static let thresholdKey = SettingKey<Double>(
        .optional(
            "threshold", .number(0.05...1), .number("0.4"), fillsDefault: false,
            "with the method `containment`: the least share of the shorter text's weight")
    ) { $0?.double ?? 0.4 }
    private static let benchmarkKey = effect(
        "benchmark", "with the method `containment`: what is done with a question that a benchmark item says as well")
    private static let benchmarkTemplateKey = effect(
        "benchmark_template",
        "with the method `containment`: what is done with a question that is an item with other numbers")
    private static let ignoredPhrasesKey = SettingKey<[String]>(
        .optional(
            "ignored_phrases", .list(.text(.filled), atLeast: 0), .strings([]), fillsDefault: false,
            "with the method `containment`: phrases that have no weight; phrases that are frequent have little of their "
                + "own accord")
    ) { $0?.list?.compactMap(\.string) ?? [] }
    private static let nearDuplicateKey = SettingKey<NearDuplicateRecipe?>.optionalSection(
        "near_duplicate", "with the method `containment`: the search for near duplicates, within and across sources")

    private static func effect(_ name: String, _ summary: String) -> SettingKey<RuleEffect> {
        SettingKey(
            .optional(
                name, .choice(of: RuleEffect.self), .string(RuleEffect.drop.rawValue), fillsDefault: false, summary)
        ) { $0?.string.flatMap(RuleEffect.init) ?? .drop }
    }

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [
        ngramKey.key, acrossSourcesKey.key, duplicatesKey.key, methodKey.key, thresholdKey.key, benchmarkKey.key,
        benchmarkTemplateKey.key, ignoredPhrasesKey.key, nearDuplicateKey.key,
    ])

    /// The number of consecutive words that make an overlap.
    package let ngram: Int
    /// Whether questions of different sources are compared.
    package let acrossSources: Bool
    /// Which of several questions with the same text is kept.
    package let duplicates: DuplicateChoice
    /// How questions are compared with benchmark items.
    package let method: DecontaminationMethod
    /// The least score of a match by containment, in thousandths.
    package let threshold: Int
    /// What is done with a question that a benchmark item says as well.
    package let benchmark: RuleEffect
    /// What is done with a question that is a benchmark item with other numbers.
    package let benchmarkTemplate: RuleEffect
    /// Phrases whose runs have no weight.
    package let ignoredPhrases: [String]
    /// The search for near duplicates; nil if there is none.
    package let nearDuplicate: NearDuplicateRecipe?

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        ngram = settings[Self.ngramKey]
        acrossSources = settings[Self.acrossSourcesKey]
        duplicates = settings[Self.duplicatesKey]
        method = settings[Self.methodKey]
        threshold = Thousandths.of(settings[Self.thresholdKey])
        benchmark = settings[Self.benchmarkKey]
        benchmarkTemplate = settings[Self.benchmarkTemplateKey]
        ignoredPhrases = settings[Self.ignoredPhrasesKey]
        nearDuplicate = settings[Self.nearDuplicateKey]
    }
}
