import Bytes
import Messages
import Pools

/// Drops questions that lack something the recipe requires, or whose text has a fault of form.
package struct QualityStage: RuleStage {
    let settings: QualityRecipe
    /// The models whose outcomes `outcomes` stands for: the solvers and the teacher.
    let models: [String]

    /// The stage under some settings.
    package init(settings: QualityRecipe, models: [String]) {
        self.settings = settings
        self.models = models
    }

    /// The rules by which the stage drops questions.
    package var rules: [String] { [MissingRule.name] + settings.rules }

    /// True: faults of form are found in texts.
    package var needsTexts: Bool { true }

    /// Returns what decides on each question.
    package func decider(for entering: [Int32], of pool: Pool, threads: Int) throws -> Decider {
        // Dropping every question of a pool that never had a length would hide what the matter is.
        if settings.require.contains("trace_tokens"), pool.hasTraces, !pool.tokens.contains(where: { $0 >= 0 }) {
            throw CurationError.failed(
                "no question of the pool has trace_tokens, which quality.require names; \(TraceTokens.remedy), would do"
            )
        }
        let drops = drops(in: pool)
        return { drops($0).first ?? .kept }
    }

    /// Returns what tells all drops of a question.
    package func drops(in pool: Pool) -> @Sendable (Question) -> [Decision] {
        let missing = MissingRule(settings.require, outcomesOf: models, pool: pool)
        let rules = QualityRules.named(settings.rules)
        return { question in
            var drops: [Decision] = []
            let lacking = missing.missing(in: question)
            if !lacking.isEmpty {
                drops.append(.dropped(MissingRule.name, Evidence().with("missing", JSON.strings(lacking))))
            }
            let faults = rules.compactMap { rule in rule.fault(in: question.text).map { (rule, $0) } }
            if faults.isEmpty || rules.contains(where: { $0.exempts(question) }) { return drops }
            for (rule, place) in faults {
                drops.append(.dropped(type(of: rule).name, Self.evidence(of: place, in: question.text)))
            }
            return drops
        }
    }

    /// The text that was found and where: `offset` in code points from the beginning, and the line, from 1.
    private static func evidence(of place: Range<Int>, in text: ByteView) -> Evidence {
        Evidence().with("found", text[place].text)
            .with("offset", UTF8Check.scalarCount(text, before: place.lowerBound))
            .with("line", text[..<place.lowerBound].count(of: 0x0A) + 1)
    }
}

extension StageName {
    /// The stage that drops what lacks something the recipe requires, or has a fault of form.
    package static let quality = StageName(rawValue: "quality")
}

extension QualityStage {
    /// What the stage is.
    package static let definition = StageDefinition(
        .quality,
        section: .optional("quality", .object(QualityRecipe.shape), [:], "the stage quality"),
        dependencies: ["quality", "difficulty.solvers", "sample.teacher"], poolFiles: [.index, .texts],
        role: .filters { context in
            QualityStage(
                settings: QualityRecipe(context.settings.section("quality")),
                models: context.settings.section("difficulty").texts("solvers")
                    + [context.settings.section("sample").text("teacher")])
        })
}
