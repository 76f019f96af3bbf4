import Shapes

/// Which of the copies of a question, which have the same text, is kept.
package enum DuplicateChoice: String, DocumentedChoice {
    case first
    case longestTrace = "longest_trace"
    case agreeing

    /// A one-line description of the choice.
    package var meaning: String {
        switch self {
        case .first: "the first copy in the order of the pool"
        case .longestTrace:
            "the copy whose trace has the most tokens, then the most bytes; it is chosen before sources are compared"
        case .agreeing:
            "the first copy if all that have an answer have the same, otherwise none; it is chosen before sources are "
                + "compared"
        }
    }
}

/// What the copies of a question can disagree on, so that they are not plain duplicates.
///
/// A value that a copy lacks disagrees with nothing.
package enum DuplicateConflict: String, CaseIterable, Sendable {
    /// Different solutions.
    case answer
    /// Different traces or attempts.
    case trace
    /// A model that is right in one and wrong in another.
    case outcomes
}
