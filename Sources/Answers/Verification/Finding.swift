import Stages

extension Verification {
    /// A property of a run that was verified.
    package enum Finding: Sendable, Equatable {
        /// The given number of files of the run are as they were written.
        case files(Int)
        /// The input files are as they were read, except those that are missing and were not checked.
        case inputs(missing: Int, of: Int)
        /// The counts add up, from rows to questions in the export.
        case counts(rows: Int, questions: Int)
        /// The questions of the pool have the ids of their texts and the columns of their lines.
        case pool(questions: Int)
        /// The decisions follow from the pool, the recipe and the seed.
        ///
        /// Those of the stages in `followed`, whose benchmarks are missing, were only checked for consistency.
        case decisions(Int, seed: UInt32, followed: [StageName])
        /// The rows of the export equal those of the pool byte for byte.
        case exportRows(Int)
        /// The files of the export, rebuilt from the pool, are the same bytes.
        case exportFiles(Int)
        /// The set passes the gate against the benchmark items; short items are compared as whole texts.
        case gate(items: Int, shortItems: Int)
        /// The gate was not repeated, since the benchmarks are missing.
        case gateNotAsked
        /// The whole run, repeated from its sources, gives the same files.
        case rerun
    }
}
