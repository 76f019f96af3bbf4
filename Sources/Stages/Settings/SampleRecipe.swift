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

    private static let targets = Shape.integer(1...1_000_000_000)
    static let targetKey = SettingKey<[Int]>(
        .required(
            "target", .either([targets, .list(targets, atLeast: 1)]),
            "the number of questions to choose; a list of numbers for sets of which each is part of the next larger")
    ) { $0.map { value in (value.list ?? [value]).compactMap(\.integer) } }
    static let lengthKey = SettingKey<LengthUnit>.choice(
        "length", default: .tokens, fillsDefault: false,
        "the unit of the lengths of traces, by which questions are ranked")
    private static let profileKey = SettingKey<Profile>.choice("profile", default: .paper, "how domains are drawn")
    private static let uniformUntilKey = SettingKey<Int>.integer(
        "uniform_until", 0...1_000_000_000, default: 700,
        "for the profile notebook: the number of questions to choose before domains are drawn by weight")
    static let weightKey = SettingKey<String>(
        .optional(
            "weight", .text(WeightText.rule), .string(WeightText.byRank), fillsDefault: false,
            "with what weight a question is drawn from its domain: `rank` for a power of `rank_decay` by its rank, `uniform`, "
                + "or a power of the length of its trace, such as `tokens^1`")
    ) { $0?.string }
    static let rankDecayKey = SettingKey<Double?>.number(
        "rank_decay", 0...1,
        "the weight of each rank as a part of that of the rank before it, the longest first; 0.5 unless it is given, as in s1"
    )
    /// The model whose traces are trained on.
    ///
    /// The stage quality requires its outcome as well.
    package static let teacherKey = SettingKey<String>.text(
        "teacher", .filled, default: "teacher", "the model whose traces are used for training")
    private static let preselectKey = SettingKey<[Preselection]>.sections(
        "preselect", "questions that are chosen before the draw")
    private static let benchmarkSourcesKey = SettingKey<BenchmarkSources>.section(
        "benchmark_sources", "the source types whose share of each domain is the domain's weight")
    private static let shortKey = SettingKey<Short>.choice(
        "short", default: .fail, "what happens if there are too few questions")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [
        targetKey.key, lengthKey.key, profileKey.key, uniformUntilKey.key, weightKey.key, rankDecayKey.key,
        DomainBounds.key.key, SourceBounds.mostKey.key, SourceBounds.leastKey.key, Stratum.key.key, teacherKey.key,
        preselectKey.key, benchmarkSourcesKey.key, shortKey.key,
    ])

    /// The numbers of questions to choose, in ascending order: each set is part of the next.
    package let targets: [Int]
    /// The targets in the order of the recipe.
    let givenTargets: [Int]
    /// The number of questions to choose, which is the largest of the targets.
    package let target: Int
    /// The unit in which the lengths of traces are measured.
    package let length: LengthUnit
    /// How domains are drawn.
    package let profile: Profile
    /// In the profile `notebook`, the number of questions that are chosen before domains are drawn by weight.
    package let uniformUntil: Int
    /// The weights with which the questions of a domain are drawn.
    package let weight: QuestionWeight
    /// The weights as they are written, and the decay if it is.
    let (weightText, rankDecay): (WeightText?, Double?)
    /// Weights and bounds of domains by name.
    let domains: [DomainBounds]
    /// The maxima and the minima of sources.
    let (mostOfSources, leastOfSources): (SourceBounds, SourceBounds)
    /// The strata.
    package let strata: [Stratum]
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

    /// How the draw can do without numbers of tokens, for messages that say there are none.
    package static let otherLength = "rank by another length with \"\(section.key.name)\": { \"length\": \"bytes\" }"

    /// Returns whether a recipe, validated and with defaults applied, needs the lines of the pool for the draw: lengths
    /// other than tokens are counted in the traces, and conditions look at all columns.
    @Sendable
    static func readsLines(_ recipe: JSON) -> Bool {
        let settings = CheckedObject(recipe)[section]
        return settings.length != .tokens || settings.hasConditions
    }

    /// Whether lines of the pool are compared with conditions.
    var hasConditions: Bool { !strata.isEmpty || preselect.contains { !$0.conditions.isEmpty } }

    /// Returns the teacher that the section in the settings of a stage names.
    static func teacherModel(in settings: CheckedObject) -> [NamedModel] {
        let name = settings.part(of: section)[teacherKey]
        return [NamedModel(name, at: "\(section.key.name).\(teacherKey.key.name)")]
    }

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        givenTargets = settings[Self.targetKey]
        targets = givenTargets.sorted()
        target = targets.last ?? 0
        length = settings[Self.lengthKey]
        profile = settings[Self.profileKey]
        uniformUntil = settings[Self.uniformUntilKey]
        weightText = WeightText(settings[Self.weightKey])
        rankDecay = settings[Self.rankDecayKey]
        weight =
            if let length = weightText?.length {
                .length(power: length.power)
            } else {
                weightText?.isUniform == true ? .uniform : .rank(decay: rankDecay ?? 0.5)
            }
        domains = settings[DomainBounds.key]
        mostOfSources = settings[SourceBounds.mostKey]
        leastOfSources = settings[SourceBounds.leastKey]
        strata = settings[Stratum.key]
        teacher = settings[Self.teacherKey]
        preselect = settings[Self.preselectKey]
        let sources = settings[Self.benchmarkSourcesKey]
        (aime, gpqa) = (sources.aime, sources.gpqa)
        allowsShort = settings[Self.shortKey] == .allow
    }
}
