import Bytes
import Synchronization

/// Which runs of words may stand in questions of more than one source, in one byte a place and without a false no.
///
/// A place holds the tag of the source whose questions hash there, or the mark of several. It is filled source by
/// source: all threads that fill at the same time write the same tag, so that the order of their writes does not
/// matter.
final class SharedRunSketch: Sendable {
    private let places: SharedArray<UInt8>
    private let shift: UInt64
    private static let several = UInt8.max

    /// A sketch for about so many runs.
    init(runs: Int) {
        var bits: UInt64 = 16
        while bits < 29, 1 << bits < runs { bits += 1 }
        shift = 64 - bits
        places = SharedArray(repeating: 0, count: 1 << Int(bits))
    }

    /// The tag of a source by its number; sources beyond the 254th count as several at once.
    static func tag(of source: Int) -> UInt8 { source < 254 ? UInt8(source + 1) : several }

    /// Notes that a source has a run.
    func insert(_ hash: UInt64, tag: UInt8) {
        let place = Int(hash >> shift)
        let there = places[place]
        if there == tag || there == Self.several { return }
        places[place] = there == 0 ? tag : Self.several
    }

    /// False when questions of one source at most have the run.
    func mayBeShared(_ hash: UInt64) -> Bool { places[Int(hash >> shift)] == Self.several }
}

/// Runs of words with the first questions that have them: the first of all, and the first of another source than that.
///
/// Any number of threads may ask and insert at once, as long as all of them work on questions of one source: what a
/// source inserts answers nothing that is asked for the same source, and which of its questions comes first does not
/// depend on who inserts first. The table lies in parts, each with its own lock, which grow one at a time.
final class RunHolders: Sendable {
    private let parts = (0..<256).map { _ in Part() }

    /// Notes that a question has a run.
    ///
    /// - Parameter group: gives the source of a question.
    func insert(_ hash: UInt64, check: UInt32, question: Int32, group: (Int32) -> Int) {
        parts[Int(hash >> 56)].table.withLock { table in
            let slot = table.slot(of: hash, check: check)
            if table.first[slot] < 0 {
                table.hashes[slot] = hash
                table.checks[slot] = check
                table.first[slot] = question
                table.count += 1
                if table.count * 4 > table.hashes.count * 3 { table.grow() }
            } else if group(table.first[slot]) == group(question) {
                table.first[slot] = min(table.first[slot], question)
            } else if table.second[slot] < 0 || group(table.second[slot]) == group(question) {
                let second = table.second[slot]
                table.second[slot] = second < 0 ? question : min(second, question)
            }
        }
    }

    /// The first question of another source than the given one that has a run, or nil.
    func holder(of hash: UInt64, check: UInt32, notOf source: Int, group: (Int32) -> Int) -> Int32? {
        parts[Int(hash >> 56)].table.withLock { table in
            let slot = table.slot(of: hash, check: check)
            guard table.first[slot] >= 0 else { return nil }
            if group(table.first[slot]) != source { return table.first[slot] }
            return table.second[slot] < 0 ? nil : table.second[slot]
        }
    }

    private final class Part: Sendable {
        let table = Mutex(Table(size: 16))
    }

    /// Open addressing over four columns, 20 bytes a place; a place is free where `first` is -1.
    private struct Table {
        var hashes: [UInt64]
        var checks: [UInt32]
        var first: [Int32]
        var second: [Int32]
        var count = 0

        init(size: Int) {
            hashes = Array(repeating: 0, count: size)
            checks = Array(repeating: 0, count: size)
            first = Array(repeating: -1, count: size)
            second = Array(repeating: -1, count: size)
        }

        /// The place that holds the run, or the free one where it belongs.
        func slot(of hash: UInt64, check: UInt32) -> Int {
            let mask = hashes.count - 1
            var slot = Int(truncatingIfNeeded: hash) & mask
            while first[slot] >= 0, hashes[slot] != hash || checks[slot] != check { slot = (slot + 1) & mask }
            return slot
        }

        mutating func grow() {
            let old = self
            self = Table(size: 2 * old.hashes.count)
            count = old.count
            for place in old.first.indices where old.first[place] >= 0 {
                let slot = slot(of: old.hashes[place], check: old.checks[place])
                hashes[slot] = old.hashes[place]
                checks[slot] = old.checks[place]
                first[slot] = old.first[place]
                second[slot] = old.second[place]
            }
        }
    }
}
