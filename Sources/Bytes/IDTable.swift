/// Numbers from 0 for 64-bit keys that are already well mixed, such as question ids.
///
/// Open addressing, 12 bytes a place; a table of ten million keys has 2^24 places and takes 192 MiB. Lookups may run on
/// several threads at once.
package struct IDTable: Sendable {
    private var keys: [UInt64] = []
    private var values: [UInt32] = []
    private static let empty = UInt32.max

    /// How many keys there are.
    package private(set) var count = 0

    package init() {}

    /// A table with room for so many keys.
    package init(capacity: Int) {
        var size = 16
        while size * 3 < capacity * 4 { size *= 2 }
        makePlaces(size)
    }

    /// The value of a key, or nil when it is not there.
    package subscript(key: UInt64) -> Int? {
        guard !keys.isEmpty else { return nil }
        let slot = place(of: key)
        return values[slot] == Self.empty ? nil : Int(values[slot])
    }

    /// The value of a key, which gets the given one when it is new.
    package mutating func value(of key: UInt64, ifNew new: Int) -> (value: Int, isNew: Bool) {
        if keys.count * 3 <= (count + 1) * 4 { grow() }
        let slot = place(of: key)
        if values[slot] != Self.empty { return (Int(values[slot]), false) }
        keys[slot] = key
        values[slot] = UInt32(new)
        count += 1
        return (new, true)
    }

    /// The values of many keys; a new key gets the number of keys before it.
    ///
    /// In a large table each place would be waited for, so they are fetched some keys ahead.
    package mutating func numbers(of keys: [UInt64]) -> [Int32] {
        var numbers: [Int32] = []
        numbers.reserveCapacity(keys.count)
        for (index, key) in keys.enumerated() {
            if index + Self.keysAhead < keys.count { prefetch(keys[index + Self.keysAhead]) }
            numbers.append(Int32(value(of: key, ifNew: count).value))
        }
        return numbers
    }

    private static let keysAhead = 16

    private func prefetch(_ key: UInt64) {
        guard !keys.isEmpty else { return }
        let slot = Int(truncatingIfNeeded: key) & (keys.count - 1)
        keys.prefetch(slot)
        values.prefetch(slot)
    }

    /// The place that holds the key, or the empty one where it belongs.
    private func place(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while values[slot] != Self.empty, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func makePlaces(_ size: Int) {
        keys = Array(scatteredRepeating: 0, count: size)
        values = Array(scatteredRepeating: Self.empty, count: size)
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        makePlaces(max(16, 2 * oldKeys.count))
        for (key, value) in zip(oldKeys, oldValues) where value != Self.empty {
            let slot = place(of: key)
            keys[slot] = key
            values[slot] = value
        }
    }
}
