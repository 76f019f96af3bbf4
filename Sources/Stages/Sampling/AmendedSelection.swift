import Messages

/// The result of the draw after a reviewer's amendments.
///
/// If a question has several amendments, the last one is effective. Included questions that were not drawn are added
/// first. Each takes the place of an excluded question, preferably one of its own domain; otherwise it displaces the
/// last drawn question of its domain or, failing that, of the whole set. Then each remaining excluded question, in the
/// order of the amendments, is replaced by the longest trace of its domain that was not drawn, or by the next draw when
/// its domain has none left.
struct AmendedSelection {
    /// An amendment of a candidate.
    typealias CandidateAmendment = (candidate: Int, action: Amendment.Action, reason: String?)

    /// The effects of the amendments on the candidates that they changed.
    private(set) var effects: [Int: AmendmentEffect] = [:]
    /// The number of chosen candidates.
    var count: Int { chosen.count }

    private let choices: [DomainSampler.Choice]
    private var sampler: DomainSampler
    private let wasDrawn: Set<Int>
    private let dropped: Set<Int>
    private let held: Set<Int>
    private var chosen: Set<Int>
    /// The excluded questions that were drawn and have not been replaced yet.
    private var vacant: [CandidateAmendment]
    /// The place of each chosen candidate among the choices; one that takes the place of another has that.
    private(set) var places: [Int: Int] = [:]
    /// For each domain, the number of its longest traces that are known to be unavailable.
    private var taken: [Int32: Int] = [:]

    /// Applies amendments.
    ///
    /// Throws `CurationError.failed` when no question is left to replace an excluded one, or to be displaced.
    ///
    /// - Parameters:
    ///   - choices: the choices of the draw.
    ///   - sampler: the sampler in its state after these choices.
    ///   - amendments: the amendments of candidates, in the order in which they were made.
    ///   - name: returns the id of a candidate, for messages.
    init(
        _ choices: [DomainSampler.Choice], _ sampler: DomainSampler, _ amendments: [CandidateAmendment],
        name: (Int) -> String
    ) throws {
        let wasDrawn = Set(choices.map(\.candidate))
        let last = Dictionary(amendments.enumerated().map { ($1.candidate, $0) }, uniquingKeysWith: { $1 })
        let effective = amendments.enumerated().filter { last[$1.candidate] == $0 }.map(\.element)
        (self.choices, self.sampler, self.wasDrawn) = (choices, sampler, wasDrawn)
        dropped = Set(effective.filter { $0.action == .drop }.map(\.candidate))
        held = Set(effective.filter { $0.action == .keep }.map(\.candidate))
        vacant = effective.filter { $0.action == .drop && wasDrawn.contains($0.candidate) }
        chosen = wasDrawn.subtracting(vacant.map(\.candidate))
        places = Dictionary(choices.enumerated().map { ($1.candidate, $0) }, uniquingKeysWith: { first, _ in first })
        for amendment in vacant { self.sampler.amend(amendment.candidate, isChosen: false) }
        for amendment in effective where amendment.action == .keep && !wasDrawn.contains(amendment.candidate) {
            try hold(amendment, name)
        }
        for amendment in vacant { try replace(amendment, name) }
    }

    private var plan: DrawPlan { sampler.plan }
    private var isShort: Bool { chosen.count < plan.settings.target }
    private func domain(of candidate: Int) -> Int32 { plan.candidates.domains[candidate] }

    /// Adds an included candidate, in a vacant place or by displacing a chosen candidate.
    private mutating func hold(_ amendment: CandidateAmendment, _ name: (Int) -> String) throws {
        let candidate = amendment.candidate
        var leaver: Int?
        if isShort, !vacant.isEmpty {
            let place = vacant.firstIndex { domain(of: $0.candidate) == domain(of: candidate) } ?? 0
            let left = vacant.remove(at: place)
            leaver = left.candidate
            effects[left.candidate] = .amended(reason: left.reason, replacedBy: candidate)
        } else if !isShort {
            let yielding = choices.reversed().map(\.candidate).filter { chosen.contains($0) && !held.contains($0) }
            leaver = yielding.first { domain(of: $0) == domain(of: candidate) } ?? yielding.first
            guard let leaver else {
                throw CurationError.failed(
                    "the question \(name(candidate)) cannot be held: no chosen question can give way to it")
            }
            chosen.remove(leaver)
            sampler.amend(leaver, isChosen: false)
            effects[leaver] = .gaveWay(to: candidate)
        }
        chosen.insert(candidate)
        sampler.amend(candidate, isChosen: true)
        places[candidate] = leaver.flatMap { places.removeValue(forKey: $0) } ?? choices.count + places.count
        effects[candidate] = .held(reason: amendment.reason, gaveWay: leaver)
    }

    /// Replaces an excluded candidate, if the set is below its target.
    private mutating func replace(_ amendment: CandidateAmendment, _ name: (Int) -> String) throws {
        let leaver = amendment.candidate
        var replacement: Int?
        if isShort {
            replacement = newcomer(for: leaver) ?? oneThatGaveWay()
            if replacement == nil, !plan.settings.allowsShort {
                throw CurationError.failed(
                    """
                    no question is left to replace \(name(leaver)); lower sample.target or set "short": "allow"
                    """)
            }
        }
        effects[leaver] = .amended(reason: amendment.reason, replacedBy: replacement)
        let place = places.removeValue(forKey: leaver)
        if let replacement { places[replacement] = place }
    }

    /// Adds and returns the longest available trace of the leaver's domain, or the next available draw.
    private mutating func newcomer(for leaver: Int) -> Int? {
        var draw: (number: Int, draw: DomainSampler.Draw)?
        var candidate = longestFree(in: domain(of: leaver))
        while candidate == nil {
            let number = sampler.drawCount
            guard let next = sampler.next(chosen: choices.count) else { return nil }
            if isFree(next.candidate) { (candidate, draw) = (next.candidate, (number, next)) }
            // What is drawn is counted as chosen; the candidate that is taken is counted below.
            if !plan.candidates.isPreselected[next.candidate] { sampler.amend(next.candidate, isChosen: false) }
        }
        guard let candidate else { return nil }
        chosen.insert(candidate)
        sampler.amend(candidate, isChosen: true)
        effects[candidate] = .replacement(of: leaver, draw: draw)
        return candidate
    }

    /// Restores the first question that an included one displaced, as a last resort.
    private mutating func oneThatGaveWay() -> Int? {
        let candidate = choices.lazy.map(\.candidate).first { candidate in
            if case .gaveWay? = effects[candidate] { true } else { false }
        }
        guard let candidate else { return nil }
        chosen.insert(candidate)
        sampler.amend(candidate, isChosen: true)
        effects[candidate] = nil
        return candidate
    }

    /// Returns the longest available trace of a domain.
    private mutating func longestFree(in number: Int32) -> Int? {
        let domain = plan.domains[Int(number)]
        // A candidate whose group is full may become free again.
        let hasBounds = !plan.groups.all.isEmpty
        var rank = hasBounds ? 0 : taken[number] ?? 0
        while rank < domain.byRank.count {
            let candidate = domain.members[Int(domain.byRank[rank])]
            if isFree(candidate), sampler.fullGroup(of: candidate) == nil { break }
            rank += 1
        }
        taken[number] = rank
        return rank < domain.byRank.count ? domain.members[Int(domain.byRank[rank])] : nil
    }

    private func isFree(_ candidate: Int) -> Bool {
        !wasDrawn.contains(candidate) && !chosen.contains(candidate) && !dropped.contains(candidate)
    }
}
