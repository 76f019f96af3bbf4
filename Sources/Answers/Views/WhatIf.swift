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
    /// Throws `CurationError.usage` when the settings touch ingest, which would have to read the sources again;
    /// `CurationError.recipe` when they are wrong; and what a stage throws that cannot do its work under them.
    ///
    /// - Parameters:
    ///   - run: a run that has come as far as sample.
    ///   - assignments: the settings, as `--set` takes them.
    ///   - recipeFile: where the run's recipe lies: the paths of benchmarks are relative to its folder.
    ///   - isConfined: whether the recipe may name nothing outside its folder.
    ///   - command: the command line that makes a run of its own under these settings, for messages.
    package init(
        _ run: FinishedRun, setting assignments: [String], recipeFile: String, isConfined: Bool = false,
        command: String,
        threads: Int
    ) throws {
        try run.demandCurrent(.sample)
        var file = RecipeFile(path: recipeFile, document: run.manifest.recipe)
        file.isConfined = isConfined
        for assignment in assignments { try file.set(assignment) }
        let recipe = try file.recipe(withFiles: false)
        let touched = StageName.allCases.filter { stage in
            let before = stage == .export ? run.recipe.settings(of: stage) : run.manifest.stages[stage]?.settings
            return before.map { $0.firstDifference(ofSettings: recipe.settings(of: stage)) != nil } ?? true
        }
        if touched.first == .ingest {
            let difference = run.manifest.stages[.ingest]?.settings.firstDifference(
                ofSettings: recipe.settings(of: .ingest))
            throw CurationError.usage(
                "\(difference?.path ?? "ingest") is a setting of ingest, which reads the sources: what "
                    + "it would change needs a run of its own\nrun: \(command)")
        }
        firstStage = touched.first { $0 != .export }
        touchesExport = touched.contains(.export)
        var manifest = run.manifest
        let chosenBefore = try run.kept(by: .sample)
        var (kept, drops): ([QuestionIndex], [QuestionIndex: StageDecision]) = (chosenBefore, [:])
        if let first = firstStage {
            if first == .decontaminate { try recipe.demandBenchmarks() }
            kept = try run.kept(by: first.earlier.last ?? .ingest)
            for stage in recipe.stages.deciding.map(\.name) where stage >= first {
                let decider = try recipe.decidingStage(
                    stage,
                    benchmarks: {
                        try Benchmarks.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks
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
                decision: drops[question] ?? StageDecision(.sample, .withoutEvidence(isKept: false)))
        }
        let new = kept.filter { chosenBefore.firstIndexOfSorted($0) == nil }
        let dropsBefore = try run.drops(of: new)
        entering = new.compactMap { question in
            dropsBefore[question].map { Move(question: question, decision: $0) }
        }
        funnels = FunnelComparison(
            Funnel(run.manifest).filtered { $0 != .export }, Funnel(manifest).filtered { $0 != .export })
    }
}

extension Recipe {
    /// Throws `CurationError.usage` when a benchmark's files are not there.
    func demandBenchmarks() throws {
        for benchmark in benchmarks where try inputs.files(of: benchmark.input).isEmpty {
            throw CurationError.usage(
                "\(Folder.join(folder, benchmark.input.path)): the benchmark "
                    + "\"\(benchmark.input.name)\" is not there, and decontaminate needs it; --config "
                    + "names the recipe that lies beside it")
        }
    }
}
