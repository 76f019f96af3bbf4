/// Why a stage runs.
package enum RunReason: Equatable, Sendable {
    /// It runs regardless of whether it is up to date.
    case forced
    /// It is not up to date.
    case outOfDate(StageStatus)
    /// The synthetic pool that it reads has to be generated first.
    case poolIsGenerated
}
