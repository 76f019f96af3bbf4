import Bytes
import Messages
import Shapes

/// An alternative way to choose a set from what a stage kept, for comparison with the run's own selection.
package struct Ablation: Sendable {
    /// How questions are chosen.
    package enum Selection: String, DocumentedChoice {
        /// Draws uniformly.
        case random
        /// Draws a domain uniformly, then a question uniformly within it.
        case diverse
        /// Takes the longest traces.
        case longest
        /// Draws as the stage sample does.
        case twoStage = "two-stage"
        /// Takes every question.
        case all

        /// A one-line description of the choice.
        package var meaning: String {
            switch self {
            case .random: "uniformly"
            case .diverse: "a domain uniformly, then a question within it uniformly"
            case .longest: "the longest traces"
            case .twoStage: "as the stage sample does"
            case .all: "every question"
            }
        }
    }

    /// The names of the files that compare all ablations of a run, next to the folder of each ablation.
    package static let comparison = (json: "comparison.json", csv: "comparison.csv")

    /// The name, which is also the name of the ablation's folder.
    package let name: String
    /// The stage whose kept questions are the candidates.
    package let from: StageName
    /// How questions are chosen.
    package let select: Selection
    /// The settings of the stage sample, with the ablation's own values taking precedence.
    package let sample: SampleRecipe
    /// The models that the ablation names itself.
    package let models: [NamedModel]

    /// Returns the stages whose kept questions an ablation can choose from.
    package static func sources(among stages: StageRegistry) -> [StageName] {
        stages.before(stages.exporter.name)
    }

    private static func fromKey(of stages: StageRegistry) -> SettingKey<String> {
        .text(
            "from", oneOf: sources(among: stages).map(\.rawValue),
            "the stage from whose kept questions the set is selected")
    }
    private static let selectKey = SettingKey<Selection>.choice("select", "how questions are selected")

    /// Returns the section as a key of a pipeline's recipe.
    ///
    /// An ablation can override any key of `sample`; keys that it omits keep their value from `sample`.
    package static func section(of stages: StageRegistry) -> Key {
        let shape = ObjectShape(
            keys: [fromKey(of: stages).key, selectKey.key]
                + SampleRecipe.shape.keys.map { .optional($0.name, $0.shape, $0.summary) })
        return .optional(
            "ablations", .map(names: .fileName, .object(shape)),
            "other ways to select a set, for `curate ablate`; by default those of the paper")
    }

    /// Returns the ablations of a recipe.
    ///
    /// Without a section, returns those of the paper (section 5.1), which the stages that they choose from declare: those
    /// of later stages first.
    ///
    /// - Parameters:
    ///   - section: the section of the recipe, or nil.
    ///   - sample: the section `sample` of the recipe.
    ///   - stages: the stages that the recipe uses.
    package static func all(_ section: JSON?, sample: JSON, of stages: StageRegistry) -> [Ablation] {
        let fromKey = fromKey(of: stages)
        let own = [fromKey.key.name, selectKey.key.name]
        return ((section ?? standard(of: stages)).object ?? [:]).members.map { member in
            let settings = CheckedObject(member.value)
            var merged = sample.object ?? JSONObject()
            for key in (member.value.object ?? [:]).members where !own.contains(key.name) {
                merged[key.name] = key.value
            }
            let teacher = SampleRecipe.teacherKey.key.name
            return Ablation(
                name: member.name, from: StageName(rawValue: settings[fromKey]), select: settings[selectKey],
                sample: SampleRecipe(CheckedObject(.object(merged))),
                models: (member.value[teacher]?.string).map {
                    [NamedModel($0, at: "ablations.\(member.name).\(teacher)")]
                } ?? [])
        }
    }

    /// Returns the section with the paper's ablations.
    private static func standard(of stages: StageRegistry) -> JSON {
        var section = JSONObject()
        for stage in stages.definitions.reversed() {
            for ablation in stage.ablations {
                section[ablation.name] = [
                    fromKey(of: stages).key.name: .string(stage.name.rawValue),
                    selectKey.key.name: .string(ablation.select.rawValue),
                ]
            }
        }
        return .object(section)
    }

    /// Returns the stage that makes the selection.
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
    /// Returns the number of questions to choose from `count` candidates.
    ///
    /// Throws `CurationError.failed` when there are fewer candidates than the target and the recipe does not allow
    /// that.
    func size(of count: Int) throws -> Int {
        guard count >= target || allowsShort else {
            throw CurationError.failed(
                "the target is \(target), and there are only \(count) questions to choose from; lower the target or set "
                    + "\"short\": \"allow\"")
        }
        return min(target, count)
    }
}
