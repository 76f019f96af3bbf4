import Bytes
import Messages
import Pools
import Shapes

/// Drops questions that lack something the recipe requires, or whose text has a formatting fault.
package struct QualityStage: RuleStage {
    let settings: QualityRecipe
    /// The models that `outcomes` stands for: the solvers and the teacher.
    let models: [String]

    /// Creates the stage with the given settings.
    package init(settings: QualityRecipe, models: [String]) {
        self.settings = settings
        self.models = models
    }

    /// The rules by which the stage drops questions.
    package var rules: [RuleName] {
        let checks = QualityChecks(settings.entries)
        return [MissingRule.name] + checks.ofQuestion.map(\.name) + checks.ofTexts.map(\.name)
    }

    /// The rules that the recipe names.
    package var rulesOfFaults: [RuleName] { rules.filter { $0 != MissingRule.name } }

    /// True: formatting faults are found in texts.
    package var needsTexts: Bool { true }

    /// Whether the recipe names a rule that looks at all texts of a question.
    package var needsLines: Bool { !QualityChecks(settings.entries).ofTexts.isEmpty }

    /// Returns a function that decides on each question.
    package func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider {
        let facts = questions.facts
        // If no question in the pool has a length, dropping every one of them would hide the cause.
        if settings.require.contains(QuestionColumn.traceTokens.name), facts.hasTraces,
            !facts.traceTokens.values.contains(where: { $0 >= 0 })
        {
            throw CurationError.failed(
                "no question in the pool has \(QuestionColumn.traceTokens.name), which quality.require names; use "
                    + "\(TraceTokens.remedy), or \(SampleRecipe.otherLength) and take \(QuestionColumn.traceTokens.name) "
                    + "out of quality.require")
        }
        let drops = drops(in: facts)
        return { drops($0).first ?? .kept }
    }

    /// Returns a function that lists all drops of a question.
    package func drops(in facts: QuestionFacts) -> @Sendable (Question) -> [Decision] {
        let missing = MissingRule(settings.require, outcomesOf: models, facts)
        let checks = QualityChecks(settings.entries)
        return { question in
            var drops: [Decision] = []
            let lacking = missing.missing(in: question)
            if !lacking.isEmpty {
                drops.append(.dropped(MissingRule.name, MissingParts(names: lacking)))
            }
            checks.addDrops(of: question, to: &drops)
            return drops
        }
    }
}

extension StageName {
    /// The stage that drops questions that lack something the recipe requires, or have a formatting fault.
    package static let quality = StageName(rawValue: "quality")
}

extension QualityStage {
    /// The definition of the stage.
    package static let definition = StageDefinition(
        .quality, section: QualityRecipe.section.key, rules: QualityRules.documentation,
        dependencies: ["quality", "difficulty.solvers", "sample.teacher"], poolFiles: [.index, .texts],
        readsLines: { recipe in
            let settings = CheckedObject(recipe)[QualityRecipe.section]
            return QualityStage(settings: settings, models: []).needsLines
        },
        ablations: [.init("random", .random), .init("diverse", .diverse), .init("longest", .longest)],
        models: { settings in
            let required = settings[QualityRecipe.section].require
            let all = required.contains(QuestionColumn.outcomes.name)
            return required.compactMap { name in
                guard Target.isOutcome(name), case .outcome(let model) = Target(name) else { return nil }
                return NamedModel(model, at: "quality.require")
            } + (all ? DifficultyRecipe.models(in: settings) + SampleRecipe.teacherModel(in: settings) : [])
        },
        role: .filters { context in
            QualityStage(
                settings: context.settings[QualityRecipe.section],
                models: context.settings[DifficultyRecipe.section].solvers
                    + [context.settings.part(of: SampleRecipe.section)[SampleRecipe.teacherKey]])
        })
}
