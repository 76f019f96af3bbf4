import Messages

/// The draw's choice after a reviewer's amendments.
///
/// Of several amendments of a question the last counts. The held ones that were not drawn come in: each in the place of
/// one that is dropped, of its own domain first, else of the last drawn of its domain, or of all. Every other dropped
/// one, in the order of their amendments, is replaced by the longest trace of its domain that was not drawn, or by the
/// next draw when the domain has no more.
struct AmendedSelection {
    /// What became of a candidate, where it is not what the draw said.
    enum Verdict {
        /// Taken out by hand.
        case amended(reason: String?, replacedBy: Int?)
        /// In the place of one that was taken out, by a draw where its domain had no more.
        case replacement(of: Int, draw: (number: Int, draw: DomainSampler.Draw)?)
        /// Held by hand, though it was not drawn.
        case held(reason: String?, gaveWay: Int?)
        /// Drawn, and left out in favour of one that is held.
        case gaveWay(to: Int)
    }

    /// The verdicts of candidates that the amendments touch.
    private(set) var verdicts: [Int: Verdict] = [:]
    /// How many are chosen.
    private(set) var count = 0

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
        _ choices: [DomainSampler.Choice], _ sampler: DomainSampler,
        _ amendments: [(candidate: Int, action: Amendment.Action, reason: String?)], name: (Int) -> String
    ) throws {
        let plan = sampler.plan
        let wasDrawn = Set(choices.map(\.candidate))
        let last = Dictionary(amendments.enumerated().map { ($1.candidate, $0) }, uniquingKeysWith: { $1 })
        let effective = amendments.enumerated().filter { last[$1.candidate] == $0 }.map(\.element)
        let dropped = Set(effective.filter { $0.action == .drop }.map(\.candidate))
        let held = Set(effective.filter { $0.action == .keep }.map(\.candidate))
        let domains = plan.candidates.domains
        var vacant = effective.filter { $0.action == .drop && wasDrawn.contains($0.candidate) }
        var chosen = wasDrawn.subtracting(vacant.map(\.candidate))
        for amendment in effective where amendment.action == .keep && !wasDrawn.contains(amendment.candidate) {
            let candidate = amendment.candidate
            var leaver: Int?
            if chosen.count < plan.settings.target, !vacant.isEmpty {
                let place = vacant.firstIndex { domains[$0.candidate] == domains[candidate] } ?? 0
                let left = vacant.remove(at: place)
                leaver = left.candidate
                verdicts[left.candidate] = .amended(reason: left.reason, replacedBy: candidate)
            } else if chosen.count >= plan.settings.target {
                let yielding = choices.reversed().map(\.candidate).filter { chosen.contains($0) && !held.contains($0) }
                leaver = yielding.first { domains[$0] == domains[candidate] } ?? yielding.first
                guard let leaver else {
                    throw CurationError.failed(
                        "the question \(name(candidate)) is to be held, and no chosen question is free to give way to it"
                    )
                }
                chosen.remove(leaver)
                verdicts[leaver] = .gaveWay(to: candidate)
            }
            chosen.insert(candidate)
            verdicts[candidate] = .held(reason: amendment.reason, gaveWay: leaver)
        }
        var sampler = sampler
        // Of each domain how many of the longest are taken: who has taken a place here keeps it.
        var taken: [Int32: Int] = [:]
        for amendment in vacant {
            let leaver = amendment.candidate
            func isFree(_ candidate: Int) -> Bool {
                !wasDrawn.contains(candidate) && !chosen.contains(candidate) && !dropped.contains(candidate)
            }
            let domain = plan.domains[Int(domains[leaver])]
            func longestFree() -> Int? {
                var rank = taken[domains[leaver]] ?? 0
                while rank < domain.byRank.count, !isFree(domain.members[Int(domain.byRank[rank])]) { rank += 1 }
                taken[domains[leaver]] = rank
                return rank < domain.byRank.count ? domain.members[Int(domain.byRank[rank])] : nil
            }
            var replacement: Int?
            var drawn: (number: Int, draw: DomainSampler.Draw)?
            let isNeeded = chosen.count < plan.settings.target
            if isNeeded { replacement = longestFree() }
            while isNeeded, replacement == nil {
                let number = sampler.drawCount
                guard let draw = sampler.next(chosen: choices.count) else { break }
                if isFree(draw.candidate) { (replacement, drawn) = (draw.candidate, (number, draw)) }
            }
            if let replacement {
                chosen.insert(replacement)
                verdicts[replacement] = .replacement(of: leaver, draw: drawn)
            } else if isNeeded, let back = choices.map(\.candidate).first(where: { hasGivenWay($0) }) {
                // Nobody else is left: one that gave way to a held question comes back.
                chosen.insert(back)
                verdicts[back] = nil
                replacement = back
            } else if isNeeded, !plan.settings.allowsShort {
                throw CurationError.failed(
                    """
                    no question is left to take the place of \(name(leaver)); a lower sample.target or "short": "allow" \
                    would do
                    """)
            }
            verdicts[leaver] = .amended(reason: amendment.reason, replacedBy: replacement)
        }
        count = chosen.count
    }

    private func hasGivenWay(_ candidate: Int) -> Bool {
        if case .gaveWay? = verdicts[candidate] { true } else { false }
    }
}
