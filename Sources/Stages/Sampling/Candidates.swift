/// What the two-stage draw needs to know of the questions that reached it, in pool order.
package struct Candidates: Sendable {
    /// The names of the domains, numbered in any order.
    package var domainNames: [String] = []
    /// The number of each candidate's domain.
    package var domains: [Int32] = []
    /// The length of each candidate's trace in tokens.
    package var lengths: [Int32] = []
    /// Whether each candidate is chosen before anything is drawn.
    package var isPreselected: [Bool] = []
    /// Whether each candidate is a question of the first benchmark source, AIME.
    package var isAIME: [Bool] = []
    /// Whether each candidate is a question of the second benchmark source, GPQA.
    package var isGPQA: [Bool] = []

    /// Creates an empty list of candidates.
    package init() {}

    /// The number of candidates.
    package var count: Int { domains.count }
}
