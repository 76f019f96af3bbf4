import Bytes
import Pools
import Stages

/// What would have had to differ for a question that the draw did not take.
package struct MissedDraw {
    /// How many questions of its domain the draw took.
    package let taken: Int
    /// How many draws fell on the domain.
    package let draws: Int
    /// The chance that one of these draws had to take the question.
    package let chance: Double
    /// The longest trace of its domain, in tokens.
    package let longest: Int
    /// The least `sample.target` under which the same draws would have reached the question.
    package let reachedAt: Int?
    /// Whether a preselection is for questions of its source type, and what of it does not hold.
    package let preselection: Preselection?

    /// What keeps a question from being preselected.
    package struct Preselection {
        /// Whether the teacher's trace ends in the right answer.
        package let isTeacherRight: Bool
        /// The tokens of which the trace must have more; nil when it has enough.
        package let longerThan: Int?
    }

    /// Looks at a question that reached the stage sample.
    ///
    /// - Parameters:
    ///   - candidate: its place among the questions that did.
    ///   - question: its number.
    init(_ plan: DrawPlan, seed: UInt32, candidate: Int, question: QuestionIndex, of facts: QuestionFacts) {
        let candidates = plan.candidates
        let domain = Int(candidates.domains[candidate])
        let settings = plan.settings
        var sampler = DomainSampler(plan, seed: seed, needsWeights: false)
        var chosen = plan.preselected.count
        var (draws, taken, missed, rank, left) = (0, 0, 1.0, plan.ranks[candidate], plan.domains[domain].members.count)
        var reachedAt: Int?
        while reachedAt == nil {
            let isWithinTarget = chosen < settings.target
            guard let draw = sampler.next(chosen: chosen) else { break }
            if !candidates.isPreselected[draw.candidate] { chosen += 1 }
            if draw.candidate == candidate { reachedAt = chosen }
            guard draw.domain == domain, isWithinTarget else { continue }
            draws += 1
            if !candidates.isPreselected[draw.candidate] { taken += 1 }
            missed *= 1 - Self.weight(ofRank: rank, among: left)
            if draw.rank < rank { rank -= 1 }
            left -= 1
        }
        (self.draws, self.taken, chance, self.reachedAt) = (draws, taken, 1 - missed, reachedAt)
        longest =
            plan.domains[domain].byRank.first.map { place in
                Int(candidates.lengths[plan.domains[domain].members[Int(place)]])
            } ?? 0
        let type = facts.sourceType(of: question)
        let isRight = facts.outcome(of: facts.model(named: settings.teacher), for: question) == .right
        let wanted = settings.preselect.filter { entry in type.withByteView { entry.sourceType.matches($0) } }
        // The easiest of several counts.
        let least = wanted.map { $0.longerThan ?? -1 }.min()
        preselection = least.map { least in
            Preselection(
                isTeacherRight: isRight, longerThan: Int(candidates.lengths[candidate]) > least ? nil : least)
        }
    }

    /// `2^-rank`, normalised over so many questions.
    private static func weight(ofRank rank: Int, among count: Int) -> Double {
        let total = 2 - 2 * Double(sign: .plus, exponent: -count, significand: 1)
        return Double(sign: .plus, exponent: -rank, significand: 1) / total
    }
}
