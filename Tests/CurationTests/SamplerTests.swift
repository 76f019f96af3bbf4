import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Stages

@Suite("The draw's short way and NumPy's long one")
struct SamplerTests {
    /// A draw by the definition: all weights, their sums in NumPy's order, the unit among them.
    private func slow(_ plan: DrawPlan, seed: UInt32) -> [Int] {
        var random = MersenneTwister(seed: seed)
        var sorted = plan.sorted
        var left = plan.domains.map(\.members)
        var drawn: [Int] = []
        while drawn.count < plan.settings.target, !sorted.isEmpty {
            let place = random.integer(below: sorted.count)
            let domain = sorted[place]
            let byRank = plan.domains[domain].byRank.map { plan.domains[domain].members[Int($0)] }
                .filter { left[domain].contains($0) }
            let weights = left[domain].map { member in
                Double(sign: .plus, exponent: -(byRank.firstIndex(of: member) ?? 0), significand: 1)
            }
            let index = CumulatedWeights(Weights.normalised(weights)).draw(random.unit())
            drawn.append(left[domain].remove(at: index))
            if left[domain].isEmpty { sorted.remove(at: place) }
        }
        return drawn
    }

    @Test("draw the same, whatever the sizes of the domains", arguments: [1, 2, 39, 40, 41, 42, 90])
    func agree(size: Int) throws {
        var random = SeededRandom(UInt64(size))
        var candidates = Candidates()
        candidates.domainNames = ["a", "b"]
        for _ in 0..<2 * size {
            candidates.domains.append(Int32(random.below(2)))
            candidates.lengths.append(Int32(random.below(50)))
            candidates.isPreselected.append(false)
            candidates.isAIME.append(false)
            candidates.isGPQA.append(false)
        }
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        let settings = try recipe([("sample", ["target": JSON(2 * size)])], in: folder).sample
        let plan = DrawPlan(candidates, settings)
        var sampler = DomainSampler(plan, seed: 0, needsWeights: false)
        for seed in UInt32(0)..<4 {
            sampler.restart(seed: seed)
            var drawn: [Int] = []
            sampler.choose { drawn.append($0) }
            #expect(drawn == slow(plan, seed: seed))
        }
    }
}
