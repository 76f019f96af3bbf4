import Stages

/// Why something cannot be done with a run as it is, though it can after another one.
///
/// Which command makes that run is for the command line to say.
package enum RunRefusal: Error, Equatable, Sendable {
    /// A stage has not run, or is out of date, without which nothing goes on.
    ///
    /// - Parameters:
    ///   - asked: the stage that needs it; nil where it is what was asked about the run.
    ///   - mendedBy: the stages to run; nil for all.
    case needs(StageName, StageStatus, asked: StageName?, mendedBy: [StageName]?)
    /// A stage that was asked about has not run in a folder's run.
    case notRun(StageName, in: String)
    /// A stage of a folder's run is not what its recipe, the stages before it and the amendments make of it by now.
    case outOfDate(StageName, in: String)
    /// A setting is one of the stage that makes the pool: what it changes only shows when the sources are read again.
    case readsSources(setting: String, of: StageName)
}
