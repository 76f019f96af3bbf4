import Bytes
import Files
import Rows

/// The contents of the rows of one batch of a recording.
struct RecordingBatch {
    var read = 0
    var leftOut = 0
    /// The keys of the rows' questions: their ids, hashes of `QuestionKey` or, where texts are joined normalized, those of
    /// `JoinedText`.
    ///
    /// The properties below refer to rows by their indices in this array.
    var ids: [UInt64] = []
    var outcomes: [(row: Int32, model: Int32, outcome: Outcome)] = []
    /// For each column that is held as integers, by its raw value, the values of rows: counts, or the numbers of labels
    /// in the column's table.
    var numbers = [[(row: Int32, value: Int32)]](repeating: [], count: QuestionColumn.all.count)
    var labels = [StringTable](repeating: StringTable(), count: QuestionColumn.all.count)
    /// For each row with texts, their range in `texts` and whether all of them are blank.
    var spilled: [(row: Int32, range: Range<Int>, isBlank: Bool)] = []
    var texts: [UInt8] = []
    var models = StringTable()
    var rejected: RejectedRows

    init(quotesRows: Bool) {
        rejected = RejectedRows(quotesRows: quotesRows)
    }

    /// The index of the row that is being added.
    var row: Int32 { Int32(ids.count) }

    /// Removes what was added for the current row, which turned out to be faulty.
    mutating func forgetRow() {
        let row = row
        outcomes.removeLast(while: { $0.row == row })
        for column in QuestionColumn.recordedNumbers { numbers[column.rawValue].removeLast(while: { $0.row == row }) }
        spilled.removeLast(while: { $0.row == row })
        texts.removeSubrange((spilled.last?.range.upperBound ?? 0)...)
    }
}

extension Array {
    /// Removes elements from the end as long as they satisfy the predicate.
    fileprivate mutating func removeLast(while holds: (Element) -> Bool) {
        while let last, holds(last) { removeLast() }
    }
}

/// Reads the rows of one recording.
///
/// Not thread-safe.
final class RecordingWorker {
    private let recording: RecordingRecipe
    private let quotesRows: Bool
    private let rows: InputRows
    /// The mappings of `set`; their program also computes the values at the indices below.
    private let mappings: ColumnMappings
    /// Whether the row contains the outcome of a model's attempt.
    private let hasAttempt: Bool

    /// The indices of the join key, the model's name and its correctness among the program's values.
    private static let key = 0
    private static let model = 1
    private static let correct = 2

    init(_ recording: RecordingRecipe, _ recipe: Inputs) {
        self.recording = recording
        quotesRows = recipe.limits.quotesRows
        rows = recipe.rows(of: recording.input)
        hasAttempt = recording.outcome != nil
        mappings = ColumnMappings(
            recording.set.map { ($0.target, [$0.template]) },
            behind: [recording.join.template] + (recording.outcome.map { [$0.model, $0.correct] } ?? []))
    }

    /// Reads the rows of a batch.
    func read(_ batchOfRows: any RowBatch, file: String) throws -> RecordingBatch {
        var batch = RecordingBatch(quotesRows: quotesRows)
        let count = try rows.visit(batchOfRows) { _, row in
            let id = try id(of: row)
            try addStatements(of: row, to: &batch)
            batch.ids.append(id)
        } reject: { fault, origin, excerpt in
            batch.forgetRow()
            batch.rejected.append(fault, .recording, recording.input.name, file, origin, excerpt)
        }
        (batch.read, batch.leftOut) = (count.read, count.leftOut)
        return batch
    }

    /// Calls `body` with the key of each row's question among the entries of recordings, the text or id that it comes
    /// from, and the row's position; rows without a key are skipped.
    func forEachKey(of batch: any RowBatch, _ body: (UInt64, ByteView, Origin) throws -> Void) throws {
        _ = try rows.visit(batch) { origin, row in
            let key = try id(of: row)
            try body(key, row.text(of: try mappings.program.value(Self.key, of: row)), origin)
        } reject: { _, _, _ in
        }
    }

    /// Returns the key of the row's question among the entries of recordings: its id, or that of its normalized text.
    private func id(of row: Row) throws(RowFault) -> UInt64 {
        let value = try mappings.program.value(Self.key, of: row)
        let text = row.text(of: value)
        switch recording.join {
        case .question: break
        case .id:
            guard let id = QuestionID(text) else {
                throw RowFault("the id is not of 16 lower-case hexadecimal digits")
            }
            return id.value
        case .key:
            guard !text.isBlank else { throw RowFault("the key is empty") }
            return QuestionKey.hash(of: text)
        }
        guard value.kind != .null, !text.isBlank else { throw .noQuestion(value) }
        return recording.joinsNormalized ? JoinedText.key(JoinedText.normalized(text)) : QuestionID(of: text).value
    }

    private func addStatements(of row: Row, to batch: inout RecordingBatch) throws {
        if hasAttempt {
            let name = row.text(of: try mappings.program.value(Self.model, of: row))
            guard !name.isBlank else { throw RowFault("the model's name is empty") }
            let outcome = try row.outcome(
                try mappings.program.value(Self.correct, of: row),
                of: mappings.program.words(Self.correct, for: "outcome.correct"))
            batch.outcomes.append((batch.row, Int32(batch.models.index(of: name)), outcome))
        }
        let start = batch.texts.count
        var isBlank = true
        for mapping in mappings.all where try add(mapping, of: row, to: &batch) { isBlank = false }
        guard batch.texts.count > start else { return }
        batch.spilled.append((batch.row, start..<batch.texts.count, isBlank))
        if batch.texts.count - start > RecordedText.mostOfRow {
            throw RowFault("together its texts are longer than \(RecordedText.mostOfRow) bytes")
        }
    }

    /// Adds the value of one mapping of a row, and returns whether it is a text that is not blank.
    private func add(_ mapping: ColumnMapping, of row: Row, to batch: inout RecordingBatch) throws(RowFault) -> Bool {
        let value = try mappings.program.value(mapping.value, of: row)
        guard let column = mapping.column else {
            let outcome = try row.outcome(value, of: mappings.program.words(mapping.value, for: mapping.target))
            batch.outcomes.append((batch.row, Int32(batch.models.index(of: mapping.model)), outcome))
            return false
        }
        switch column.type {
        case .wholeNumber:
            if let number = try row.wholeNumber(value, of: column) {
                batch.numbers[column.rawValue].append((batch.row, number))
            }
            return false
        case .label:
            let label = row.label(value)
            if label.kind != .null {
                let number = batch.labels[column.rawValue].index(of: row.text(of: label))
                batch.numbers[column.rawValue].append((batch.row, Int32(number)))
            }
            return false
        case .texts:
            if value.kind == .null { return false }
            return add(try row.texts(value, of: column), of: column, to: &batch)
        case .text:
            return value.kind != .null && add(row.textOrNull(value), of: column, to: &batch)
        case .outcomes, .origin:
            return false
        }
    }

    private func add(_ text: FieldValue, of column: QuestionColumn, to batch: inout RecordingBatch) -> Bool {
        RecordedText.append(column, text, to: &batch.texts)
        return !column.isBlank(text)
    }
}
