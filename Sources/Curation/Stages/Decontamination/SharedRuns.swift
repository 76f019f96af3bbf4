import Bytes

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

/// Runs of words with the first questions that have them: the first of all, and the first of another source than
/// that.
///
/// Any number of threads may ask while none inserts.
final class RunHolders: @unchecked Sendable {
    private var runs = WordRunTable()
    private var first: [Int32] = []
    private var second: [Int32] = []

    /// Notes that a question has a run.
    ///
    /// Questions come in pool order.
    ///
    /// - Parameter group: gives the source of a question.
    func insert(_ hash: UInt64, check: UInt64, question: Int32, group: (Int32) -> Int) {
        let (number, isNew) = runs.insert(hash, check: check)
        if isNew {
            first.append(question)
            second.append(-1)
        } else if second[number] < 0, group(first[number]) != group(question) {
            second[number] = question
        }
    }

    /// True when some run may have this hash.
    func mayContain(_ hash: UInt64) -> Bool { runs.mayContain(hash) }

    /// The first question of another source than the given one that has a run, or nil.
    func holder(of hash: UInt64, check: UInt64, notOf source: Int, group: (Int32) -> Int) -> Int32? {
        guard let number = runs.number(of: hash, check: check) else { return nil }
        if group(first[number]) != source { return first[number] }
        return second[number] < 0 ? nil : second[number]
    }
}
