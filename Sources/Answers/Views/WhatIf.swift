import Bytes
import Files
import Messages
import Recipes
import Runs
import Stages

/// What a finished run would have chosen under other settings, decided anew in memory: nothing is written.
package struct WhatIf {
    /// A question that is in one of the two selections only.
    package struct Move {
        /// Its number in the pool.
        package let question: Int
        /// Of one that leaves: the stage that drops it now.
        ///
        /// Of one that enters: the stage that dropped it before.
        package let stage: StageName
        /// The rule of that stage, where it names one.
        package let rule: String?
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
        var (kept, drops): ([Int32], [Int32: (StageName, String?)]) = ([], [:])
        if let first = firstStage {
            let again = recipe.stages.from(first).compactMap { recipe.stages[$0] }.filter(\.decides)
            for stage in again where stage.inputs.contains(.benchmarks) { try recipe.demandBenchmarks(of: stage.name) }
            kept = try run.kept(by: recipe.stages.previous(of: first) ?? ingest)
            for stage in again.map(\.name) {
                let decider = try recipe.decidingStage(
                    stage,
                    benchmarks: {
                        try Benchmarks.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks
                    }, amendments: { try run.amendments() })
                guard let decider else { continue }
                let before = kept
                let counts: DecisionCounts
                var place = 0
                (kept, counts) = try decider.run(on: before, of: run.pool, threads: threads) { lines in
                    try DecisionFile.visitLines(lines) { isKept, rule in
                        if !isKept { drops[before[place]] = (stage, rule()) }
                        place += 1
                    }
                }
                manifest.stages[stage]?.counts = counts.json
            }
        } else {
            kept = try run.kept(by: selecting)
        }
        let chosenBefore = try run.kept(by: selecting)
        chosen = (chosenBefore.count, kept.count)
        leaving = chosenBefore.filter { kept.firstIndexOfSorted($0) == nil }.map { question in
            let drop = drops[question]
            return Move(question: Int(question), stage: drop?.0 ?? selecting, rule: drop?.1)
        }
        let new = kept.filter { chosenBefore.firstIndexOfSorted($0) == nil }
        entering = try run.drops(of: new).map { Move(question: $0.question, stage: $0.stage, rule: $0.rule) }
        funnels = FunnelComparison(
            Funnel(run.manifest) { !$0.exports }, Funnel(manifest) { !$0.exports })
    }

    /// The answer as JSON: the counts, both funnels, and the questions that enter and leave.
    package func json(_ run: RecordedRun) -> JSON {
        func list(_ moves: [Move]) -> JSON {
            .list(
                moves.map {
                    [
                        "id": .string(run.pool.id(of: $0.question).description), "stage": .string($0.stage.rawValue),
                        "rule": $0.rule.map { .string($0) } ?? .null,
                    ]
                })
        }
        return [
            "first_stage": firstStage.map { .string($0.rawValue) } ?? .null,
            "chosen": ["before": JSON(chosen.before), "after": JSON(chosen.after)],
            "entering": list(entering), "leaving": list(leaving), "funnel": funnels.json("before", "after"),
        ]
    }
}

extension RecordedRun {
    /// Where some questions of the pool were dropped: the stage and its rule, in pool order.
    func drops(
        of questions: [Int32]
    ) throws -> [(question: Int, stage: StageName, rule: String?, evidence: JSON?)] {
        guard !questions.isEmpty else { return [] }
        var drops: [Int: (stage: StageName, rule: String?, evidence: JSON?)] = [:]
        for stage in decided {
            try visit(stage) { decision in
                guard !decision.isKept, questions.firstIndexOfSorted(Int32(decision.question)) != nil else { return }
                drops[decision.question] = (stage, decision.rule, decision.evidence)
            }
        }
        return questions.compactMap { question in
            drops[Int(question)].map { (Int(question), $0.stage, $0.rule, $0.evidence) }
        }
    }
}

extension Recipe {
    /// Throws `CurationError.usage` when a benchmark's files are not there.
    func demandBenchmarks(of stage: StageName) throws {
        for benchmark in benchmarks where try inputs.files(of: benchmark.input).isEmpty {
            throw CurationError.usage(
                "\(Wording.printable(Folder.join(folder, benchmark.input.path))): the benchmark "
                    + "\"\(Wording.printable(benchmark.input.name))\" is not there, and \(stage) needs it; --config "
                    + "names the recipe that lies beside it")
        }
    }
}
