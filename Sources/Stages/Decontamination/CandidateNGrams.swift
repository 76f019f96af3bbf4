import Bytes
import Pools

/// An n-gram of a text: its hash, and a second, independent hash.
struct HashedRun {
    let hash: UInt64
    let check: UInt32

    /// The index of its partition, of 256.
    var part: Int { Int(hash >> 56) }
}

/// Reads texts one after the other, and finds their n-grams that may occur in several sources.
///
/// Not thread-safe.
final class CandidateNGrams {
    private let runs: NGrams
    private var places: [Int] = []
    /// The candidate n-grams of the most recently read text.
    private(set) var shared: [HashedRun] = []
    /// The candidate n-grams of kept questions that have not been inserted into an index yet.
    private(set) var pending: [(run: HashedRun, question: QuestionIndex)] = []

    init(length: Int) {
        runs = NGrams(length: length)
    }

    /// Reads a text.
    ///
    /// - Parameter sketch: the n-grams of all questions, tagged with the numbers of their sources.
    func read(_ text: ByteView, _ sketch: SourceSketch) {
        runs.read(text)
        sketch.shared(among: runs.hashes, into: &places)
        shared.removeAll(keepingCapacity: true)
        runs.append(at: places, to: &shared)
    }

    /// Notes that the question of the most recently read text is kept.
    func keep(_ question: QuestionIndex) {
        for run in shared { pending.append((run, question)) }
    }

    /// Removes all pending n-grams.
    func forgetPending() {
        pending.removeAll(keepingCapacity: true)
    }
}

/// An index from n-grams to the first question that has each, and the first from another source than that one.
///
/// Lookups and insertions must not overlap. Any number of threads can look up concurrently; threads that insert must
/// each use a different share of the partitions. What a source inserts does not affect lookups for the same source, so
/// that it can be inserted late, and the first question of a source does not depend on the order of insertion.
final class NGramIndex: @unchecked Sendable {
    private static let partCount = 256
    /// Manually allocated, to avoid reference counting.
    private let parts = UnsafeMutablePointer<Table>.allocate(capacity: partCount)

    /// Creates an empty index.
    init() {
        for part in 0..<Self.partCount { (parts + part).initialize(to: Table(size: 16)) }
    }

    deinit {
        for part in 0..<Self.partCount { parts[part].deallocate() }
        parts.deallocate()
    }

    /// Prefetches the entries of n-grams, so that lookups do not wait for memory one by one.
    func prefetch(_ runs: [HashedRun]) {
        for run in runs { parts[run.part].prefetch(run) }
    }

    /// Returns the first question with an n-gram that is not from the given source, or nil.
    func holder(of run: HashedRun, notOf source: UInt16) -> QuestionIndex? {
        let place = parts[run.part].place(of: run)
        let holder = place.first < 0 || place.firstSource != source ? place.first : place.second
        return holder < 0 ? nil : QuestionIndex(rawValue: holder)
    }

    /// Inserts n-grams of questions of one source, limited to one of several shares of the partitions.
    ///
    /// - Parameter source: the source's number.
    func insert(_ runs: [(run: HashedRun, question: QuestionIndex)], source: UInt16, share: Int, of shares: Int) {
        let ahead = 16
        for (index, entry) in runs.enumerated() {
            if index + ahead < runs.count, runs[index + ahead].run.part % shares == share {
                parts[runs[index + ahead].run.part].prefetch(runs[index + ahead].run)
            }
            guard entry.run.part % shares == share else { continue }
            parts[entry.run.part].insert(entry.run, question: entry.question.rawValue, source: source)
        }
    }

    /// An n-gram and the indices of its questions, 24 bytes; unused if `first` is -1.
    private struct Place {
        var hash: UInt64 = 0
        var check: UInt32 = 0
        var first: Int32 = -1
        var second: Int32 = -1
        var firstSource: UInt16 = 0
        var secondSource: UInt16 = 0
    }

    /// A hash table with open addressing.
    private struct Table {
        private var places: UnsafeMutableBufferPointer<Place>
        private var count = 0

        init(size: Int) {
            places = .allocate(capacity: size)
            places.initialize(repeating: Place())
        }

        func deallocate() {
            places.deallocate()
        }

        func prefetch(_ run: HashedRun) {
            places.prefetch(Int(truncatingIfNeeded: run.hash) & (places.count - 1))
        }

        func place(of run: HashedRun) -> Place { places[slot(of: run)] }

        /// Returns the slot of an n-gram, or the unused slot where it would be inserted.
        private func slot(of run: HashedRun) -> Int {
            let mask = places.count - 1
            var slot = Int(truncatingIfNeeded: run.hash) & mask
            while places[slot].first >= 0, places[slot].hash != run.hash || places[slot].check != run.check {
                slot = (slot + 1) & mask
            }
            return slot
        }

        mutating func insert(_ run: HashedRun, question: Int32, source: UInt16) {
            let slot = slot(of: run)
            let place = places[slot]
            if place.first < 0 {
                places[slot] = Place(hash: run.hash, check: run.check, first: question, firstSource: source)
                count += 1
                if count * 4 > places.count * 3 { grow() }
            } else if place.firstSource == source {
                places[slot].first = min(place.first, question)
            } else if place.second < 0 || place.secondSource == source {
                places[slot].second = place.second < 0 ? question : min(place.second, question)
                places[slot].secondSource = source
            }
        }

        private mutating func grow() {
            let old = self
            self = Table(size: 2 * old.places.count)
            count = old.count
            for place in old.places where place.first >= 0 {
                places[slot(of: HashedRun(hash: place.hash, check: place.check))] = place
            }
            old.deallocate()
        }
    }
}
