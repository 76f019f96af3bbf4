/// What the two-stage draw needs to know of the questions that reached it, in pool order.
package struct Candidates: Sendable {
    /// The names of the domains, numbered in any order.
    package var domainNames: [String] = []
    /// The number of each candidate's domain.
    package var domains: [Int32] = []
    /// The length of each candidate's trace in the unit of `sample.length`.
    package var lengths: [Int32] = []
    /// Whether each candidate is chosen before anything is drawn.
    package var isPreselected: [Bool] = []
    /// Whether each candidate is a question of the first benchmark source, AIME.
    package var isAIME: [Bool] = []
    /// Whether each candidate is a question of the second benchmark source, GPQA.
    package var isGPQA: [Bool] = []
    /// The names of the sources, and the number of each candidate's; empty if the recipe bounds none.
    package var (sourceNames, sources): ([String], [Int32]) = ([], [])
    /// The number of each candidate's stratum among those of the recipe, or -1; empty if the recipe has none.
    package var strata: [Int32] = []

    /// Creates an empty list of candidates.
    package init() {}

    /// The number of candidates.
    package var count: Int { domains.count }
}
