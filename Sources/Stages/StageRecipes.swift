import Bytes
import Shapes

/// The settings of the stage decontaminate.
package struct DecontaminateRecipe: Sendable {
    package let ngram: Int
    package let acrossSources: Bool

    package init(_ settings: CheckedObject) {
        ngram = settings.integer("ngram")
        acrossSources = settings.boolean("across_sources")
    }
}

/// The settings of the stage quality.
package struct QualityRecipe: Sendable {
    package let require: [String]
    package let rules: [String]

    package init(_ settings: CheckedObject) {
        require = settings.texts("require")
        rules = settings.texts("rules")
    }
}

/// The settings of the stage difficulty.
package struct DifficultyRecipe: Sendable {
    /// The models of which one that solved a question drops it.
    package let solvers: [String]
    package let keepsUnknown: Bool

    package init(_ settings: CheckedObject) {
        solvers = settings.texts("solvers")
        keepsUnknown = settings.text("unknown") == "keep"
    }
}

/// The settings of the stage classify.
package struct ClassifyRecipe: Sendable {
    let taxonomy: String?
    let labels: [String: String]

    package init(_ settings: CheckedObject) {
        taxonomy = settings.optionalText("taxonomy")
        labels = settings.textMap("labels")
    }
}

/// The settings of the stage sample.
package struct SampleRecipe: Sendable {
    /// How domains are drawn.
    package enum Profile: String, Sendable {
        case paper, notebook
    }

    package struct Preselection: Sendable {
        package let sourceType: Wildcard
        package let longerThan: Int?
    }

    /// How many questions are chosen.
    package let target: Int
    /// How domains are drawn.
    package let profile: Profile
    package let uniformUntil: Int
    /// The model whose traces are trained on.
    package let teacher: String
    package let preselect: [Preselection]
    let aime: Wildcard?
    let gpqa: Wildcard?
    package let allowsShort: Bool

    package init(_ settings: CheckedObject) {
        target = settings.integer("target")
        profile = Profile(rawValue: settings.text("profile")) ?? .paper
        uniformUntil = settings.integer("uniform_until")
        teacher = settings.text("teacher")
        preselect = settings.list("preselect").map {
            Preselection(sourceType: Wildcard($0.text("source_type")), longerThan: $0.optionalInteger("longer_than"))
        }
        let sources = settings.section("benchmark_sources")
        aime = sources.optionalText("aime").map { Wildcard($0) }
        gpqa = sources.optionalText("gpqa").map { Wildcard($0) }
        allowsShort = settings.text("short") == "allow"
    }
}

/// The settings of the stage export.
package struct ExportRecipe: Sendable {
    /// The formats, each once.
    package let formats: [ExportFormat]
    package let messages: MessageStyle
    /// The license as the hub names it, or nil where the recipe says nothing of it.
    package let license: String?
    package let languages: [String]
    package let tags: [String]

    package init(_ settings: CheckedObject) {
        var seen: Set<ExportFormat> = []
        formats = settings.texts("format").compactMap(ExportFormat.init).filter { seen.insert($0).inserted }
        messages = MessageStyle(rawValue: settings.text("messages")) ?? .think
        license = settings.optionalText("license")
        languages = settings.texts("language")
        tags = settings.texts("tags")
    }
}

/// What a trainer will do with the rows.
package struct TrainRecipe: Sendable {
    /// The longest row that is trained on whole, in tokens; nil when nobody counts.
    package let maxTokens: Int?
    package let dropsLongRows: Bool
    /// The share of rows that are set apart, or nil when there is no split.
    package let validation: Double?

    package init(_ settings: CheckedObject?) {
        maxTokens = settings?.optionalInteger("max_tokens")
        dropsLongRows = settings?.text("over") == "drop"
        validation = settings?.value("validation")?.double
    }
}
