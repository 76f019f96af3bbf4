import Bytes
import Files
import Rows

/// What the rows of one batch of a recording say.
struct RecordingBatch {
    var read = 0
    var leftOut = 0
    /// The questions that rows speak of; what follows names the rows by their numbers here.
    var ids: [UInt64] = []
    var outcomes: [(row: Int32, model: Int32, outcome: Outcome)] = []
    /// Of each column that is held as numbers, by its own number, what rows say: a count, or a label's number in the
    /// column's table.
    var numbers = [[(row: Int32, value: Int32)]](repeating: [], count: QuestionColumn.all.count)
    var labels = [StringTable](repeating: StringTable(), count: QuestionColumn.all.count)
    /// Where in `texts` the texts of a row stand, and whether none of them is more than white space.
    var spilled: [(row: Int32, range: Range<Int>, isBlank: Bool)] = []
    var texts: [UInt8] = []
    var models = StringTable()
    var rejected: RejectedRows

    init(quotesRows: Bool) {
        rejected = RejectedRows(quotesRows: quotesRows)
    }

    /// The number of the row whose statements are being added.
    var row: Int32 { Int32(ids.count) }

    /// Forgets what was added of a row that turned out to be faulty.
    mutating func forgetRow() {
        let row = row
        outcomes.removeLast(while: { $0.row == row })
        for column in QuestionColumn.recordedNumbers { numbers[column.rawValue].removeLast(while: { $0.row == row }) }
        spilled.removeLast(while: { $0.row == row })
        texts.removeSubrange((spilled.last?.range.upperBound ?? 0)...)
    }
}

extension Array {
    /// Takes elements from the end as long as a condition holds.
    fileprivate mutating func removeLast(while holds: (Element) -> Bool) {
        while let last, holds(last) { removeLast() }
    }
}

/// Reads the rows of one recording on one thread.
final class RecordingWorker {
    private let recording: RecordingRecipe
    private let quotesRows: Bool
    private let rows: InputRows
    /// What the row sets; the program also gives the values of the other places that follow.
    private let mappings: ColumnMappings
    /// Whether the row says how an attempt of a model came out.
    private let hasAttempt: Bool

    /// The value by which a row is joined to questions, that which names a model, and that which says whether it was right.
    private static let key = 0
    private static let model = 1
    private static let correct = 2

    init(_ recording: RecordingRecipe, _ recipe: Inputs) {
        self.recording = recording
        quotesRows = recipe.limits.quotesRows
        rows = recipe.rows(of: recording.input)
        let key =
            switch recording.join {
            case .question(let template), .id(let template): template
            }
        hasAttempt = recording.outcome != nil
        mappings = ColumnMappings(
            recording.set.map { ($0.target, [$0.template]) },
            behind: [key] + (recording.outcome.map { [$0.model, $0.correct] } ?? []))
    }

    /// What the rows of a batch say.
    func read(_ batchOfRows: any RowBatch, file: String) throws -> RecordingBatch {
        var batch = RecordingBatch(quotesRows: quotesRows)
        let count = try rows.visit(batchOfRows) { _, row in
            let id = try id(of: row)
            try addStatements(of: row, to: &batch)
            batch.ids.append(id.value)
        } reject: { fault, origin, excerpt in
            batch.forgetRow()
            batch.rejected.append(fault, .recording, recording.input.name, file, origin, excerpt)
        }
        (batch.read, batch.leftOut) = (count.read, count.leftOut)
        return batch
    }

    private func id(of row: Row) throws(RowFault) -> QuestionID {
        let value = try mappings.program.value(Self.key, of: row)
        let text = row.text(of: value)
        if case .id = recording.join {
            guard let id = QuestionID(text) else {
                throw RowFault("the id is not of 16 lower-case hexadecimal digits")
            }
            return id
        }
        guard value.kind != .null, !text.isBlank else { throw RowFault("the question is empty") }
        return QuestionID(of: text)
    }

    private func addStatements(of row: Row, to batch: inout RecordingBatch) throws {
        if hasAttempt {
            let name = row.text(of: try mappings.program.value(Self.model, of: row))
            guard !name.isBlank else { throw RowFault("the model's name is empty") }
            let outcome = try row.outcome(try mappings.program.value(Self.correct, of: row))
            batch.outcomes.append((batch.row, Int32(batch.models.index(of: name)), outcome))
        }
        let start = batch.texts.count
        var isBlank = true
        for mapping in mappings.all where try add(mapping, of: row, to: &batch) { isBlank = false }
        guard batch.texts.count > start else { return }
        batch.spilled.append((batch.row, start..<batch.texts.count, isBlank))
        if batch.texts.count - start > RecordedText.mostOfRow {
            throw RowFault("its texts are together longer than \(RecordedText.mostOfRow) bytes")
        }
    }

    /// Adds what a row says of one matter; returns whether it is a text that is more than white space.
    private func add(_ mapping: ColumnMapping, of row: Row, to batch: inout RecordingBatch) throws(RowFault) -> Bool {
        let value = try mappings.program.value(mapping.value, of: row)
        guard let column = mapping.column else {
            let outcome = try row.outcome(value)
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
            if !value.isBlank {
                let label = batch.labels[column.rawValue].index(of: row.text(of: value))
                batch.numbers[column.rawValue].append((batch.row, Int32(label)))
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
