/// Which keys may come under more than one tag, in one byte a place and without a false no.
///
/// A place holds the tag of the keys that hash there, or the mark of several. It is filled tag by tag: all threads that
/// fill at the same time write the same tag, so that the order of their writes does not matter.
package final class TagSketch: Sendable {
    private let places: SharedArray<UInt8>
    private let shift: UInt64
    private static let several = UInt8.max

    /// A sketch for about so many keys, which are well mixed.
    package init(keys: Int) {
        var bits: UInt64 = 16
        while bits < 29, 1 << bits < keys { bits += 1 }
        shift = 64 - bits
        places = SharedArray(zeros: 1 << Int(bits))
    }

    /// Notes keys under a tag, which is a number from 0 on; those beyond 253 count as several at once.
    package func insert(_ keys: [UInt64], tag: Int) {
        let tag = tag < 254 ? UInt8(tag + 1) : Self.several
        fetch(keys)
        for key in keys {
            let place = Int(key >> shift)
            let there = places[place]
            if there != tag, there != Self.several { places[place] = there == 0 ? tag : Self.several }
        }
    }

    /// The places among the keys of those that may have come under several tags.
    package func shared(among keys: [UInt64], into found: inout [Int]) {
        found.removeAll(keepingCapacity: true)
        fetch(keys)
        for (index, key) in keys.enumerated() where places[Int(key >> shift)] == Self.several { found.append(index) }
    }

    /// Has the places of keys fetched all at once, since the memory would else be waited for place by place.
    private func fetch(_ keys: [UInt64]) {
        for key in keys { places.prefetch(Int(key >> shift)) }
    }
}
