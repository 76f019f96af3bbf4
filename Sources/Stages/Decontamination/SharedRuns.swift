import Bytes
import Pools

/// A run of words of a text: its hash, and another that is made in another way.
struct HashedRun {
    let hash: UInt64
    let check: UInt32

    /// The part of a table of 256 in which it is found.
    var part: Int { Int(hash >> 56) }
}

/// The runs of one text after the other that may stand in questions of more than one source; it belongs to one thread.
final class SharedRuns {
    private let runs: WordRuns
    private var places: [Int] = []
    /// The runs of the text that was read last.
    private(set) var shared: [HashedRun] = []
    /// The runs of questions that were kept, to be taken into a table, each with its question.
    private(set) var pending: [(run: HashedRun, question: QuestionIndex)] = []

    init(length: Int) {
        runs = WordRuns(length: length)
    }

    /// Reads a text.
    ///
    /// - Parameter sketch: the runs of all questions, each under the number of its source.
    func read(_ text: ByteView, _ sketch: TagSketch) {
        runs.read(text)
        sketch.shared(among: runs.hashes, into: &places)
        shared.removeAll(keepingCapacity: true)
        runs.append(at: places, to: &shared)
    }

    /// Notes that the question whose text was read last is kept.
    func keep(_ question: QuestionIndex) {
        for run in shared { pending.append((run, question)) }
    }

    /// Forgets what was pending.
    func forgetPending() {
        pending.removeAll(keepingCapacity: true)
    }
}

/// Runs of words with the first questions that have them: the first of all, and the first of another source than that.
///
/// Either any number of threads ask, or they insert, each into parts of its own. What a source inserts answers nothing
/// that is asked for the same source, so that it may be inserted late, and which of its questions comes first does not
/// depend on who inserts first.
final class RunHolders: @unchecked Sendable {
    private static let partCount = 256
    /// In memory of their own, so that no references are counted.
    private let parts = UnsafeMutablePointer<Table>.allocate(capacity: partCount)

    /// A table of nothing yet.
    init() {
        for part in 0..<Self.partCount { (parts + part).initialize(to: Table(size: 16)) }
    }

    deinit {
        for part in 0..<Self.partCount { parts[part].deallocate() }
        parts.deallocate()
    }

    /// Has what is known of runs fetched: each question about it would else wait for the memory.
    func prefetch(_ runs: [HashedRun]) {
        for run in runs { parts[run.part].prefetch(run) }
    }

    /// The first question of another source than the given one that has a run, or nil.
    func holder(of run: HashedRun, notOf source: UInt16) -> QuestionIndex? {
        let place = parts[run.part].place(of: run)
        let holder = place.first < 0 || place.firstSource != source ? place.first : place.second
        return holder < 0 ? nil : QuestionIndex(rawValue: holder)
    }

    /// Takes in runs of questions of one source: those of one of several shares of the parts.
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

    /// A run and the numbers of the questions that hold it, 24 bytes; free where `first` is -1.
    private struct Place {
        var hash: UInt64 = 0
        var check: UInt32 = 0
        var first: Int32 = -1
        var second: Int32 = -1
        var firstSource: UInt16 = 0
        var secondSource: UInt16 = 0
    }

    /// Open addressing.
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

        /// The place that holds the run, or the free one where it belongs.
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
