import Bytes
import Pools
import Stages

/// What would have had to differ for the draw to take a question that it did not take.
package struct MissedDraw {
    /// The number of questions of the same domain that the draw took.
    package let taken: Int
    /// The number of draws from the domain.
    package let draws: Int
    /// The probability that at least one of these draws would take the question.
    package let chance: Double
    /// The length of the longest trace in the domain.
    package let longest: Int
    /// The unit of lengths.
    package let unit: LengthUnit
    /// Whether the longest trace of a domain is taken with at least even odds.
    package let favorsLongest: Bool
    /// The smallest `sample.target` with which the same draws would have reached the question.
    package let reachedAt: Int?
    /// The unmet conditions of the preselection for the question's source type; nil if there is no such preselection.
    package let preselection: Preselection?

    /// The conditions of a preselection, compared with a question.
    package struct Preselection {
        /// Whether the teacher's trace ends with the right answer.
        package let isTeacherRight: Bool
        /// The length that the trace would have to exceed; nil if it is long enough.
        package let longerThan: Int?
    }

    /// Analyzes the draw for a question that reached the stage sample.
    ///
    /// - Parameters:
    ///   - candidate: the index of the question among the candidates.
    ///   - question: the index of the question in the pool.
    init(_ plan: DrawPlan, seed: UInt32, candidate: Int, question: QuestionIndex, of facts: QuestionFacts) {
        let candidates = plan.candidates
        let domain = Int(candidates.domains[candidate])
        let settings = plan.settings
        var sampler = DomainSampler(plan, seed: seed, needsWeights: false)
        var chosen = plan.preselected.count
        var (draws, taken, missed, rank, left) = (0, 0, 1.0, plan.ranks[candidate], plan.domains[domain].members.count)
        var reachedAt: Int?
        // Each draw of the recipe's own takes a time in proportion to the candidates.
        while reachedAt == nil, !plan.isOwn || sampler.drawCount < Self.mostOwnDraws {
            let isWithinTarget = chosen < settings.target
            guard let draw = sampler.next(chosen: chosen, watching: candidate) else { break }
            if !candidates.isPreselected[draw.candidate] { chosen += 1 }
            if draw.candidate == candidate { reachedAt = chosen }
            guard draw.domain == domain, isWithinTarget else { continue }
            draws += 1
            if !candidates.isPreselected[draw.candidate] { taken += 1 }
            missed *= 1 - (draw.chance ?? Self.weight(ofRank: rank, among: left))
            if draw.rank < rank { rank -= 1 }
            left -= 1
        }
        (self.draws, self.taken, chance, self.reachedAt) = (draws, taken, 1 - missed, reachedAt)
        unit = settings.length
        if case .rank(let decay) = settings.weight { favorsLongest = decay <= 0.5 } else { favorsLongest = false }
        longest =
            plan.domains[domain].byRank.first.map { place in
                Int(candidates.lengths[plan.domains[domain].members[Int(place)]])
            } ?? 0
        let type = facts.sourceType(of: question)
        let isRight = facts.outcome(of: facts.model(named: settings.teacher), for: question) == .right
        // Conditions and maxima are not told here: what they lack depends on more than the teacher and the length.
        let wanted = settings.preselect.filter { entry in
            entry.isSimple && type.withByteView { entry.sourceType?.matches($0) } == true
        }
        // The lowest of the thresholds.
        let least = wanted.map { $0.longerThan ?? -1 }.min()
        preselection = least.map { least in
            Preselection(
                isTeacherRight: isRight, longerThan: Int(candidates.lengths[candidate]) > least ? nil : least)
        }
    }

    /// The number of draws with weights or bounds of the recipe's own after which the question is taken for not reached.
    private static let mostOwnDraws = 20_000

    /// Returns the weight `2^-rank`, normalized over the given number of questions.
    private static func weight(ofRank rank: Int, among count: Int) -> Double {
        let total = 2 - 2 * Double(sign: .plus, exponent: -count, significand: 1)
        return Double(sign: .plus, exponent: -rank, significand: 1) / total
    }
}
