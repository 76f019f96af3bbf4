import Bytes
import Files

/// The evaluation sets: every item's words, and which item has which run of words first.
struct Benchmarks: Sendable {
    /// One item of an evaluation set.
    struct Item: Sendable {
        let benchmark: String
        let file: String
        let origin: Origin
        let words: Words

        /// The item in words for evidence: its benchmark, file and line or row.
        func named(in evidence: Evidence) -> Evidence {
            let place = evidence.with("benchmark", benchmark).with("file", file)
            return origin.unit == .line ? place.with("line", origin.number) : place.with("row", origin.number)
        }
    }

    /// A run of words that a text shares with an item.
    struct Match {
        let item: Item
        /// The shared words, as many as there are in a row.
        let words: String
    }

    private(set) var items: [Item] = []
    private var runs = WordRunTable()
    private var places: [(item: Int32, word: Int32)] = []

    /// Takes in the text of an item.
    mutating func append(_ text: WordRuns, of benchmark: String, file: String, origin: Origin) {
        for (word, hash) in text.hashes.enumerated() where runs.insert(hash, check: text.check(at: word)).isNew {
            places.append((Int32(items.count), Int32(word)))
        }
        items.append(Item(benchmark: benchmark, file: file, origin: origin, words: text.words.compact))
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
        for (word, hash) in text.hashes.enumerated() where runs.mayContain(hash) {
            if let run = runs.number(of: hash, check: text.check(at: word)) { return (word, run) }
        }
        return nil
    }
}

extension Benchmarks {
    /// Reads the evaluation sets of a recipe.
    ///
    /// Throws when a row cannot be read: a set that is not read whole guards nothing.
    ///
    /// - Returns: the sets, and their files with size and digest.
    static func read(of recipe: Recipe) throws -> (benchmarks: Benchmarks, files: [FileRecord]) {
        var benchmarks = Benchmarks()
        var files: [FileRecord] = []
        let runs = WordRuns(length: recipe.decontaminate.ngram)
        let visitor = RowVisitor(tables: recipe.tables)
        for benchmark in recipe.benchmarks {
            for file in Folder.files(matching: benchmark.input.path, in: recipe.folder) {
                let reader = try InputReader(
                    file, of: benchmark.input, in: recipe.folder, limits: recipe.limits, pool: BufferPool())
                while let batch = try reader.next() {
                    try visitor.visit(batch) { origin, result, _ in
                        do throws(RowFault) {
                            let row = try result.get()
                            guard benchmark.input.conditions.allSatisfy({ $0.holds(for: row) }) else { return }
                            let value = try benchmark.question.value(of: row)
                            let text = row.text(of: value)
                            guard value.kind != .null, !text.trimmedOfWhiteSpace.isEmpty else {
                                throw RowFault("the question is empty")
                            }
                            runs.read(text)
                            benchmarks.append(runs, of: benchmark.input.name, file: file, origin: origin)
                        } catch {
                            throw CurationError.failed(
                                Wording.printable(
                                    "\(file): \(origin.unit.rawValue) \(origin.number): \(error.reason); "
                                        + "every row of the benchmark \(benchmark.input.name) must be readable"))
                        }
                    }
                }
                files.append(FileRecord(path: file, size: reader.size, digest: try reader.digest()))
            }
        }
        return (benchmarks, files)
    }
}
