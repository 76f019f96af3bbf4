import Bytes
import Files
import Messages

/// The contents of all recordings by question id: outcomes, counts and labels in memory, texts in a spill file.
///
/// It is filled by a single thread, and after that can be read by several.
package final class Recordings: @unchecked Sendable {
    /// The usage of the rows of one recording.
    package struct Usage: Sendable {
        /// The number of rows that were read.
        package var read = 0
        /// The number of rows that `where` excluded.
        package var leftOut = 0
        /// The number of rows that could not be read.
        package var rejected = 0
        /// The number of rows whose question is in the pool.
        package var matched = 0
        /// The number of rows whose question is not in the pool.
        package var unmatched = 0
    }

    private(set) var usage: [Usage]
    private let entries = IDTable()
    private(set) var outcomes = OutcomeColumns()
    /// For each column that is held as integers, by its raw value, the values of entries; and the tables of labels.
    private var numbers = [EntryColumn<Int32>](repeating: EntryColumn(nothing: -1), count: QuestionColumn.all.count)
    private(set) var labels = [StringTable](repeating: StringTable(), count: QuestionColumn.all.count)
    private var texts = RecordedPlaces()
    /// Nil if there are no recordings.
    private let spill: SpillFile?
    /// Whether a recording is joined by normalized text.
    package let joinsNormalized: Bool
    /// Whether a recording is joined by the keys of questions.
    let joinsKeys: Bool
    /// For each recording, the entries of its rows.
    private var entriesOfRows: [GrowingColumn<Int32>]
    private var isInPool: [Bool] = []
    /// The maximum number of entries, of labels of a column and of rows with texts, which are numbered with 31 bits.
    private let most: Int
    /// The maximum number of spill file readers per thread.
    ///
    /// Each recording has its own order and ideally its own reader, whose window follows that order; with many
    /// recordings, several share a reader.
    private static let mostReaders = 16

    /// Creates an empty set of recordings whose texts will be stored in an unnamed file in the given folder.
    ///
    /// - Parameters:
    ///   - joinsNormalized: whether a recording is joined by normalized text.
    ///   - joinsKeys: whether a recording is joined by the keys of questions.
    ///   - most: the maximum number of questions.
    init(
        count: Int, spillFolder: OutputFolder, joinsNormalized: Bool = false, joinsKeys: Bool = false,
        most: Int = RecordedPlaces.most
    ) throws {
        (self.joinsNormalized, self.joinsKeys) = (joinsNormalized, joinsKeys)
        usage = Array(repeating: Usage(), count: count)
        entriesOfRows = Array(repeating: GrowingColumn(), count: count)
        spill = try spillFolder.spill()
        self.most = most
    }

    /// Creates a set without recordings.
    init() {
        (joinsNormalized, joinsKeys) = (false, false)
        usage = []
        entriesOfRows = []
        spill = nil
        most = 0
    }

    // MARK: - Filling

    /// Adds a batch of rows of a recording.
    ///
    /// Batches must be added recording by recording.
    ///
    /// Throws `CurationError.failed` when the recordings refer to too many questions, domains or models.
    func take(_ batch: RecordingBatch, of recording: Int) throws {
        usage[recording].read += batch.read
        usage[recording].leftOut += batch.leftOut
        usage[recording].rejected += batch.rejected.count
        let models = try (0..<batch.models.count).map {
            try batch.models.withText($0) { try outcomes.model(named: $0) }
        }
        try requireRoom("questions", entries.count, batch.ids.count)
        for column in QuestionColumn.recordedNumbers {
            try requireRoom(
                "\(column.name)s", labels[column.rawValue].count, batch.labels[column.rawValue].count)
        }
        try requireRoom("questions' texts", texts.count, batch.spilled.count)
        let rows = entries.numbers(of: batch.ids)
        entriesOfRows[recording].append(contentsOf: rows)
        outcomes.record(batch.outcomes.lazy.map { (rows[Int($0.row)], models[Int($0.model)], $0.outcome) })
        for column in QuestionColumn.recordedNumbers { takeNumbers(of: column, batch, rows) }
        guard let spill, !batch.texts.isEmpty else { return }
        let place = try batch.texts.withByteView { try spill.append($0) }
        for (row, range, isBlank) in batch.spilled {
            texts.set(
                rows[Int(row)], recording, place: place + range.lowerBound, size: UInt32(clamping: range.count),
                isBlank: isBlank)
        }
    }

    /// Throws `CurationError.failed` when the number of items would exceed the maximum.
    private func requireRoom(_ what: String, _ count: Int, _ new: Int) throws {
        guard count + new > most else { return }
        throw CurationError.failed("recordings refer to more than \(most) \(what), the maximum")
    }

    private func takeNumbers(of column: QuestionColumn, _ batch: RecordingBatch, _ rows: [Int32]) {
        let place = column.rawValue
        var statements = batch.numbers[place]
        if column.type == .label {
            let own = labels[place].indices(ofAll: batch.labels[place])
            statements = statements.map { ($0.row, own[Int($0.value)]) }
        }
        numbers[place].set(statements, rows, entries.count)
    }

    /// Ends the filling.
    func finish() throws {
        try spill?.flush()
        isInPool = Array(repeating: false, count: entries.count)
    }

    // MARK: - Reading

    /// Prefetches the entry of a question that will be looked up soon.
    func prefetch(_ id: QuestionID) { entries.prefetch(id.value) }

    /// Returns the entry of a question, or nil if nothing is recorded of it.
    func entry(of id: QuestionID) -> Int? { entries[id.value] }

    /// Returns the entry of the questions with a normalized text, or nil if nothing is recorded of them.
    func entry(ofNormalized text: ByteView) -> Int? {
        joinsNormalized ? entries[JoinedText.key(JoinedText.normalized(text))] : nil
    }

    /// Returns the entry of the questions with a key, or nil if nothing is recorded of them.
    func entry(ofKey key: ByteView) -> Int? { joinsKeys ? entries[QuestionKey.hash(of: key)] : nil }

    /// Returns whether a question of the pool has the given key: its id, or that of its normalized text.
    func hasMatched(_ key: UInt64) -> Bool { entries[key].map { isInPool[$0] } ?? false }

    /// Returns the recorded value of an entry in a column that is held as integers: a count, or a label's number; nil
    /// if there is none.
    func number(of column: QuestionColumn, _ entry: Int) -> Int32? { numbers[column.rawValue][entry] }

    /// Creates readers of the recorded texts for one thread.
    func textReaders() -> [SpillReader] {
        spill.map { spill in (0..<min(usage.count, Self.mostReaders)).map { _ in SpillReader(spill) } } ?? []
    }

    /// Calls `body` with the recorded texts of an entry, recording by recording.
    ///
    /// They are valid for the lifetime of the arena's row.
    func forEachText<Failure: Error>(
        of entry: Int, _ readers: [SpillReader], arena: Arena,
        _ body: (QuestionColumn, FieldValue) throws(Failure) -> Void
    ) throws {
        try texts.forEach(entry) { recording, place, size in
            let bytes = try readers[recording % readers.count].read(at: place, count: size, arena: arena)
            try RecordedText.forEach(in: bytes, body)
        }
    }

    /// Notes that a question of the pool has this entry.
    func markMatched(_ entry: Int) {
        isInPool[entry] = true
    }

    /// Which entries a question of the pool has, one byte each.
    var matches: [UInt8] {
        get { isInPool.map { $0 ? 1 : 0 } }
        set { isInPool = newValue.map { $0 != 0 } }
    }

    /// Counts the rows of each recording whose question is in the pool, and the others.
    func countMatches() {
        let isInPool = isInPool
        for recording in usage.indices {
            var (matched, unmatched) = (0, 0)
            for entry in entriesOfRows[recording].pieces.joined() {
                if isInPool[Int(entry)] { matched += 1 } else { unmatched += 1 }
            }
            usage[recording].matched += matched
            usage[recording].unmatched += unmatched
        }
    }
}
