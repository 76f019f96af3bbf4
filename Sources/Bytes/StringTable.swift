/// A table of distinct strings, numbered from 0 in the order in which they are first inserted.
@usableFromInline
package struct StringTable: Sendable {
    /// The concatenated strings.
    @usableFromInline package private(set) var bytes: [UInt8] = []
    /// The end of each string in `bytes`.
    @usableFromInline package private(set) var ends: [Int] = []
    /// The open-addressing slots: an index plus one, or 0 for an empty slot.
    private var slots: [UInt32] = []

    /// Creates an empty table.
    package init() {}

    /// The maximum number of strings, since indices have 31 bits.
    package static let most = Int(Int32.max)

    /// Creates a table from the stored properties of another; returns nil if they are inconsistent or contain a
    /// duplicate.
    package init?(bytes: [UInt8], ends: [Int]) {
        guard ends.count <= Self.most else { return nil }
        var last = 0
        for end in ends {
            guard end >= last, end <= bytes.count else { return nil }
            last = end
        }
        self.bytes = bytes
        self.ends = ends
        slots = Array(repeating: 0, count: 8)
        while slots.count < 2 * (ends.count + 1) { slots = Array(repeating: 0, count: 2 * slots.count) }
        for index in 0..<ends.count {
            var slot = withText(index) { place(of: $0) }
            while slots[slot] != 0 {
                let other = Int(slots[slot]) - 1
                if withText(index, { text in withText(other) { $0 == text } }) { return nil }
                slot = (slot + 1) & (slots.count - 1)
            }
            slots[slot] = UInt32(index + 1)
        }
    }

    /// The number of strings.
    package var count: Int { ends.count }

    /// Returns the index of a string, which is inserted if it is new.
    package mutating func index(of text: ByteView) -> Int {
        if slots.count < 2 * (ends.count + 1) { grow() }
        var slot = place(of: text)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if withText(index, { $0 == text }) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        bytes.append(text)
        ends.append(bytes.count)
        slots[slot] = UInt32(ends.count)
        return ends.count - 1
    }

    /// Returns the index of each string of another table, by its index there; strings that are new are inserted.
    package mutating func indices(ofAll other: StringTable) -> [Int32] {
        (0..<other.count).map { number in Int32(other.withText(number) { index(of: $0) }) }
    }

    /// Returns the index of a string, or nil if it is not in the table.
    package func existingIndex(of text: ByteView) -> Int? {
        guard !slots.isEmpty else { return nil }
        var slot = place(of: text)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if withText(index, { $0 == text }) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Calls `body` with the bytes of a string.
    @inlinable
    package func withText<Result, Failure: Error>(
        _ index: Int, _ body: (ByteView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withByteView { (bytes) throws(Failure) in
            try body(bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
        }
    }

    /// The string at an index.
    package subscript(index: Int) -> String { withText(index) { $0.text } }

    /// All strings in the order of their indices.
    package var strings: [String] { (0..<count).map { self[$0] } }

    /// Removes all strings.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = 0 }
    }

    private func place(of text: ByteView) -> Int {
        Int(truncatingIfNeeded: Self.hash(text)) & (slots.count - 1)
    }

    private static func hash(_ text: ByteView) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(text.count)
        var offset = 0
        while offset + 8 <= text.count {
            hash = Mix.fold(hash ^ text.word(at: offset), 0x9E37_79B9_7F4A_7C15)
            offset += 8
        }
        while offset < text.count {
            hash = (hash ^ UInt64(text[offset])) &* 0x100_0000_01B3
            offset += 1
        }
        return Mix.fold(hash, 0xC2B2_AE3D_27D4_EB4F)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: max(16, 2 * slots.count))
        for index in 0..<ends.count {
            var slot = withText(index) { place(of: $0) }
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }
}
