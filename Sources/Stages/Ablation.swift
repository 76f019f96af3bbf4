import Bytes
import Messages
import Shapes

/// Another way to choose a set from what a stage kept, to hold the run's own against.
package struct Ablation: Sendable {
    /// How questions are chosen.
    package enum Selection: String, DocumentedChoice {
        /// Uniformly.
        case random
        /// A domain uniformly, then within it a question uniformly.
        case diverse
        /// The longest traces.
        case longest
        /// As the stage sample does.
        case twoStage = "two-stage"
        /// Every question.
        case all

        /// What the choice stands for, in one line.
        package var meaning: String {
            switch self {
            case .random: "uniformly"
            case .diverse: "a domain uniformly, then within it a question uniformly"
            case .longest: "the longest traces"
            case .twoStage: "as the stage sample does"
            case .all: "every question"
            }
        }
    }

    /// The names of the files in which all ablations of a run are compared, beside the folders of each.
    package static let comparison = (json: "comparison.json", csv: "comparison.csv")

    /// The name, which is also its folder's.
    package let name: String
    /// The stage whose kept questions are chosen from.
    package let from: StageName
    /// How questions are chosen.
    package let select: Selection
    /// The settings of sample with what the ablation says otherwise.
    let sample: SampleRecipe

    /// The stages that a set can be chosen from.
    package static func sources(among stages: StageRegistry) -> [StageName] {
        stages.before(stages.exporter.name)
    }

    private static func fromKey(of stages: StageRegistry) -> SettingKey<String> {
        .text(
            "from", oneOf: sources(among: stages).map(\.rawValue), "the stage whose kept questions are chosen from")
    }
    private static let selectKey = SettingKey<Selection>.choice("select", "how they are chosen")

    /// The section as a key of the recipe of a pipeline: any key of sample may say otherwise, and what is left out is as in
    /// sample.
    package static func section(of stages: StageRegistry) -> Key {
        let shape = ObjectShape(
            keys: [fromKey(of: stages).key, selectKey.key]
                + SampleRecipe.shape.keys.map { .optional($0.name, $0.shape, $0.summary) })
        return .optional(
            "ablations", .map(names: .fileName, .object(shape)),
            "other ways to choose a set, for `curate ablate`; without them those of the paper")
    }

    /// The ablations of a recipe; without a section those of the paper (section 5.1), over the questions of quality, and
    /// of decontaminate for `full`.
    package static func all(_ section: JSON?, sample: JSON) -> [Ablation] {
        let (filtered, distinct) = (QualityStage.definition.name, DecontaminateStage.definition.name)
        func set(_ from: StageName, _ select: Selection) -> JSON {
            ["from": .string(from.rawValue), "select": .string(select.rawValue)]
        }
        let paper: JSON = [
            "random": set(filtered, .random), "diverse": set(filtered, .diverse), "longest": set(filtered, .longest),
            "full": set(distinct, .all),
        ]
        return ((section ?? paper).object?.members ?? []).map { member in
            let settings = CheckedObject(member.value)
            var merged = sample.object ?? JSONObject()
            for own in member.value.object?.members ?? [] where own.name != "from" && own.name != "select" {
                merged[own.name] = own.value
            }
            return Ablation(
                name: member.name, from: StageName(rawValue: settings.text("from")),
                select: settings[selectKey],
                sample: SampleRecipe(CheckedObject(.object(merged))))
        }
    }

    /// What decides on the questions it is chosen from.
    package func stage(_ classify: ClassifyRecipe, seed: UInt32) -> any Stage {
        switch select {
        case .twoStage: SampleStage(settings: sample, classify: classify, seed: seed, amendments: [])
        case .random: RandomStage(settings: sample, seed: seed)
        case .diverse: DiverseStage(settings: sample, classify: classify, seed: seed)
        case .longest: LongestStage(settings: sample)
        case .all: WholeStage()
        }
    }
}

extension SampleRecipe {
    /// How many of so many questions are chosen.
    ///
    /// Throws `CurationError.failed` when they are fewer than the target and the recipe does not allow it.
    func size(of count: Int) throws -> Int {
        guard count >= target || allowsShort else {
            throw CurationError.failed(
                "the target is \(target), and there are only \(count) questions to choose from; a lower target or "
                    + "\"short\": \"allow\" would do")
        }
        return min(target, count)
    }
}
