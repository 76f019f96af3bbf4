/// The places in a run's folder where answers to questions about the run are put.
package enum AnswerPlace {
    /// The probability of each question that reached the stage sample.
    package static let probabilities = "stability.jsonl"
}
