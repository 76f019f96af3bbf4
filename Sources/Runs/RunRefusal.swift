import Stages

/// Why an operation is not possible with a run as it is, although it would be after running some stages.
///
/// The command line adds which command to run.
package enum RunRefusal: Error, Equatable, Sendable {
    /// A required stage has not run or is out of date.
    ///
    /// - Parameters:
    ///   - asked: the stage that needs it; nil if the run itself was asked about it.
    ///   - mendedBy: the stages to run; nil for all.
    case needs(StageName, StageStatus, asked: StageName?, mendedBy: [StageName]?)
    /// A stage that was asked about has not run in the run of a folder.
    case notRun(StageName, in: String)
    /// A stage in the run of a folder is out of date with respect to its recipe, the stages before it or the
    /// amendments.
    case outOfDate(StageName, in: String)
    /// A setting belongs to the stage that makes the pool, so a change takes effect only when the sources are read
    /// again.
    case readsSources(setting: String, of: StageName)
}
