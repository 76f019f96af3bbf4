import Bytes
import Files
import Messages

/// What all recordings say, by question id: outcomes, counts and labels in memory, texts in a spill file.
///
/// It is filled by one thread and then read by many.
package final class Recordings: @unchecked Sendable {
    /// How one recording was used.
    package struct Usage: Sendable {
        /// How many rows were read.
        package var read = 0
        /// How many of them `where` left out.
        package var leftOut = 0
        /// How many could not be read.
        package var rejected = 0
        /// Rows of questions that are in the pool, and rows of others.
        package var matched = 0
        /// Rows of questions that are not in the pool.
        package var unmatched = 0
    }

    private(set) var usage: [Usage]
    private let entries = IDTable()
    private(set) var outcomes = OutcomeColumns()
    /// Of each column that is held as numbers, by its own number, what is said of entries, and the labels there are.
    private var numbers = [EntryColumn<Int32>](repeating: EntryColumn(nothing: -1), count: QuestionColumn.all.count)
    private(set) var labels = [StringTable](repeating: StringTable(), count: QuestionColumn.all.count)
    private var texts = RecordedPlaces()
    /// Nil where no recording is read.
    private let spill: SpillFile?
    /// For each recording the entries that its rows speak of.
    private var entriesOfRows: [GrowingColumn<Int32>]
    private var isInPool: [Bool] = []
    /// How many entries, labels of a column and rows with texts there may be: numbers of 31 bits say which.
    private let most: Int
    /// Each reader of the spill file has a window of its own, since every recording has its own order; of many recordings
    /// several share one.
    private static let mostReaders = 16

    /// Recordings of which nothing is known yet; texts will go to a nameless file in the folder.
    ///
    /// - Parameter most: how many questions they may speak of.
    init(count: Int, spillFolder: OutputFolder, most: Int = RecordedPlaces.most) throws {
        usage = Array(repeating: Usage(), count: count)
        entriesOfRows = Array(repeating: GrowingColumn(), count: count)
        spill = try spillFolder.spill()
        self.most = most
    }

    /// No recordings at all.
    init() {
        usage = []
        entriesOfRows = []
        spill = nil
        most = 0
    }

    // MARK: - Filling

    /// Takes in what a batch of rows of a recording says; batches come recording by recording.
    ///
    /// Throws `CurationError.failed` when recordings speak of too many questions, domains or models.
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

    /// Throws `CurationError.failed` when more is spoken of than numbers of 31 bits can tell apart.
    private func requireRoom(_ what: String, _ count: Int, _ new: Int) throws {
        guard count + new > most else { return }
        throw CurationError.failed("recordings speak of more than \(most) \(what), the most that there can be")
    }

    private func takeNumbers(of column: QuestionColumn, _ batch: RecordingBatch, _ rows: [Int32]) {
        let place = column.rawValue
        var statements = batch.numbers[place]
        if column.type == .label {
            let table = batch.labels[place]
            let own = (0..<table.count).map { table.withText($0) { Int32(labels[place].index(of: $0)) } }
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

    /// Has what is known of a question fetched, which will be asked for soon.
    func prefetch(_ id: QuestionID) { entries.prefetch(id.value) }

    /// The number of what is recorded of a question, or nil when nothing is.
    func entry(of id: QuestionID) -> Int? { entries[id.value] }

    /// What is recorded of an entry in a column that is held as numbers: a count, or a label's number; nil where nothing
    /// is.
    func number(of column: QuestionColumn, _ entry: Int) -> Int32? { numbers[column.rawValue][entry] }

    /// A way for one thread to read what is recorded of texts.
    func textReaders() -> [SpillReader] {
        spill.map { spill in (0..<min(usage.count, Self.mostReaders)).map { _ in SpillReader(spill) } } ?? []
    }

    /// Calls with the recorded texts of an entry, recording by recording.
    ///
    /// They live as long as the arena's row.
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
