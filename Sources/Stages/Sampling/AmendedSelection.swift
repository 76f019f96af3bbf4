import Messages

/// The draw's choice after a reviewer's amendments.
///
/// Of several amendments of a question the last counts. The held ones that were not drawn come in: each in the place of
/// one that is dropped, of its own domain first, else of the last drawn of its domain, or of all. Every other dropped
/// one, in the order of their amendments, is replaced by the longest trace of its domain that was not drawn, or by the
/// next draw when the domain has no more.
struct AmendedSelection {
    /// An amendment of a candidate.
    typealias CandidateAmendment = (candidate: Int, action: Amendment.Action, reason: String?)

    /// What the amendments made of the candidates that they touch.
    private(set) var effects: [Int: AmendmentEffect] = [:]
    /// How many are chosen.
    var count: Int { chosen.count }

    private let choices: [DomainSampler.Choice]
    private var sampler: DomainSampler
    private let wasDrawn: Set<Int>
    private let dropped: Set<Int>
    private let held: Set<Int>
    private var chosen: Set<Int>
    /// Those of the drawn that were taken out and whose places nobody has taken.
    private var vacant: [CandidateAmendment]
    /// Of each domain how many of the longest are taken: who has taken a place here keeps it.
    private var taken: [Int32: Int] = [:]

    /// Applies amendments.
    ///
    /// Throws `CurationError.failed` when nobody is left to take a leaver's place, or to give way.
    ///
    /// - Parameters:
    ///   - choices: what the draw chose.
    ///   - sampler: the sampler as it was when it had chosen.
    ///   - amendments: those of candidates, in the order in which they were made.
    ///   - name: the id of a candidate, for messages.
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
        for amendment in effective where amendment.action == .keep && !wasDrawn.contains(amendment.candidate) {
            try hold(amendment, name)
        }
        for amendment in vacant { try replace(amendment, name) }
    }

    private var plan: DrawPlan { sampler.plan }
    private var isShort: Bool { chosen.count < plan.settings.target }
    private func domain(of candidate: Int) -> Int32 { plan.candidates.domains[candidate] }

    /// Brings a held candidate in, in a vacant place or in that of a chosen one that gives way.
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
                    "the question \(name(candidate)) is to be held, and no chosen question is free to give way to it")
            }
            chosen.remove(leaver)
            effects[leaver] = .gaveWay(to: candidate)
        }
        chosen.insert(candidate)
        effects[candidate] = .held(reason: amendment.reason, gaveWay: leaver)
    }

    /// Fills the place of one that was taken out, where the set is short of it.
    private mutating func replace(_ amendment: CandidateAmendment, _ name: (Int) -> String) throws {
        let leaver = amendment.candidate
        var replacement: Int?
        if isShort {
            replacement = newcomer(for: leaver) ?? oneThatGaveWay()
            if replacement == nil, !plan.settings.allowsShort {
                throw CurationError.failed(
                    """
                    no question is left to take the place of \(name(leaver)); a lower sample.target or "short": "allow" \
                    would do
                    """)
            }
        }
        effects[leaver] = .amended(reason: amendment.reason, replacedBy: replacement)
    }

    /// Takes in the longest trace of a leaver's domain that is free, else the next draw that is.
    private mutating func newcomer(for leaver: Int) -> Int? {
        var draw: (number: Int, draw: DomainSampler.Draw)?
        var candidate = longestFree(in: domain(of: leaver))
        while candidate == nil {
            let number = sampler.drawCount
            guard let next = sampler.next(chosen: choices.count) else { return nil }
            if isFree(next.candidate) { (candidate, draw) = (next.candidate, (number, next)) }
        }
        guard let candidate else { return nil }
        chosen.insert(candidate)
        effects[candidate] = .replacement(of: leaver, draw: draw)
        return candidate
    }

    /// Where nobody else is left, takes back the first that gave way to a held question.
    private mutating func oneThatGaveWay() -> Int? {
        let candidate = choices.lazy.map(\.candidate).first { candidate in
            if case .gaveWay? = effects[candidate] { true } else { false }
        }
        guard let candidate else { return nil }
        chosen.insert(candidate)
        effects[candidate] = nil
        return candidate
    }

    /// The longest trace of a domain that is free.
    private mutating func longestFree(in number: Int32) -> Int? {
        let domain = plan.domains[Int(number)]
        var rank = taken[number] ?? 0
        while rank < domain.byRank.count, !isFree(domain.members[Int(domain.byRank[rank])]) { rank += 1 }
        taken[number] = rank
        return rank < domain.byRank.count ? domain.members[Int(domain.byRank[rank])] : nil
    }

    private func isFree(_ candidate: Int) -> Bool {
        !wasDrawn.contains(candidate) && !chosen.contains(candidate) && !dropped.contains(candidate)
    }
}
