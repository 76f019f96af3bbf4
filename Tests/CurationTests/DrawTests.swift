import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Recipes
@testable import Stages

/// The draw in both its phases, many seeds of it, and amendments of it, on random candidates.
@Suite("Draws of random candidates")
struct DrawTests {
    private static func settings(_ members: [(String, JSON)]) throws -> SampleRecipe {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        var sample: JSONObject = ["short": "allow"]
        for (name, value) in members { sample[name] = value }
        return try recipe([("sample", .object(sample))], in: folder).sample
    }

    private static func candidates(_ random: inout SeededRandom, count: Int) -> Candidates {
        var candidates = Candidates()
        candidates.domainNames = ["b", "c", "a", "empty", "d"]
        for _ in 0..<count {
            candidates.domains.append(random.pick([0, 0, 1, 2, 4]))
            candidates.lengths.append(Int32(random.below(30)))
            candidates.isPreselected.append(random.below(9) == 0)
            candidates.isAIME.append(random.below(5) == 0)
            candidates.isGPQA.append(random.below(5) == 0)
        }
        return candidates
    }

    /// The choices of a draw by its definition: domains uniformly, later by weight, and within one by `2^-rank`.
    private static func definition(_ plan: DrawPlan, seed: UInt32) -> [Int] {
        var random = MersenneTwister(seed: seed)
        let candidates = plan.candidates
        var left = candidates.domainNames.indices.map { domain in
            (0..<candidates.count).filter { Int(candidates.domains[$0]) == domain }
        }
        var open = left.indices.filter { !left[$0].isEmpty }.sorted {
            candidates.domainNames[$0] < candidates.domainNames[$1]
        }
        var (weighted, weights) = plan.settings.profile == .notebook ? DrawPlan.benchmarkWeights(candidates) : ([], [])
        var chosen = (0..<candidates.count).filter { candidates.isPreselected[$0] }
        while chosen.count < plan.settings.target, !open.isEmpty {
            let isWeighted =
                plan.settings.profile == .notebook && chosen.count >= plan.settings.uniformUntil && !weighted.isEmpty
            let domain =
                isWeighted
                ? weighted[CumulatedWeights(weights).draw(random.unit())] : open[random.integer(below: open.count)]
            // The longest first; of two of one length, the later.
            let ranked = left[domain].sorted { (candidates.lengths[$0], $0) > (candidates.lengths[$1], $1) }
            let shares = left[domain].map { member in
                Double(sign: .plus, exponent: -(ranked.firstIndex(of: member) ?? 0), significand: 1)
            }
            let place = CumulatedWeights(Weights.normalised(shares)).draw(random.unit())
            let candidate = left[domain].remove(at: place)
            if !candidates.isPreselected[candidate] { chosen.append(candidate) }
            guard left[domain].isEmpty else { continue }
            open.removeAll { $0 == domain }
            if let place = weighted.firstIndex(of: domain) {
                weighted.remove(at: place)
                weights.remove(at: place)
                weights = Weights.normalised(weights)
            }
        }
        return chosen
    }

    @Test("choose what the definition says, in both profiles and phases", arguments: 0..<40)
    func definition(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let count = 1 + random.below(60)
        let plan = DrawPlan(
            Self.candidates(&random, count: count),
            try Self.settings([
                ("target", JSON(1 + random.below(70))), ("profile", .string(random.pick(["paper", "notebook"]))),
                ("uniform_until", JSON(random.below(20))),
            ]))
        var sampler = DomainSampler(plan, seed: 0)
        for seed in UInt32(0)..<3 {
            sampler.restart(seed: seed)
            let choices = sampler.run()
            #expect(choices.map(\.candidate) == Self.definition(plan, seed: seed))
            #expect(choices.count { $0.phase == .preselected } == plan.preselected.count)
            for choice in choices { #expect((choice.draw == nil) == (choice.phase == .preselected)) }
            let draws = choices.compactMap(\.draw)
            #expect(draws == draws.sorted() && (draws.last ?? 0) <= sampler.drawCount)
            #expect(choices.allSatisfy { choice in choice.weight.map { $0 > 0 && $0 <= 1 } ?? (choice.draw == nil) })
        }
    }

    @Test("with many seeds count how often each is chosen, on any number of threads", arguments: [1, 4])
    func sweep(_ threads: Int) throws {
        var random = SeededRandom(UInt64(threads))
        let plan = DrawPlan(Self.candidates(&random, count: 50), try Self.settings([("target", 12)]))
        let seeds = 40..<240
        var expected = [Int](repeating: 0, count: 50)
        for seed in seeds {
            var sampler = DomainSampler(plan, seed: UInt32(seed), needsWeights: false)
            sampler.choose { expected[$0] += 1 }
        }
        let sweep = try SeedSweep(plan, seeds: seeds, threads: threads)
        #expect(sweep.counts == expected && sweep.total == expected.reduce(0, +))
        #expect(try SeedSweep(plan, seeds: 5..<5, threads: threads).total == 0)
    }

    // MARK: - Amendments

    @Test("amended keep what is held, without what is dropped, and of the size that they had", arguments: 0..<60)
    func amending(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let plan = DrawPlan(
            Self.candidates(&random, count: 60), try Self.settings([("target", JSON(5 + random.below(20)))]))
        var sampler = DomainSampler(plan, seed: UInt32(seed))
        let choices = sampler.run()
        let before = Set(choices.map(\.candidate))
        let amendments = (0..<random.below(8)).map { number -> AmendedSelection.CandidateAmendment in
            (random.below(60), random.below(2) == 0 ? .drop : .keep, "reason \(number)")
        }
        let amended = try AmendedSelection(choices, sampler, amendments) { "\($0)" }
        var last: [Int: Amendment.Action] = [:]
        for amendment in amendments { last[amendment.candidate] = amendment.action }
        // What is chosen now, by the effects on those that changed.
        var after = before
        for (candidate, effect) in amended.effects {
            switch effect {
            case .amended, .gaveWay: after.remove(candidate)
            case .held, .replacement: after.insert(candidate)
            }
        }
        #expect(after.count == amended.count)
        // Where more are preselected than wanted, those that are dropped beyond the target are not replaced.
        let size = min(plan.settings.target, before.count)...before.count
        #expect(size.contains(amended.count))
        for (candidate, action) in last {
            #expect(after.contains(candidate) == (action == .keep), "\(candidate)")
        }
        // Whoever leaves is on record with whoever comes, and the other way about.
        for (candidate, effect) in amended.effects {
            switch effect {
            case .amended(_, let replacement?): #expect(after.contains(replacement) && !before.contains(replacement))
            case .gaveWay(let other): #expect(last[other] == .keep && before.contains(candidate))
            case .replacement(let leaver, _): #expect(last[leaver] == .drop && !before.contains(candidate))
            case .held(_, let leaver?): #expect(before.contains(leaver) && !after.contains(leaver))
            case .amended, .held: break
            }
        }
    }

    @Test("a replacement is the longest of the domain that is free")
    func longestFree() throws {
        var candidates = Candidates()
        candidates.domainNames = ["a", "b"]
        for number in 0..<20 {
            candidates.domains.append(Int32(number % 2))
            candidates.lengths.append(Int32(number))
            candidates.isPreselected.append(number < 4)
            candidates.isAIME.append(false)
            candidates.isGPQA.append(false)
        }
        let plan = DrawPlan(candidates, try Self.settings([("target", 4)]))
        var sampler = DomainSampler(plan, seed: 0)
        let choices = sampler.run()
        #expect(choices.map(\.candidate) == [0, 1, 2, 3])
        let amended = try AmendedSelection(
            choices, sampler, [(0, .drop, nil), (19, .drop, nil), (1, .drop, "x"), (18, .keep, nil)]
        ) { "\($0)" }
        // 18 takes the place of 0, of its domain; 19 is dropped, so 17 is the longest that is left for 1.
        #expect(amended.effects.keys.sorted() == [0, 1, 17, 18])
        guard case .amended(nil, 18)? = amended.effects[0], case .amended("x", 17)? = amended.effects[1] else {
            Issue.record("\(amended.effects)")
            return
        }
    }
}
