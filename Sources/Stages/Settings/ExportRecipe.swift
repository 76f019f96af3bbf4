import Bytes
import Pools
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
    private static let systemKey = SettingKey<String?>(
        .optional(
            "system", .nullable(.text(.withoutControlTokens)), .string(standardSystemPrompt), fillsDefault: false,
            "the system prompt of the formats for training; null for none, where a chat template may add its own")
    ) { json in
        switch json {
        case nil: .some(standardSystemPrompt)
        case .string(let text)?: .some(text)
        default: .some(nil)
        }
    }
    private static let metadataKey = SettingKey<ExportedMetadata>(
        .optional(
            "metadata", .booleanOr(list: .text(.filled), atLeast: 1), true, fillsDefault: false,
            "whether rows in the format jsonl have the metadata of the source's row; or which of its members")
    ) { json in
        if let names = json?.list { return .members(names.compactMap(\.string)) }
        return json?.bool.map { $0 ? .all : .none }
    }
    private static let licenseKey = SettingKey<String?>.text(
        "license", .filled, "the license for the dataset card, by the hub's name")
    private static let languageKey = SettingKey<[String]>.texts(
        "language", .text(.filled), atLeast: 1, default: ["en"], "the languages for the dataset card")
    private static let tagsKey = SettingKey<[String]>.texts(
        "tags", .text(.filled), default: [], "additional tags for the dataset card")

    private static let sourceDatasetsKey = SettingKey<[String]>(
        .optional(
            "source_datasets", .list(.text(.hubID), atLeast: 0), [], fillsDefault: false,
            "the datasets on the hub that the sources come from, as OWNER/NAME, for the dataset card")
    ) { $0?.list?.compactMap(\.string) }

    /// The system prompt of Qwen2.5's chat template, with which s1 was trained.
    package static let standardSystemPrompt =
        "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [
        formatKey.key, messagesKey.key, systemKey.key, metadataKey.key, controlTokensKey.key, licenseKey.key,
        languageKey.key,
        tagsKey.key, sourceDatasetsKey.key,
    ])

    /// The formats, without duplicates.
    package let formats: [ExportFormat]
    /// How the assistant's message contains the trace.
    package let messages: MessageStyle
    /// The system prompt of rows for training; nil for none.
    package let system: String?
    /// Which metadata the rows of the published columns have.
    package let metadata: ExportedMetadata
    /// What happens to control tokens in the texts of rows for training.
    package let controlTokens: ControlTokenTreatment
    /// The license by its name on the hub, or nil if the recipe does not state one.
    package let license: String?
    /// The languages, for the dataset card.
    package let languages: [String]
    /// Tags for the dataset card, in addition to the standard ones.
    package let tags: [String]
    /// The datasets on the hub that the sources come from.
    package let sourceDatasets: [String]

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        var seen: Set<ExportFormat> = []
        formats = settings[Self.formatKey].compactMap(ExportFormat.init).filter { seen.insert($0).inserted }
        messages = settings[Self.messagesKey]
        system = settings[Self.systemKey]
        metadata = settings[Self.metadataKey]
        controlTokens = settings[Self.controlTokensKey]
        license = settings[Self.licenseKey]
        languages = settings[Self.languageKey]
        tags = settings[Self.tagsKey]
        sourceDatasets = settings[Self.sourceDatasetsKey]
    }
}

/// Which metadata exported rows have.
package enum ExportedMetadata: Equatable, Sendable {
    case all, none
    /// The members of these names, of metadata that is an object.
    case members([String])

    /// The columns of exported rows with this metadata.
    package var columns: [QuestionColumn] {
        self == .none ? QuestionColumn.exported.filter { $0 != .metadata } : QuestionColumn.exported
    }
}

extension TextRule {
    /// The rule for a text that spells no control token of Qwen2.5's tokenizer, which would end the turn that it is in.
    fileprivate static let withoutControlTokens = TextRule("text without control tokens", schema: ["type": "string"]) {
        text in
        let token = text.withByteView { view in SpelledTokens.ofTokenizer.first(in: view).map { view[$0].text } }
        return token.map { "found the control token \"\($0)\"; expected a text without any" }
    }

    /// The rule for the id of a dataset on the hub: an owner and a name.
    fileprivate static let hubID = TextRule(
        "id of a dataset on the hub",
        schema: [
            "type": "string", "pattern": #"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$(?!\n)"#,
        ]
    ) { text in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isID =
            parts.count == 2
            && parts.allSatisfy { part in
                part.utf8.first.map(\.isASCIILetterOrDigit) == true && part.utf8.count <= 96
                    && part.utf8.allSatisfy { $0.isASCIILetterOrDigit || [0x2E, 0x5F, 0x2D].contains($0) }
            }
        return isID ? nil : "found the text \"\(text)\"; expected OWNER/NAME, such as \"simplescaling/s1K\""
    }
}
