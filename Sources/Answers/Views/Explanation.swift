import Bytes
import Files
import Stages

/// One question's way through all stages, and why.
package struct Explanation {
    /// What one stage said.
    package struct Verdict {
        /// The stage.
        package let stage: StageName
        /// Whether it kept the question.
        package let isKept: Bool
        /// The rule that it names, if it names one.
        package let rule: String?
        /// The evidence that it gives, if it gives any.
        package let evidence: JSON?

        var json: JSON {
            [
                "stage": .string(stage.rawValue), "keep": .bool(isKept), "rule": rule.map { .string($0) } ?? .null,
                "evidence": evidence ?? .null,
            ]
        }
    }

    /// The question's id.
    package let id: String
    /// Its source's name.
    package let source: String
    /// The file, and the line or row of it, that it came from.
    package let origin: JSON
    /// Its text.
    package let question: String
    /// The length of its trace, in tokens; nil where that is unknown.
    package let traceTokens: Int?
    /// Of each model whether it solved the question; null where that is unknown.
    package let outcomes: JSON
    /// The label that the pool has for it.
    package let label: String?
    /// What the stages said that it reached, in their order.
    package let verdicts: [Verdict]
    /// Of a question that reached sample: its domain, how many questions that had there, and its place by length.
    package private(set) var domain: (name: String, size: Int, rank: Int)?
    /// Of a question that was not drawn what would have had to differ.
    package private(set) var prospect: DrawProspect?
    /// The probability of being chosen under other seeds and its standard error, where `curate stability` has found it.
    package private(set) var probability: (value: Double, error: Double)?
    /// Of a dropped question the other rules it fails.
    package private(set) var otherFaults: [Verdict] = []
    /// What a reviewer said of it by hand, in the order in which it was said.
    package let amendments: [Amendment]
    /// The line of the export it stands on, from 1, or nil.
    package let exportLine: Int?

    /// Explains a question of the pool.
    package init(_ run: RecordedRun, question: Int, threads: Int) throws {
        let line = try run.pool.line(of: question).withByteView { try JSON(parsing: $0) }
        id = run.pool.id(of: question).description
        source = run.pool.sourceName(of: question)
        origin = line["origin"] ?? .null
        self.question = line["question"]?.string ?? ""
        traceTokens = run.pool.traceTokens(of: question)
        outcomes = line["outcomes"] ?? .null
        label = run.pool.label(of: question)
        var verdicts: [Verdict] = []
        let selecting = run.stages.selector.name
        for stage in run.decided {
            var found: Verdict?
            try run.visit(stage) { decision in
                guard decision.question == question else { return }
                found = Verdict(stage: stage, isKept: decision.isKept, rule: decision.rule, evidence: decision.evidence)
            }
            guard let found else { break }
            verdicts.append(found)
            if !found.isKept { break }
        }
        self.verdicts = verdicts
        exportLine =
            run.manifest.stages[run.stages.exporter.name] == nil || run.recipe.train.validation != nil
            ? nil : try run.kept(by: run.stages.exporter.name).firstIndexOfSorted(Int32(question)).map { $0 + 1 }
        amendments = try run.amendments().filter { $0.id == run.pool.id(of: question) }
        if verdicts.contains(where: { $0.stage == selecting }) {
            try findPlace(of: question, in: run)
            probability = try Stability.probability(of: question, in: run)
        }
        if let last = verdicts.last, !last.isKept, run.stages.precedes(last.stage, selecting) {
            otherFaults = try HiddenFaults.of(
                question, droppedBy: last.stage, last.rule, in: run, threads: threads)
        }
    }

    private mutating func findPlace(of question: Int, in run: RecordedRun) throws {
        let entered = try run.kept(by: run.stages.beforeSelection)
        let plan = try SampleStage.plan(entered, of: run.pool, run.recipe.sample, run.recipe.classify)
        guard let candidate = entered.firstIndexOfSorted(Int32(question)) else { return }
        let number = Int(plan.candidates.domains[candidate])
        domain = (
            plan.candidates.domainNames[number], plan.domains[number].members.count, plan.ranks[candidate]
        )
        if verdicts.last?.rule == "not_drawn", (try? run.demandCurrent(run.stages.selector.name)) != nil {
            prospect = DrawProspect(
                plan, seed: run.recipe.seed, candidate: candidate, question: question, of: run.pool)
        }
    }

    /// The explanation as JSON.
    package var json: JSON {
        var object = JSONObject()
        object["id"] = .string(id)
        object["source"] = .string(source)
        object["origin"] = origin
        object["question"] = .string(question)
        object["label"] = label.map { .string($0) } ?? .null
        object["trace_tokens"] = traceTokens.map { JSON($0) } ?? .null
        object["outcomes"] = outcomes
        object["stages"] = .list(verdicts.map(\.json))
        object["other_faults"] = .list(otherFaults.map(\.json))
        object["domain"] =
            domain.map { ["name": .string($0.name), "size": JSON($0.size), "rank": JSON($0.rank)] } ?? .null
        object["prospect"] = prospect?.json ?? .null
        object["probability"] = probability.map { JSON($0.value) } ?? .null
        object["standard_error"] = probability.map { JSON($0.error) } ?? .null
        object["amendments"] = .list(
            amendments.map {
                ["action": .string($0.action.rawValue), "reason": $0.reason.map { .string($0) } ?? .null]
            })
        object["export_line"] = exportLine.map { JSON($0) } ?? .null
        return .object(object)
    }
}
