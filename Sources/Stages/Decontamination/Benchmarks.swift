import Bytes
import Files
import Messages
import Pools
import Rows

/// The evaluation sets: every item's words, and which item has which run of words first.
package struct Benchmarks: Sendable {
    /// One item of an evaluation set.
    package struct Item: Sendable {
        let benchmark: String
        let file: String
        let origin: Origin
        let words: Words
    }

    /// A run of words that a text shares with an item.
    struct Match {
        let item: Item
        /// The shared words, as many as there are in a row.
        let words: String
    }

    private(set) var items: [Item] = []

    /// Some items; by default none.
    package init(items: [Item] = []) {
        self.items = items
    }
    /// Shared by copies: none is made before all items are in.
    private let runs = IDTable()
    private var filter = RunFilter()
    /// How many runs of words there may be: numbers of 31 bits say which.
    private static let mostRuns = Int(Int32.max)
    /// Where each run of the table stands first.
    private var places: [(item: Int32, word: Int32)] = []

    /// Takes in the text of an item.
    mutating func append(_ text: WordRuns, of benchmark: String, file: String, origin: Origin) {
        items.append(Item(benchmark: benchmark, file: file, origin: origin, words: text.words.compact))
        for (word, hash) in text.hashes.enumerated() {
            var key = hash
            while true {
                let (run, isNew) = runs.value(of: key, ifNew: places.count)
                if isNew {
                    places.append((Int32(items.count - 1), Int32(word)))
                    filter.insert(hash)
                    break
                }
                if isRun(run, in: text, at: word) { break }
                key = WordRuns.next(key)
            }
        }
    }

    /// True when a text shares a run of words with an item.
    func overlaps(_ text: WordRuns) -> Bool {
        firstRun(in: text) != nil
    }

    /// The first run of words that a text shares with an item, with all the words that go on being the same.
    func match(in text: WordRuns) -> Match? {
        guard let (word, run) = firstRun(in: text) else { return nil }
        let item = items[Int(places[run].item)]
        let length = text.commonLength(at: word, with: item.words, at: Int(places[run].word))
        return Match(item: item, words: text.words.joined(word..<word + length))
    }

    private func firstRun(in text: WordRuns) -> (word: Int, run: Int)? {
        let hashes = text.hashes
        var place = filter.firstPossible(in: hashes, from: 0)
        while let word = place {
            var key = hashes[word]
            while let run = runs[key] {
                if isRun(run, in: text, at: word) { return (word, run) }
                key = WordRuns.next(key)
            }
            place = filter.firstPossible(in: hashes, from: word + 1)
        }
        return nil
    }

    /// Whether the words at a place of a text are those of a run: a hash alone proves nothing.
    private func isRun(_ run: Int, in text: WordRuns, at word: Int) -> Bool {
        let place = places[run]
        return text.hasRun(at: word, in: items[Int(place.item)].words, at: Int(place.word))
    }
}

/// Says quickly that a run of words is none of those it has taken in; two bits a run in memory that a core keeps close.
private struct RunFilter {
    private var bits: [UInt64] = Array(repeating: 0, count: 64)
    private var hashes: [UInt64] = []

    mutating func insert(_ hash: UInt64) {
        hashes.append(hash)
        if hashes.count * 16 > bits.count * 64 {
            bits = Array(repeating: 0, count: bits.count * 2)
            for hash in hashes { set(hash) }
        } else {
            set(hash)
        }
    }

    private mutating func set(_ hash: UInt64) {
        let (word, mask) = Self.place(of: hash, among: bits.count)
        bits[word] |= mask
    }

    /// The place of the first run, from one on, that may be among those taken in.
    func firstPossible(in hashes: [UInt64], from first: Int) -> Int? {
        bits.withUnsafeBufferPointer { bits in
            hashes[first...].firstIndex { hash in
                let (word, mask) = Self.place(of: hash, among: bits.count)
                return bits[word] & mask == mask
            }
        }
    }

    private static func place(of hash: UInt64, among words: Int) -> (word: Int, mask: UInt64) {
        // The table's places come from the low bits, these from the high ones.
        (Int(truncatingIfNeeded: hash >> 12) & (words - 1), 1 << (hash >> 58) | 1 << (hash >> 52 & 63))
    }
}

extension Benchmarks {
    /// Reads the evaluation sets of a recipe.
    ///
    /// Throws when a row cannot be read: a set that is not read whole guards nothing.
    ///
    /// - Returns: the sets, and their files as they were read.
    package static func read(of recipe: Inputs, ngram: Int) throws -> (benchmarks: Benchmarks, files: [ReadFile]) {
        var benchmarks = Benchmarks()
        var files: [ReadFile] = []
        let runs = WordRuns(length: ngram)
        for benchmark in recipe.benchmarks {
            let rows = recipe.rows(of: benchmark.input)
            files += try recipe.forEachBatch(of: benchmark.input) { batch, file in
                _ = try rows.visit(batch) { origin, row in
                    let value = try benchmark.question.value(of: row)
                    let text = row.text(of: value)
                    guard value.kind != .null, !text.isBlank else { throw RowFault("the question is empty") }
                    runs.read(text)
                    guard runs.hashes.count <= Self.mostRuns - benchmarks.places.count else {
                        throw RowFault("more than \(Self.mostRuns) runs of words, the most that there can be")
                    }
                    benchmarks.append(runs, of: benchmark.input.name, file: file, origin: origin)
                } reject: { fault, origin, _ in
                    let reason = recipe.limits.quotesRows ? fault.reason : fault.reasonWithoutText
                    throw CurationError.failed(
                        "\(file): \(origin.unit.rawValue) \(origin.number): \(reason); every row of the "
                            + "benchmark \(benchmark.input.name) must be readable")
                }
                return true
            }
        }
        return (benchmarks, files)
    }
}
