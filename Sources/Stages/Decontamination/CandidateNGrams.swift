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
