import Bytes
import Files

/// What a run tells while it goes on.
package enum RunEvent: Sendable {
    /// A stage that can stand as it is.
    case upToDate(StageName)
    /// A stage that begins, and why.
    case started(StageName, reason: String)
    /// How many bytes of how many a stage has read.
    case progress(StageName, done: Int, of: Int)
    /// Something that does not end the run and that its owner should know.
    case warned(String)
    /// A stage that has ended.
    case finished(StageName, StageRecord)
}

/// Runs the stages of a recipe in a run's folder: those that are asked for and out of date, each from what the ones
/// before it left there.
package final class Runner {
    let recipe: Recipe
    /// The run's folder.
    package let folder: String
    let threads: Int
    private let report: (RunEvent) -> Void

    /// What is on record of the run so far.
    package private(set) var manifest: Manifest
    private let fingerprints: Fingerprints
    private var openedPool: Pool?
    /// Whether a stage that is asked for cannot do without the lengths of traces.
    private var needsTraceTokens = false
    private var keptQuestions: [StageName: [Int32]] = [:]
    /// The pool that ingest has replaced, held until what came of it is on record.
    private var replacedPool: ReplacedFile?

    /// A runner over a folder, which need not exist yet.
    package init(_ recipe: Recipe, folder: String, threads: Int, report: @escaping (RunEvent) -> Void) throws {
        self.recipe = recipe
        self.folder = folder
        self.threads = threads
        self.report = report
        let manifest = try? Manifest.read(in: folder)
        fingerprints = Fingerprints(manifest)
        self.manifest = manifest ?? Manifest(recipe: recipe.document)
        self.manifest.recipe = recipe.document
    }

    /// Runs stages in order; returns those that had something to do.
    ///
    /// - Parameters:
    ///   - stages: the stages that are asked for; those before the first of them must be up to date.
    ///   - force: runs them even when they are up to date.
    ///   - command: the command line without `--stage`, for the message that says how to mend what is missing.
    ///   - amendments: what the run's amendments are taken to be, and what stands in their place from now on, unless the
    ///     run fails; nil leaves them as they are.
    package func run(
        _ stages: [StageName], force: Bool, command: String,
        amendments: (before: [Amendment], after: [Amendment])? = nil
    ) throws -> [StageName] {
        needsTraceTokens = stages.contains(.sample)
        try Folder.make(folder)
        let lock = try Self.lock(folder)
        defer { withExtendedLifetime(lock) {} }
        try Self.removeLeftovers(in: folder)
        // Answers may have come on record since the manifest was read.
        if let now = try? Manifest.read(in: folder) { manifest.answers = now.answers }
        guard let amendments else { return try runLocked(stages, force: force, command) }
        guard try AmendmentFile.read(in: folder) == amendments.before else {
            throw CurationError.failed(
                "\(Wording.printable(folder)): somebody else has amended the run meanwhile; look again")
        }
        do {
            try AmendmentFile.write(amendments.after, in: folder)
            return try runLocked(stages, force: force, command)
        } catch {
            // What failed first is what there is to tell.
            try? AmendmentFile.write(amendments.before, in: folder)
            throw error
        }
    }

    private func runLocked(_ stages: [StageName], force: Bool, _ command: String) throws -> [StageName] {
        var done: [StageName] = []
        for stage in StageName.allCases.prefix(while: { $0 <= stages.max() ?? .ingest }) {
            // What runs anyhow need not be looked at: its files may be large.
            let isForced = force && stages.contains(stage)
            let status = isForced ? .upToDate : try status(of: stage)
            if !stages.contains(stage) {
                guard status == .upToDate else { throw refusal(stages, stage, status, command) }
            } else if status == .upToDate, !isForced {
                report(.upToDate(stage))
            } else {
                report(.started(stage, reason: isForced ? "--force" : status.reason))
                try run(stage)
                done.append(stage)
            }
        }
        if done.isEmpty || fingerprints.settle() { try rememberStamps() }
        return done
    }

    func refusal(
        _ asked: [StageName], _ stage: StageName, _ status: StageStatus, _ command: String
    ) -> CurationError {
        let needed = StageName.allCases.filter { $0 >= stage && $0 <= asked.max() ?? stage }
        let what = status == .neverRan ? "has not run yet" : "is out of date: \(Wording.printable(status.reason))"
        return .usage(
            "\(asked.first { $0 > stage }?.rawValue ?? "") needs \(stage.rawValue), which \(what)\n"
                + "run: \(Wording.printable(command)) --stage \(needed.map(\.rawValue).joined(separator: ","))")
    }

    /// Takes the lock of a run's folder.
    ///
    /// Throws `CurationError.failed` when another process has it.
    static func lock(_ folder: String) throws -> FolderLock {
        do {
            return try FolderLock(folder)
        } catch let held as FolderLock.Held {
            throw CurationError.failed(
                "\(Wording.printable(folder)): another run is at work here"
                    + (held.process.map { ", process \($0)" } ?? "")
                    + "; wait for its end, or name another folder with --run")
        }
    }

    /// Removes what a run that was killed left half written in its folder.
    ///
    /// To be called by the process that holds the folder's lock.
    package static func removeLeftovers(in folder: String) throws {
        let ablations = Folder.names(in: Folder.join(folder, Ablation.folder)).map { Folder.join(Ablation.folder, $0) }
        for place in ["", Ablation.folder] + ablations + StageName.allCases.map(\.rawValue) {
            let path = Folder.join(folder, place)
            for name in Folder.names(in: path) where name.hasSuffix(".partial") {
                try Folder.removeFile(Folder.join(path, name))
            }
        }
    }

    // MARK: - What is up to date

    /// Whether a stage's files can stand.
    package func status(of stage: StageName) throws -> StageStatus {
        guard let record = manifest.stages[stage] else { return .neverRan }
        guard record.toolVersion == Tool.version else { return .toolChanged(before: record.toolVersion) }
        if let difference = record.settings.firstDifference(from: settings(of: stage)) {
            return .settingChanged(path: difference.path, before: difference.before, after: difference.after)
        }
        let inputs = try inputs(of: stage)
        if let added = inputs.first(where: { now in !record.inputs.contains { $0.path == now.path } }) {
            return .inputAdded(added.path)
        }
        for before in record.inputs {
            guard let now = inputs.first(where: { $0.path == before.path }) else { return .inputRemoved(before.path) }
            if now.digest != before.digest { return .inputChanged(before.path) }
        }
        for before in record.outputs {
            let path = Folder.join(folder, before.path)
            guard let now = try fingerprints.record(of: before.path, at: path, before.digest.algorithm)
            else { return .outputMissing(before.path) }
            if now.digest != before.digest { return .outputChanged(before.path) }
        }
        return .upToDate
    }

    private func settings(of stage: StageName) -> JSON { recipe.settings(of: stage, after: manifest) }

    /// The files that a stage reads, as they are now.
    private func inputs(of stage: StageName) throws -> [FileRecord] {
        var records: [FileRecord] = []
        for path in recipe.inputFiles(of: stage) {
            let full = Folder.join(recipe.folder, path)
            guard let record = try fingerprints.record(of: path, at: full, .xxh64) else { continue }
            records.append(record)
        }
        for path in Self.files(readBy: stage) {
            let algorithm: Digest.Algorithm = path.hasPrefix("ingest/pool.") ? .xxh64 : .sha256
            if let record = try fingerprints.record(of: path, at: Folder.join(folder, path), algorithm) {
                records.append(record)
            }
        }
        return records
    }

    /// The files of the run's folder that a stage reads; amendments only where there are any.
    static func files(readBy stage: StageName) -> [String] {
        let index = "ingest/\(Pool.FileName.index)"
        let texts = "ingest/\(Pool.FileName.texts)"
        let lines = "ingest/\(Pool.FileName.lines)"
        guard let before = stage.earlier.last else { return [] }
        let decisions = before == .ingest ? [] : ["\(before.rawValue)/\(DecisionFile.fileName)"]
        switch stage {
        case .ingest: return []
        case .decontaminate: return [index, texts, lines]
        case .quality: return [index, texts] + decisions
        case .difficulty, .classify: return [index] + decisions
        case .sample: return [index] + decisions + [AmendmentFile.name]
        case .export: return [index, lines] + decisions
        }
    }

    // MARK: - Running one stage

    private func run(_ stage: StageName) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let stageFolder = Folder.join(folder, stage.rawValue)
        try Folder.make(stageFolder)
        var record: StageRecord
        switch stage {
        case .ingest: record = try ingest(stageFolder)
        case .export: record = try export(stageFolder)
        default: record = try decide(stage, stageFolder)
        }
        // These have tables of everything; what comes after asks for other memory.
        if stage == .ingest || stage == .decontaminate { Memory.giveBack() }
        let elapsed = clock.now - start
        record.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        // A file that an earlier run of the stage wrote and this one did not belongs to nothing any more.
        for before in manifest.stages[stage]?.outputs ?? []
        where !record.outputs.contains(where: { $0.path == before.path }) {
            try Folder.removeFile(Folder.join(folder, before.path))
        }
        for output in record.outputs {
            fingerprints.note(output.digest, of: output.path, at: Folder.join(folder, output.path))
        }
        manifest.stages[stage] = record
        manifest.stamps = fingerprints.trusted
        try manifest.write(in: folder)
        replacedPool = nil
        report(.finished(stage, record))
    }

    /// Writes down which files need not be read again next time, where that is news.
    private func rememberStamps() throws {
        let stamps = fingerprints.trusted
        guard stamps != manifest.stamps else { return }
        manifest.stamps = stamps
        try manifest.write(in: folder)
    }

    private func record(of stage: StageName, inputs: [FileRecord], outputs: [FileRecord], counts: JSON) -> StageRecord {
        StageRecord(
            settings: settings(of: stage), toolVersion: Tool.version, inputs: inputs, outputs: outputs, counts: counts,
            seconds: 0)
    }

    /// Throws `CurationError.recipe` for fields that the recipe names and no row has.
    func demandFields() throws {
        var problems = try FieldProbe(folder: recipe.folder, limits: recipe.limits, tables: recipe.tables).problems(
            of: recipe)
        if problems.isEmpty, needsTraceTokens, let problem = recipe.problemOfTraceTokens { problems = [problem] }
        guard problems.isEmpty else { throw CurationError.recipe(file: recipe.file, problems) }
    }

    private func ingest(_ stageFolder: String) throws -> StageRecord {
        try demandFields()
        openedPool = nil
        keptQuestions = [:]
        manifest.isSynthetic = recipe.inputFiles(of: .ingest).contains {
            SyntheticMarker.covers(Folder.join(recipe.folder, $0))
        }
        let total = recipe.inputFiles(of: .ingest).reduce(0) { sum, path in
            sum + (Folder.stamp(of: Folder.join(recipe.folder, path))?.size ?? 0)
        }
        var done = 0
        let outcome = try Ingest(recipe: recipe, folder: stageFolder, threads: threads) { bytes in
            done += bytes
            self.report(.progress(.ingest, done: done, of: total))
        }.run()
        var inputs: [FileRecord] = []
        for input in outcome.inputs where !inputs.contains(where: { $0.path == input.path }) {
            inputs.append(input)
            fingerprints.note(input.digest, of: input.path, at: Folder.join(recipe.folder, input.path))
        }
        for path in recipe.tokenizerFiles {
            if let record = try fingerprints.record(of: path, at: Folder.join(recipe.folder, path), .xxh64) {
                inputs.append(record)
            }
        }
        replacedPool = outcome.replaced
        let outputs = outcome.outputs.map { FileRecord(path: "ingest/\($0.name)", size: $0.size, digest: $0.digest) }
        return record(of: .ingest, inputs: inputs, outputs: outputs, counts: outcome.counts)
    }

    private func decide(_ name: StageName, _ stageFolder: String) throws -> StageRecord {
        let (benchmarks, inputs) = name == .decontaminate ? try readBenchmarks() : (Benchmarks(), [])
        let amendments = name == .sample ? try AmendmentFile.read(in: folder) : []
        let stage = recipe.decidingStage(name, benchmarks, amendments)
        let pool = try pool()
        let entering =
            try name == .decontaminate ? Array(0..<Int32(pool.count)) : kept(by: name.earlier.last ?? .ingest)
        let file = try OutputFile(Folder.join(stageFolder, DecisionFile.fileName), isBulk: true)
        let (kept, counts) = try stage.run(on: entering, of: pool, threads: threads, writing: file)
        let written = try file.commit()
        keptQuestions[name] = kept
        let keptIDs = amendments.isEmpty ? [] : Set(kept.map { pool.ids[Int($0)] })
        for amendment in amendments where amendment.action == .keep && !keptIDs.contains(amendment.id.value) {
            guard amendments.last(where: { $0.id == amendment.id }) == amendment else { continue }
            report(.warned("the question \(amendment.id) is to be held, and did not reach the stage sample"))
        }
        let output = FileRecord(
            path: "\(name.rawValue)/\(DecisionFile.fileName)", size: written.size, digest: written.digest)
        return record(of: name, inputs: try self.inputs(of: name, read: inputs), outputs: [output], counts: counts.json)
    }

    /// Reads the evaluation sets anew; returns each of their files once.
    private func readBenchmarks() throws -> (Benchmarks, [FileRecord]) {
        let (benchmarks, files) = try Benchmarks.read(of: recipe)
        var inputs: [FileRecord] = []
        for file in files where !inputs.contains(where: { $0.path == file.path }) {
            inputs.append(file)
            fingerprints.note(file.digest, of: file.path, at: Folder.join(recipe.folder, file.path))
        }
        return (benchmarks, inputs)
    }

    /// The inputs of a stage with those among them that it has just read as it read them.
    private func inputs(of stage: StageName, read: [FileRecord]) throws -> [FileRecord] {
        try read + inputs(of: stage).filter { input in !read.contains { $0.path == input.path } }
    }

    private func export(_ stageFolder: String) throws -> StageRecord {
        let pool = try pool()
        let domains = Domains(pool, recipe.classify)
        let chosen = try kept(by: .sample)
        pool.willReadLines(of: chosen)
        let (benchmarks, inputs) = try readBenchmarks()
        let gate = try ExportGate(recipe: recipe, benchmarks: benchmarks, pool: pool).pass(chosen)
        for match in gate.shortMatches {
            report(.warned("the question \(match.id) is a benchmark item too short for the rule: \(match.item)"))
        }
        let written = try ExportWriting(recipe: recipe, pool: pool, domains: domains, threads: threads)
            .write(chosen, to: stageFolder)
        let card = DatasetCard(
            recipe: recipe, manifest: manifest, pool: pool, domains: domains, written: written,
            amendments: try AmendmentReport(folder, of: pool))
        let text = try OutputFile.write(Array(card.text.utf8), to: Folder.join(stageFolder, DatasetCard.fileName))
        let report = try OutputFile.write(
            Array(gate.json.readableText.utf8), to: Folder.join(stageFolder, ExportGate.fileName))
        let outputs =
            written.files + [
                FileRecord(path: "export/\(DatasetCard.fileName)", size: text.size, digest: text.digest),
                FileRecord(path: "export/\(ExportGate.fileName)", size: report.size, digest: report.digest),
            ]
        // What an earlier recipe wrote and this one does not would be uploaded with the rest.
        for before in manifest.stages[.export]?.outputs ?? [] where !outputs.contains(where: { $0.path == before.path })
        {
            try Folder.removeFile(Folder.join(folder, before.path))
        }
        return record(
            of: .export, inputs: try self.inputs(of: .export, read: inputs), outputs: outputs,
            counts: .object(written.counts))
    }

    // MARK: - What earlier stages left

    private func pool() throws -> Pool {
        if let openedPool { return openedPool }
        let pool = try Pool(in: Folder.join(folder, StageName.ingest.rawValue))
        openedPool = pool
        return pool
    }

    private func kept(by stage: StageName) throws -> [Int32] {
        if let kept = keptQuestions[stage] { return kept }
        let candidates = stage == .decontaminate ? nil : try kept(by: .decontaminate)
        let path = Folder.join(Folder.join(folder, stage.rawValue), DecisionFile.fileName)
        let kept = try DecisionFile.kept(path, of: try pool(), among: candidates)
        keptQuestions[stage] = kept
        return kept
    }
}

extension Ingest.Outcome {
    /// The counts as a manifest has them.
    fileprivate var counts: JSON {
        func sum(_ part: (Ingest.SourceCount) -> Int) -> JSON { JSON(sources.reduce(0) { $0 + part($1) }) }
        return [
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
    }
}
