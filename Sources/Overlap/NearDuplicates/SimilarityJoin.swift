import Bytes

/// Finds all pairs of texts whose sets of runs are similar: the number of runs that both have, divided by the number of
/// those that any of the two has (Jaccard's coefficient), is at least a threshold.
///
/// The join is exact, by two filters that lose no pair (Bayardo, Ma and Srikant, "Scaling up all pairs similarity
/// search"; Xiao and others, "PPJoin"). In any one order of all runs, two sets that are similar share one of the first
/// `n - ceil(t n) + 1` runs of each; and the smaller has at least `ceil(t n)` of the larger one's number of runs. The
/// order begins with the rarest runs, as a sketch counts them: the order decides how fast the join is, not what it finds.
///
/// Texts with the same runs, and the same numbers where these must agree, are *copies*, of which only the first takes
/// part.
package struct SimilarityJoin: Sendable {
    /// Two texts, the first of which was added earlier.
    package struct Pair: Equatable, Comparable, Sendable {
        package let first: Int32
        package let second: Int32
        /// The similarity in thousandths, rounded down.
        package let similarity: Int32

        /// Creates a pair.
        package init(first: Int32, second: Int32, similarity: Int32) {
            (self.first, self.second, self.similarity) = (first, second, similarity)
        }

        /// The order of the texts.
        package static func < (a: Pair, b: Pair) -> Bool { (a.first, a.second) < (b.first, b.second) }
    }

    /// The least similarity, in thousandths, 1 to 1000.
    package let threshold: Int
    /// Whether texts with different numbers may be a pair.
    package let ignoresNumbers: Bool
    private var runs: [UInt64] = []
    private var ends: [Int] = [0]
    private var numbers: [UInt64] = []

    /// Creates a join without texts.
    package init(threshold: Int, ignoresNumbers: Bool = false) {
        precondition((1...1000).contains(threshold))
        (self.threshold, self.ignoresNumbers) = (threshold, ignoresNumbers)
    }

    /// The number of texts.
    package var count: Int { ends.count - 1 }

    /// Adds a text by its distinct runs in ascending order; its number is the number of texts before it.
    package mutating func append(runs: ArraySlice<UInt64>, numbersHash: UInt64) {
        self.runs.append(contentsOf: runs)
        ends.append(self.runs.count)
        numbers.append(ignoresNumbers ? 0 : numbersHash)
    }

    private func range(_ text: Int) -> Range<Int> { ends[text]..<ends[text + 1] }
    private func size(_ text: Int) -> Int { ends[text + 1] - ends[text] }

    /// The least number of runs of a text that is similar to one with `size` runs.
    private func least(_ size: Int) -> Int { (threshold * size + 999) / 1000 }

    // MARK: - The join

    /// Returns the texts with the same runs as an earlier one, each with the first of them, in the order of the later ones.
    ///
    /// - Parameter isActive: whether each text takes part; all do if it is nil.
    package func copies(among isActive: [Bool]? = nil) -> [(first: Int32, copy: Int32)] {
        var firsts: [Int32] = []
        let table = IDTable(capacity: count)
        var copies: [(first: Int32, copy: Int32)] = []
        for text in 0..<count where size(text) > 0 && isActive?[text] ?? true {
            var key = range(text).reduce(numbers[text] ^ UInt64(size(text))) { hash, place in
                Mix.fold(hash ^ runs[place], 0x9FB2_1C65_1E98_DF25)
            }
            while true {
                let (place, isNew) = table.value(of: key, ifNew: firsts.count)
                if isNew {
                    firsts.append(Int32(text))
                    break
                }
                let first = Int(firsts[place])
                if numbers[first] == numbers[text], runs[range(first)] == runs[range(text)] {
                    copies.append((Int32(first), Int32(text)))
                    break
                }
                key = key &* 0x2545_F491_4F6C_DD1D &+ 1
            }
        }
        return copies
    }

    /// An entry of the index: one of the first runs of a text.
    private struct Posting {
        let key: UInt64
        let text: Int32
        let size: Int32
    }

    /// Returns all pairs of texts that are similar and no copies of earlier ones, in order.
    ///
    /// - Parameter isActive: whether each text takes part; all do if it is nil.
    package func pairs(among isActive: [Bool]? = nil) -> [Pair] {
        var isLeftOut = isActive.map { $0.map { !$0 } } ?? [Bool](repeating: false, count: count)
        for copy in copies(among: isActive) { isLeftOut[Int(copy.copy)] = true }
        let postings = postings(isLeftOut: isLeftOut)
        var pairs: [Pair] = []
        var start = 0
        while start < postings.count {
            var end = start + 1
            while end < postings.count, postings[end].key == postings[start].key { end += 1 }
            if end - start > 1 { join(postings[start..<end], into: &pairs) }
            start = end
        }
        pairs.sort()
        var distinct: [Pair] = []
        for pair in pairs where distinct.last != pair { distinct.append(pair) }
        return distinct
    }

    private func postings(isLeftOut: [Bool]) -> [Posting] {
        var sketch = OccurrenceSketch(keys: runs.count)
        for text in 0..<count where !isLeftOut[text] {
            for place in range(text) { sketch.insert(key(runs[place], text)) }
        }
        var postings: [Posting] = []
        var order: [(count: UInt8, key: UInt64)] = []
        for text in 0..<count where !isLeftOut[text] && size(text) > 0 {
            order.removeAll(keepingCapacity: true)
            for place in range(text) {
                let key = key(runs[place], text)
                order.append((sketch.count(of: key), key))
            }
            let prefix = size(text) - least(size(text)) + 1
            order.sort { ($0.count, $0.key) < ($1.count, $1.key) }
            for entry in order.prefix(prefix) where entry.count > 1 {
                postings.append(Posting(key: entry.key, text: Int32(text), size: Int32(size(text))))
            }
        }
        postings.sort { ($0.key, $0.size, $0.text) < ($1.key, $1.size, $1.text) }
        return postings
    }

    /// The key of a run: texts whose numbers must agree and do not share no key.
    @inline(__always)
    private func key(_ run: UInt64, _ text: Int) -> UInt64 {
        numbers[text] == 0 ? run : Mix.fold(run ^ numbers[text], 0xD6E8_FEB8_6659_FD93)
    }

    /// Compares the texts of a key, which are in ascending order of size, with each other.
    private func join(_ group: ArraySlice<Posting>, into pairs: inout [Pair]) {
        for place in group.indices {
            let larger = group[place]
            var other = place - 1
            let least = least(Int(larger.size))
            while other >= group.startIndex, Int(group[other].size) >= least {
                if let pair = pair(Int(group[other].text), Int(larger.text)) { pairs.append(pair) }
                other -= 1
            }
        }
    }

    /// Returns a pair of texts if they are similar.
    package func pair(_ one: Int, _ other: Int) -> Pair? {
        guard numbers[one] == numbers[other] else { return nil }
        let (a, b) = (range(one), range(other))
        // What both must have, so that the rest may be given up.
        let needed = (threshold * (a.count + b.count) + 999 + threshold) / (1000 + threshold)
        var (left, right, common) = (a.lowerBound, b.lowerBound, 0)
        while left < a.upperBound, right < b.upperBound {
            if runs[left] == runs[right] {
                (left, right, common) = (left + 1, right + 1, common + 1)
            } else if runs[left] < runs[right] {
                left += 1
                if common + min(a.upperBound - left, b.upperBound - right) < needed { return nil }
            } else {
                right += 1
                if common + min(a.upperBound - left, b.upperBound - right) < needed { return nil }
            }
        }
        let all = a.count + b.count - common
        guard all > 0, common * 1000 >= threshold * all else { return nil }
        return Pair(
            first: Int32(min(one, other)), second: Int32(max(one, other)), similarity: Int32(common * 1000 / all))
    }
}

/// Counts keys up to 255, with one byte per slot; it never counts too few.
struct OccurrenceSketch {
    private var counts: [UInt8]
    private let shift: UInt64

    init(keys: Int) {
        var bits: UInt64 = 16
        while bits < 28, 1 << bits < 2 * keys { bits += 1 }
        shift = 64 - bits
        counts = Array(repeating: 0, count: 1 << Int(bits))
    }

    mutating func insert(_ key: UInt64) {
        let slot = Int(key >> shift)
        if counts[slot] < .max { counts[slot] += 1 }
    }

    func count(of key: UInt64) -> UInt8 { counts[Int(key >> shift)] }
}
