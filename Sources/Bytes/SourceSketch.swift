/// A sketch of which keys may occur under several tags, with one byte per slot and no false negatives.
///
/// A slot holds the tag of the keys that hash to it, or a marker for several tags. It is filled tag by tag: all threads
/// that insert at the same time use the same tag, so that the order of their writes does not matter.
package final class SourceSketch: Sendable {
    private let places: SharedArray<UInt8>
    private let shift: UInt64
    private static let several = UInt8.max

    /// Creates a sketch for about `keys` keys, whose bits must be well mixed.
    package init(keys: Int) {
        var bits: UInt64 = 16
        while bits < 29, 1 << bits < keys { bits += 1 }
        shift = 64 - bits
        places = SharedArray(zeros: 1 << Int(bits))
    }

    /// Inserts keys under a zero-based tag; tags above 253 are treated as several tags.
    package func insert(_ keys: [UInt64], tag: Int) {
        let tag = tag < 254 ? UInt8(tag + 1) : Self.several
        fetch(keys)
        for key in keys {
            let place = Int(key >> shift)
            let there = places[place]
            if there != tag, there != Self.several { places[place] = there == 0 ? tag : Self.several }
        }
    }

    /// Finds the indices of the keys that may occur under several tags.
    package func shared(among keys: [UInt64], into found: inout [Int]) {
        found.removeAll(keepingCapacity: true)
        fetch(keys)
        for (index, key) in keys.enumerated() where places[Int(key >> shift)] == Self.several { found.append(index) }
    }

    /// Prefetches the slots of all keys, so that accesses do not wait for memory one by one.
    private func fetch(_ keys: [UInt64]) {
        for key in keys { places.prefetch(Int(key >> shift)) }
    }
}
