import Bytes
import Synchronization

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
}

/// Runs of words with the first questions that have them: the first of all, and the first of another source than that.
///
/// Any number of threads may ask and insert at once, as long as all of them work on questions of one source: what a
/// source inserts answers nothing that is asked for the same source, and which of its questions comes first does not
/// depend on who inserts first. The table lies in parts, each with its own lock, which grow one at a time.
final class RunHolders: @unchecked Sendable {
    /// 256 parts, in memory of their own so that no references are counted.
    private let parts = UnsafeMutablePointer<Mutex<Table>>.allocate(capacity: 256)

    /// A table of nothing yet.
    init() {
        for part in 0..<256 { (parts + part).initialize(to: Mutex(Table(size: 16))) }
    }

    deinit {
        parts.deinitialize(count: 256)
        parts.deallocate()
    }

    /// Has what is known of runs fetched: each question about it would else wait for the memory.
    func prefetch(_ runs: [HashedRun]) {
        for run in runs { parts[run.part].withLock { $0.prefetch(run) } }
    }

    /// Notes that a question of a source has a run.
    func insert(_ run: HashedRun, question: Int32, source: UInt16) {
        parts[run.part].withLock { $0.insert(run, question: question, source: source) }
    }

    /// The first question of another source than the given one that has a run, or nil.
    func holder(of run: HashedRun, notOf source: UInt16) -> Int32? {
        parts[run.part].withLock { table in
            let place = table.places[table.slot(of: run)]
            if place.first < 0 || place.firstSource != source { return place.first < 0 ? nil : place.first }
            return place.second < 0 ? nil : place.second
        }
    }

    /// A run and the questions that hold it, 24 bytes; free where `first` is -1.
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
        var places: [Place]
        var count = 0

        init(size: Int) {
            places = Array(repeating: Place(), count: size)
        }

        func prefetch(_ run: HashedRun) {
            places.prefetch(Int(truncatingIfNeeded: run.hash) & (places.count - 1))
        }

        /// The place that holds the run, or the free one where it belongs.
        func slot(of run: HashedRun) -> Int {
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
            let old = places
            places = Array(repeating: Place(), count: 2 * old.count)
            for place in old where place.first >= 0 {
                places[slot(of: HashedRun(hash: place.hash, check: place.check))] = place
            }
        }
    }
}
