import Bytes

/// A table of the pairs of tokens that merge, with their ranks and the merged tokens.
///
/// It uses open addressing on pairs of ids, with 16 bytes per slot, filled to at most five eighths. It is filled by one
/// thread and then read by many.
final class MergeTable: @unchecked Sendable {
    /// The value for a pair that does not merge; it is greater than any rank.
    static let none = UInt64.max

    private struct Place {
        var pair: UInt64
        var merge: UInt64
    }

    private let places: UnsafeMutablePointer<Place>
    private let mask: Int
    private let shift: UInt64
    private(set) var count = 0
    private static let empty = UInt64.max

    /// Creates a table with room for `capacity` pairs.
    init(capacity: Int) {
        var bits: UInt64 = 4
        while (1 << bits) * 5 / 8 < capacity + 1 { bits += 1 }
        mask = 1 << Int(bits) - 1
        shift = 64 - bits
        places = .allocate(capacity: mask + 1)
        places.initialize(repeating: Place(pair: Self.empty, merge: Self.none), count: mask + 1)
    }

    deinit {
        places.deallocate()
    }

    @inline(__always)
    private func home(of pair: UInt64) -> Int { Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> shift) }

    /// Inserts a pair; an existing pair gets the new rank.
    func insert(_ left: UInt32, _ right: UInt32, rank: UInt32, merged: UInt32) {
        precondition(count < mask, "the table of merges is full")
        let pair = UInt64(left) << 32 | UInt64(right)
        var place = home(of: pair)
        while places[place].pair != Self.empty, places[place].pair != pair { place = (place + 1) & mask }
        if places[place].pair != pair { count += 1 }
        places[place] = Place(pair: pair, merge: UInt64(rank) << 32 | UInt64(merged))
    }

    /// Returns the rank of a merge in the high half and the merged token in the low half, or `none` if the pair does
    /// not merge.
    @inline(__always)
    func merge(_ left: UInt32, _ right: UInt32) -> UInt64 {
        let pair = UInt64(left) << 32 | UInt64(right)
        var place = home(of: pair)
        while true {
            let found = places[place]
            if found.pair == pair { return found.merge }
            if found.pair == Self.empty { return Self.none }
            place = (place + 1) & mask
        }
    }
}
