/// A table that assigns numbers to 64-bit keys, such as question ids.
///
/// It uses open addressing with 12 bytes per slot; a table of ten million keys has 2^24 slots and takes 192 MiB.
/// Lookups are thread-safe while no keys are inserted; they do no reference counting, which would make threads wait for
/// each other.
package final class IDTable: @unchecked Sendable {
    private var keys = SharedArray<UInt64>(zeros: 0)
    private var values = SharedArray<UInt32>(zeros: 0)
    /// The number of slots, a power of 2.
    private var size = 0
    /// The value of an empty slot; others hold the value of their key plus one.
    private static let empty: UInt32 = 0

    /// The number of keys.
    package private(set) var count = 0

    /// Creates an empty table without capacity.
    package init() {}

    /// Creates a table with room for `capacity` keys.
    package init(capacity: Int) {
        var size = 16
        while size * 3 < capacity * 4 { size *= 2 }
        makePlaces(size)
    }

    /// The value of a key, or nil if the key is not in the table.
    package subscript(key: UInt64) -> Int? {
        guard size > 0 else { return nil }
        let slot = place(of: key)
        return values[slot] == Self.empty ? nil : Int(values[slot]) - 1
    }

    /// Returns the value of a key, which is inserted with the given value if it is new.
    package func value(of key: UInt64, ifNew new: Int) -> (value: Int, isNew: Bool) {
        if size * 3 <= (count + 1) * 4 { grow() }
        let slot = place(of: key)
        if values[slot] != Self.empty { return (Int(values[slot]) - 1, false) }
        keys[slot] = key
        values[slot] = UInt32(new + 1)
        count += 1
        return (new, true)
    }

    /// Returns the values of many keys; a new key gets the number of keys before it.
    ///
    /// Slots are prefetched some keys ahead, since in a large table each access would wait for memory.
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

    /// Prefetches the slot of a key that will be looked up soon.
    package func prefetch(_ key: UInt64) {
        guard size > 0 else { return }
        let slot = home(of: key)
        keys.prefetch(slot)
        values.prefetch(slot)
    }

    /// Returns the first slot of the search for a key; mixed, since keys may agree in many of their bits.
    @inline(__always)
    private func home(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: Mix.fold(key, 0x9E37_79B9_7F4A_7C15)) & (size - 1)
    }

    /// Returns the number of slots that are probed to find a key.
    func steps(to key: UInt64) -> Int { size == 0 ? 0 : (place(of: key) &- home(of: key)) & (size - 1) + 1 }

    /// Returns the slot that contains the key, or the empty one where it belongs.
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
