/// Distinct texts with numbers from 0 in the order in which they first come.
@usableFromInline
package struct StringTable: Sendable {
    /// The texts one after the other.
    @usableFromInline package private(set) var bytes: [UInt8] = []
    /// Where each text ends.
    @usableFromInline package private(set) var ends: [Int] = []
    /// Numbers plus one in open addressing; 0 is an empty place.
    private var slots: [UInt32] = []

    /// A table of no texts yet.
    package init() {}

    /// The most texts that a table may have: numbers of 31 bits say which.
    package static let most = Int(Int32.max)

    /// A table of texts that are held as the properties give them out; nil when they do not fit together, or a text stands
    /// twice.
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

    /// How many texts there are.
    package var count: Int { ends.count }

    /// The number of a text, which is taken in when it is new.
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

    /// The number of a text, or nil when it was never taken in.
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

    /// Calls with the bytes of a text.
    @inlinable
    package func withText<Result>(_ index: Int, _ body: (ByteView) throws -> Result) rethrows -> Result {
        try bytes.withByteView { try body($0[(index == 0 ? 0 : ends[index - 1])..<ends[index]]) }
    }

    /// A text.
    package subscript(index: Int) -> String { withText(index) { $0.text } }

    /// All texts in the order of their numbers.
    package var strings: [String] { (0..<count).map { self[$0] } }

    /// Forgets all texts.
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
