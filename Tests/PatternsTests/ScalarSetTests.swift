import TestSupport
import Testing

@testable import Patterns

@Suite("Sets of scalars")
struct ScalarSetTests {
    /// The numbers near which sets begin or end: where UTF-8 needs another byte, around surrogates, and at the ends.
    private static let edges: [UInt32] = [
        0, 1, 0x41, 0x5A, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0xFFFF, 0x10000, 0x10FFFE, 0x10FFFF,
    ]

    private static func ranges(_ random: inout SeededRandom) -> [ClosedRange<UInt32>] {
        (0..<random.below(5)).map { _ in
            let (one, other) = (random.pick(edges), UInt32(random.below(0x110000)))
            let end = random.below(2) == 0 ? random.pick(edges) : other
            return min(one, end)...max(one, end)
        }
    }

    /// Numbers around all ends of some ranges, at which membership can change.
    private static func probes(_ ranges: [ClosedRange<UInt32>]) -> [UInt32] {
        (ranges.flatMap { [$0.lowerBound, $0.upperBound] } + edges).flatMap { number in
            [number == 0 ? 0 : number - 1, number, min(number + 1, ScalarSet.last)]
        }
    }

    private static func contains(_ ranges: [ClosedRange<UInt32>], _ number: UInt32) -> Bool {
        Unicode.Scalar(number) != nil && ranges.contains { $0.contains(number) }
    }

    @Test("of any ranges holds what one of them holds, in ranges that neither touch nor overlap", arguments: 0..<60)
    func merging(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let ranges = Self.ranges(&random)
        let set = ScalarSet(ranges)
        for number in Self.probes(ranges) {
            #expect(Self.contains(set.ranges, number) == Self.contains(ranges, number), "\(number)")
        }
        for (a, b) in zip(set.ranges, set.ranges.dropFirst()) { #expect(a.upperBound + 1 < b.lowerBound) }
        #expect(set.ranges.allSatisfy { !$0.overlaps(0xD800...0xDFFF) })
        #expect(ScalarSet(set.ranges) == set && ScalarSet(ranges.reversed()) == set)
    }

    @Test("what is inverted holds the rest, and the inverse of that is the set", arguments: 0..<60)
    func inverting(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let (one, other) = (ScalarSet(Self.ranges(&random)), ScalarSet(Self.ranges(&random)))
        for number in Self.probes(one.ranges + other.ranges) where Unicode.Scalar(number) != nil {
            #expect(Self.contains(one.inverted.ranges, number) != Self.contains(one.ranges, number), "\(number)")
            let isInEither = Self.contains(one.ranges, number) || Self.contains(other.ranges, number)
            #expect(Self.contains(one.union(other).ranges, number) == isInEither, "\(number)")
        }
        #expect(one.inverted.inverted == one && one.union(one.inverted) == .all)
        #expect(
            one.union(other).inverted
                == ScalarSet(
                    one.inverted.ranges.flatMap { a in other.inverted.ranges.compactMap { $0.part(in: a) } }))
    }

    @Test(
        "ignoring case adds the other case of each letter, where that is one scalar",
        arguments: [
            ("a", "Aa"), ("K", "Kk"), ("1_", "1_"), ("é", "Éé"), ("ß", "ß"), ("σ", "Σσ"), ("ǆ", "ǄǅǆǄ"), ("𐐨", "𐐀𐐨"),
            ("数", "数"),
        ])
    func cases(_ letters: String, _ expected: String) {
        func set(_ text: String) -> ScalarSet { ScalarSet(text.unicodeScalars.map { $0.value...$0.value }) }
        #expect(set(letters).ignoringCase == set(expected))
        #expect(set(letters).ignoringCase.ignoringCase == set(expected))
    }

    /// The scalars of a product of ranges of bytes, or nil if some bytes are no scalar.
    private static func holds(_ sequences: [[ClosedRange<UInt8>]], _ scalar: Unicode.Scalar) -> Int {
        let bytes = Array(String(scalar).utf8)
        return sequences.count { $0.count == bytes.count && zip($0, bytes).allSatisfy { $0.contains($1) } }
    }

    @Test("the ranges of bytes of a set hold the UTF-8 of its scalars, each once, and of no others", arguments: 0..<60)
    func bytes(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let set = ScalarSet(Self.ranges(&random))
        let sequences = UTF8Ranges.sequences(of: set)
        for scalar in Self.probes(set.ranges).compactMap(Unicode.Scalar.init) {
            #expect(
                Self.holds(sequences, scalar) == (Self.contains(set.ranges, scalar.value) ? 1 : 0), "\(scalar.value)")
        }
        // As many byte sequences as scalars: none that is not UTF-8.
        let products = sequences.reduce(0) { $0 + $1.reduce(1) { $0 * $1.count } }
        #expect(products == set.ranges.reduce(0) { $0 + $1.count })
    }
}

extension ClosedRange<UInt32> {
    /// The part of the range in another; nil if there is none.
    fileprivate func part(in other: ClosedRange<UInt32>) -> ClosedRange<UInt32>? {
        overlaps(other) ? clamped(to: other) : nil
    }
}
