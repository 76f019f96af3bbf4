import Bytes
import Files

/// What all recordings say, by question id: outcomes, token counts and domains in memory, texts in a spill file.
///
/// It is filled by one thread and then read by many.
final class Recordings: @unchecked Sendable {
    /// How one recording was used.
    struct Usage: Sendable {
        var read = 0
        var leftOut = 0
        var rejected = 0
        /// Rows of questions that are in the pool, and rows of others.
        var matched = 0
        var unmatched = 0
    }

    private(set) var usage: [Usage]
    private let entries = IDTable()
    private(set) var outcomes = OutcomeColumns()
    private var tokens = EntryColumn<Int32>(nothing: -1)
    private(set) var domains = StringTable()
    private var domain = EntryColumn<Int32>(nothing: -1)
    /// For each recording where the texts of each entry stand in the spill file; empty where it says none.
    private var texts: [EntryColumn<SpilledTexts>]
    /// Nil where no recording is read.
    private let spill: SpillFile?
    /// For each recording how many of its rows speak of each entry.
    private var rowsOfEntry: [EntryColumn<UInt32>]
    private var isInPool: [Bool] = []

    /// Recordings of which nothing is known yet; texts will go to a nameless file in the folder.
    init(count: Int, spillFolder: OutputFolder) throws {
        usage = Array(repeating: Usage(), count: count)
        texts = Array(repeating: EntryColumn(nothing: SpilledTexts()), count: count)
        rowsOfEntry = Array(repeating: EntryColumn(nothing: 0), count: count)
        spill = try spillFolder.spill()
    }

    /// No recordings at all.
    init() {
        usage = []
        texts = []
        rowsOfEntry = []
        spill = nil
    }

    // MARK: - Filling

    /// Takes in what a batch of rows of a recording says.
    func take(_ batch: RecordingBatch, of recording: Int) throws {
        usage[recording].read += batch.read
        usage[recording].leftOut += batch.leftOut
        usage[recording].rejected += batch.rejected.count
        let models = try (0..<batch.models.count).map {
            try batch.models.withText($0) { try outcomes.model(named: $0) }
        }
        let labels = (0..<batch.domains.count).map { batch.domains.withText($0) { Int32(domains.index(of: $0)) } }
        let rows = entries.numbers(of: batch.ids)
        rowsOfEntry[recording].reach(entries.count)
        for entry in rows { rowsOfEntry[recording].values[Int(entry)] += 1 }
        outcomes.record(batch.outcomes.lazy.map { (rows[Int($0.row)], models[Int($0.model)], $0.outcome) })
        tokens.set(batch.tokens, rows, entries.count)
        domain.set(batch.labels.map { ($0.row, labels[Int($0.label)]) }, rows, entries.count)
        guard let spill, !batch.texts.isEmpty else { return }
        let place = try batch.texts.withByteView { try spill.append($0) }
        let spilled = batch.spilled.map { row, range, isBlank in
            (row, SpilledTexts(place: place + range.lowerBound, count: Int32(range.count), isBlank: isBlank))
        }
        texts[recording].set(spilled, rows, entries.count)
    }

    /// Ends the filling.
    func finish() throws {
        try spill?.flush()
        isInPool = Array(repeating: false, count: entries.count)
    }

    // MARK: - Reading

    /// Has what is known of a question fetched, which will be asked for soon.
    func prefetch(_ id: QuestionID) { entries.prefetch(id.value) }

    /// The number of what is recorded of a question, or nil when nothing is.
    func entry(of id: QuestionID) -> Int? { entries[id.value] }

    /// The recorded trace length of an entry.
    func tokens(of entry: Int) -> Int32? { tokens[entry] }

    /// The number of the recorded domain of an entry, where there is one.
    func domain(of entry: Int) -> Int? { domain[entry].map(Int.init) }

    /// A way for one thread to read what is recorded of texts.
    func textReaders() -> [SpillReader] { spill.map { spill in texts.map { _ in SpillReader(spill) } } ?? [] }

    /// Calls with the recorded texts of an entry, recording by recording.
    ///
    /// They live as long as the arena's row.
    func forEachText<Failure: Error>(
        of entry: Int, _ readers: [SpillReader], arena: Arena,
        _ body: (Target, FieldValue) throws(Failure) -> Void
    ) throws {
        for (column, reader) in zip(texts, readers) {
            guard let spilled = column[entry] else { continue }
            let bytes = try reader.read(at: spilled.place, count: Int(spilled.count), arena: arena)
            try RecordedText.forEach(in: bytes, body)
        }
    }

    /// Notes that a question of the pool has this entry.
    func markMatched(_ entry: Int) {
        isInPool[entry] = true
    }

    /// Counts the rows of each recording whose question is in the pool, and the others.
    func countMatches() {
        let isInPool = isInPool
        for recording in usage.indices {
            var (matched, unmatched) = (0, 0)
            for (entry, rows) in rowsOfEntry[recording].values.enumerated() {
                if isInPool[entry] { matched += Int(rows) } else { unmatched += Int(rows) }
            }
            usage[recording].matched += matched
            usage[recording].unmatched += unmatched
        }
    }
}
