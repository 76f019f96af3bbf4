import Bytes
import Shapes

/// The settings of the stage sample.
package struct SampleRecipe: SettingsSection, Sendable {
    /// How domains are drawn.
    package enum Profile: String, DocumentedChoice {
        case paper, notebook

        /// A one-line description of the choice.
        package var meaning: String {
            switch self {
            case .paper: "domains are drawn uniformly throughout, as in the s1 paper"
            case .notebook:
                "uniformly until `uniform_until` are chosen, then by weight, as in the authors' notebook"
            }
        }
    }

    /// What happens when the questions run out before the target.
    private enum Short: String, DocumentedChoice {
        case fail, allow

        var meaning: String {
            switch self {
            case .fail: "the run fails and says how many there are"
            case .allow: "the set contains as many as there are"
            }
        }
    }

    /// The section as a key of the recipe.
    package static let section = SettingKey<SampleRecipe>.requiredSection(
        "sample", "the stage sample: how many questions are chosen, and how, such as {\"target\": 1000}")

    /// Questions that are chosen before the draw if the teacher's outcome is right.
    package struct Preselection: SettingsSection, Sendable {
        private static let sourceTypeKey = SettingKey<String>.text(
            "source_type", .filled, "the source type, a pattern in which * matches any characters")
        private static let longerThanKey = SettingKey<Int?>.integer(
            "longer_than", 0...1_000_000_000, "only questions whose trace has more tokens than this")

        /// The keys of an element of `preselect`.
        package static let shape = ObjectShape(keys: [sourceTypeKey.key, longerThanKey.key])

        /// The pattern of the source types.
        package let sourceType: Wildcard
        /// The number of tokens that a trace must exceed; nil if any length qualifies.
        package let longerThan: Int?

        /// Reads a validated element.
        package init(_ settings: CheckedObject) {
            sourceType = Wildcard(settings[Self.sourceTypeKey])
            longerThan = settings[Self.longerThanKey]
        }
    }

    /// The source types whose share of each domain determines its weight.
    private struct BenchmarkSources: SettingsSection, Sendable {
        private static let aimeKey = SettingKey<String?>.text(
            "aime", .filled, "the source type of AIME questions, a pattern")
        private static let gpqaKey = SettingKey<String?>.text(
            "gpqa", .filled, "the source type of GPQA questions, a pattern")

        static let shape = ObjectShape(keys: [aimeKey.key, gpqaKey.key])

        let aime: Wildcard?
        let gpqa: Wildcard?

        init(_ settings: CheckedObject) {
            aime = settings[Self.aimeKey].map { Wildcard($0) }
            gpqa = settings[Self.gpqaKey].map { Wildcard($0) }
        }
    }

    private static let targetKey = SettingKey<Int>.integer(
        "target", 1...1_000_000_000, "the number of questions to choose")
    private static let profileKey = SettingKey<Profile>.choice("profile", default: .paper, "how domains are drawn")
    private static let uniformUntilKey = SettingKey<Int>.integer(
        "uniform_until", 0...1_000_000_000, default: 700,
        "for the profile notebook: the number of questions to choose before domains are drawn by weight")
    /// The model whose traces are trained on.
    ///
    /// The stage quality requires its outcome as well.
    package static let teacherKey = SettingKey<String>.text(
        "teacher", .filled, default: "teacher", "the model whose traces are used for training")
    private static let preselectKey = SettingKey<[Preselection]>.sections(
        "preselect", "questions that are chosen before the draw if the teacher was right")
    private static let benchmarkSourcesKey = SettingKey<BenchmarkSources>.section(
        "benchmark_sources", "the source types whose share of each domain is the domain's weight")
    private static let shortKey = SettingKey<Short>.choice(
        "short", default: .fail, "what happens if there are too few questions")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [
        targetKey.key, profileKey.key, uniformUntilKey.key, teacherKey.key, preselectKey.key, benchmarkSourcesKey.key,
        shortKey.key,
    ])

    /// The number of questions to choose.
    package let target: Int
    /// How domains are drawn.
    package let profile: Profile
    /// In the profile `notebook`, the number of questions that are chosen before domains are drawn by weight.
    package let uniformUntil: Int
    /// The model whose traces are trained on.
    package let teacher: String
    /// The questions that are chosen before the draw.
    package let preselect: [Preselection]
    /// The source type of AIME questions, if the recipe names one.
    package let aime: Wildcard?
    /// The source type of GPQA questions, if the recipe names one.
    package let gpqa: Wildcard?
    /// Whether the set may have fewer questions than the target.
    package let allowsShort: Bool

    /// Returns the teacher that the section in the settings of a stage names.
    static func teacherModel(in settings: CheckedObject) -> [NamedModel] {
        let name = settings.part(of: section)[teacherKey]
        return [NamedModel(name, at: "\(section.key.name).\(teacherKey.key.name)")]
    }

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        target = settings[Self.targetKey]
        profile = settings[Self.profileKey]
        uniformUntil = settings[Self.uniformUntilKey]
        teacher = settings[Self.teacherKey]
        preselect = settings[Self.preselectKey]
        let sources = settings[Self.benchmarkSourcesKey]
        (aime, gpqa) = (sources.aime, sources.gpqa)
        allowsShort = settings[Self.shortKey] == .allow
    }
}
