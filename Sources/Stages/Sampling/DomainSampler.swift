/// The two-stage draw of s1 (the paper, section 2.2): a domain, then a question within it, with longer traces more
/// likely.
///
/// Within a domain of n remaining questions, the one of rank r has the weight `2^-r`, normalised and cumulated in pool
/// order as in NumPy. All but 2^-39 of the weight belongs to the forty longest traces, and sums of their weights are
/// exact. A draw therefore examines only these, and repeats NumPy's sums over the whole domain only when the unit falls
/// so close to a boundary that rounding could decide.
package struct DomainSampler {
    /// How a candidate was chosen.
    enum Phase: String {
        case preselected, uniform, weighted, minimum, stratum
    }

    /// One draw.
    package struct Draw {
        /// The index of the question among the candidates.
        package let candidate: Int
        /// The number of its domain.
        package let domain: Int
        let phase: Phase
        /// The number of the domain's remaining questions with longer traces.
        package let rank: Int
        /// The probability of the question within its domain at that draw, if weights were requested.
        let weight: Double?
        /// The group whose minimum or share the draw was for, in words.
        var group: String?
        /// The probability with which the draw would have taken the watched candidate of its domain; nil under the weights
        /// of s1.
        package var chance: Double?
    }

    /// A chosen candidate.
    struct Choice: Equatable {
        /// The index of the question among the candidates.
        package let candidate: Int
        let phase: Phase
        /// The zero-based index of the draw; nil for preselected candidates.
        let draw: Int?
        /// Its rank by trace length in its domain.
        package let rank: Int
        /// The probability of the question within its domain at that draw; nil for preselected candidates.
        let weight: Double?
        /// The group whose minimum or share the draw was for, in words.
        var group: String?
    }

    let plan: DrawPlan
    private let needsWeights: Bool
    private var random: MersenneTwister
    /// The number of draws so far.
    package private(set) var drawCount = 0

    /// The domains that are not empty, as indices into the domains sorted by name, and the domains that are drawn by
    /// weight.
    private var open: RemainingPlaces
    private let allOpen: RemainingPlaces
    private var weighted: [Int] = []
    private var weights: [Double] = []
    private var cumulated = CumulatedWeights([])

    /// The number of a domain's longest traces in its head.
    private static let reach = 40
    private static let powers: [Double] = (0..<reach).map { Double(sign: .plus, exponent: -$0, significand: 1) }
    /// The heads of all domains: the longest remaining traces, with `reach` slots per domain.
    private struct Heads {
        /// In pool order, as indices into the domain's members.
        var places: [Int32]
        var ranks: [UInt8]
        /// The number of slots in use per domain.
        var counts: [Int]
        /// For each domain, the number of its longest traces that have entered the head so far.
        var entered: [Int]
        /// The number of remaining questions per domain.
        var remaining: [Int]

        init(_ domains: [DrawPlan.Domain]) {
            places = Array(repeating: 0, count: domains.count * reach)
            ranks = Array(repeating: 0, count: places.count)
            counts = domains.map { min(reach, $0.members.count) }
            entered = counts
            remaining = domains.map(\.members.count)
            for (number, domain) in domains.enumerated() {
                let inOrder = domain.byRank.prefix(reach).enumerated().sorted { $0.element < $1.element }
                for (slot, entry) in inOrder.enumerated() {
                    places[number * reach + slot] = entry.element
                    ranks[number * reach + slot] = UInt8(entry.offset)
                }
            }
        }
    }

    private let firstHeads: Heads
    private var heads: Heads
    /// Whether each candidate has been drawn.
    private var isDrawn: [Bool]
    private var drawn: [(candidate: Int, place: Int)] = []
    /// For each domain, the indices that have been drawn; and the number of its longest traces that are all drawn.
    private var drawnPlaces: [DrawnPlaces] = []
    private var skipped: [Int] = []

    /// The draw with weights and bounds of the recipe's own; nil for that of s1.
    private(set) var bounded: BoundedDraw?

    /// Scratch space for sorting the remaining questions of a domain into pool order: a bit per member, all zero
    /// between uses, and the rank of each member.
    private var sorting: (bits: [UInt64], ranks: [Int32])

    /// Creates a sampler at the beginning of its draws.
    ///
    /// - Parameter needsWeights: whether draws report their weights, which requires a pass over the whole domain.
    package init(_ plan: DrawPlan, seed: UInt32, needsWeights: Bool = true) {
        self.plan = plan
        self.needsWeights = needsWeights
        random = MersenneTwister(seed: seed)
        isDrawn = Array(repeating: false, count: plan.candidates.count)
        firstHeads = Heads(plan.domains)
        heads = firstHeads
        drawnPlaces = plan.domains.map { DrawnPlaces(count: $0.members.count) }
        allOpen = RemainingPlaces(count: plan.sorted.count)
        open = allOpen
        let most = plan.domains.map(\.members.count).max() ?? 0
        sorting = (Array(repeating: 0, count: most >> 6 + 1), Array(repeating: 0, count: most))
        begin()
    }

    /// Restarts the draws with another seed.
    mutating func restart(seed: UInt32) {
        random = MersenneTwister(seed: seed)
        drawCount = 0
        for (candidate, place) in drawn {
            isDrawn[candidate] = false
            drawnPlaces[Int(plan.candidates.domains[candidate])].remove(place)
        }
        drawn.removeAll(keepingCapacity: true)
        begin()
    }

    private mutating func begin() {
        open = allOpen
        skipped = Array(repeating: 0, count: plan.domains.count)
        (weighted, weights) = (plan.weighted, plan.weights)
        cumulated = CumulatedWeights(weights)
        heads = firstHeads
        bounded = plan.isOwn ? BoundedDraw(plan) : nil
    }

    /// Draws until the target is met or no question is left, and returns the choices in the order in which they were
    /// made.
    mutating func run() -> [Choice] {
        var choices = plan.preselected.map { candidate in
            Choice(candidate: candidate, phase: .preselected, draw: nil, rank: plan.ranks[candidate], weight: nil)
        }
        while choices.count < plan.settings.target {
            let number = drawCount
            guard let draw = next(chosen: choices.count) else { break }
            guard !plan.candidates.isPreselected[draw.candidate] else { continue }
            choices.append(
                Choice(
                    candidate: draw.candidate, phase: draw.phase, draw: number, rank: draw.rank, weight: draw.weight,
                    group: draw.group))
        }
        return choices
    }

    /// Draws as `run` does, and calls `body` with each chosen candidate.
    mutating func choose(_ body: (Int) -> Void) {
        plan.preselected.forEach(body)
        var count = plan.preselected.count
        while count < plan.settings.target, let draw = next(chosen: count) {
            guard !plan.candidates.isPreselected[draw.candidate] else { continue }
            body(draw.candidate)
            count += 1
        }
    }

    /// Returns the next draw when `chosen` candidates have been chosen; nil when no question is left.
    ///
    /// The draw may select a preselected question, which is then used up without adding to the set.
    ///
    /// - Parameter watched: a candidate whose probability is part of the draw, unless the weights are those of s1.
    package mutating func next(chosen: Int, watching watched: Int? = nil) -> Draw? {
        if plan.isOwn {
            guard let draw = bounded?.next(chosen: chosen, watching: watched, &random) else { return nil }
            drawCount += 1
            return draw
        }
        guard open.count > 0 else { return nil }
        let isWeighted =
            plan.settings.profile == .notebook && chosen >= plan.settings.uniformUntil && !weighted.isEmpty
        let domain =
            isWeighted
            ? weighted[cumulated.draw(random.unit())] : plan.sorted[open[random.integer(below: open.count)]]
        drawCount += 1
        return take(from: domain, isWeighted ? .weighted : .uniform)
    }

    /// Counts a candidate that a reviewer took into the set, or out of it.
    mutating func amend(_ candidate: Int, isChosen: Bool) { bounded?.amend(candidate, by: isChosen ? 1 : -1) }

    /// Returns a group of a candidate that has as many chosen candidates as it may have, or nil.
    package func fullGroup(of candidate: Int) -> DrawGroup? { bounded?.fullGroup(of: candidate) }

    // MARK: - Within a domain

    private mutating func take(from domain: Int, _ phase: Phase) -> Draw {
        let unit = random.unit()
        let slot = slot(of: unit, in: domain)
        let (place, rank): (Int, Int)
        if let slot {
            (place, rank) = (
                Int(heads.places[domain * Self.reach + slot]), Int(heads.ranks[domain * Self.reach + slot])
            )
        } else {
            (place, rank) = exactly(unit, in: domain)
        }
        let candidate = plan.domains[domain].members[place]
        let weight = needsWeights ? weight(ofRank: rank, in: domain) : nil
        isDrawn[candidate] = true
        drawn.append((candidate, place))
        drawnPlaces[domain].insert(place)
        heads.remaining[domain] -= 1
        if let slot = slot ?? headSlot(of: place, in: domain) { leaveHead(slot, of: domain) }
        if heads.remaining[domain] == 0 { leave(domain) }
        return Draw(candidate: candidate, domain: domain, phase: phase, rank: rank, weight: weight)
    }

    /// Returns the slot of the head that a unit selects; nil if rounding could decide, or beyond the head.
    private func slot(of unit: Double, in domain: Int) -> Int? {
        let count = heads.remaining[domain]
        let total = count > 53 ? 2 : 2 - 2 * Double(sign: .plus, exponent: -count, significand: 1)
        let place = unit * total
        let margin = 1e-9 + Double(count) * 1e-15
        let base = domain * Self.reach
        var reached = 0.0
        for slot in 0..<heads.counts[domain] {
            let before = reached
            reached += Self.powers[Int(heads.ranks[base + slot])]
            if place < reached { return place - before > margin && reached - place > margin ? slot : nil }
        }
        return nil
    }

    /// A remaining question with a non-zero weight.
    private struct Standing {
        /// Its index among the domain's remaining questions in pool order.
        let index: Int
        /// Its index among the domain's members.
        let place: Int
        /// Its rank by trace length in its domain.
        package let rank: Int

        var weight: Double { weights[rank] }
    }

    /// The weight `2^-rank` of each rank.
    private static let weights = (0..<weightless).map { Double(sign: .plus, exponent: -$0, significand: 1) }

    /// The first rank at which `2^-rank` is 0 as a double, so that a question changes no sum.
    private static let weightless = 1075

    /// Returns the remaining questions of a domain with non-zero weights, in pool order.
    private mutating func standings(of domain: Int) -> [Standing] {
        let (members, byRank) = (plan.domains[domain].members, plan.domains[domain].byRank)
        while skipped[domain] < byRank.count, isDrawn[members[Int(byRank[skipped[domain]])]] { skipped[domain] += 1 }
        var ranked: [Int32] = []
        ranked.reserveCapacity(min(Self.weightless, heads.remaining[domain]))
        for place in byRank[skipped[domain]...] where !isDrawn[members[Int(place)]] {
            sorting.ranks[Int(place)] = Int32(ranked.count)
            ranked.append(place)
            if ranked.count == Self.weightless { break }
        }
        var standings: [Standing] = []
        standings.reserveCapacity(ranked.count)
        func append(_ place: Int, drawnBefore: Int) {
            standings.append(
                Standing(index: place - drawnBefore, place: place, rank: Int(sorting.ranks[place])))
        }
        // They are ordered by rank here, and are sorted into pool order.
        if drawnPlaces[domain].isLarge {
            for place in ranked.sorted() {
                append(Int(place), drawnBefore: drawnPlaces[domain].count(before: Int(place)))
            }
            return standings
        }
        for place in ranked { sorting.bits[Int(place) >> 6] |= 1 << UInt64(place & 63) }
        var before = 0
        for word in 0...members.count >> 6 {
            while sorting.bits[word] != 0 {
                let place = word << 6 + sorting.bits[word].trailingZeroBitCount
                sorting.bits[word] &= sorting.bits[word] - 1
                append(place, drawnBefore: before + drawnPlaces[domain].count(inWordBefore: place))
            }
            before += drawnPlaces[domain].words[word].nonzeroBitCount
        }
        return standings
    }

    /// Returns the sum of the weights of a domain's remaining questions, in NumPy's order of summation.
    private func total(_ standings: [Standing], of domain: Int) -> Double {
        Weights.sum(standings.map { ($0.index, $0.weight) }[...], in: 0..<heads.remaining[domain])
    }

    /// Draws over the whole domain as NumPy does.
    private mutating func exactly(_ unit: Double, in domain: Int) -> (place: Int, rank: Int) {
        let standings = standings(of: domain)
        let total = total(standings, of: domain)
        let standing = standings[CumulatedWeights(standings.map { $0.weight / total }).draw(unit)]
        return (standing.place, standing.rank)
    }

    private mutating func weight(ofRank rank: Int, in domain: Int) -> Double? {
        let standings = standings(of: domain)
        return standings.first { $0.rank == rank }.map { $0.weight / total(standings, of: domain) }
    }

    private func headSlot(of place: Int, in domain: Int) -> Int? {
        let base = domain * Self.reach
        return (0..<heads.counts[domain]).first { heads.places[base + $0] == Int32(place) }
    }

    /// Removes a slot from a domain's head and adds the longest remaining trace that was not yet in the head.
    private mutating func leaveHead(_ slot: Int, of domain: Int) {
        let base = domain * Self.reach
        let rank = heads.ranks[base + slot]
        var count = heads.counts[domain] - 1
        for other in slot..<count {
            heads.places[base + other] = heads.places[base + other + 1]
            heads.ranks[base + other] = heads.ranks[base + other + 1]
        }
        for other in 0..<count where heads.ranks[base + other] > rank { heads.ranks[base + other] -= 1 }
        let (members, byRank) = (plan.domains[domain].members, plan.domains[domain].byRank)
        var next = heads.entered[domain]
        while next < byRank.count, isDrawn[members[Int(byRank[next])]] { next += 1 }
        if next < byRank.count {
            var free = count
            while free > 0, heads.places[base + free - 1] > byRank[next] {
                heads.places[base + free] = heads.places[base + free - 1]
                heads.ranks[base + free] = heads.ranks[base + free - 1]
                free -= 1
            }
            heads.places[base + free] = byRank[next]
            heads.ranks[base + free] = UInt8(count)
            count += 1
            next += 1
        }
        heads.entered[domain] = next
        heads.counts[domain] = count
    }

    private mutating func leave(_ domain: Int) {
        open.remove(plan.placeInSorted[domain])
        if let place = weighted.firstIndex(of: domain) {
            weighted.remove(at: place)
            weights.remove(at: place)
            weights = Weights.normalised(weights)
            cumulated = CumulatedWeights(weights)
        }
    }
}
