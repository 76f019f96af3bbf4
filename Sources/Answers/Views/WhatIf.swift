import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// What a finished run would have chosen under other settings, decided anew in memory: nothing is written.
package struct WhatIf {
    /// A question that is in one of the two selections only.
    package struct Move {
        /// Its number in the pool.
        package let question: QuestionIndex
        /// Of one that leaves: the decision by which it is dropped now.
        ///
        /// Of one that enters: the decision by which it was dropped before.
        package let decision: StageDecision
    }

    /// The first stage that decides anew; nil when no setting of a stage is another than before.
    package let firstStage: StageName?
    /// Whether the settings touch export, which takes what sample chose and is not looked at.
    package let touchesExport: Bool
    /// The funnels up to sample.
    package let funnels: FunnelComparison
    /// Those that would be chosen anew, in pool order.
    package let entering: [Move]
    /// Those that would no longer be chosen, in pool order.
    package let leaving: [Move]
    /// How many questions are chosen, and how many were.
    package let chosen: (before: Int, after: Int)

    /// Decides anew from the first stage that the settings touch.
    ///
    /// Throws `RunRefusal` when the settings touch ingest, which would have to read the sources again;
    /// `CurationError.recipe` when they are wrong; and what a stage throws that cannot do its work under them.
    ///
    /// - Parameters:
    ///   - run: a run that has come as far as sample.
    ///   - assignments: the settings, as `--set` takes them.
    ///   - recipeFile: where the run's recipe lies: the paths of benchmarks are relative to its folder.
    ///   - isConfined: whether the recipe may name nothing outside its folder.
    package init(
        _ run: RecordedRun, setting assignments: [String], recipeFile: String, isConfined: Bool = false,
        threads: Int
    ) throws {
        let stages = run.stages
        let (ingest, selecting, export) = (stages.poolMaker.name, stages.selector.name, stages.exporter.name)
        try run.demandCurrent(selecting)
        var file = run.manifest.recipeFile(at: recipeFile, isConfined: isConfined)
        for assignment in assignments { try file.set(assignment) }
        let recipe = try file.recipe(withFiles: false)
        let touched = recipe.stages.names.filter { stage in
            let before = stage == export ? run.recipe.settings(of: stage) : run.manifest.stages[stage]?.settings
            return before.map { $0.firstDifference(ofSettings: recipe.settings(of: stage)) != nil } ?? true
        }
        if touched.first == ingest {
            let difference = run.manifest.stages[ingest]?.settings.firstDifference(
                ofSettings: recipe.settings(of: ingest))
            throw RunRefusal.readsSources(setting: difference?.path ?? ingest.rawValue, of: ingest)
        }
        firstStage = touched.first { $0 != export }
        touchesExport = touched.contains(export)
        var manifest = run.manifest
        let chosenBefore = try run.kept(by: selecting)
        var (kept, drops): ([QuestionIndex], [QuestionIndex: StageDecision]) = (chosenBefore, [:])
        if let first = firstStage {
            let again = recipe.stages.from(first).compactMap { recipe.stages[$0] }.filter(\.decides)
            for stage in again where stage.inputs.contains(.benchmarks) { try recipe.demandBenchmarks(of: stage.name) }
            kept = try run.kept(by: recipe.stages.previous(of: first) ?? ingest)
            for stage in again.map(\.name) {
                let decider = try recipe.decidingStage(
                    stage,
                    benchmarks: {
                        try EvaluationSets.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks
                    }, amendments: { try run.amendments() })
                guard let decider else { continue }
                let before = kept
                let counts: DecisionCounts
                var rest = before[...]
                (kept, counts) = try decider.run(on: before, of: run.pool, threads: threads) { lines in
                    var cursor = DecisionCursor(lines, of: run.pool, among: rest)
                    while let line = try cursor.next() {
                        rest = rest.dropFirst()
                        let question = line.question
                        guard !line.isKept, chosenBefore.firstIndexOfSorted(question) != nil else { continue }
                        drops[question] = line.said(by: stage)
                    }
                }
                manifest.stages[stage]?.counts = counts.json
            }
        }
        chosen = (chosenBefore.count, kept.count)
        leaving = chosenBefore.filter { kept.firstIndexOfSorted($0) == nil }.map { question in
            Move(
                question: question,
                decision: drops[question] ?? StageDecision(selecting, .withoutEvidence(isKept: false)))
        }
        let new = kept.filter { chosenBefore.firstIndexOfSorted($0) == nil }
        let dropsBefore = try run.drops(of: new)
        entering = new.compactMap { question in
            dropsBefore[question].map { Move(question: question, decision: $0) }
        }
        funnels = FunnelComparison(
            Funnel(run.manifest) { !$0.exports }, Funnel(manifest) { !$0.exports })
    }
}

extension Recipe {
    /// Throws `CurationError.usage` when a benchmark's files are not there.
    func demandBenchmarks(of stage: StageName) throws {
        for benchmark in benchmarks where try inputs.files(of: benchmark.input).isEmpty {
            throw CurationError.usage(
                "\(Folder.join(folder, benchmark.input.path)): the benchmark "
                    + "\"\(benchmark.input.name)\" is not there, and \(stage) needs it; --config "
                    + "names the recipe that lies beside it")
        }
    }
}
