import Bytes
import Files
import Pools
import Stages

/// The decisions of all stages on one question, and the reasons for them.
package struct Explanation {
    /// The stages of the run.
    package let stages: StageRegistry
    /// The question's id.
    package let id: String
    /// The name of its source.
    package let source: String
    /// The file and the line or row from which it came.
    package let origin: JSON
    /// The text of the question.
    package let question: String
    /// The question's line in the pool, with its solution, traces and attempt.
    package let row: JSON
    /// The length of its trace in tokens, or nil if it is unknown.
    package let traceTokens: Int?
    /// For each model, whether it solved the question; null if that is unknown.
    package let outcomes: JSON
    /// The label of the question in the pool.
    package let label: String?
    /// The decisions of the stages that the question reached, in order.
    package let decisions: [StageDecision]
    /// The domain of a question that reached sample, the number of questions in that domain, and its rank by length.
    package private(set) var domain: (name: String, size: Int, rank: Int)?
    /// The length of its trace as the draw measures it, if it reached sample.
    package private(set) var length: (count: Int, unit: LengthUnit)?
    /// For a question that was not drawn, what would have had to differ.
    package private(set) var missedDraw: MissedDraw?
    /// The probability of being selected under other seeds and its standard error, if `curate stability` has computed
    /// them.
    package private(set) var probability: (value: Double, error: Double)?
    /// For a dropped question, the other rules that it fails.
    package private(set) var otherFaults: [StageDecision] = []
    /// The amendments of the question, in the order in which they were made.
    package let amendments: [Amendment]
    /// The one-based line of the question in the export, or nil if it is not exported.
    package let exportLine: Int?

    /// Creates the explanation of a question of the pool.
    package init(_ run: RecordedRun, question: QuestionIndex, threads: Int) throws {
        let line = try run.pool.line(of: question).withByteView { try JSON(parsing: $0) }
        row = line
        stages = run.stages
        id = run.pool.id(of: question).description
        source = run.pool.facts.sourceName(of: question)
        origin = line["origin"] ?? .null
        self.question = line["question"]?.string ?? ""
        traceTokens = run.pool.facts.traceTokens(of: question)
        outcomes = line["outcomes"] ?? .null
        label = run.pool.facts.label(of: question)
        var decisions: [StageDecision] = []
        let selecting = run.stages.selector.name
        for stage in run.decided {
            guard let decision = try run.decision(on: question, by: stage) else { break }
            decisions.append(decision)
            if !decision.isKept { break }
        }
        self.decisions = decisions
        exportLine =
            run.manifest.stages[run.stages.exporter.name] == nil || run.recipe.train.validation != nil
            ? nil : try run.kept(by: run.stages.exporter.name).firstIndexOfSorted(question).map { $0 + 1 }
        amendments = try run.amendments().filter { $0.id == run.pool.id(of: question) }
        if decisions.contains(where: { $0.stage == selecting }) {
            try findPlace(of: question, in: run, threads: threads)
            probability = try Stability.probabilities(in: run)?[run.pool.ids[question]]
        }
        if let last = decisions.last, !last.isKept, run.stages.precedes(last.stage, selecting) {
            otherFaults = try OtherFailedRules.of(question, dropped: last, in: run, threads: threads)
        }
    }

    private mutating func findPlace(of question: QuestionIndex, in run: RecordedRun, threads: Int) throws {
        let entered = try run.kept(by: run.stages.beforeSelection)
        let plan = try SampleStage.plan(
            entered, of: run.pool, run.recipe.sample, run.recipe.classify, threads: threads)
        guard let candidate = entered.firstIndexOfSorted(question) else { return }
        let number = Int(plan.candidates.domains[candidate])
        domain = (
            plan.candidates.domainNames[number], plan.domains[number].members.count, plan.ranks[candidate]
        )
        length = (Int(plan.candidates.lengths[candidate]), plan.settings.length)
        if decisions.last?.rule == .notDrawn, (try? run.demandCurrent(run.stages.selector.name)) != nil {
            missedDraw = MissedDraw(
                plan, seed: run.recipe.seed, candidate: candidate, question: question, of: run.pool.facts)
        }
    }
}
