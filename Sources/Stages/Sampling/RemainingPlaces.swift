/// The numbers below a count, of which some have been taken out: finds the k-th of those that remain.
///
/// Of few numbers the remaining ones are a list; of many their counts stand in a tree (P. Fenwick, "A new data structure
/// for cumulative frequency tables"), so that to find one and to take it out takes log n steps.
struct RemainingPlaces: Sendable {
    /// How many remain.
    private(set) var count: Int
    /// Those that remain, where there are few.
    private var list: [Int32] = []
    /// At i, from 1, how many remain of the numbers from `i - (i & -i)` to `i - 1`, where there are many.
    private var tree: [Int32] = []
    /// The highest power of 2 that is not above the count of all.
    private var top = 0
    private static let few = 1024

    /// All numbers below a count.
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

    /// The number that comes after so many others of those that remain.
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

    /// Takes a number out that remains.
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
