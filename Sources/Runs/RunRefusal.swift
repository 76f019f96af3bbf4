import Files
import Pools
import Stages

/// Why an operation is not possible with a run or a run's folder as it is, although it would be after something that
/// the user can do.
///
/// The command line words it and adds what to do.
package enum RunRefusal: Error, Equatable, Sendable {
    // MARK: Stages

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
    /// A stage needs a benchmark of which no file exists at the recipe's path.
    case benchmarkMissing(String, path: String, neededBy: StageName)
    /// No question is left for a stage that needs some.
    ///
    /// - Parameters:
    ///   - stage: the stage that needs questions.
    ///   - setting: the setting for which it needs them, with its value.
    ///   - emptied: the stage that dropped the last ones.
    case noQuestions(StageName, setting: String, emptied: EmptiedStage)
    /// A question that is to be dropped by hand is not in the set that a stage selected.
    ///
    /// - Parameter fate: which stage dropped it, in words.
    case notSelected(QuestionID, fate: String, by: StageName)

    /// The probabilities of the questions of a run in a folder are asked for, and there are none of its selection.
    case noProbabilities(in: String)

    /// A draw is to be repeated with fewer or more seeds than there are from the run's seed on.
    case seedsOutOfRange(asked: Int, most: Int, first: UInt32)

    // MARK: Folders

    /// A folder contains no run.
    case noRun(in: String)
    /// A path that is to be a run's folder is something else.
    ///
    /// - Parameter obstacle: what it is, in words.
    case noFolder(String, obstacle: String)
    /// In a folder the stage that makes the pool failed; a file lists the rows that it could not read.
    case rowsRejected(by: StageName, in: String, file: String)
    /// A setting has another value in the run of a folder than the given one, both as text.
    case otherSettings(path: String, here: String, wanted: String, in: String)
    /// A finished set would be replaced by one with other settings.
    case replacesFinished(FinishedSet)
    /// A result of more seeds would be replaced by one of fewer.
    ///
    /// - Parameters:
    ///   - file: the path of the result.
    ///   - recorded: the number of its seeds.
    case replacesMoreSeeds(file: String, recorded: Int, asked: Int)
    /// Another version of the program made the run of a folder, and this version cannot read its pool.
    case madeBy(version: String, in: String)
    /// Another process is writing into a folder; its number is nil if it is unknown.
    case isBusy(process: Int?, in: String)
    /// A file does not belong to the program and is neither replaced nor removed.
    ///
    /// - Parameter canForce: whether the command takes `--force`, which would.
    case foreignFile(FileError, canForce: Bool)
}
