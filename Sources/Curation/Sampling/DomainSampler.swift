import Bytes

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
    /// True of the questions of the two benchmark sources.
    package var isAIME: [Bool] = []
    package var isGPQA: [Bool] = []

    package init() {}

    /// How many candidates there are.
    package var count: Int { domains.count }
}

/// The two-stage draw of s1: a domain, then within it a question, the longer the trace the likelier (the paper, section 2.2).
struct DomainSampler {
    /// How a candidate came to be chosen.
    struct Choice: Equatable {
        enum Phase: String {
            case preselected, uniform, weighted
        }

        let candidate: Int
        let phase: Phase
        /// Which draw it was, from 0; nil of preselected ones.
        let draw: Int?
        /// How many of the domain's remaining questions had longer traces.
        let rank: Int
        /// The probability of the question within its domain at that draw; nil of preselected ones.
        let weight: Double?
    }

    /// One domain while it is drawn from: its remaining candidates in pool order, and the rank of each.
    struct Domain {
        var members: [Int]
        var ranks: [Int]

        /// Ranks come from a stable ascending sort by length, reversed: of two equally long traces the later one has
        /// the lower rank.
        init(_ members: [Int], lengths: [Int32]) {
            self.members = members
            let ascending = members.indices.sorted { (lengths[members[$0]], $0) < (lengths[members[$1]], $1) }
            ranks = Array(repeating: 0, count: members.count)
            for (k, index) in ascending.enumerated() { ranks[index] = members.count - 1 - k }
        }

        /// The weights `2^-rank`, normalised.
        var weights: [Double] {
            Weights.normalised(ranks.map { Double(sign: .plus, exponent: -$0, significand: 1) })
        }

        mutating func remove(at index: Int) -> Int {
            let rank = ranks.remove(at: index)
            for other in ranks.indices where ranks[other] > rank { ranks[other] -= 1 }
            return members.remove(at: index)
        }
    }

    private let candidates: Candidates
    private let settings: SampleRecipe
    private var random: MersenneTwister
    /// Domains by number; and the numbers of those not empty, by name.
    private var domains: [Domain] = []
    private var sorted: [Int] = []
    /// The domains that are drawn by weight, and their weights.
    private var weighted: [Int] = []
    private var weights: [Double] = []

    /// A sampler at the beginning of its draws.
    init(_ candidates: Candidates, _ settings: SampleRecipe, seed: UInt32) {
        self.candidates = candidates
        self.settings = settings
        random = MersenneTwister(seed: seed)
        var members = [[Int]](repeating: [], count: candidates.domainNames.count)
        for candidate in 0..<candidates.count { members[Int(candidates.domains[candidate])].append(candidate) }
        domains = members.map { Domain($0, lengths: candidates.lengths) }
        sorted = candidates.domainNames.indices.filter { !members[$0].isEmpty }
            .sorted { candidates.domainNames[$0].precedesInBytes(candidates.domainNames[$1]) }
        if settings.profile == .notebook { (weighted, weights) = Self.benchmarkWeights(candidates) }
    }

    /// The weights of domains by their AIME and GPQA questions: those that GPQA shows, in the order in which it first
    /// shows them, then those that only AIME shows.
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

    /// Draws until the target is met or no question is left; returns the choices in the order in which they were made.
    mutating func run() -> [Choice] {
        var choices: [Choice] = []
        for domain in domains {
            for (candidate, rank) in zip(domain.members, domain.ranks) where candidates.isPreselected[candidate] {
                choices.append(Choice(candidate: candidate, phase: .preselected, draw: nil, rank: rank, weight: nil))
            }
        }
        choices.sort { $0.candidate < $1.candidate }
        var draw = 0
        while choices.count < settings.target, !sorted.isEmpty {
            let isWeighted =
                settings.profile == .notebook && choices.count >= settings.uniformUntil && !weighted.isEmpty
            let domain =
                isWeighted
                ? weighted[Weights.draw(random.unit(), from: weights)] : sorted[random.integer(below: sorted.count)]
            let choice = take(from: domain, draw, isWeighted ? .weighted : .uniform)
            draw += 1
            if !candidates.isPreselected[choice.candidate] { choices.append(choice) }
        }
        return choices
    }

    private mutating func take(from domain: Int, _ draw: Int, _ phase: Choice.Phase) -> Choice {
        let probabilities = domains[domain].weights
        let index = Weights.draw(random.unit(), from: probabilities)
        let rank = domains[domain].ranks[index]
        let candidate = domains[domain].remove(at: index)
        if domains[domain].members.isEmpty { leave(domain) }
        return Choice(candidate: candidate, phase: phase, draw: draw, rank: rank, weight: probabilities[index])
    }

    /// A domain that is empty leaves the draws, and the weights of the others are normalised anew.
    private mutating func leave(_ domain: Int) {
        sorted.removeAll { $0 == domain }
        if let place = weighted.firstIndex(of: domain) {
            weighted.remove(at: place)
            weights.remove(at: place)
            weights = Weights.normalised(weights)
        }
    }
}
