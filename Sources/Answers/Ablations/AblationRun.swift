import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// Selects the sets of ablations from a finished run, writes them to its folder and compares them.
package struct AblationRun {
    private let run: RecordedRun
    private let recipe: Recipe
    private let threads: Int

    /// Creates the ablations of a run.
    ///
    /// - Parameters:
    ///   - run: the run from whose stages the sets are selected.
    ///   - recipe: the recipe that names the ablations.
    ///   - threads: the number of threads.
    package init(_ run: RecordedRun, _ recipe: Recipe, threads: Int) {
        self.run = run
        self.recipe = recipe
        self.threads = threads
    }

    /// Selects and writes sets, then writes their comparison with the run's own set.
    ///
    /// Nothing is written until all sets are known to be possible. What is written is recorded in run.json. Throws
    /// `CurationError.usage` for an unknown ablation, `RunRefusal` when the stage of an ablation is missing or ran
    /// under other settings, `CurationError.failed` when a stage has too few questions for a set, and `FileError` when
    /// a file is in the way.
    ///
    /// - Parameters:
    ///   - names: the names of the ablations; all if empty.
    ///   - isForced: whether files in the way are replaced regardless of who made them.
    package func make(_ names: [String], isForced: Bool = false) throws -> SetComparison {
        let (ablations, chosenFrom) = try demand(names)
        let writer = try run.writer(isForced: isForced)
        try writer.demandWritable(outputs(of: ablations))
        let domains = Domains(run.pool.facts, recipe.classify)
        var members: [SetComparison.Member] = []
        var (records, notes): ([FileRecord], [Int]) = ([], [])
        func publish(_ files: [(place: RunFile, file: OutputFile)]) throws {
            let written = files.map { $0.record(of: $1) }
            notes.append(try writer.expect(written))
            try files.map(\.file).publish()
            records += written
        }
        func add(
            _ name: String, _ from: StageName, _ select: Ablation.Selection, _ seed: UInt32, _ chosen: [QuestionIndex]
        ) {
            members.append(
                SetComparison.Member(
                    name: name, from: from, select: select, seed: seed, questions: chosen,
                    statistics: SetStatistics(chosen, of: run.pool.facts, domains, teacher: recipe.sample.teacher)))
        }
        // The name of the run may be that of one of the paper's sets.
        if run.manifest.stages[run.stages.selector.name] != nil,
            !ablations.contains(where: { $0.name == run.recipe.name })
        {
            try run.demandCurrent(run.stages.selector.name)
            let chosen = try run.kept(by: run.stages.selector.name)
            add(run.recipe.name, run.stages.beforeSelection, .twoStage, run.recipe.seed, chosen)
        }
        for (ablation, entering) in zip(ablations, chosenFrom) {
            let (chosen, files) = try write(ablation, entering, domains, to: writer.folder(.ablation(ablation.name)))
            try publish(files)
            add(ablation.name, ablation.from, ablation.select, recipe.seed, chosen)
        }
        let comparison = SetComparison(members)
        let folder = try writer.folder(.ablations)
        let places = run.files.comparison
        for (place, text) in [(places.json, comparison.json.readableText), (places.csv, comparison.csv)] {
            try publish([(place, folder.finished(Array(text.utf8), place.name))])
        }
        try Manifest.record(records, by: writer)
        for note in notes { try writer.forget(note) }
        return comparison
    }

    /// Returns what selecting sets would write and replace.
    ///
    /// Throws as selecting them does.
    package func writes(_ names: [String], isForced: Bool) throws -> WritePlan {
        let files = outputs(of: try demand(names).ablations)
        try RunWriter.demandWritable(files, in: run.files, isForced: isForced)
        var plan = WritePlan()
        for file in files + [run.files.manifest] { try plan.add(file) }
        return plan
    }

    /// Returns the ablations of some names, and the questions from which each chooses.
    ///
    /// Throws as `make` does when one of them is not possible.
    private func demand(_ names: [String]) throws -> (ablations: [Ablation], chosenFrom: [[QuestionIndex]]) {
        let ablations = try ablations(names)
        guard !ablations.isEmpty else {
            throw CurationError.usage("\"ablations\" in the recipe is empty: there is no set to select")
        }
        for ablation in ablations { try demand(ablation.from) }
        try recipe.demandModels(of: ablations, in: run.pool.facts)
        let chosenFrom = try ablations.map { try run.kept(by: $0.from) }
        for (ablation, entering) in zip(ablations, chosenFrom) {
            do {
                _ = try stage(ablation).decider(for: entering, of: run.pool, threads: threads)
            } catch CurationError.failed(let message) {
                throw CurationError.failed("the ablation \(ablation.name), from \(ablation.from.rawValue): \(message)")
            }
        }
        return (ablations, chosenFrom)
    }

    /// Returns the files of ablations and of their comparison.
    private func outputs(of ablations: [Ablation]) -> [RunFile] {
        ablations.flatMap { files(of: $0) } + [run.files.comparison.json, run.files.comparison.csv]
    }

    private func files(of ablation: Ablation) -> [RunFile] {
        let files = run.files.ablation(ablation.name)
        return [files.decisions, files.set] + (writesTable ? [files.table] : [])
    }

    /// Whether sets are written as Parquet files, too: where the recipe's export is.
    private var writesTable: Bool { recipe.export.formats.contains(.parquet) }

    private func ablations(_ names: [String]) throws -> [Ablation] {
        guard !names.isEmpty else { return recipe.ablations }
        var seen: Set<String> = []
        return try names.filter { seen.insert($0).inserted }.map { name in
            guard let ablation = recipe.ablations.first(where: { $0.name == name }) else {
                let known = recipe.ablations.map(\.name)
                let ending = Suggestion(for: name, among: known).ending
                throw CurationError.usage("\(name): unknown ablation; \(expectedOne(of: known))\(ending)")
            }
            return ablation
        }
    }

    /// The first difference between the recipe and the one by which the run's own set was drawn, or nil if there is
    /// none.
    package var differenceOfSample: JSON.Difference? {
        let stage = run.stages.selector.name
        return run.manifest.stages[stage]?.settings.firstDifference(
            ofSettings: recipe.settings(of: stage), in: recipe.shape)
    }

    /// Throws `RunRefusal` unless a stage and those before it ran under the settings of the recipe.
    private func demand(_ wanted: StageName) throws {
        func refusal(_ status: StageStatus) -> RunRefusal { .needs(wanted, status, asked: nil, mendedBy: nil) }
        for stage in recipe.stages.through(wanted) {
            guard let record = run.manifest.stages[stage] else { throw refusal(.neverRan) }
            guard
                let difference = record.settings.firstDifference(
                    ofSettings: recipe.settings(of: stage), in: recipe.shape)
            else { continue }
            throw refusal(
                .settingChanged(path: difference.path, before: difference.before, after: difference.after))
        }
    }

    private func stage(_ ablation: Ablation) -> any Stage { ablation.stage(recipe.classify, seed: recipe.seed) }

    /// Writes the files of an ablation without publishing them.
    private func write(
        _ ablation: Ablation, _ entering: [QuestionIndex], _ domains: Domains, to folder: OutputFolder
    ) throws -> (chosen: [QuestionIndex], files: [(place: RunFile, file: OutputFile)]) {
        let places = run.files.ablation(ablation.name)
        let decisions = try folder.file(places.decisions.name)
        let (chosen, _) = try stage(ablation).run(on: entering, of: run.pool, threads: threads, writing: decisions)
        try decisions.finish()
        run.pool.willReadLines(of: chosen)
        let exporter = RowExporter(pool: run.pool, domains: domains, settings: recipe.export, threads: threads)
        var files = [(place: places.decisions, file: decisions)]
        for (place, format) in [(places.set, ExportFormat.jsonl)] + (writesTable ? [(places.table, .parquet)] : []) {
            let rows = try folder.file(place.name, isBulk: chosen.count > 10_000)
            try exporter.write(chosen, as: format, to: rows)
            try rows.finish()
            files.append((place, rows))
        }
        return (chosen, files)
    }
}
