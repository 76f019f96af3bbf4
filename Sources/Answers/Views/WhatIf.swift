import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// What a finished run would have selected under other settings, computed in memory without writing anything.
package struct WhatIf {
    /// A question that is in only one of the two selections.
    package struct Move {
        /// The index of the question in the pool.
        package let question: QuestionIndex
        /// The decision that drops the question now, if it leaves; the decision that dropped it before, if it enters.
        package let decision: StageDecision
    }

    /// The first stage whose decisions are repeated: the first with other settings or behind another stage; nil if there
    /// is none.
    package let firstStage: StageName?
    /// Whether the settings affect export, which is not repeated.
    package let touchesExport: Bool
    /// The funnels up to sample.
    package let funnels: FunnelComparison
    /// The questions that would enter the selection, in pool order.
    package let entering: [Move]
    /// The questions that would leave the selection, in pool order.
    package let leaving: [Move]
    /// The statistics of the selections before and after the change.
    package let statistics: (before: SetStatistics, after: SetStatistics)
    /// Settings of the draw that are at odds under the change.
    package let conflicts: [SampleRecipe.Conflict]
    /// The numbers of selected questions before and after the change.
    package let chosen: (before: Int, after: Int)

    /// Repeats the decisions from the first stage that the settings affect.
    ///
    /// Throws `RunRefusal` when the settings affect ingest, which would have to read the sources again;
    /// `CurationError.recipe` when they are invalid; and any error of a stage.
    ///
    /// - Parameters:
    ///   - run: a run that has reached the stage sample.
    ///   - assignments: the settings, as `--set` takes them.
    ///   - recipeFile: the path of the run's recipe, to whose folder the paths of benchmarks are relative.
    ///   - isConfined: whether the recipe must not name anything outside its folder.
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
            return before.map {
                $0.firstDifference(ofSettings: recipe.settings(of: stage), in: recipe.shape) != nil
            } ?? true
        }
        if touched.first == ingest {
            let difference = run.manifest.stages[ingest]?.settings.firstDifference(
                ofSettings: recipe.settings(of: ingest), in: recipe.shape)
            throw RunRefusal.readsSources(setting: difference?.path ?? ingest.rawValue, of: ingest)
        }
        // A stage that is added or left out changes what the next one is given.
        firstStage = recipe.stages.names.first { stage in
            stage != export
                && (touched.contains(stage) || run.stages.previous(of: stage) != recipe.stages.previous(of: stage))
        }
        touchesExport = touched.contains(export)
        var manifest = run.manifest
        manifest.recipe = recipe.document
        let chosenBefore = try run.kept(by: selecting)
        var (kept, drops): ([QuestionIndex], [QuestionIndex: StageDecision]) = (chosenBefore, [:])
        if let first = firstStage {
            let again = recipe.stages.from(first).compactMap { recipe.stages[$0] }.filter(\.decides)
            for stage in again where stage.inputs.contains(.benchmarks) { try recipe.demandBenchmarks(of: stage.name) }
            try recipe.demandModels(of: again.map(\.name), in: run.pool.facts)
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
                manifest.replaceCounts(of: stage, with: counts.json, under: recipe)
            }
        }
        chosen = (chosenBefore.count, kept.count)
        let (facts, teachers) = (run.pool.facts, (run.recipe.sample.teacher, recipe.sample.teacher))
        statistics = (
            SetStatistics(chosenBefore, of: facts, run.domains, teacher: teachers.0),
            SetStatistics(kept, of: facts, Domains(facts, recipe.classify), teacher: teachers.1)
        )
        conflicts = recipe.sample.conflicts
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
    /// Throws `RunRefusal` when no file of a benchmark exists.
    func demandBenchmarks(of stage: StageName) throws {
        for benchmark in benchmarks where try inputs.files(of: benchmark.input).isEmpty {
            throw RunRefusal.benchmarkMissing(
                benchmark.input.name, path: Folder.join(folder, benchmark.input.path), neededBy: stage)
        }
    }
}
