import Bytes
import Files
import Messages
import Pools
import Recipes
import Stages

/// One execution of some stages in order: the records so far, and the results that later stages need.
///
/// Not thread-safe; work that is published in the background receives copies of what it needs.
final class RunSession {
    private let runner: Runner
    private let writer: RunWriter
    private let asked: [StageName]
    private let isForced: Bool

    /// The records of the run so far, including stages whose files are still being published.
    private(set) var record: RunRecord
    /// Publishes and records the results of stages in order, while later stages run.
    private let publishing = SerialQueue()
    /// The results of stages, from this run or earlier ones.
    private var results: StageResults
    /// The number of publishing tasks up to and including the pool's, after which the lines of the pool can be read.
    private var countWithPool = 0
    /// Whether the models that the stages depend on have been looked up among those with recorded outcomes.
    private var hasCheckedModels = false
    private var benchmarksRead: (EvaluationSets, [FileRecord])?

    private var recipe: Recipe { runner.recipe }
    private var files: RunFolder { runner.files }
    private var threads: Int { runner.threads }
    private var report: RunReport { runner.report }
    private var digests: DigestCache { record.digests }

    /// Creates a session, reading the records of the run under the writer's lock.
    init(_ runner: Runner, _ asked: [StageName], isForced: Bool, by writer: RunWriter) {
        self.runner = runner
        self.asked = asked
        self.isForced = isForced
        self.writer = writer
        record = RunRecord(runner.recipe, in: runner.files)
        results = StageResults(in: runner.files, of: runner.recipe.stages, pool: runner.files.openPool)
    }

    /// Runs the stages in order and returns those that were forced or out of date.
    func run() throws -> [StageName] {
        let result = Result { try runInOrder() }
        // An error in publishing belongs to an earlier stage, so it takes precedence.
        try publishing.wait()
        return try result.get()
    }

    private func runInOrder() throws -> [StageName] {
        var done: [StageName] = []
        for stage in recipe.stages.through(lastOf: asked) {
            let isAsked = asked.contains(stage)
            // The status of a stage that runs in any case is not computed: its files may be large.
            let runsAnyhow = isForced && isAsked
            let status = runsAnyhow ? .upToDate : try record.status(of: stage)
            if !isAsked {
                guard status == .upToDate else { throw record.refusal(asked, stage, status) }
            } else if status == .upToDate, !runsAnyhow {
                // In order after the stages before it, which may not have been published yet.
                try publishing.add { [report] in report(.upToDate(stage)) }
            } else {
                if done.isEmpty { try demandPossible() }
                try removeLeftOut()
                report(.started(stage, runsAnyhow ? .forced : .outOfDate(status)))
                try run(stage)
                done.append(stage)
            }
        }
        try removeLeftOut()
        return done
    }

    /// Throws for what can be known to be missing before anything is read: models, and parts that the export needs.
    private func demandPossible() throws {
        try recipe.demandModels(of: asked)
        if asked.contains(recipe.stages.selector.name), asked.contains(recipe.stages.exporter.name) {
            try TrainingNeeds(of: recipe.exportPlan).demand(of: recipe.inputs)
        }
    }

    /// Removes the records and the files of stages that ran earlier and that the recipe does not ask for.
    ///
    /// This is done before the first stage that runs, so that a run that is refused leaves everything as it was.
    private func removeLeftOut() throws {
        let stages = record.leftOut
        guard !stages.isEmpty else { return }
        let outputs = record.outputsLeftOut
        // All of them first, so that nothing is removed if one must stay.
        try writer.demandRemovable(outputs)
        try writer.remove(outputs)
        for stage in stages { record.manifest.stages[stage] = nil }
        record.manifest.stamps = digests.trusted(beside: record.manifest)
        try record.manifest.write(by: writer)
    }

    // MARK: - One stage

    /// The record of a stage and the files that it wrote, in the order in which they are to be published.
    private typealias Work = (record: StageRecord, files: [OutputFile])

    /// Runs a stage and queues its files for publishing and recording.
    private func run(_ stage: StageName) throws {
        guard let definition = recipe.stages[stage] else { preconditionFailure("\(stage) is no stage of the recipe") }
        let clock = ContinuousClock()
        let start = clock.now
        try writer.demandWritable(record.outputs(of: stage))
        try writer.demandRemovable(record.outdated(stage))
        let stageFolder = try writer.folder(.stage(stage))
        var (done, written) =
            switch definition.role {
            case .makesPool: try ingest(stageFolder)
            case .exports: try export(stageFolder)
            case .filters, .labels, .selects: try decide(stage, stageFolder)
            }
        // These stages keep tables of all questions, and later stages cannot reuse that memory.
        if definition.makesPool || definition.dropsDuplicates { Memory.giveBack() }
        let elapsed = clock.now - start
        done.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        try publish(done, written, of: stage)
    }

    /// Queues the files of a stage to be published and the stage to be recorded.
    private func publish(_ done: StageRecord, _ written: [OutputFile], of stage: StageName) throws {
        // Files that an earlier run of the stage wrote and this one did not are obsolete.
        let outdated = (record.manifest.stages[stage]?.outputs ?? [])
            .filter { old in !done.outputs.contains { $0.key == old.key } }
        for output in done.outputs { digests.expect(output) }
        record.manifest.stages[stage] = done
        let makesPool = stage == recipe.stages.poolMaker.name
        if makesPool { record.manifest.unfinished = [] }
        let (manifest, tree, digests, report, writer) = (record.manifest, files.tree, digests, report, writer)
        let count = try publishing.add {
            let note = try writer.expect(done.outputs)
            let replaced = try written.publish()
            try writer.remove(outdated)
            for output in done.outputs { digests.published(output, in: tree) }
            var manifest = manifest
            manifest.stamps = digests.trusted(beside: manifest)
            try manifest.write(by: writer)
            try writer.forget(note)
            withExtendedLifetime(replaced) {}
            report(.finished(stage, done))
        }
        if makesPool { countWithPool = count }
    }

    /// Publishes and records the rows that a failed ingest could not read.
    private func publishRejected(_ rejected: OutputFile) throws {
        let rejectedRows = files.rejected.record(of: rejected)
        let note = try writer.expect([rejectedRows])
        try rejected.publish()
        var manifest = try Manifest.read(in: files) ?? Manifest(recipe: recipe.document, of: files)
        manifest.unfinished = [rejectedRows]
        try manifest.write(by: writer)
        try writer.forget(note)
    }

    private func record(of stage: StageName, inputs: [FileRecord], outputs: [OutputFile], counts: JSON) -> StageRecord {
        StageRecord(
            settings: record.settings(of: stage), toolVersion: Tool.version, inputs: inputs,
            outputs: outputs.map { files.file($0.name, in: .stage(stage)).record(of: $0) }, counts: counts, seconds: 0)
    }

    private func ingest(_ stageFolder: OutputFolder) throws -> Work {
        try runner.demandFields(of: asked)
        let stage = recipe.stages.poolMaker.name
        let inputFiles = try recipe.inputFiles(of: stage)
        record.manifest.isSynthetic = inputFiles.contains { SyntheticMarker.covers(Folder.join(recipe.folder, $0)) }
        let total = inputFiles.reduce(0) { sum, path in
            // Sparse files can have any size.
            let size = Folder.stamp(of: Folder.join(recipe.folder, path))?.size ?? 0
            return sum.addingReportingOverflow(size).overflow ? .max : sum + size
        }
        var (done, rows) = (0, 0)
        let ((outcome, written), tokenizer) = try withTokenizerFiles(of: stage) {
            do {
                let settings: JSON = ["settings": record.settings(of: stage), "tool": .string(Tool.version)]
                return try Ingest(
                    recipe: recipe.inputs, folder: stageFolder, threads: threads, settings: settings,
                    kept: { self.report(.kept(stage, $0)) }
                ) { new in
                    done += new.bytes
                    rows += new.rows
                    self.report(.rowsRead(stage, rows))
                    self.report(.progress(stage, done: done, of: total))
                }.run()
            } catch let failure as Ingest.Failure {
                try publishRejected(failure.rejected)
                throw failure.error
            }
        }
        tell(
            outcome.rests.map(\.words), "the same is true of", "more files, which rejected.jsonl also names"
        ) { .cut($0) }
        tell(outcome.losses.map(\.words), "the same is true of", "more files and sources") { .lost($0) }
        tell(outcome.withoutRows.map { "\($0) has no rows" }, "and", "more files have no rows") { .warned($0) }
        tell(outcome.doubts, "the same is true of", "more files") { .warned($0) }
        for recording in outcome.unmatched { report(.warned(recording.words)) }
        let inputs = noting(outcome.inputs) + tokenizer
        let readers = written.readers
        results = StageResults(in: files, of: recipe.stages) { [unowned self] in
            // Opened by the first stage that follows.
            let count = countWithPool
            return try Pool(readers) { [publishing] in try publishing.wait(for: count) }
        }
        return (record(of: stage, inputs: inputs, outputs: written.all, counts: outcome.counts), written.inTurn)
    }

    /// Reports the first few of many things and the number of the remaining ones.
    private func tell(_ things: [String], _ before: String, _ after: String, _ event: (Message) -> RunEvent) {
        let most = 10
        for thing in things.prefix(most) { report(event("\(thing)")) }
        if things.count > most { report(event("\(before) \(things.count - most) \(after)")) }
    }

    private func decide(_ name: StageName, _ stageFolder: OutputFolder) throws -> Work {
        var inputs: [FileRecord] = []
        var amendments: [Amendment] = []
        let stage = try recipe.decidingStage(
            name,
            benchmarks: {
                let (benchmarks, files) = try self.readBenchmarks()
                inputs = files
                return benchmarks
            },
            amendments: {
                amendments = try AmendmentFile.read(in: self.files)
                return amendments
            })
        guard let stage else { preconditionFailure("\(name) decides on nothing") }
        let pool = try results.questions()
        let entering =
            try results.kept(by: recipe.stages.previous(of: name) ?? recipe.stages.poolMaker.name)
        if !hasCheckedModels { try recipe.demandModels(of: asked, in: pool.facts) }
        hasCheckedModels = true
        if entering.isEmpty, name == recipe.stages.selector.name, !recipe.sample.allowsShort,
            let emptied = Funnel(record.manifest).emptied
        {
            throw RunRefusal.noQuestions(
                name, setting: "sample.target is \(recipe.sample.target)", emptied: emptied)
        }
        if name == recipe.stages.selector.name, asked.contains(recipe.stages.exporter.name) {
            try TrainingNeeds(of: recipe.exportPlan).demand(of: entering, pool.facts)
        }
        if stage.needsLines { try pool.waitForLines() }
        let file = try stageFolder.file(DecisionFile.fileName, isBulk: true)
        let (kept, counts) = try stage.run(on: entering, of: pool, threads: threads, writing: file) { decided in
            self.report(.rowsRead(name, decided))
            self.report(.progress(name, done: decided, of: entering.count))
        }
        try file.finish()
        results.note(kept, keptBy: name)
        let keptIDs = amendments.isEmpty ? [] : Set(kept.map { pool.ids[$0] })
        for amendment in amendments.lastOfEach
        where amendment.action == .keep && !keptIDs.contains(amendment.id.value) {
            report(.warned("the question \(amendment.id) cannot be held, since it did not reach the stage \(name)"))
        }
        for remark in stage.remarks(onKept: kept, of: pool) { report(.warned(remark)) }
        let inputsOfAll = try self.inputs(of: name, read: inputs)
        return (record(of: name, inputs: inputsOfAll, outputs: [file], counts: counts.json), [file])
    }

    /// Reads the evaluation sets, once in a run; returns each of their files once.
    private func readBenchmarks() throws -> (EvaluationSets, [FileRecord]) {
        if let benchmarksRead { return benchmarksRead }
        let (benchmarks, files) = try EvaluationSets.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram)
        let read = (benchmarks, noting(files))
        benchmarksRead = read
        return read
    }

    /// Notes the digests of files that were read, and returns the distinct records.
    ///
    /// A file that was read twice and changed in between has two different records, so its digest is not trusted later.
    private func noting(_ files: [ReadFile]) -> [FileRecord] {
        var records: [FileRecord] = []
        var seen: Set<FileRecord> = []
        for file in files where seen.insert(file.record).inserted {
            records.append(file.record)
            digests.note(file)
        }
        return records
    }

    /// Calls a closure that loads a stage's tokenizer, and returns its result with the records of the tokenizer's
    /// files.
    ///
    /// Throws `FileError` when one of the files changed during the call.
    private func withTokenizerFiles<Result>(of stage: StageName, _ body: () throws -> Result) throws -> (
        Result, [FileRecord]
    ) {
        func records() throws -> [FileRecord] {
            try recipe.tokenizerFiles(of: stage).compactMap {
                try digests.record(of: $0, at: Folder.join(recipe.folder, $0), .xxh64)
            }
        }
        let before = try records()
        let result = try body()
        for (before, after) in zip(before, try records()) where before != after {
            throw FileError(
                .changedWhileRead, "read", Folder.join(recipe.folder, before.path),
                cause: "it changed while it was read")
        }
        return (result, before)
    }

    /// Returns the inputs of a stage, using the given records for files that it has just read.
    private func inputs(of stage: StageName, read: [FileRecord]) throws -> [FileRecord] {
        let known = Set(read.map(\.key))
        return try read + record.inputs(of: stage).filter { !known.contains($0.key) }
    }

    private func export(_ stageFolder: OutputFolder) throws -> Work {
        let stage = recipe.stages.exporter.name
        let pool = try results.questions()
        let domains = Domains(pool.facts, recipe.classify)
        let chosen = try results.kept(by: recipe.stages.selector.name)
        try pool.waitForLines()
        pool.willReadLines(of: chosen)
        let (benchmarks, inputs) = try readBenchmarks()
        let gate = try ExportGate(settings: recipe.gate, benchmarks: benchmarks, questions: pool)
            .pass(chosen, threads: threads)
        for match in gate.shortMatches {
            report(
                .warned("the question \(match.id) equals a benchmark item that is too short for n-grams: \(match.item)")
            )
        }
        let selector = recipe.stages.selector.name
        let targets = try NestedSets.smallestTargets(
            {
                // They may not have been published yet.
                try publishing.wait()
                return try results.decisions(of: selector)
            }, recipe.sample)
        let (written, tokenizer) = try withTokenizerFiles(of: stage) {
            try ExportStage(recipe: recipe.exportPlan, pool: pool, domains: domains, threads: threads)
                .write(chosen, smallestTargets: targets, to: stageFolder)
        }
        // The outcome of the amendments is in the decisions of sample.
        try publishing.wait()
        // The inputs of an earlier export do not belong on this card.
        var manifest = record.manifest
        manifest.stages[stage] = nil
        let card = DatasetCard(
            of: files, recipe: recipe, manifest: manifest, pool: pool, domains: domains, written: written,
            amendments: try AmendmentReport(in: files, of: pool))
        let texts = [(files.card, try card.text), (files.gate, gate.json.readableText)]
        let outputs =
            try written.unpublished
            + texts.map { try stageFolder.finished(Array($1.utf8), $0.name) }
        let inputsOfAll = try self.inputs(of: stage, read: inputs + tokenizer)
        return (record(of: stage, inputs: inputsOfAll, outputs: outputs, counts: .object(written.counts)), outputs)
    }
}

extension IngestReport {
    /// The counts as recorded in a manifest.
    fileprivate var counts: JSON {
        func sum(_ part: (Ingest.SourceCount) -> Int) -> JSON { JSON(sources.reduce(0) { $0 + part($1) }) }
        var counts: JSONObject = [
            "read": sum(\.read), "pool": sum(\.pool), "rejected": sum(\.rejected), "left_out": sum(\.leftOut),
            "sources": .list(
                sources.map {
                    [
                        "name": .string($0.name), "read": JSON($0.read), "pool": JSON($0.pool),
                        "rejected": JSON($0.rejected), "left_out": JSON($0.leftOut),
                    ]
                }),
            "recordings": .list(
                recordings.map {
                    [
                        "name": .string($0.name), "read": JSON($0.usage.read), "matched": JSON($0.usage.matched),
                        "unmatched": JSON($0.usage.unmatched), "rejected": JSON($0.usage.rejected),
                        "left_out": JSON($0.usage.leftOut),
                    ]
                }),
        ]
        let lost = (losses.map(\.json) + cutFiles.map(\.json)).map { RecordedLoss(json: $0).withWords }
        if !lost.isEmpty { counts["lost"] = .list(lost) }
        return .object(counts)
    }
}
