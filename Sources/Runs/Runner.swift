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

/// What a run came to.
package struct RunOutcome: Sendable {
    /// The stages that had something to do, in their order.
    package let ran: [StageName]
    /// What is on record of the run.
    package let manifest: Manifest
}

/// Runs the stages of a recipe in a run's folder: those that are asked for and out of date, each from what the ones
/// before it left there.
///
/// It knows the recipe and the folder, and nothing of a run: what that did is what it returns.
package struct Runner {
    let recipe: Recipe
    let files: RunFolder
    let threads: Int
    let report: RunReport

    /// A runner over a folder, which need not exist yet.
    package init(_ recipe: Recipe, folder: String, threads: Int, report: @escaping (RunEvent) -> Void) {
        self.recipe = recipe
        files = RunFolder(folder, stages: recipe.registry)
        self.threads = threads
        self.report = RunReport(report)
    }

    /// Runs stages in order.
    ///
    /// Throws `RunRefusal` when a stage before the first of them is missing or out of date, and what a stage throws.
    ///
    /// - Parameters:
    ///   - stages: the stages that are asked for; those before the first of them must be up to date.
    ///   - force: runs them even when they are up to date, and replaces files in the way that are not on record.
    ///   - amendments: what the run's amendments are taken to be, and what stands in their place from now on, unless the
    ///     run fails; nil leaves them as they are.
    package func run(
        _ stages: [StageName], force: Bool, amendments: (before: [Amendment], after: [Amendment])? = nil
    ) throws -> RunOutcome {
        let writer = try RunWriter(files, isForced: force, hasForce: amendments == nil)
        let session = RunSession(self, stages, isForced: force, by: writer)
        let ran = try amending(amendments, writer) { try session.run() }
        if ran.isEmpty || session.record.digests.settle() { try remember(session.record.digests, writer) }
        return RunOutcome(ran: ran, manifest: session.record.manifest)
    }

    /// Whether a stage's files can stand.
    package func status(of stage: StageName) throws -> StageStatus {
        try RunRecord(recipe, in: files).status(of: stage)
    }

    /// Does something under other amendments, which are taken back if it fails.
    private func amending<Result>(
        _ amendments: (before: [Amendment], after: [Amendment])?, _ writer: RunWriter, _ body: () throws -> Result
    ) throws -> Result {
        guard let amendments else { return try body() }
        guard try AmendmentFile.read(in: files) == amendments.before else {
            throw CurationError.failed(
                "\(files.path): somebody else has amended the run meanwhile; look again")
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

    /// Writes down which files need not be read again next time, where that is news.
    private func remember(_ digests: DigestCache, _ writer: RunWriter) throws {
        // All else on record stays: this runner's recipe may be another, of whose stages none was asked for.
        guard var recorded = try Manifest.read(in: files) else { return }
        let stamps = digests.trusted(beside: recorded)
        guard stamps != recorded.stamps else { return }
        recorded.stamps = stamps
        try recorded.write(by: writer)
    }

    /// Throws `CurationError.recipe` for fields that the recipe names and no row has.
    ///
    /// - Parameter needsTraceTokens: whether a stage that is asked for cannot do without the lengths of traces.
    func demandFields(needsTraceTokens: Bool) throws {
        var problems = try FieldProbe(recipe: recipe.inputs).problems()
        if problems.isEmpty, needsTraceTokens, let problem = recipe.inputs.problemOfTraceTokens { problems = [problem] }
        guard problems.isEmpty else { throw CurationError.recipe(file: recipe.file, problems) }
    }
}
