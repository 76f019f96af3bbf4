import Bytes

/// Byte-pair encoding of one piece: the adjacent pair with the lowest rank is merged, the leftmost if there are
/// several, until no pair merges (Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units",
/// algorithm 1).
///
/// For short pieces each merge is found by linear search; long ones use a heap of pairs, so that n bytes take O(n log
/// n) time. An instance is reused for many pieces without allocating again and is not thread-safe.
struct PieceMerger {
    /// The maximum length of a piece that is searched linearly.
    static let longestScan = 48

    private let merges: MergeTable
    private let byteTokens: [UInt32]
    /// The tokens of the last piece.
    private(set) var tokens: [UInt32] = []
    private var pending: [UInt64] = []
    private var next: [UInt32] = []
    private var previous: [UInt32] = []
    /// The value for a missing index.
    private static let nowhere = UInt32.max
    private var heap: [UInt64] = []

    /// Creates a merger; each byte of a piece starts as one token.
    init(_ merges: MergeTable, byteTokens: [UInt32]) {
        precondition(byteTokens.count == 256)
        self.merges = merges
        self.byteTokens = byteTokens
    }

    /// Encodes a piece into `tokens`.
    mutating func merge(_ piece: ByteView) {
        tokens.removeAll(keepingCapacity: true)
        for byte in piece.buffer { tokens.append(byteTokens[Int(byte)]) }
        if tokens.count <= Self.longestScan { mergeByScan() } else { mergeByHeap() }
    }

    /// Sets a single token for the whole piece.
    mutating func set(_ token: UInt32) {
        tokens.removeAll(keepingCapacity: true)
        tokens.append(token)
    }

    private mutating func mergeByScan() {
        pending.removeAll(keepingCapacity: true)
        for k in 0..<max(0, tokens.count - 1) { pending.append(merges.merge(tokens[k], tokens[k + 1])) }
        var count = tokens.count
        tokens.withUnsafeMutableBufferPointer { tokens in
            pending.withUnsafeMutableBufferPointer { pending in
                while true {
                    var (place, lowest) = (0, MergeTable.none)
                    // Equal ranks imply equal merges, so that comparing both compares ranks.
                    for k in 0..<max(0, count - 1) where pending[k] < lowest { (place, lowest) = (k, pending[k]) }
                    if lowest == MergeTable.none { break }
                    tokens[place] = UInt32(truncatingIfNeeded: lowest)
                    count -= 1
                    for k in place + 1..<max(count, place + 1) { tokens[k] = tokens[k + 1] }
                    for k in place..<max(count - 1, place) { pending[k] = pending[k + 1] }
                    if place > 0 { pending[place - 1] = merges.merge(tokens[place - 1], tokens[place]) }
                    if place + 1 < count { pending[place] = merges.merge(tokens[place], tokens[place + 1]) }
                }
            }
        }
        tokens.removeSubrange(count...)
    }

    // MARK: - Long pieces

    /// Merges with a linked list of tokens and a heap of (rank, index); entries for pairs that no longer exist are
    /// skipped.
    private mutating func mergeByHeap() {
        let count = tokens.count
        precondition(count < Int(Self.nowhere), "a piece too long to encode")
        pending.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        heap.removeAll(keepingCapacity: true)
        for k in 0..<count {
            next.append(UInt32(k + 1))
            previous.append(k == 0 ? Self.nowhere : UInt32(k - 1))
            let merge = k + 1 < count ? merges.merge(tokens[k], tokens[k + 1]) : MergeTable.none
            pending.append(merge)
            if merge != MergeTable.none { heap.append(Self.entry(merge, k)) }
        }
        for k in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(k) }
        while let top = heap.first {
            let place = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
            let merge = pending[place]
            guard merge != MergeTable.none, merge >> 32 == top >> 32 else {
                removeTop()
                continue
            }
            let right = Int(next[place])
            tokens[place] = UInt32(truncatingIfNeeded: merge)
            pending[right] = MergeTable.none
            next[place] = next[right]
            if Int(next[place]) < count { previous[Int(next[place])] = UInt32(place) }
            removeTop()
            renew(place, count)
            if previous[place] != Self.nowhere { renew(Int(previous[place]), count) }
        }
        var (place, kept) = (0, 0)
        while place < count {
            tokens[kept] = tokens[place]
            kept += 1
            place = Int(next[place])
        }
        tokens.removeSubrange(kept...)
    }

    private static func entry(_ merge: UInt64, _ place: Int) -> UInt64 { (merge & ~0xFFFF_FFFF) | UInt64(place) }

    /// Updates the pair that starts at an index.
    private mutating func renew(_ place: Int, _ count: Int) {
        let right = Int(next[place])
        let merge = right < count ? merges.merge(tokens[place], tokens[right]) : MergeTable.none
        pending[place] = merge
        guard merge != MergeTable.none else { return }
        heap.append(Self.entry(merge, place))
        var k = heap.count - 1
        while k > 0, heap[k] < heap[(k - 1) / 2] {
            heap.swapAt(k, (k - 1) / 2)
            k = (k - 1) / 2
        }
    }

    private mutating func removeTop() {
        heap[0] = heap[heap.count - 1]
        heap.removeLast()
        if !heap.isEmpty { sink(0) }
    }

    private mutating func sink(_ start: Int) {
        var k = start
        while true {
            var least = 2 * k + 1
            guard least < heap.count else { return }
            if least + 1 < heap.count, heap[least + 1] < heap[least] { least += 1 }
            guard heap[least] < heap[k] else { return }
            heap.swapAt(k, least)
            k = least
        }
    }
}
