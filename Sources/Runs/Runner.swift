import Bytes
import Files
import Messages
import Pools
import Recipes
import Stages

/// An event that a run reports.
package enum RunEvent: Sendable {
    /// A stage is up to date.
    case upToDate(StageName)
    /// A stage begins, with the reason why it runs.
    case started(StageName, RunReason)
    /// The number of bytes that a stage has read so far, and the total.
    case progress(StageName, done: Int, of: Int)
    /// The number of rows that a stage has read so far, which precedes the number of bytes.
    case rowsRead(StageName, Int)
    /// The source files that a stage need not read again if it is run once more.
    case kept(StageName, Ingest.Kept)
    /// A warning that does not end the run.
    case warned(Message)
    /// Data that contributed nothing, which the recipe allows.
    case lost(Message)
    /// The end of a file that could not be read.
    case cut(Message)
    /// A stage has been recorded.
    case finished(StageName, StageRecord)
    /// The amendments are recorded; no stage has been checked yet.
    case amended
    /// The run has failed, and the amendments are about to be reverted.
    case takingBack
}

/// A thread-safe reporter that delivers events one at a time.
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

/// The outcome of a run.
package struct RunOutcome: Sendable {
    /// The stages that have run, in order.
    package let ran: [StageName]
    /// The manifest of the run.
    package let manifest: Manifest
}

/// Runs the stages of a recipe in a run's folder.
///
/// Of the requested stages, those that are out of date run, each on the results of the previous ones.
///
/// A runner holds no state of a run; `run` returns the outcome.
package struct Runner {
    let recipe: Recipe
    let files: RunFolder
    let threads: Int
    let report: RunReport

    /// Creates a runner for a folder, which need not exist yet.
    package init(_ recipe: Recipe, folder: String, threads: Int, report: @escaping (RunEvent) -> Void) {
        self.recipe = recipe
        files = RunFolder(folder, stages: recipe.registry)
        self.threads = threads
        self.report = RunReport(report)
    }

    /// Runs stages in order.
    ///
    /// Throws `RunRefusal` when a stage before the first of them is missing or out of date, and any error of a stage.
    ///
    /// - Parameters:
    ///   - stages: the requested stages; those before the first of them must be up to date.
    ///   - force: runs them even if they are up to date, and replaces files in the way that are not on record.
    ///   - amendments: the amendments that the run is expected to have, and those that replace them unless the run
    ///     fails; nil leaves the amendments unchanged.
    package func run(
        _ stages: [StageName], force: Bool, amendments: (before: [Amendment], after: [Amendment])? = nil
    ) throws -> RunOutcome {
        let writer = try RunWriter(files, isForced: force, hasForce: amendments == nil)
        let session = RunSession(self, stages, isForced: force, by: writer)
        let ran = try amending(amendments, writer) { try session.run() }
        // A run that does nothing writes nothing.
        if !ran.isEmpty, session.record.digests.settle() { try remember(session.record.digests, writer) }
        return RunOutcome(ran: ran, manifest: session.record.manifest)
    }

    /// Calls a closure after replacing the amendments, and restores the previous ones if it fails.
    private func amending<Result>(
        _ amendments: (before: [Amendment], after: [Amendment])?, _ writer: RunWriter, _ body: () throws -> Result
    ) throws -> Result {
        guard let amendments else { return try body() }
        guard try AmendmentFile.read(in: files) == amendments.before else {
            throw CurationError.failed(
                "\(files.path): somebody else amended the run in the meantime; try again")
        }
        do {
            try AmendmentFile.replace(with: amendments.after, by: writer)
            report(.amended)
            return try body()
        } catch {
            report(.takingBack)
            // The first error is the one to report.
            try? AmendmentFile.replace(with: amendments.before, by: writer)
            throw error
        }
    }

    /// Saves the stamps of files that need not be read again next time, if they have changed.
    private func remember(_ digests: DigestCache, _ writer: RunWriter) throws {
        guard var recorded = try Manifest.read(in: files) else { return }
        let stamps = digests.trusted(beside: recorded)
        guard stamps != recorded.stamps else { return }
        recorded.stamps = stamps
        try recorded.write(by: writer)
    }

    /// Throws `CurationError.recipe` for fields that the recipe names and no row has.
    ///
    /// - Parameter stages: the requested stages.
    func demandFields(of stages: [StageName]) throws {
        var problems = try FieldProbe(recipe: recipe.inputs).problems()
        if problems.isEmpty { problems = [problemOfTraceTokens(stages)].compactMap(\.self) }
        guard problems.isEmpty else { throw CurationError.recipe(file: recipe.file, problems) }
    }

    /// Returns the problem that a requested stage needs the lengths of traces in tokens, and no question can have one.
    private func problemOfTraceTokens(_ stages: [StageName]) -> RecipeProblem? {
        let (selector, exporter) = (recipe.stages.selector.name, recipe.stages.exporter.name)
        if stages.contains(selector), recipe.sample.length == .tokens {
            return recipe.inputs.problemOfTraceTokens(
                for: "the length that the stage \(selector) ranks by", otherwise: ", or \(SampleRecipe.otherLength)")
        }
        if stages.contains(exporter), recipe.train.maxTokens != nil {
            return recipe.inputs.problemOfTraceTokens(
                for: "which \(TrainRecipe.limitPath) is compared with", otherwise: "")
        }
        return nil
    }
}
