import Files
import Pools
import Stages

/// The results of the stages in a run's folder, read on demand and then cached.
///
/// Not thread-safe.
package final class StageResults {
    private let files: RunFolder
    private let stages: StageRegistry
    private let openPool: () throws -> Pool
    private var pool: Pool?
    private var keptQuestions: [StageName: [QuestionIndex]] = [:]

    /// Creates the results in a run's folder.
    ///
    /// - Parameters:
    ///   - files: the run's folder.
    ///   - stages: the stages that the run's recipe asks for.
    ///   - pool: opens the pool, whose files may not have been published yet.
    package init(in files: RunFolder, of stages: StageRegistry, pool: @escaping () throws -> Pool) {
        self.files = files
        self.stages = stages
        openPool = pool
    }

    /// Returns the pool, which is opened once.
    package func questions() throws -> Pool {
        if let pool { return pool }
        let opened = try openPool()
        pool = opened
        return opened
    }

    /// Returns the decisions of a stage, in pool order.
    ///
    /// Throws `FileError` when they cannot be read.
    package func decisions(of stage: StageName) throws -> DecisionCursor {
        let candidates = try stages.candidates(of: stage).map { try kept(by: $0) }
        return try DecisionCursor(files.decisions(of: stage).open(), of: questions(), among: candidates)
    }

    /// Returns the questions that a stage kept, in ascending order; for the stage that makes the pool, all questions.
    package func kept(by stage: StageName) throws -> [QuestionIndex] {
        if stage == stages.poolMaker.name { return Array(try questions().facts.all) }
        if let kept = keptQuestions[stage] { return kept }
        var kept: [QuestionIndex] = []
        var cursor = try decisions(of: stage)
        while let line = try cursor.next() {
            if line.isKept { kept.append(line.question) }
        }
        keptQuestions[stage] = kept
        return kept
    }

    /// Records the questions that a stage has just kept, before its decisions are published.
    func note(_ kept: [QuestionIndex], keptBy stage: StageName) { keptQuestions[stage] = kept }
}
