/// The drawn members of a domain as a bit set, with fast counts of the drawn members before an index.
struct DrawnPlaces: Sendable {
    /// The bit set, 64 members per word.
    private(set) var words: [UInt64]
    /// For large domains, a Fenwick tree of the drawn members per word, as in `RemainingPlaces`; otherwise empty.
    private var tree: [Int32] = []
    /// The number of words up to which words are counted one by one.
    static let fewWords = 4096

    /// Creates a set in which none of `count` members is drawn.
    init(count: Int) {
        words = Array(repeating: 0, count: count >> 6 + 1)
        if words.count > Self.fewWords { tree = Array(repeating: 0, count: words.count + 1) }
    }

    /// Whether counting for each index separately is faster than one pass over all words.
    var isLarge: Bool { !tree.isEmpty }

    /// Marks a member as drawn.
    ///
    /// It must not be drawn already.
    mutating func insert(_ place: Int) { change(place, by: 1) }

    /// Marks a drawn member as not drawn.
    mutating func remove(_ place: Int) { change(place, by: -1) }

    private mutating func change(_ place: Int, by change: Int32) {
        words[place >> 6] ^= 1 << UInt64(place & 63)
        var node = place >> 6 + 1
        while node < tree.count {
            tree[node] += change
            node += node & -node
        }
    }

    /// Returns the number of drawn members before an index within its word.
    func count(inWordBefore place: Int) -> Int {
        (words[place >> 6] & (1 << UInt64(place & 63) - 1)).nonzeroBitCount
    }

    /// Returns the number of drawn members before an index.
    func count(before place: Int) -> Int {
        var count = count(inWordBefore: place)
        if tree.isEmpty { return words[..<(place >> 6)].reduce(count) { $0 + $1.nonzeroBitCount } }
        var node = place >> 6
        while node > 0 {
            count += Int(tree[node])
            node -= node & -node
        }
        return count
    }
}
