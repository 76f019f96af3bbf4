/// Numbers from 0 for 64-bit keys, such as question ids.
///
/// Open addressing, 12 bytes a place; a table of ten million keys has 2^24 places and takes 192 MiB. Lookups may run on
/// several threads at once while nobody takes keys in; they count no references, which would make threads wait for each
/// other.
package final class IDTable: @unchecked Sendable {
    private var keys = SharedArray<UInt64>(zeros: 0)
    private var values = SharedArray<UInt32>(zeros: 0)
    /// How many places there are, a power of 2.
    private var size = 0
    /// A place holds its key's value plus one.
    private static let empty: UInt32 = 0

    /// How many keys there are.
    package private(set) var count = 0

    /// A table of no keys, and with no room for any.
    package init() {}

    /// A table with room for so many keys.
    package init(capacity: Int) {
        var size = 16
        while size * 3 < capacity * 4 { size *= 2 }
        makePlaces(size)
    }

    /// The value of a key, or nil when it is not there.
    package subscript(key: UInt64) -> Int? {
        guard size > 0 else { return nil }
        let slot = place(of: key)
        return values[slot] == Self.empty ? nil : Int(values[slot]) - 1
    }

    /// The value of a key, which gets the given one when it is new.
    package func value(of key: UInt64, ifNew new: Int) -> (value: Int, isNew: Bool) {
        if size * 3 <= (count + 1) * 4 { grow() }
        let slot = place(of: key)
        if values[slot] != Self.empty { return (Int(values[slot]) - 1, false) }
        keys[slot] = key
        values[slot] = UInt32(new + 1)
        count += 1
        return (new, true)
    }

    /// The values of many keys; a new key gets the number of keys before it.
    ///
    /// In a large table each place would be waited for, so they are fetched some keys ahead.
    package func numbers(of keys: [UInt64]) -> [Int32] {
        var numbers: [Int32] = []
        numbers.reserveCapacity(keys.count)
        for (index, key) in keys.enumerated() {
            if index + Self.keysAhead < keys.count { prefetch(keys[index + Self.keysAhead]) }
            numbers.append(Int32(value(of: key, ifNew: count).value))
        }
        return numbers
    }

    private static let keysAhead = 16

    /// Has the place of a key fetched that will be asked for soon.
    package func prefetch(_ key: UInt64) {
        guard size > 0 else { return }
        let slot = home(of: key)
        keys.prefetch(slot)
        values.prefetch(slot)
    }

    /// Where the search for a key begins: keys that a recording makes up may be alike in many of their bits.
    @inline(__always)
    private func home(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: Mix.fold(key, 0x9E37_79B9_7F4A_7C15)) & (size - 1)
    }

    /// How many places are looked at to find a key.
    func steps(to key: UInt64) -> Int { size == 0 ? 0 : (place(of: key) &- home(of: key)) & (size - 1) + 1 }

    /// The place that holds the key, or the empty one where it belongs.
    private func place(of key: UInt64) -> Int {
        let mask = size - 1
        var slot = home(of: key)
        while values[slot] != Self.empty, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private func makePlaces(_ size: Int) {
        keys = SharedArray(zeros: size)
        values = SharedArray(zeros: size)
        self.size = size
    }

    private func grow() {
        let (oldKeys, oldValues) = (keys, values)
        makePlaces(max(16, 2 * size))
        for old in 0..<oldValues.count where oldValues[old] != Self.empty {
            let slot = place(of: oldKeys[old])
            keys[slot] = oldKeys[old]
            values[slot] = oldValues[old]
        }
    }
}
