import Bytes
import Pools
import Shapes

@testable import Stages

/// Drops questions of few bytes.
struct ShortStage: RuleStage {
    static let tooShort = RuleName(rawValue: "too_short")

    let settings: ShortRecipe
    let rules = [Self.tooShort]
    let needsTexts = true

    func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) -> Decider {
        let drops = drops(in: questions.facts)
        return { drops($0).first ?? .kept }
    }

    func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision] {
        { question in
            guard question.text.count < settings.least else { return [] }
            return [.dropped(Self.tooShort, TextSize(bytes: question.text.count))]
        }
    }
}

/// The settings of the stage.
struct ShortRecipe: SettingsSection {
    static let section = SettingKey<ShortRecipe?>.optionalSection(
        "short", "the stage short, which runs if the recipe has this section: how long a question must be")
    private static let leastKey = SettingKey<Int>.integer(
        "least", 0...1000, "the fewest bytes of a question")
    static let shape = ObjectShape(keys: [leastKey.key])

    let least: Int

    init(_ settings: CheckedObject) { least = settings[Self.leastKey] }

    private init(least: Int) { self.least = least }

    /// The settings under which nothing is dropped.
    static let none = ShortRecipe(least: 0)
}

/// How many bytes the text of a question has.
private struct TextSize: Evidence {
    private static let bytesKey = EvidenceKey<Int>("bytes")

    let bytes: Int

    init(bytes: Int) { self.bytes = bytes }
    init(reading members: EvidenceReader) throws(EvidenceError) { bytes = try members.value(Self.bytesKey) }
    func write(to members: inout EvidenceWriter) { members.write(Self.bytesKey, bytes) }
}

extension StageName {
    /// The stage that drops questions of few bytes.
    static let short = StageName(rawValue: "short")
}

extension ShortStage {
    /// What the stage is.
    static let definition = StageDefinition(
        .short, section: ShortRecipe.section.key,
        rules: [.drops(tooShort, when: "its text has fewer bytes than `short.least`")],
        dependencies: ["short"], poolFiles: [.index, .texts], isAsked: { $0["short"] != nil },
        role: .filters { ShortStage(settings: $0.settings[ShortRecipe.section] ?? .none) })
}
