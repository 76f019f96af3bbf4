/// A sketch that finds keys that may have more than one tag, in one byte per slot and without false negatives.
///
/// A slot contains the tag of the keys that hash to it, or the mark `several`. It is filled tag by tag: all threads
/// that fill it at the same time write the same tag, so that the order of their writes does not matter.
package final class TagSketch: Sendable {
    private let places: SharedArray<UInt8>
    private let shift: UInt64
    private static let several = UInt8.max

    /// Creates a sketch for about `keys` keys, which must be well mixed.
    package init(keys: Int) {
        var bits: UInt64 = 16
        while bits < 29, 1 << bits < keys { bits += 1 }
        shift = 64 - bits
        places = SharedArray(zeros: 1 << Int(bits))
    }

    /// Inserts keys with a zero-based tag; tags above 253 count as several at once.
    package func insert(_ keys: [UInt64], tag: Int) {
        let tag = tag < 254 ? UInt8(tag + 1) : Self.several
        fetch(keys)
        for key in keys {
            let place = Int(key >> shift)
            let there = places[place]
            if there != tag, there != Self.several { places[place] = there == 0 ? tag : Self.several }
        }
    }

    /// Finds the indices of those keys that may have several tags.
    package func shared(among keys: [UInt64], into found: inout [Int]) {
        found.removeAll(keepingCapacity: true)
        fetch(keys)
        for (index, key) in keys.enumerated() where places[Int(key >> shift)] == Self.several { found.append(index) }
    }

    /// Prefetches the slots of all keys, since each access would otherwise wait for memory.
    private func fetch(_ keys: [UInt64]) {
        for key in keys { places.prefetch(Int(key >> shift)) }
    }
}
