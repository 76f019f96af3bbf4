import Bytes
import Pools
import Stages

/// How the draw treated the questions of one domain or of one source.
package struct GroupExplanation {
    /// A question that reached the draw, with its probability under other seeds.
    package struct Prospect: Sendable {
        /// The question's id.
        package let id: QuestionID
        /// The probability with which it is chosen, and its standard error.
        package let probability: (value: Double, error: Double)
        /// Whether the run chose it.
        package let isChosen: Bool
        /// The length of its trace in tokens, or nil if it is unknown.
        package let traceTokens: Int?
    }

    /// The property by which the questions are grouped.
    package let group: FunnelBreakdown.Group
    /// The name of the domain or source.
    package let name: String
    /// The number of its questions in the pool.
    package let pool: Int
    /// The number of its questions that reached the draw.
    package let reached: Int
    /// The number of its questions that were chosen.
    package let chosen: Int
    /// The numbers of its questions by the rule that decided on them, in the order of the stage's rules.
    package let rules: [(name: RuleName, count: Int)]
    /// The numbers of its chosen questions by the phase of the draw, in alphabetical order.
    package let phases: [(name: String, count: Int)]
    /// The share of the domain's draws in the weighted phase of the profile `notebook`; nil for a source, and without such
    /// a phase.
    package let weight: Double?
    /// The bounds of how many of its questions are chosen; nil if there are none.
    package let bounds: DrawGroup?
    /// The statistics of the chosen questions, and of the others that reached the draw.
    package let statistics: (chosen: SetStatistics, others: SetStatistics)
    /// The most probable questions first, as `curate stability` computed; nil if it did not.
    package let prospects: [Prospect]?

    /// Whether every question that reached the draw was chosen.
    package var isUsedUp: Bool { reached > 0 && chosen == reached }

    /// Explains a domain or source of a run that has reached the stage sample.
    ///
    /// Throws `CurationError.usage` for an unknown name, and `RunRefusal` when the stage has not run.
    ///
    /// - Parameter most: the maximum number of prospects.
    package init(_ run: RecordedRun, _ group: FunnelBreakdown.Group, named name: String, most: Int) throws {
        let selecting = run.stages.selector.name
        try run.demandCurrent(selecting)
        let known = group == .source ? run.pool.facts.sourceNames : run.domains.names
        try Inspection.check(name, isOneOf: known, group.rawValue)
        self.group = group
        self.name = name
        let key = ByteKey(name)
        func isMember(_ question: QuestionIndex) -> Bool { ByteKey(group.name(of: question, in: run)) == key }
        pool = run.pool.facts.all.count(where: isMember)
        let entered = try run.kept(by: run.stages.beforeSelection)
        var (selected, others): ([QuestionIndex], [QuestionIndex]) = ([], [])
        var (rules, phases): ([RuleName: Int], [String: Int]) = ([:], [:])
        var cursor = try run.decisions(of: selecting)
        while let line = try cursor.next() {
            guard isMember(line.question) else { continue }
            if line.isKept { selected.append(line.question) } else { others.append(line.question) }
            let decision = line.decision
            if let rule = decision.rule { rules[rule, default: 0] += 1 }
            if let phase = decision.evidence?.phaseOfDraw { phases[phase, default: 0] += 1 }
        }
        reached = selected.count + others.count
        chosen = selected.count
        self.rules = (run.stages[selecting]?.rules.map(\.name) ?? []).compactMap { rule in
            rules[rule].map { (rule, $0) }
        }
        self.phases = phases.sorted { $0.key.precedesInBytes($1.key) }.map { ($0.key, $0.value) }
        let plan = try SampleStage.plan(
            entered, of: run.pool, run.recipe.sample, run.recipe.classify, threads: 1)
        bounds = plan.groups.all.first {
            $0.kind.rawValue == group.rawValue && $0.name.utf8.elementsEqual(name.utf8)
        }
        weight = group == .domain ? plan.weight(ofDomain: name) : nil
        let sets = [selected, others].map {
            SetStatistics($0, of: run.pool.facts, run.domains, teacher: run.recipe.sample.teacher)
        }
        statistics = (sets[0], sets[1])
        guard let probabilities = try Stability.probabilities(in: run) else {
            prospects = nil
            return
        }
        let isChosen = Set(selected)
        prospects = (selected + others).sorted().compactMap { question in
            probabilities[run.pool.ids[question]].map { probability in
                Prospect(
                    id: run.pool.id(of: question), probability: probability, isChosen: isChosen.contains(question),
                    traceTokens: run.pool.facts.traceTokens(of: question))
            }
        }.enumerated().sorted {
            let (a, b) = ($0.element.probability.value, $1.element.probability.value)
            return a != b ? a > b : $0.offset < $1.offset
        }.prefix(most).map(\.element)
    }
}
