import Bytes

/// The part of the two-stage draw that does not depend on the seed: the domains with their questions and ranks, and the
/// weights of the domains.
package struct DrawPlan: Sendable {
    /// The questions of one domain.
    package struct Domain: Sendable {
        /// The candidates in pool order.
        package let members: [Int]
        /// Indices into `members`, the longest trace first.
        package let byRank: [Int32]

        /// Ranks are from a stable ascending sort by length, reversed: of two traces of equal length, the later one has
        /// the lower rank.
        init(_ members: [Int], lengths: [Int32]) {
            self.members = members
            // Length and index are packed into one integer, so that a single comparison orders both.
            byRank = members.indices.map { Int(lengths[members[$0]]) << 32 | $0 }.sorted(by: >)
                .map { Int32(truncatingIfNeeded: $0) }
        }
    }

    /// The candidates of the draw.
    package let candidates: Candidates
    /// The settings of the draw.
    package let settings: SampleRecipe
    /// The domains, by number.
    package let domains: [Domain]
    /// The numbers of the domains that have candidates, sorted by name.
    package let sorted: [Int]
    /// The index of each domain in `sorted`, or -1.
    let placeInSorted: [Int]
    /// The domains that are drawn by weight, and their weights; empty when all draws are uniform.
    let weighted: [Int]
    let weights: [Double]
    /// The weights of the domains that the recipe gives, by number; nil if it gives none.
    let ownWeights: [Double]?
    /// The groups of candidates that have bounds.
    package let groups: DrawGroups
    /// Whether the weights or the bounds differ from those of s1, whose draw has a short way.
    package let isOwn: Bool
    /// The candidates that are chosen before anything is drawn, in pool order.
    package let preselected: [Int]
    /// The rank of each candidate in its domain before anything is drawn.
    package let ranks: [Int]

    init(_ candidates: Candidates, _ settings: SampleRecipe) {
        self.candidates = candidates
        self.settings = settings
        var members = [[Int]](repeating: [], count: candidates.domainNames.count)
        for candidate in 0..<candidates.count { members[Int(candidates.domains[candidate])].append(candidate) }
        let domains = members.map { Domain($0, lengths: candidates.lengths) }
        self.domains = domains
        sorted = candidates.domainNames.indices.filter { !members[$0].isEmpty }
            .sorted { candidates.domainNames[$0].precedesInBytes(candidates.domainNames[$1]) }
        var placeInSorted = [Int](repeating: -1, count: domains.count)
        for (place, domain) in sorted.enumerated() { placeInSorted[domain] = place }
        self.placeInSorted = placeInSorted
        ownWeights = settings.weights(ofDomains: candidates.domainNames)
        groups = DrawGroups(of: candidates, settings)
        isOwn = settings.weight != .s1 || ownWeights != nil || !groups.all.isEmpty
        (weighted, weights) = settings.profile == .notebook ? Self.benchmarkWeights(candidates) : ([], [])
        preselected = candidates.isPreselected.indices.filter { candidates.isPreselected[$0] }
        var ranks = [Int](repeating: 0, count: candidates.count)
        for domain in domains {
            for (rank, place) in domain.byRank.enumerated() { ranks[domain.members[Int(place)]] = rank }
        }
        self.ranks = ranks
    }

    /// The numbers of preselected candidates of the groups.
    var preselectedByGroup: [Int] {
        var counts = [Int](repeating: 0, count: groups.all.count)
        for candidate in preselected { groups.forEach(of: candidate) { counts[$0] += 1 } }
        return counts
    }

    /// The number of choices that the set of each target has at most: its target, or the preselected candidates if they are
    /// more.
    var sizes: [Int] { settings.targets.map { max($0, preselected.count) } }

    /// Returns the share with which a domain is drawn when domains are drawn by weight; nil if it never is.
    package func weight(ofDomain name: String) -> Double? {
        if let ownWeights, let domain = sorted.first(where: { candidates.domainNames[$0] == name }) {
            return ownWeights[domain] / Weights.sum(sorted.map { ownWeights[$0] })
        }
        return weighted.firstIndex { candidates.domainNames[$0] == name }.map { weights[$0] }
    }

    /// Returns the weights of domains by their AIME and GPQA questions: first the domains with GPQA questions, in the
    /// order of first occurrence, then those with AIME questions only.
    static func benchmarkWeights(_ candidates: Candidates) -> (domains: [Int], weights: [Double]) {
        var order: [Int] = []
        var gpqa = [Int](repeating: 0, count: candidates.domainNames.count)
        var aime = gpqa
        for (domain, isGPQA) in zip(candidates.domains, candidates.isGPQA) where isGPQA {
            if gpqa[Int(domain)] == 0 { order.append(Int(domain)) }
            gpqa[Int(domain)] += 1
        }
        for (domain, isAIME) in zip(candidates.domains, candidates.isAIME) where isAIME {
            if gpqa[Int(domain)] == 0, aime[Int(domain)] == 0 { order.append(Int(domain)) }
            aime[Int(domain)] += 1
        }
        let (allAIME, allGPQA) = (aime.reduce(0, +), gpqa.reduce(0, +))
        let ratio = allGPQA == 0 ? 0 : 0.5 * Double(allAIME) / Double(allGPQA)
        let counts = order.map { Int(Double(gpqa[$0]) * ratio) + aime[$0] }
        let kept = order.indices.filter { counts[$0] > 0 }
        let total = Double(kept.reduce(0) { $0 + counts[$1] })
        return (kept.map { order[$0] }, kept.map { Double(counts[$0]) / total })
    }
}
