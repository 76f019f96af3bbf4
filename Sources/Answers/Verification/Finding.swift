import Stages

extension Verification {
    /// One thing that was found to hold.
    package enum Finding: Sendable, Equatable {
        /// The run's files are as they were written: how many there are.
        case files(Int)
        /// The files from outside are as they were read, but for those that are not here and were not looked at.
        case inputs(missing: Int, of: Int)
        /// The counts add up, from rows to questions in the export.
        case counts(rows: Int, questions: Int)
        /// The questions of the pool have the id of their text and the columns of their line.
        case pool(questions: Int)
        /// The decisions follow from the pool, the recipe and the seed; those of some stages were only followed where
        /// their benchmarks are not here.
        case decisions(Int, seed: UInt32, followed: [StageName])
        /// The rows of the export are the pool's, byte for byte.
        case exportRows(Int)
        /// The files of the export, made again from the pool, are the same bytes.
        case exportFiles(Int)
        /// The set passes the gate against so many benchmark items, some of which are compared as whole texts.
        case gate(items: Int, shortItems: Int)
        /// The gate was not asked again, since the benchmarks are not here.
        case gateNotAsked
        /// The whole run, made again from its sources, gives the same files.
        case rerun
    }
}
