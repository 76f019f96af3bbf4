import Bytes
import Files

/// Chooses the sets of ablations from a finished run, writes them under its folder, and compares them.
package struct AblationRun {
    private let run: FinishedRun
    private let recipe: Recipe
    private let threads: Int

    /// - Parameters:
    ///   - run: the run whose stages are chosen from.
    ///   - recipe: the recipe that names the ablations.
    ///   - threads: how many threads work.
    package init(_ run: FinishedRun, _ recipe: Recipe, threads: Int) {
        self.run = run
        self.recipe = recipe
        self.threads = threads
    }

    /// Chooses and writes sets, and then the comparison with the run's own.
    ///
    /// Nothing is written before every set is known to be possible; what is written is on record in run.json. Throws `CurationError.usage` when there is no
    /// ablation of a name or its stage is missing or ran under other settings, `CurationError.failed` when a stage
    /// cannot fill a set.
    ///
    /// - Parameters:
    ///   - names: of which ablations; of all when there are none.
    ///   - command: the command line without `--stage`, for the message that says how to mend what is missing.
    ///   - isLocked: is called when nobody else may write into the folder.
    package func make(_ names: [String], command: String, isLocked: () -> Void = {}) throws -> SetComparison {
        let ablations = try ablations(names)
        guard !ablations.isEmpty else {
            throw CurationError.usage("\"ablations\" in the recipe is empty: there is no set to choose")
        }
        for ablation in ablations { try demand(ablation.from, command) }
        let chosenFrom = try ablations.map { try run.kept(by: $0.from) }
        for (ablation, entering) in zip(ablations, chosenFrom) {
            do {
                _ = try stage(ablation).decider(for: entering, of: run.pool, threads: threads)
            } catch CurationError.failed(let message) {
                throw CurationError.failed("the ablation \(ablation.name), from \(ablation.from.rawValue): \(message)")
            }
        }
        let lock = try run.lock()
        defer { withExtendedLifetime(lock) {} }
        isLocked()
        try Runner.removeLeftovers(in: run.folder)
        let domains = Domains(run.pool, recipe.classify)
        var members: [SetComparison.Member] = []
        var records: [FileRecord] = []
        func add(_ name: String, _ from: StageName, _ select: Ablation.Selection, _ seed: UInt32, _ chosen: [Int32]) {
            members.append(
                SetComparison.Member(
                    name: name, from: from, select: select, seed: seed, questions: chosen,
                    statistics: SetStatistics(chosen, of: run.pool, domains, teacher: recipe.sample.teacher)))
        }
        // A run may have the name of one of the paper's sets.
        if run.manifest.stages[.sample] != nil, !ablations.contains(where: { $0.name == run.recipe.name }) {
            try run.demandCurrent(.sample)
            add(run.recipe.name, .classify, .twoStage, run.recipe.seed, try run.kept(by: .sample))
        }
        for (ablation, entering) in zip(ablations, chosenFrom) {
            let chosen = try write(ablation, entering, domains, &records)
            add(ablation.name, ablation.from, ablation.select, recipe.seed, chosen)
        }
        let comparison = SetComparison(members)
        for (name, text) in [("comparison.json", comparison.json.readableText), ("comparison.csv", comparison.csv)] {
            records.append(Self.record(name, try OutputFile.write(Array(text.utf8), to: path(name))))
        }
        try Manifest.record(records, in: run.folder)
        return comparison
    }

    private func path(_ name: String) -> String { Folder.join(Folder.join(run.folder, Ablation.folder), name) }

    private func ablations(_ names: [String]) throws -> [Ablation] {
        guard !names.isEmpty else { return recipe.ablations }
        return try names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map { _, name in
            guard let ablation = recipe.ablations.first(where: { $0.name == name }) else {
                let known = recipe.ablations.map(\.name)
                let nearest = Spelling.nearest(to: name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
                throw CurationError.usage(
                    "\(Wording.printable(name)): no ablation of the recipe; \(inWords(known)) is right\(nearest)")
            }
            return ablation
        }
    }

    /// In what the recipe differs from the one that the run's own set was drawn by; nil when in nothing.
    package var differenceOfSample: String? {
        guard let record = run.manifest.stages[.sample],
            let difference = record.settings.firstDifference(ofSettings: recipe.settings(of: .sample))
        else { return nil }
        let (drawn, now) = (JSON.Difference.inWords(difference.before), JSON.Difference.inWords(difference.after))
        return Wording.printable(
            "the run's own set was drawn with \(difference.path) = \(drawn); the recipe has \(now)")
    }

    /// Throws `CurationError.usage` unless a stage and those before it ran under the settings of the recipe.
    private func demand(_ wanted: StageName, _ command: String) throws {
        for stage in wanted.earlier + [wanted] {
            guard let record = run.manifest.stages[stage] else {
                throw CurationError.usage(
                    "ablate needs \(wanted.rawValue), which has not run yet\nrun: \(Wording.printable(command)) --stage all"
                )
            }
            guard let difference = record.settings.firstDifference(ofSettings: recipe.settings(of: stage)) else {
                continue
            }
            let status = StageStatus.settingChanged(
                path: difference.path, before: difference.before, after: difference.after)
            throw CurationError.usage(
                "ablate needs \(wanted.rawValue), which is out of date: \(Wording.printable(status.reason))\n"
                    + "run: \(Wording.printable(command)) --stage all")
        }
    }

    private func stage(_ ablation: Ablation) -> any Stage { ablation.stage(recipe.classify, seed: recipe.seed) }

    private static func record(_ name: String, _ written: (size: Int, digest: Digest)) -> FileRecord {
        FileRecord(path: Folder.join(Ablation.folder, name), size: written.size, digest: written.digest)
    }

    private func write(
        _ ablation: Ablation, _ entering: [Int32], _ domains: Domains, _ records: inout [FileRecord]
    ) throws -> [Int32] {
        let folder = path(ablation.name)
        try Folder.make(folder)
        let decisions = try OutputFile(Folder.join(folder, DecisionFile.fileName))
        let (chosen, _) = try stage(ablation).run(on: entering, of: run.pool, threads: threads, writing: decisions)
        run.pool.willReadLines(of: chosen)
        let rows = try OutputFile(Folder.join(folder, ablation.name + ".jsonl"), isBulk: chosen.count > 10_000)
        try Export(pool: run.pool, domains: domains, style: recipe.export.messages, threads: threads)
            .write(chosen, as: .jsonl, to: rows)
        records.append(Self.record("\(ablation.name)/\(DecisionFile.fileName)", try decisions.commit()))
        records.append(Self.record("\(ablation.name)/\(ablation.name).jsonl", try rows.commit()))
        return chosen
    }
}
