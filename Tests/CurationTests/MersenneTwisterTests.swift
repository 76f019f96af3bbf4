import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Stages

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

/// What NumPy drew; `Witnesses/numpy_witness.py` wrote it.
let numpyWitness: JSON = fixture("numpy")

/// What NumPy drew under weights and bounds of a recipe's own; `Witnesses/draws_witness.py` wrote it.
let drawsWitness: JSON = fixture("draws")

private func fixture(_ name: String) -> JSON {
    guard let path = Bundle.module.path(forResource: "Fixtures/\(name)", ofType: "json"),
        let text = try? InputFile.contents(of: path), let document = try? text.withByteView({ try JSON(parsing: $0) })
    else { return .null }
    return document
}
