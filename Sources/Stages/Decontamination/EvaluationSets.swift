import Bytes
import Files
import Messages
import Pools
import Rows

/// The evaluation sets: the words of every item, and the first item that contains each n-gram.
package struct EvaluationSets: Sendable {
    /// One item of an evaluation set.
    package struct Item: Sendable {
        let benchmark: String
        let file: String
        let origin: Origin
        let words: Words
        /// The text as it was read.
        var text: [UInt8] = []
    }

    /// An n-gram that a text shares with an item.
    struct Match {
        let item: Item
        /// The shared words, extended as far as they match.
        let words: String
    }

    private(set) var items: [Item] = []

    /// Creates evaluation sets from items; empty by default.
    package init(items: [Item] = []) {
        self.items = items
    }
    /// Shared between copies, which are made only after all items have been added.
    private let runs = IDTable()
    private var filter = RunFilter()
    /// The maximum number of n-grams, which are numbered with 31 bits.
    private static let mostRuns = Int(Int32.max)
    /// The first occurrence of each n-gram of the table.
    private var places: [(item: Int32, word: Int32)] = []

    /// Adds an item.
    ///
    /// - Parameter bytes: the item's text.
    mutating func append(
        _ text: NGrams, _ bytes: ByteView = .empty, of benchmark: String, file: String, origin: Origin
    ) {
        items.append(
            Item(
                benchmark: benchmark, file: file, origin: origin, words: text.words.compact, text: bytes.array))
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
                key = NGrams.next(key)
            }
        }
    }

    /// Returns whether a text shares an n-gram with an item.
    func overlaps(_ text: NGrams) -> Bool {
        firstRun(in: text) != nil
    }

    /// Returns the first n-gram that a text shares with an item, extended as far as the words match.
    func match(in text: NGrams) -> Match? {
        guard let (word, run) = firstRun(in: text) else { return nil }
        let item = items[Int(places[run].item)]
        let length = text.commonLength(at: word, with: item.words, at: Int(places[run].word))
        return Match(item: item, words: text.words.joined(word..<word + length))
    }

    private func firstRun(in text: NGrams) -> (word: Int, run: Int)? {
        let hashes = text.hashes
        var place = filter.firstPossible(in: hashes, from: 0)
        while let word = place {
            var key = hashes[word]
            while let run = runs[key] {
                if isRun(run, in: text, at: word) { return (word, run) }
                key = NGrams.next(key)
            }
            place = filter.firstPossible(in: hashes, from: word + 1)
        }
        return nil
    }

    /// Returns whether the words at an index of a text are those of an n-gram; equal hashes are not sufficient.
    private func isRun(_ run: Int, in text: NGrams, at word: Int) -> Bool {
        let place = places[run]
        return text.hasRun(at: word, in: items[Int(place.item)].words, at: Int(place.word))
    }
}

/// A Bloom filter that quickly excludes most n-grams, with two bits per n-gram and small enough for a core's cache.
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

    /// Returns the index of the first n-gram, from `first` on, that may have been inserted.
    func firstPossible(in hashes: [UInt64], from first: Int) -> Int? {
        let (hashes, bits) = (hashes.span, bits.span)
        for index in first..<hashes.count {
            let (word, mask) = Self.place(of: hashes[index], among: bits.count)
            if bits[word] & mask == mask { return index }
        }
        return nil
    }

    private static func place(of hash: UInt64, among words: Int) -> (word: Int, mask: UInt64) {
        // The hash table uses the low bits, the filter the high ones.
        (Int(truncatingIfNeeded: hash >> 12) & (words - 1), 1 << (hash >> 58) | 1 << (hash >> 52 & 63))
    }
}

extension EvaluationSets {
    /// Reads the evaluation sets of a recipe.
    ///
    /// Throws when a row cannot be read: an incomplete evaluation set would not detect all overlaps.
    ///
    /// - Returns: the evaluation sets and the files that were read.
    package static func read(of recipe: Inputs, ngram: Int) throws -> (benchmarks: EvaluationSets, files: [ReadFile]) {
        var benchmarks = EvaluationSets()
        var files: [ReadFile] = []
        let runs = NGrams(length: ngram)
        for benchmark in recipe.benchmarks {
            let rows = recipe.rows(of: benchmark.input)
            files += try recipe.forEachBatch(of: benchmark.input) { batch, file in
                _ = try rows.visit(batch) { origin, row in
                    let value = try benchmark.question.value(of: row)
                    let text = row.text(of: value)
                    guard value.kind != .null, !text.isBlank else { throw RowFault("the question is empty") }
                    runs.read(text)
                    guard runs.hashes.count <= Self.mostRuns - benchmarks.places.count else {
                        throw RowFault("more than \(Self.mostRuns) n-grams, the maximum")
                    }
                    benchmarks.append(runs, text, of: benchmark.input.name, file: file, origin: origin)
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
