import Bytes
import Files

/// What the rows of one batch of a recording say.
struct RecordingBatch {
    var read = 0
    var leftOut = 0
    /// The questions that rows speak of; what follows names the rows by their numbers here.
    var ids: [UInt64] = []
    var outcomes: [(row: Int32, model: Int32, outcome: Outcome)] = []
    var tokens: [(row: Int32, value: Int32)] = []
    var labels: [(row: Int32, label: Int32)] = []
    /// Where in `texts` the texts of a row stand.
    var spilled: [(row: Int32, range: Range<Int>)] = []
    var texts: [UInt8] = []
    var models = StringTable()
    var domains = StringTable()
    var rejected = RejectedRows()

    /// The number of the row whose statements are being added.
    var row: Int32 { Int32(ids.count) }

    /// Forgets what was added of a row that turned out to be faulty.
    mutating func forgetRow() {
        let row = row
        outcomes.removeLast(while: { $0.row == row })
        tokens.removeLast(while: { $0.row == row })
        labels.removeLast(while: { $0.row == row })
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
    private let visitor: RowVisitor
    private let conditions: [Condition]
    private let question: Template?
    private let identity: Template?
    private let model: Template?
    private let correct: Template?
    private let set: [(target: Target, template: Template)]

    init(_ recording: RecordingRecipe, tables: [String: Table]) {
        self.recording = recording
        visitor = RowVisitor(tables: tables)
        conditions = recording.input.conditions.map(\.ownCopy)
        switch recording.join {
        case .question(let template): (question, identity) = (template.ownCopy, nil)
        case .id(let template): (question, identity) = (nil, template.ownCopy)
        }
        (model, correct) = (recording.outcome?.model.ownCopy, recording.outcome?.correct.ownCopy)
        set = recording.set.map { ($0.target, $0.template.ownCopy) }
    }

    /// What the rows of a batch say.
    func read(_ rows: RowBatch, file: String) throws -> RecordingBatch {
        var batch = RecordingBatch()
        try visitor.visit(rows) { origin, result, excerpt in
            batch.read += 1
            do throws(RowFault) {
                let row = try result.get()
                guard conditions.allSatisfy({ $0.holds(for: row) }) else {
                    batch.leftOut += 1
                    return
                }
                let id = try id(of: row)
                try addStatements(of: row, to: &batch)
                batch.ids.append(id.value)
            } catch {
                batch.forgetRow()
                batch.rejected.append(error, .recording, recording.input.name, file, origin, excerpt)
            }
        }
        return batch
    }

    private func id(of row: Row) throws(RowFault) -> QuestionID {
        if let identity {
            guard let id = QuestionID(row.text(of: try identity.value(of: row))) else {
                throw RowFault("the id is not of 16 lower-case hexadecimal digits")
            }
            return id
        }
        let value = try question?.value(of: row) ?? .null
        let text = row.text(of: value)
        guard value.kind != .null, !text.trimmedOfWhiteSpace.isEmpty else { throw RowFault("the question is empty") }
        return QuestionID(of: text)
    }

    private func addStatements(of row: Row, to batch: inout RecordingBatch) throws(RowFault) {
        if let model, let correct {
            let name = row.text(of: try model.value(of: row))
            guard !name.isEmpty else { throw RowFault("the model's name is empty") }
            let outcome = try row.outcome(try correct.value(of: row))
            batch.outcomes.append((batch.row, Int32(batch.models.index(of: name)), outcome))
        }
        let start = batch.texts.count
        for (target, template) in set {
            let value = try template.value(of: row)
            switch target {
            case .outcome(let model):
                let outcome = try row.outcome(value)
                let index = model.withByteView { batch.models.index(of: $0) }
                batch.outcomes.append((batch.row, Int32(index), outcome))
            case .traceTokens:
                if let count = try row.tokens(value) { batch.tokens.append((batch.row, count)) }
            case .domain:
                if value.kind != .null {
                    batch.labels.append((batch.row, Int32(batch.domains.index(of: row.text(of: value)))))
                }
            case .trajectories:
                if value.kind != .null { RecordedText.append(target, try row.trajectories(value), to: &batch.texts) }
            case .question, .solution, .cotType, .sourceType, .metadata, .cot, .attempt:
                if value.kind != .null { RecordedText.append(target, row.textOrNull(value), to: &batch.texts) }
            }
        }
        if batch.texts.count > start { batch.spilled.append((batch.row, start..<batch.texts.count)) }
    }
}
