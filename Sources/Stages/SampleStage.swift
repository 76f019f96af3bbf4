import Bytes
import Messages
import Pools

/// Chooses the questions: first the preselected ones, then by the two-stage draw.
///
/// Finally applies the reviewer's amendments.
///
/// Drops questions that were not chosen (`not_drawn`), that a reviewer excluded (`amended`), and that were displaced by
/// an included one (`gave_way`).
package struct SampleStage: Stage {
    let settings: SampleRecipe
    let classify: ClassifyRecipe
    let seed: UInt32
    let amendments: [Amendment]

    /// Creates the stage with the given settings.
    package init(settings: SampleRecipe, classify: ClassifyRecipe, seed: UInt32, amendments: [Amendment]) {
        self.settings = settings
        self.classify = classify
        self.seed = seed
        self.amendments = amendments
    }

    /// The rules by which the stage drops questions.
    package var rules: [RuleName] { amendments.isEmpty ? [.notDrawn] : [.notDrawn, .amended, .gaveWay] }

    /// Returns a function that decides on each question.
    package func decider(for entering: [QuestionIndex], of questions: any Questions, threads: Int) throws -> Decider {
        let facts = questions.facts
        let plan = try Self.plan(entering, of: facts, settings, classify)
        let candidates = plan.candidates
        var sampler = DomainSampler(plan, seed: seed)
        let choices = sampler.run()
        if choices.count < settings.target, !settings.allowsShort {
            guard !choices.isEmpty else {
                throw CurationError.failed(
                    "sample.target is \(settings.target), and no question reached the stage \(Self.definition.name): the rules of "
                        + "earlier stages dropped them all")
            }
            throw CurationError.failed(
                "sample.target is \(settings.target), and only \(choices.count) questions reached the stage "
                    + "\(Self.definition.name); lower the target or set \"short\": \"allow\"")
        }
        // The index of each candidate in `choices`, or -1 for those that were not chosen.
        var choiceOf = [Int32](repeating: -1, count: candidates.count)
        for (place, choice) in choices.enumerated() { choiceOf[choice.candidate] = Int32(place) }
        let id: @Sendable (Int) -> QuestionID = { facts.id(of: entering[$0]) }
        let effects = try AmendedSelection(
            choices, sampler, Self.amendments(amendments, among: entering, of: facts), name: { id($0).description }
        ).effects
        return { [choiceOf] question in
            guard let candidate = entering.firstIndexOfSorted(question.index) else { return .kept }
            let domain = Int(candidates.domains[candidate])
            let place = DomainPlace(
                domain: candidates.domainNames[domain], size: plan.domains[domain].members.count,
                rank: plan.ranks[candidate])
            let choice = choiceOf[candidate] < 0 ? nil : choices[Int(choiceOf[candidate])]
            if !effects.isEmpty, let effect = effects[candidate] {
                return effect.decision(place, choice, id: id)
            }
            guard let choice else { return .dropped(.notDrawn, place) }
            return .kept(
                choice.phase == .preselected ? .preselected : .drawn, ChosenByDraw(choice, in: place.domain))
        }
    }

    /// Reports when preselected questions exceed the target.
    package func remarks(onKept kept: [QuestionIndex], of questions: any Questions) -> [Message] {
        guard kept.count > settings.target else { return [] }
        return [
            "\(kept.count) questions are chosen, more than sample.target = \(settings.target): those that "
                + "sample.preselect names are chosen regardless of the target"
        ]
    }

    /// Returns the amendments of questions that reached the stage, with their indices among these questions.
    static func amendments(
        _ amendments: [Amendment], among entering: [QuestionIndex], of facts: QuestionFacts
    ) -> [(candidate: Int, action: Amendment.Action, reason: String?)] {
        guard !amendments.isEmpty else { return [] }
        let places = entering.enumerated().reduce(into: [:]) { $0[facts.ids[$1.element]] = $1.offset }
        return amendments.compactMap { amendment in
            places[amendment.id.value].map { ($0, amendment.action, amendment.reason) }
        }
    }

    /// Returns the plan of the draw among the questions that reached the stage.
    ///
    /// Throws when a question has no domain or no trace length.
    package static func plan(
        _ questions: [QuestionIndex], of facts: QuestionFacts, _ settings: SampleRecipe, _ classify: ClassifyRecipe
    ) throws -> DrawPlan {
        DrawPlan(try candidates(questions, of: facts, settings, Domains(facts, classify)), settings)
    }

    /// Returns what the draw needs to know of the questions.
    ///
    /// Throws when a question has no domain or no trace length: without them it cannot be grouped or ranked.
    static func candidates(
        _ questions: [QuestionIndex], of facts: QuestionFacts, _ settings: SampleRecipe, _ domains: Domains
    ) throws -> Candidates {
        try requireLengths(questions, of: facts)
        try requireDomains(questions, domains)
        var candidates = Candidates()
        candidates.domainNames = domains.names
        let teacher = facts.model(named: settings.teacher)
        let types = facts.sourceTypeNames
        func matches(_ pattern: Wildcard?) -> [Bool] {
            (0..<types.count).map { type in types.withText(type) { pattern?.matches($0) ?? false } }
        }
        let (isAIME, isGPQA) = (matches(settings.aime), matches(settings.gpqa))
        // For each source type, the number of tokens that a trace must exceed; nil when it is not preselected.
        var longerThan = [Int?](repeating: nil, count: types.count)
        for (pattern, least) in Self.easiest(settings.preselect) {
            let matching =
                pattern.isLiteral
                ? pattern.pattern.withByteView { [types.existingIndex(of: $0)].compactMap(\.self) }
                : (0..<types.count).filter { type in types.withText(type) { pattern.matches($0) } }
            for type in matching { longerThan[type] = min(longerThan[type] ?? .max, least) }
        }
        for question in questions {
            let (type, length) = (Int(facts.sourceTypes[question]), facts.traceTokens[question])
            candidates.domains.append(Int32(domains.number(of: question) ?? 0))
            candidates.lengths.append(length)
            candidates.isAIME.append(isAIME[type])
            candidates.isGPQA.append(isGPQA[type])
            candidates.isPreselected.append(
                longerThan[type].map { Int(length) > $0 } == true
                    && facts.outcome(of: teacher, for: question) == .right)
        }
        return candidates
    }

    /// Returns each pattern of the preselections once, with the lowest of its lengths, or -1 when one of them has no
    /// limit.
    private static func easiest(_ preselections: [SampleRecipe.Preselection]) -> [(Wildcard, Int)] {
        var least: [ByteKey: Int] = [:]
        for entry in preselections {
            let pattern = ByteKey(entry.sourceType.pattern)
            least[pattern] = min(least[pattern] ?? .max, entry.longerThan ?? -1)
        }
        return least.map { (Wildcard($0.text), $1) }
    }

    /// Throws `CurationError.failed` when a question that must be ranked has no trace length.
    static func requireLengths(_ questions: [QuestionIndex], of facts: QuestionFacts) throws {
        let count = questions.count { facts.traceTokens[$0] < 0 }
        guard count > 0 else { return }
        let name = QuestionColumn.traceTokens.name
        throw lacking(name, count, questions.count, TraceTokens.remedy, name)
    }

    /// Throws `CurationError.failed` when a question that is drawn by domain has no domain.
    static func requireDomains(_ questions: [QuestionIndex], _ domains: Domains) throws {
        let count = questions.count { domains.number(of: $0) == nil }
        guard count > 0 else { return }
        throw lacking("a domain", count, questions.count, "a recording that sets it", QuestionColumn.domain.name)
    }

    private static func lacking(
        _ what: String, _ count: Int, _ all: Int, _ remedy: String, _ key: String
    ) -> CurationError {
        .failed(
            "\(count) of \(all) questions to draw from lack \(what); use \(remedy), or add \"\(key)\" "
                + "to quality.require")
    }
}

extension StageName {
    /// The stage that chooses the questions.
    package static let sample = StageName(rawValue: "sample")
}

extension SampleStage {
    /// The definition of the stage.
    package static let definition = StageDefinition(
        .sample, section: SampleRecipe.section.key, rules: SampleRules.all,
        dependencies: ["seed", "classify", "sample"], poolFiles: [.index], inputs: [.amendments],
        // Only what is preselected depends on whether the teacher was right.
        models: { $0[SampleRecipe.section].preselect.isEmpty ? [] : SampleRecipe.teacherModel(in: $0) },
        role: .selects { context in
            SampleStage(
                settings: context.settings[SampleRecipe.section],
                classify: context.settings[ClassifyRecipe.section],
                seed: context.settings[Seed.key], amendments: try context.amendments())
        })
}
