import Shapes

/// The settings of the stage export.
package struct ExportRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<ExportRecipe>.section(
        "export", "the stage export: the files that are written, and the metadata of their dataset card")

    private static let formatKey = SettingKey<[String]>.texts(
        "format", .choice(of: ExportFormat.self), atLeast: 1, default: ["jsonl"],
        "the formats of the files that are written")
    private static let messagesKey = SettingKey<MessageStyle>.choice(
        "messages", default: .think, "how the assistant's message contains the trace")
    private static let controlTokensKey = SettingKey<ControlTokenTreatment>(
        .optional(
            "control_tokens", .choice(of: ControlTokenTreatment.self), .string(ControlTokenTreatment.refuse.rawValue),
            fillsDefault: false,
            "what happens in the training formats to a row whose texts spell control tokens, such as `<|im_end|>`, or "
                + "with `\"messages\": \"think\"` the tags `<think>` and `</think>`")
    ) { $0?.string.flatMap(ControlTokenTreatment.init) }
    private static let licenseKey = SettingKey<String?>.text(
        "license", .filled, "the license for the dataset card, by the hub's name")
    private static let languageKey = SettingKey<[String]>.texts(
        "language", .text(.filled), atLeast: 1, default: ["en"], "the languages for the dataset card")
    private static let tagsKey = SettingKey<[String]>.texts(
        "tags", .text(.filled), default: [], "additional tags for the dataset card")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [
        formatKey.key, messagesKey.key, controlTokensKey.key, licenseKey.key, languageKey.key, tagsKey.key,
    ])

    /// The formats, without duplicates.
    package let formats: [ExportFormat]
    /// How the assistant's message contains the trace.
    package let messages: MessageStyle
    /// What happens to control tokens in the texts of rows for training.
    package let controlTokens: ControlTokenTreatment
    /// The license by its name on the hub, or nil if the recipe does not state one.
    package let license: String?
    /// The languages, for the dataset card.
    package let languages: [String]
    /// Tags for the dataset card, in addition to the standard ones.
    package let tags: [String]

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        var seen: Set<ExportFormat> = []
        formats = settings[Self.formatKey].compactMap(ExportFormat.init).filter { seen.insert($0).inserted }
        messages = settings[Self.messagesKey]
        controlTokens = settings[Self.controlTokensKey]
        license = settings[Self.licenseKey]
        languages = settings[Self.languageKey]
        tags = settings[Self.tagsKey]
    }
}
