/// Which places of a domain have been drawn, a bit each, and how many of them come before another.
struct DrawnPlaces: Sendable {
    /// The bits, 64 places a word.
    private(set) var words: [UInt64]
    /// Of very many words how many places are drawn, in the tree that `RemainingPlaces` tells of; else nothing.
    private var tree: [Int32] = []
    /// So many words are counted one by one.
    static let fewWords = 4096

    /// No place of so many has been drawn.
    init(count: Int) {
        words = Array(repeating: 0, count: count >> 6 + 1)
        if words.count > Self.fewWords { tree = Array(repeating: 0, count: words.count + 1) }
    }

    /// Whether to count the places before many others, one by one, would take longer than to count them for each.
    var isLarge: Bool { !tree.isEmpty }

    /// Notes that a place is drawn that was not.
    mutating func insert(_ place: Int) { change(place, by: 1) }

    /// Notes that a place is no longer drawn that was.
    mutating func remove(_ place: Int) { change(place, by: -1) }

    private mutating func change(_ place: Int, by change: Int32) {
        words[place >> 6] ^= 1 << UInt64(place & 63)
        var node = place >> 6 + 1
        while node < tree.count {
            tree[node] += change
            node += node & -node
        }
    }

    /// How many drawn places of a word come before a place in it.
    func count(inWordBefore place: Int) -> Int {
        (words[place >> 6] & (1 << UInt64(place & 63) - 1)).nonzeroBitCount
    }

    /// How many drawn places come before a place.
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
