/// The two-stage draw with weights and bounds of the recipe's own.
///
/// Each draw is over the candidates that were not drawn and of whose groups none is full. Before a draw, in this order:
/// the first group below its minimum that has such candidates restricts the draw to them; otherwise, with shares, the
/// stratum whose number of chosen candidates lags most behind `share * (chosen + 1)`. Then a domain is drawn among those
/// that have candidates, except where a minimum is that of a domain, and a question among the domain's candidates.
///
/// It repeats all sums of NumPy over all questions of a domain, so that a draw takes a time in proportion to the
/// candidates.
struct BoundedDraw {
    private let plan: DrawPlan
    private var isDrawn: [Bool]
    /// Whether each candidate was drawn or belongs to a full group.
    private var isOut: [Bool]
    /// The numbers of candidates that are not out: of each domain, of each group, and of all.
    private var left: (domains: [Int], groups: [Int], all: Int)
    /// The number of chosen candidates of each group.
    private(set) var counts: [Int]
    /// The domains that the profile draws by weight and that have candidates, and their weights.
    private var (weighted, weights): ([Int], [Double])

    /// Creates a draw after the preselected candidates have been chosen.
    init(_ plan: DrawPlan) {
        self.plan = plan
        isDrawn = Array(repeating: false, count: plan.candidates.count)
        isOut = isDrawn
        left = ([], [], 0)
        counts = Array(repeating: 0, count: plan.groups.all.count)
        (weighted, weights) = (plan.weighted, plan.weights)
        for candidate in plan.preselected { count(candidate, 1) }
        update()
        leaveWeighted()
    }

    private func isFull(_ group: Int) -> Bool { plan.groups.all[group].most.map { counts[group] >= $0 } ?? false }

    /// Returns the first full group of a candidate, or nil if all have room.
    func fullGroup(of candidate: Int) -> DrawGroup? {
        var full: DrawGroup?
        plan.groups.forEach(of: candidate) { if full == nil, isFull($0) { full = plan.groups.all[$0] } }
        return full
    }

    /// The groups that have fewer chosen candidates than their minimum.
    var unmet: [(group: DrawGroup, count: Int)] {
        plan.groups.all.indices.filter { counts[$0] < plan.groups.all[$0].least }.map {
            (plan.groups.all[$0], counts[$0])
        }
    }

    /// Returns whether none of a group's candidates can be drawn any more.
    func isUsedUp(_ group: Int) -> Bool { left.groups[group] == 0 }

    /// The groups that are full.
    var full: [DrawGroup] { plan.groups.all.indices.filter(isFull).map { plan.groups.all[$0] } }

    private mutating func count(_ candidate: Int, _ change: Int) {
        plan.groups.forEach(of: candidate) { counts[$0] += change }
    }

    /// Counts candidates that a reviewer took out of the set or into it, which can open or fill groups.
    mutating func amend(_ candidate: Int, by change: Int) {
        count(candidate, change)
        update()
    }

    /// Determines from scratch which candidates are out.
    private mutating func update() {
        left = (
            Array(repeating: 0, count: plan.domains.count), Array(repeating: 0, count: plan.groups.all.count), 0
        )
        for candidate in isOut.indices {
            isOut[candidate] = isDrawn[candidate] || fullGroup(of: candidate) != nil
            guard !isOut[candidate] else { continue }
            left.all += 1
            left.domains[Int(plan.candidates.domains[candidate])] += 1
            plan.groups.forEach(of: candidate) { left.groups[$0] += 1 }
        }
    }

    private mutating func takeOut(_ candidate: Int) {
        guard !isOut[candidate] else { return }
        isOut[candidate] = true
        left.all -= 1
        left.domains[Int(plan.candidates.domains[candidate])] -= 1
        plan.groups.forEach(of: candidate) { left.groups[$0] -= 1 }
    }

    // MARK: - A draw

    /// Returns the next draw when `chosen` candidates have been chosen; nil when no candidate is left.
    ///
    /// - Parameter watched: a candidate whose probability of being drawn is part of the result.
    mutating func next(chosen: Int, watching watched: Int?, _ random: inout MersenneTwister)
        -> DomainSampler.Draw?
    {
        guard left.all > 0 else { return nil }
        let groups = plan.groups.all
        let below = groups.indices.first { counts[$0] < groups[$0].least && left.groups[$0] > 0 }
        let group = below ?? laggingStratum(chosen)
        // Questions of no stratum have no share.
        if group == nil, plan.groups.haveShares { return nil }
        let isWeighted =
            group == nil && plan.settings.profile == .notebook && chosen >= plan.settings.uniformUntil
            && !weighted.isEmpty
        let domain =
            isWeighted ? weighted[CumulatedWeights(weights).draw(random.unit())] : domain(of: group, &random)
        let phase: DomainSampler.Phase =
            below != nil
            ? .minimum : group != nil ? .stratum : isWeighted || plan.ownWeights != nil ? .weighted : .uniform
        let (members, ranks) = members(of: domain, in: group)
        let shares = Weights.normalised(
            plan.settings.weight.weights(lengths: members.map { plan.candidates.lengths[$0] }, ranks: ranks))
        let place = CumulatedWeights(shares).draw(random.unit())
        let candidate = members[place]
        isDrawn[candidate] = true
        takeOut(candidate)
        if !plan.candidates.isPreselected[candidate] { choose(candidate) }
        leaveWeighted()
        return DomainSampler.Draw(
            candidate: candidate, domain: domain, phase: phase, rank: ranks[place], weight: shares[place],
            group: group.map { groups[$0].words },
            chance: watched.map { watched in members.firstIndex(of: watched).map { shares[$0] } ?? 0 })
    }

    /// Counts a chosen candidate, and takes the candidates of groups that it fills out.
    private mutating func choose(_ candidate: Int) {
        count(candidate, 1)
        var filled: [Int] = []
        plan.groups.forEach(of: candidate) { if isFull($0) { filled.append($0) } }
        for group in filled where left.groups[group] > 0 {
            for other in isOut.indices where plan.groups.contains(other, in: group) { takeOut(other) }
        }
    }

    /// Drops the domains that have no candidates from those that the profile draws by weight, and normalises the rest.
    private mutating func leaveWeighted() {
        guard weighted.contains(where: { left.domains[$0] == 0 }) else { return }
        let kept = weighted.indices.filter { left.domains[weighted[$0]] > 0 }
        (weighted, weights) = (kept.map { weighted[$0] }, Weights.normalised(kept.map { weights[$0] }))
    }

    /// Returns the stratum that lags most behind its share, the first of several; nil without shares, or when no stratum
    /// has candidates.
    private func laggingStratum(_ chosen: Int) -> Int? {
        guard plan.groups.haveShares else { return nil }
        var lagging: (group: Int, lag: Double)?
        for (number, group) in plan.groups.all.enumerated() {
            guard let share = group.share, left.groups[number] > 0 else { continue }
            let lag = share * Double(chosen + 1) - Double(counts[number])
            if lagging.map({ lag > $0.lag }) ?? true { lagging = (number, lag) }
        }
        return lagging?.group
    }

    /// Draws a domain among those that have candidates of a group, or any; for the group of a domain, returns this domain.
    private func domain(of group: Int?, _ random: inout MersenneTwister) -> Int {
        var open = plan.sorted.filter { left.domains[$0] > 0 }
        if let group {
            var holds = [Bool](repeating: false, count: plan.domains.count)
            for candidate in isOut.indices where !isOut[candidate] && plan.groups.contains(candidate, in: group) {
                holds[Int(plan.candidates.domains[candidate])] = true
            }
            open = open.filter { holds[$0] }
            if plan.groups.all[group].kind == .domain { return open[0] }
        }
        guard let own = plan.ownWeights else { return open[random.integer(below: open.count)] }
        return open[CumulatedWeights(Weights.normalised(open.map { own[$0] })).draw(random.unit())]
    }

    /// Returns the candidates of a domain that are not out, of a group or of all, in pool order, and their ranks among each
    /// other, the longest first.
    private func members(of domain: Int, in group: Int?) -> (members: [Int], ranks: [Int]) {
        let (all, byRank) = (plan.domains[domain].members, plan.domains[domain].byRank)
        var rankOf = [Int](repeating: -1, count: all.count)
        var rank = 0
        for place in byRank {
            let candidate = all[Int(place)]
            guard !isOut[candidate], group.map({ plan.groups.contains(candidate, in: $0) }) ?? true else { continue }
            rankOf[Int(place)] = rank
            rank += 1
        }
        let places = rankOf.indices.filter { rankOf[$0] >= 0 }
        return (places.map { all[$0] }, places.map { rankOf[$0] })
    }
}
