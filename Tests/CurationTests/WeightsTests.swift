import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Stages

@Suite("Tables of the draw and their definitions")
struct WeightsTests {
    @Test(
        "a sum over values of which most are zero is that over all of them, to the last bit",
        arguments: [1, 7, 8, 9, 16, 127, 128, 129, 1000, 5000])
    func sparse(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        for density in [1, 2, 10, 200] {
            var values = [Double](repeating: 0, count: count)
            for index in values.indices where random.below(density) == 0 {
                values[index] = Double(
                    sign: .plus, exponent: -random.below(60), significand: 1 + Double(random.below(9)) / 9)
            }
            let some = values.enumerated().filter { $0.element != 0 }.map { (index: $0.offset, value: $0.element) }
            let offset = random.below(50)
            let moved = some.map { (index: $0.index + offset, value: $0.value) }
            #expect(Weights.sum(some[...], in: 0..<count) == Weights.sum(values))
            #expect(Weights.sum(moved[...], in: offset..<offset + count) == Weights.sum(values))
        }
    }

    @Test("a unit falls to the first weight at which the cumulated weights exceed it", arguments: 0..<20)
    func drawing(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let weights = (0..<1 + random.below(9)).map { _ in Double(random.below(4)) } + [1]
        let drawn = CumulatedWeights(weights)
        let total = weights.reduce(0, +)
        for unit in [0, 0.25, 0.5, 0.999_999, 1] + (0..<50).map({ _ in Double(random.below(1000)) / 1000 }) {
            var (sum, expected) = (0.0, weights.count - 1)
            for (index, weight) in weights.enumerated() {
                sum += weight
                if sum / total > unit {
                    expected = index
                    break
                }
            }
            #expect(drawn.draw(unit) == expected, "\(weights) \(unit)")
        }
    }

    @Test("what remains is in ascending order, in small sets and large ones", arguments: [1, 5, 1024, 1025, 3000])
    func remaining(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        var (places, naive) = (RemainingPlaces(count: count), Array(0..<count))
        while !naive.isEmpty {
            let place = random.below(naive.count)
            #expect(places.count == naive.count && places[place] == naive[place])
            #expect(places[0] == naive[0] && places[naive.count - 1] == naive[naive.count - 1])
            places.remove(naive.remove(at: place))
            // A large set is not tried one by one to its end.
            if count > 2000, naive.count < 2500 { break }
        }
    }

    @Test("the drawn before an index are counted, in small sets and large ones", arguments: [1, 64, 65, 1000, 300_000])
    func drawn(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        var (places, naive) = (DrawnPlaces(count: count), Set<Int>())
        #expect(places.isLarge == (count > 64 * DrawnPlaces.fewWords))
        for _ in 0..<min(count, 300) {
            let place = random.below(count)
            if naive.insert(place).inserted {
                places.insert(place)
            } else {
                naive.remove(place)
                places.remove(place)
            }
            let asked = random.below(count)
            #expect(places.count(before: asked) == naive.count { $0 < asked })
            #expect(places.count(inWordBefore: asked) == naive.count { $0 < asked && $0 >= asked & ~63 })
        }
    }

    @Test("the index at which a collection is parted is the first that holds", arguments: 0..<30)
    func parting(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let values = (0..<random.below(40)).map { _ in random.below(10) }.sorted()
        for limit in -1...10 {
            let expected = values.firstIndex { $0 >= limit } ?? values.count
            #expect(values.partitioningIndex { $0 >= limit } == expected)
            let slice = values.dropFirst(3)
            #expect(slice.partitioningIndex { $0 >= limit } == (slice.firstIndex { $0 >= limit } ?? slice.endIndex))
        }
    }
}
