/// What the two-stage draw knows of the questions that reached it, in pool order.
package struct Candidates: Sendable {
    /// The names of the domains, numbered in any order.
    package var domainNames: [String] = []
    /// Of each candidate its domain's number.
    package var domains: [Int32] = []
    /// Of each candidate its trace length in tokens.
    package var lengths: [Int32] = []
    /// True of those that are taken before anything is drawn.
    package var isPreselected: [Bool] = []
    /// True of the questions of the first benchmark source, AIME.
    package var isAIME: [Bool] = []
    /// True of the questions of the second, GPQA.
    package var isGPQA: [Bool] = []

    /// No candidates yet.
    package init() {}

    /// How many candidates there are.
    package var count: Int { domains.count }
}
