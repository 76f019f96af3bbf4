/// The numbers below a count with some removed, which supports finding the k-th remaining number.
///
/// A small set is a list. A large set is a Fenwick tree of counts (P. Fenwick, "A new data structure for cumulative
/// frequency tables"), in which finding and removing a number take O(log n).
struct RemainingPlaces: Sendable {
    /// The number of remaining numbers.
    private(set) var count: Int
    /// The remaining numbers of a small set.
    private var list: [Int32] = []
    /// For a large set, the element at one-based index i is the count of remaining numbers in `i - (i & -i)..<i`.
    private var tree: [Int32] = []
    /// The highest power of 2 that does not exceed the initial count.
    private var top = 0
    private static let few = 1024

    /// Creates the set of all numbers below `count`.
    init(count: Int) {
        self.count = count
        if count <= Self.few {
            list = (0..<count).map(Int32.init)
        } else {
            tree = (0...count).map { Int32($0 & -$0) }
            top = 1
            while 2 * top <= count { top *= 2 }
        }
    }

    /// The remaining number at a zero-based position in ascending order.
    subscript(place: Int) -> Int {
        precondition(place >= 0 && place < count, "fewer remain")
        if tree.isEmpty { return Int(list[place]) }
        var (number, rest, step) = (0, Int32(place), top)
        while step > 0 {
            if number + step < tree.count, tree[number + step] <= rest {
                number += step
                rest -= tree[number]
            }
            step /= 2
        }
        return number
    }

    /// Removes a number that remains.
    mutating func remove(_ number: Int) {
        count -= 1
        if tree.isEmpty {
            if let place = list.firstIndex(of: Int32(number)) { list.remove(at: place) }
            return
        }
        var node = number + 1
        while node < tree.count {
            tree[node] -= 1
            node += node & -node
        }
    }
}
