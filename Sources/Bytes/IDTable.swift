import CIntrinsics

/// Numbers from 0 for 64-bit keys that are already well mixed, such as question ids.
///
/// Open addressing over 16-byte places; a table of ten million keys takes 256 to 512 MiB. Lookups may run on several
/// threads at once.
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
        keys = Array(repeating: 0, count: size)
        values = Array(repeating: Self.empty, count: size)
    }

    /// Has the places fetched where some keys will be looked for soon: in a large table each would else be waited for.
    package func prefetch(_ keys: some Sequence<UInt64>) {
        guard !self.keys.isEmpty else { return }
        let mask = self.keys.count - 1
        self.keys.withUnsafeBufferPointer { slots in
            values.withUnsafeBufferPointer { values in
                guard let slots = slots.baseAddress, let values = values.baseAddress else { return }
                for key in keys {
                    CIntrinsics.prefetch(slots + (Int(truncatingIfNeeded: key) & mask))
                    CIntrinsics.prefetch(values + (Int(truncatingIfNeeded: key) & mask))
                }
            }
        }
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

    /// The place that holds the key, or the empty one where it belongs.
    private func place(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while values[slot] != Self.empty, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        keys = Array(repeating: 0, count: max(16, 2 * oldKeys.count))
        values = Array(repeating: Self.empty, count: keys.count)
        for (key, value) in zip(oldKeys, oldValues) where value != Self.empty {
            let slot = place(of: key)
            keys[slot] = key
            values[slot] = value
        }
    }
}
