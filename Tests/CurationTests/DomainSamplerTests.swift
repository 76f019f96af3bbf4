import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Stages

@Suite("The two-stage draw")
struct DomainSamplerTests {
    private func candidates(_ pool: Int) throws -> Candidates {
        var candidates = Candidates()
        var numbers: [String: Int] = [:]
        for row in try #require(numpyWitness["pools"]?.list?[pool].list) {
            let domain = try #require(row["domain"]?.string)
            if numbers[domain] == nil {
                numbers[domain] = numbers.count
                candidates.domainNames.append(domain)
            }
            candidates.domains.append(Int32(numbers[domain] ?? 0))
            candidates.lengths.append(Int32(try #require(row["length"]?.integer)))
            candidates.isPreselected.append(row["preselected"] == true)
            candidates.isAIME.append(row["aime"] == true)
            candidates.isGPQA.append(row["gpqa"] == true)
        }
        return candidates
    }

    private func settings(_ members: [(String, JSON)]) throws -> SampleRecipe {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        var sample: JSONObject = JSONObject()
        sample["target"] = 1
        for (name, value) in members { sample[name] = value }
        return try recipe([("sample", .object(sample))], in: folder).sample
    }

    @Test("every choice and its draw are those of NumPy", arguments: 0..<30)
    func selections(_ number: Int) throws {
        let expected = try #require(numpyWitness["cases"]?.list?[number])
        let settings = try settings(["target", "profile", "uniform_until"].map { ($0, expected[$0] ?? .null) })
        var sampler = DomainSampler(
            DrawPlan(try candidates(try #require(expected["pool"]?.integer)), settings),
            seed: UInt32(try #require(expected["seed"]?.integer)))
        let found: [[Int]] = sampler.run().map { [$0.candidate, $0.draw ?? -1] }
        let events: [[Int]] = (expected["events"]?.list ?? []).map { $0.list?.compactMap(\.integer) ?? [] }
        #expect(found == events)
    }

    @Test("of equally long traces the later has the lower rank")
    func ties() {
        let domain = DrawPlan.Domain([3, 5, 8, 9], lengths: [0, 0, 0, 7, 0, 9, 0, 0, 7, 7])
        #expect(domain.byRank == [1, 3, 2, 0])
    }

    @Test("weights of domains: AIME counts and GPQA's share, GPQA's order first")
    func benchmarkWeights() {
        var candidates = Candidates()
        candidates.domainNames = ["a", "b", "c", "d"]
        candidates.domains = [2, 0, 0, 1, 1, 1, 3, 2]
        candidates.isGPQA = [false, true, true, false, false, false, true, false]
        candidates.isAIME = [true, false, false, true, true, true, false, false]
        // A = 4, G = 3, so a GPQA question counts 2/3: domain a 1, d 0; c and b have AIME questions only.
        let (domains, weights) = DrawPlan.benchmarkWeights(candidates)
        #expect(domains == [0, 2, 1])
        let fifths: [Double] = [1, 1, 3].map { $0 / 5 }
        #expect(weights == fifths)
    }

    @Test("a domain of ten thousand, where the lightest weights vanish")
    func large() throws {
        var candidates = Candidates()
        candidates.domainNames = ["all"]
        for k in 0..<10_000 {
            candidates.domains.append(0)
            candidates.lengths.append(Int32(k % 977))
            candidates.isPreselected.append(false)
            candidates.isAIME.append(false)
            candidates.isGPQA.append(false)
        }
        var sampler = DomainSampler(DrawPlan(candidates, try settings([("target", 300)])), seed: 9)
        let choices = sampler.run()
        #expect(Set(choices.map(\.candidate)).count == 300)
        #expect(choices.allSatisfy { $0.phase == .uniform && $0.rank < 60 })
    }
}
