import Bytes
import Pools

/// An index from n-grams to the first question that has each, and the first from another source than that one.
///
/// Lookups and insertions must not overlap. Any number of threads can look up concurrently; threads that insert must
/// each use a different share of the partitions. What a source inserts does not affect lookups for the same source, so
/// that it can be inserted late, and the first question of a source does not depend on the order of insertion.
///
/// Its memory is manually allocated, to avoid reference counting and exclusivity checks at each of many millions of
/// lookups. What keeps that safe: all tables exist from `init` to `deinit`; the number of a part is 8 bits of a hash, so
/// below `partCount`; the size of a table is a power of two, a slot is masked by it; a quarter of a table is always unused,
/// which ends each probe; threads insert into different parts, and nothing is looked up meanwhile.
@safe
final class NGramIndex: @unchecked Sendable {
    private static let partCount = 256
    private let parts = UnsafeMutablePointer<Table>.allocate(capacity: partCount)

    /// Creates an empty index.
    init() {
        for part in 0..<Self.partCount { unsafe (parts + part).initialize(to: Table(size: 16)) }
    }

    deinit {
        for part in 0..<Self.partCount { unsafe parts[part].deallocate() }
        unsafe parts.deallocate()
    }

    /// Prefetches the entries of n-grams, so that lookups do not wait for memory one by one.
    func prefetch(_ runs: [HashedRun]) {
        for run in runs { unsafe parts[run.part].prefetch(run) }
    }

    /// Returns the first question with an n-gram that is not from the given source, or nil.
    func holder(of run: HashedRun, notOf source: UInt16) -> QuestionIndex? {
        let place = unsafe parts[run.part].place(of: run)
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
                unsafe parts[runs[index + ahead].run.part].prefetch(runs[index + ahead].run)
            }
            guard entry.run.part % shares == share else { continue }
            unsafe parts[entry.run.part].insert(entry.run, question: entry.question.rawValue, source: source)
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
    @safe
    private struct Table {
        private var places: UnsafeMutableBufferPointer<Place>
        private var count = 0

        init(size: Int) {
            unsafe places = .allocate(capacity: size)
            unsafe places.initialize(repeating: Place())
        }

        func deallocate() {
            unsafe places.deallocate()
        }

        func prefetch(_ run: HashedRun) {
            unsafe places.prefetch(Int(truncatingIfNeeded: run.hash) & (places.count - 1))
        }

        func place(of run: HashedRun) -> Place { unsafe places[slot(of: run)] }

        /// Returns the slot of an n-gram, or the unused slot where it would be inserted.
        private func slot(of run: HashedRun) -> Int {
            let mask = unsafe places.count - 1
            var slot = Int(truncatingIfNeeded: run.hash) & mask
            while unsafe places[slot].first >= 0,
                unsafe places[slot].hash != run.hash || places[slot].check != run.check
            {
                slot = (slot + 1) & mask
            }
            return slot
        }

        mutating func insert(_ run: HashedRun, question: Int32, source: UInt16) {
            let slot = slot(of: run)
            let place = unsafe places[slot]
            if place.first < 0 {
                unsafe places[slot] = Place(hash: run.hash, check: run.check, first: question, firstSource: source)
                count += 1
                if unsafe count * 4 > places.count * 3 { grow() }
            } else if place.firstSource == source {
                unsafe places[slot].first = min(place.first, question)
            } else if place.second < 0 || place.secondSource == source {
                unsafe places[slot].second = place.second < 0 ? question : min(place.second, question)
                unsafe places[slot].secondSource = source
            }
        }

        private mutating func grow() {
            let old = self
            self = unsafe Table(size: 2 * old.places.count)
            count = old.count
            for index in unsafe 0..<old.places.count {
                let place = unsafe old.places[index]
                guard place.first >= 0 else { continue }
                unsafe places[slot(of: HashedRun(hash: place.hash, check: place.check))] = place
            }
            old.deallocate()
        }
    }
}
