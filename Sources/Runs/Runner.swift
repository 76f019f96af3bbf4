import Bytes
import Files
import Messages
import Pools
import Recipes
import Stages

/// What a run tells while it goes on.
package enum RunEvent: Sendable {
    /// A stage that can stand as it is.
    case upToDate(StageName)
    /// A stage that begins, and why.
    case started(StageName, reason: String)
    /// How many bytes of how many a stage has read.
    case progress(StageName, done: Int, of: Int)
    /// Something that does not end the run and that its owner should know.
    case warned(Message)
    /// Data that came to nothing, which the recipe allows.
    case lost(Message)
    /// A stage that is on record.
    case finished(StageName, StageRecord)
    /// What a reviewer says is on record; no stage has been looked at.
    case amended
    /// The run has failed, and what a reviewer said will be taken back.
    case takingBack
}

/// Tells one thing after the other, whichever threads they come from.
final class RunReport: @unchecked Sendable {
    private let monitor = Monitor()
    private let tell: (RunEvent) -> Void

    init(_ tell: @escaping (RunEvent) -> Void) {
        self.tell = tell
    }

    func callAsFunction(_ event: RunEvent) {
        monitor.withLock { tell(event) }
    }
}

/// Runs the stages of a recipe in a run's folder: those that are asked for and out of date, each from what the ones
/// before it left there.
package final class Runner {
    let recipe: Recipe
    /// The run's folder.
    package var folder: String { files.path }
    let files: RunFolder
    var tree: FolderTree { files.tree }
    let threads: Int
    let report: RunReport

    /// What is on record of the run so far, or will be as soon as the disk has it; of no use after a run has failed.
    package internal(set) var manifest: Manifest
    let digests: DigestCache
    /// Puts what stages have done on record, in their order, while later ones are at work.
    private(set) var publishing = SerialQueue()
    /// Whether a stage that is asked for cannot do without the lengths of traces.
    private(set) var needsTraceTokens = false

    // What stages of this run have left.

    var results: StageResults
    /// How many of the things that are being published there are up to the pool, whose lines can be read behind it.
    var countWithPool = 0
    var benchmarksRead: (Benchmarks, [FileRecord])?

    /// A runner over a folder, which need not exist yet.
    package init(_ recipe: Recipe, folder: String, threads: Int, report: @escaping (RunEvent) -> Void) throws {
        self.recipe = recipe
        let files = RunFolder(folder, stages: recipe.registry)
        self.files = files
        results = StageResults(in: files, of: recipe.stages, pool: files.openPool)
        self.threads = threads
        self.report = RunReport(report)
        let manifest = try? Manifest.read(in: files)
        digests = DigestCache(manifest)
        self.manifest = manifest ?? Manifest(recipe: recipe.document, of: files)
        self.manifest.recipe = recipe.document
    }

    /// Runs stages in order; returns those that had something to do.
    ///
    /// - Parameters:
    ///   - stages: the stages that are asked for; those before the first of them must be up to date.
    ///   - force: runs them even when they are up to date, and replaces files in the way that are not on record.
    ///   - command: the command line without `--stage`, for the message that says how to mend what is missing.
    ///   - amendments: what the run's amendments are taken to be, and what stands in their place from now on, unless the
    ///     run fails; nil leaves them as they are.
    package func run(
        _ stages: [StageName], force: Bool, command: String,
        amendments: (before: [Amendment], after: [Amendment])? = nil
    ) throws -> [StageName] {
        needsTraceTokens = stages.contains(recipe.stages.selector.name)
        let writer = try RunWriter(files, isForced: force, hasForce: amendments == nil)
        // Answers may have come on record since the manifest was read.
        if let now = try? Manifest.read(in: files) {
            (manifest.answers, manifest.unfinished) = (now.answers, now.unfinished)
        }
        let done = try amending(amendments, writer) { try runLocked(stages, force: force, command, writer) }
        if done.isEmpty || digests.settle() { try rememberStamps(writer) }
        return done
    }

    /// Does something under other amendments, which are taken back if it fails.
    private func amending<Result>(
        _ amendments: (before: [Amendment], after: [Amendment])?, _ writer: RunWriter, _ body: () throws -> Result
    ) throws -> Result {
        guard let amendments else { return try body() }
        guard try AmendmentFile.read(in: files) == amendments.before else {
            throw CurationError.failed(
                "\(Wording.printable(folder)): somebody else has amended the run meanwhile; look again")
        }
        do {
            try AmendmentFile.replace(with: amendments.after, by: writer)
            report(.amended)
            return try body()
        } catch {
            report(.takingBack)
            // What failed first is what there is to tell.
            try? AmendmentFile.replace(with: amendments.before, by: writer)
            throw error
        }
    }

    private func runLocked(
        _ stages: [StageName], force: Bool, _ command: String, _ writer: RunWriter
    ) throws -> [StageName] {
        publishing = SerialQueue()
        (countWithPool, benchmarksRead) = (0, nil)
        let result = Result { try runInOrder(stages, force: force, command, writer) }
        // What failed there was of an earlier stage.
        try publishing.wait()
        return try result.get()
    }

    private func runInOrder(
        _ stages: [StageName], force: Bool, _ command: String, _ writer: RunWriter
    ) throws -> [StageName] {
        var done: [StageName] = []
        for stage in recipe.stages.through(lastOf: stages) {
            // What runs anyhow need not be looked at: its files may be large.
            let isForced = force && stages.contains(stage)
            let status = isForced ? .upToDate : try status(of: stage)
            if !stages.contains(stage) {
                guard status == .upToDate else { throw refusal(stages, stage, status, command) }
            } else if status == .upToDate, !isForced {
                // Behind those before it, which may have yet to be published.
                try publishing.add { [report] in report(.upToDate(stage)) }
            } else {
                report(.started(stage, reason: isForced ? "--force" : status.reason))
                try run(stage, by: writer)
                done.append(stage)
            }
        }
        return done
    }

    /// Writes down which files need not be read again next time, where that is news.
    private func rememberStamps(_ writer: RunWriter) throws {
        // All else on record stays: this runner's recipe may be another, of whose stages none was asked for.
        guard var recorded = try Manifest.read(in: files) else { return }
        let stamps = digests.trusted(beside: recorded)
        guard stamps != recorded.stamps else { return }
        recorded.stamps = stamps
        try recorded.write(by: writer)
    }

    func refusal(
        _ asked: [StageName], _ stage: StageName, _ status: StageStatus, _ command: String
    ) -> CurationError {
        let order = recipe.stages
        let last = order.through(lastOf: asked)
        let needed = order.from(stage).filter(last.contains)
        let what = status == .neverRan ? "has not run yet" : "is out of date: \(Wording.printable(status.reason))"
        return .usage(
            "\(asked.first { order.precedes(stage, $0) }?.rawValue ?? "") needs \(stage.rawValue), which \(what)\n"
                + "run: \(Wording.printable(command)) --stage \(needed.map(\.rawValue).joined(separator: ","))")
    }

    // MARK: - What is up to date

    /// Whether a stage's files can stand.
    package func status(of stage: StageName) throws -> StageStatus {
        guard let record = manifest.stages[stage] else { return .neverRan }
        guard record.toolVersion == Tool.version else { return .toolChanged(before: record.toolVersion) }
        if let difference = record.settings.firstDifference(ofSettings: settings(of: stage)) {
            return .settingChanged(path: difference.path, before: difference.before, after: difference.after)
        }
        let inputs = try inputs(of: stage)
        // By bytes: two files may have names that are one to Unicode.
        let recorded = Set(record.inputs.map(\.path.bytes))
        if let added = inputs.first(where: { !recorded.contains($0.path.bytes) }) { return .inputAdded(added.path) }
        let current = Dictionary(inputs.map { ($0.path.bytes, $0.digest) }, uniquingKeysWith: { first, _ in first })
        for before in record.inputs {
            guard let now = current[before.path.bytes] else { return .inputRemoved(before.path) }
            if now != before.digest { return .inputChanged(before.path) }
        }
        for before in record.outputs {
            guard let now = try digests.record(of: before.path, in: tree, before.digest.algorithm)
            else { return .outputMissing(before.path) }
            if now.digest != before.digest { return .outputChanged(before.path) }
        }
        return .upToDate
    }

    func settings(of stage: StageName) -> JSON { recipe.settings(of: stage, after: manifest) }

    /// The files that a stage reads, as they are now.
    func inputs(of stage: StageName) throws -> [FileRecord] {
        var records: [FileRecord] = []
        for path in try recipe.inputFiles(of: stage) {
            let full = Folder.join(recipe.folder, path)
            guard let record = try digests.record(of: path, at: full, .xxh64) else { continue }
            records.append(record)
        }
        for file in recipe.stages[stage].map({ files.inputs(of: $0, under: recipe) }) ?? [] {
            if let record = try digests.record(of: file.place, in: tree, file.digest) { records.append(record) }
        }
        return records
    }

}
