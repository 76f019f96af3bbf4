import Bytes
import Testing
import TestSupport

@testable import Overlap

/// Weights of runs, held against their definition.
@Suite("The rarity of runs")
struct RunRarityTests {
    @Test("a logarithm is the greatest number of 256ths that is not too many")
    func logarithm() {
        var random = SeededRandom(5)
        for _ in 0..<2000 {
            let divisor = 1 + random.below(100_000)
            let dividend = divisor + random.below(17 * divisor)
            let found = RunRarity.logarithm(of: dividend, over: divisor)
            // 2^(found/256) <= dividend/divisor < 2^((found+1)/256), up to the bits that squaring drops.
            var (low, high) = (1.0, 1.0)
            let step = 1.0027112750502025
            for _ in 0..<found { low *= step }
            high = low * step
            let ratio = Double(dividend) / Double(divisor)
            if ratio >= 16 {
                #expect(found == 1024)
            } else {
                #expect(low <= ratio * 1.000001 && high >= ratio * 0.999999, "\(dividend)/\(divisor)")
            }
        }
    }

    @Test(
        "exact logarithms",
        arguments: [
            (1, 1, 0), (2, 1, 256), (4, 1, 512), (8, 1, 768), (16, 1, 1024), (1_000_000, 1, 1024), (3, 4, 0), (5, 0, 0),
            (12, 3, 512), (15, 1, 1000), (3, 2, 149),
        ])
    func exact(_ dividend: Int, _ divisor: Int, _ expected: Int) {
        #expect(RunRarity.logarithm(of: dividend, over: divisor) == expected)
    }

    @Test("a run that few texts have weighs fully, one that all have next to nothing")
    func weights() {
        var counter = RunRarity.Counter(runs: 1000)
        let (common, half, rare) = (UInt64.max / 3, UInt64.max / 5, UInt64.max / 7)
        for text in 0..<159 {
            counter.count([common] + (text % 2 == 0 ? [half] : []) + (text < 10 ? [rare] : []))
        }
        let rarity = RunRarity(counter)
        #expect(rarity.texts == 159)
        #expect(rarity.weight(of: rare) == RunRarity.fullWeight)
        #expect(rarity.weight(of: UInt64.max / 11) == RunRarity.fullWeight)
        // 160/159 and 160/80: 2 texts of one, so that the logarithm is 1 and its square a sixteenth of 4's.
        #expect(rarity.weight(of: common) == 2 * 2 >> 4)
        #expect(rarity.weight(of: half) == RunRarity.fullWeight / 16)
    }

    @Test("ignored runs have no weight")
    func ignored() {
        let rarity = RunRarity(RunRarity.Counter(runs: 10), ignoring: [7, 9])
        #expect([7, 8, 9].map { rarity.weight(of: $0) } == [0, RunRarity.fullWeight, 0])
    }

    @Test("the weights are the same however the texts are shared among threads")
    func threads() {
        var random = SeededRandom(6)
        let runs = (0..<50).map { _ in random.next() }
        let texts = (0..<400).map { _ in (0..<6).map { _ in runs[random.below(50) * random.below(50) / 50] } }
        var whole = RunRarity.Counter(runs: 3000)
        var parts = [whole, whole, whole]
        for (place, text) in texts.enumerated() {
            let distinct = Array(Set(text))
            whole.count(distinct)
            parts[place % 3].count(distinct)
        }
        var sum = parts[2]
        sum.add(parts[0])
        sum.add(parts[1])
        let (one, other) = (RunRarity(whole), RunRarity(sum))
        for run in runs {
            #expect(one.weight(of: run) == other.weight(of: run))
            let count = texts.filter { $0.contains(run) }.count
            let bits = RunRarity.logarithm(of: texts.count + 1, over: max(count, 1))
            #expect(one.weight(of: run) == (count <= 401 / 16 ? 65536 : bits * bits >> 4))
        }
    }
}
