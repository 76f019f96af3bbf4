import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Stages

/// What NumPy drew; `Witnesses/numpy_witness.py` wrote it.
let numpyWitness: JSON = {
    guard let path = Bundle.module.path(forResource: "Fixtures/numpy", ofType: "json"),
        let text = try? InputFile.contents(of: path), let document = try? text.withByteView({ try JSON(parsing: $0) })
    else { return .null }
    return document
}()

@Suite("Draws are NumPy's")
struct MersenneTwisterTests {
    @Test("units, integers and permutations, number for number", arguments: 0..<4)
    func draws(_ number: Int) throws {
        let expected = try #require(numpyWitness["draws"]?.list?[number])
        var random = MersenneTwister(seed: UInt32(try #require(expected["seed"]?.integer)))
        for unit in try #require(expected["units"]?.list) { #expect(random.unit() == unit.double) }
        for entry in try #require(expected["integers"]?.list) {
            let count = try #require(entry.list?[0].integer)
            let values = try #require(entry.list?[1].list)
            for value in values { #expect(random.integer(below: count) == value.integer) }
        }
        #expect(random.permutation(20) == expected["permutation"]?.list?.compactMap(\.integer))
        #expect(random.unit() == expected["after"]?.double)
    }

    @Test("a draw from one draws nothing")
    func one() {
        var random = MersenneTwister(seed: 3)
        var other = random
        #expect(random.integer(below: 1) == 0)
        #expect(random.nextWord() == other.nextWord())
    }

    @Test("sums are added in NumPy's order")
    func sums() throws {
        let numbers = (numpyWitness["numbers"]?.list ?? []).compactMap(\.double)
        for entry in try #require(numpyWitness["sums"]?.list) {
            let count = try #require(entry.list?[0].integer)
            let sum = try #require(entry.list?[1].double)
            #expect(Weights.sum(Array(numbers.prefix(count))) == sum)
        }
    }

    @Test("sums of which most terms are 0 and left out are the same to the last bit")
    func sparseSums() {
        var random = SeededRandom(8)
        for count in [1, 7, 8, 9, 100, 128, 129, 136, 1000, 1001, 5000] {
            var values = [Double](repeating: 0, count: count)
            for rank in 0..<min(count, 1 + random.below(200)) {
                values[random.below(count)] = Double(sign: .plus, exponent: -rank, significand: 1)
            }
            let entries = values.enumerated().filter { $0.element != 0 }.map { (index: $0.offset, value: $0.element) }
            #expect(Weights.sum(entries[...], in: 0..<count) == Weights.sum(values))
        }
    }

    @Test("a weighted draw takes the first whose share reaches beyond the unit")
    func weighted() {
        let weights = [0.25, 0, 0.5, 0.25]
        let units: [Double] = [0, 0.2499, 0.25, 0.7499, 0.75, 0.9999]
        let drawn: [Int] = units.map { CumulatedWeights(weights).draw($0) }
        #expect(drawn == [0, 0, 2, 2, 3, 3])
    }
}

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
