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
        let plan = try Self.plan(entering, of: questions, settings, classify, threads: threads)
        let candidates = plan.candidates
        try DrawFaults.demandRoom(plan)
        var sampler = DomainSampler(plan, seed: seed)
        let choices = sampler.run()
        try DrawFaults.demandMet(plan, sampler.bounded, chosen: choices.count, stage: "\(Self.definition.name)")
        // The index of each candidate in `choices`, or -1 for those that were not chosen.
        var choiceOf = [Int32](repeating: -1, count: candidates.count)
        for (place, choice) in choices.enumerated() { choiceOf[choice.candidate] = Int32(place) }
        let id: @Sendable (Int) -> QuestionID = { facts.id(of: entering[$0]) }
        let amended = try AmendedSelection(
            choices, sampler, Self.amendments(amendments, among: entering, of: facts), name: { id($0).description })
        let (effects, places, drawn) = (amended.effects, amended.places, sampler)
        let (targets, sizes) = (settings.targets, plan.sizes)
        return { [choiceOf] question in
            guard let candidate = entering.firstIndexOfSorted(question.index) else { return .kept }
            let domain = Int(candidates.domains[candidate])
            let place = DomainPlace(
                domain: candidates.domainNames[domain], size: plan.domains[domain].members.count,
                rank: plan.ranks[candidate])
            let choice = choiceOf[candidate] < 0 ? nil : choices[Int(choiceOf[candidate])]
            let target =
                targets.count == 1
                ? nil
                : places[candidate].flatMap { place in
                    zip(targets, sizes).first { place < $0.1 }?.0 ?? targets.last
                }
            if !effects.isEmpty, let effect = effects[candidate] {
                return effect.decision(place, choice, target: target, id: id)
            }
            guard let choice else {
                return .dropped(.notDrawn, NotDrawn(place: place, full: drawn.fullGroup(of: candidate)?.words))
            }
            return .kept(
                choice.phase == .preselected ? .preselected : .drawn,
                ChosenByDraw(choice, in: place.domain, target: target))
        }
    }

    /// Reports when preselected questions exceed the target, bounds that the set does not keep, and entries of the recipe
    /// that are about no question.
    package func remarks(onKept kept: [QuestionIndex], of questions: any Questions) -> [Message] {
        let bounds = boundsRemarks(onKept: kept, of: questions)
        guard kept.count > settings.target else { return bounds }
        return [
            "\(kept.count) questions are chosen, more than sample.target = \(settings.target): those that "
                + "sample.preselect names are chosen regardless of the target"
        ] + bounds
    }

    private func boundsRemarks(onKept kept: [QuestionIndex], of questions: any Questions) -> [Message] {
        guard settings.hasBounds else { return [] }
        let domains = Domains(questions.facts, classify)
        func lacking(_ names: [String], _ known: [String]) -> [String] {
            let known = Set(known.map { ByteKey($0) })
            return names.filter { !known.contains(ByteKey($0)) }
        }
        let unknown =
            lacking(settings.namedDomains, domains.names).map { ("sample.domains", "domain", $0) }
            + lacking(settings.namedSources, questions.facts.sourceNames).map {
                ("sample.max_per_source or min_per_source", "source", $0)
            }
        let remarks = unknown.map { key, kind, name -> Message in
            "\(key) names the \(kind) \"\(name)\", and no question of the pool is of it"
        }
        // Only a reviewer, or a set that may be short, leads to a set that does not keep its bounds.
        guard !amendments.isEmpty || settings.allowsShort,
            let candidates = try? Candidates(of: kept, in: questions, settings, domains, threads: 1)
        else { return remarks }
        let groups = DrawGroups(of: candidates, settings)
        return remarks
            + zip(groups.all, groups.sizes).compactMap { group, count -> Message? in
                let number = Wording.counted(count, "question")
                if count < group.least {
                    return "\(number) of the \(group.words) are chosen; its minimum is \(group.least)"
                }
                guard let most = group.most, count > most else { return nil }
                return "\(number) of the \(group.words) are chosen; its maximum is \(most)"
            }
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
        _ entering: [QuestionIndex], of questions: any Questions, _ settings: SampleRecipe, _ classify: ClassifyRecipe,
        threads: Int
    ) throws -> DrawPlan {
        let domains = Domains(questions.facts, classify)
        return DrawPlan(
            try Candidates(of: entering, in: questions, settings, domains, threads: threads), settings)
    }

    /// Throws `CurationError.failed` when a question that must be ranked has no trace length.
    static func requireLengths(_ questions: [QuestionIndex], of facts: QuestionFacts) throws {
        let count = questions.count { facts.traceTokens[$0] < 0 }
        guard count > 0 else { return }
        let name = QuestionColumn.traceTokens.name
        throw lacking(name, count, questions.count, "\(TraceTokens.remedy), or \(SampleRecipe.otherLength)", name)
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
        dependencies: ["seed", "classify", "sample"], poolFiles: [.index], readsLines: SampleRecipe.readsLines,
        inputs: [.amendments],
        // Only what is preselected depends on whether the teacher was right.
        models: { $0[SampleRecipe.section].preselect.isEmpty ? [] : SampleRecipe.teacherModel(in: $0) },
        role: .selects { context in
            SampleStage(
                settings: context.settings[SampleRecipe.section],
                classify: context.settings[ClassifyRecipe.section],
                seed: context.settings[Seed.key], amendments: try context.amendments())
        })
}
