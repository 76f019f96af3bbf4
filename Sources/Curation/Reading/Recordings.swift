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

    /// Where the texts of an entry stand in the spill file.
    private struct Texts {
        var offset: [Int] = []
        var count: [Int32] = []
    }

    private(set) var usage: [Usage]
    private var entries = IDTable()
    private(set) var outcomes = OutcomeColumns()
    private var tokens: [Int32] = []
    private(set) var domains = StringTable()
    private var domain: [Int32] = []
    private var texts: [Texts]
    /// Nil where no recording is read.
    private let spill: SpillFile?
    /// For each recording how many of its rows speak of each entry.
    private var rowsOfEntry: [[UInt32]]
    private var isInPool: [Bool] = []

    /// Recordings of which nothing is known yet; texts will go to a nameless file in the folder.
    init(count: Int, spillFolder: String) throws {
        usage = Array(repeating: Usage(), count: count)
        texts = Array(repeating: Texts(), count: count)
        rowsOfEntry = Array(repeating: [], count: count)
        spill = try SpillFile(in: spillFolder)
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
        let labels = (0..<batch.domains.count).map { batch.domains.withText($0) { domains.index(of: $0) } }
        for (number, row) in batch.rows.enumerated() {
            if number % 16 == 0 { entries.prefetch(batch.rows[number...].prefix(16).lazy.map(\.id)) }
            let entry = entries.value(of: row.id, ifNew: entries.count).value
            append(entry, to: &rowsOfEntry[recording], 0)
            rowsOfEntry[recording][entry] += 1
            for statement in batch.statements[row.statements] {
                switch statement {
                case .outcome(let model, let outcome): outcomes.record(outcome, row: entry, model: models[model])
                case .tokens(let count):
                    append(entry, to: &tokens, -1)
                    tokens[entry] = count
                case .domain(let label):
                    append(entry, to: &domain, -1)
                    domain[entry] = Int32(labels[label])
                case .texts(let range):
                    guard let spill else { continue }
                    let place = try batch.texts.withByteView { try spill.append($0[range]) }
                    append(entry, to: &texts[recording].offset, 0)
                    append(entry, to: &texts[recording].count, 0)
                    texts[recording].offset[entry] = place
                    texts[recording].count[entry] = Int32(range.count)
                }
            }
        }
    }

    private func append<Value>(_ entry: Int, to column: inout [Value], _ nothing: Value) {
        if entry >= column.count { column.append(contentsOf: repeatElement(nothing, count: entry + 1 - column.count)) }
    }

    /// Ends the filling.
    func finish() throws {
        try spill?.flush()
        isInPool = Array(repeating: false, count: entries.count)
    }

    // MARK: - Reading

    /// The number of what is recorded of a question, or nil when nothing is.
    func entry(of id: QuestionID) -> Int? { entries[id.value] }

    /// The recorded trace length of an entry.
    func tokens(of entry: Int) -> Int32? {
        entry < tokens.count && tokens[entry] >= 0 ? tokens[entry] : nil
    }

    /// The number of the recorded domain of an entry, where there is one.
    func domain(of entry: Int) -> Int? {
        entry < domain.count && domain[entry] >= 0 ? Int(domain[entry]) : nil
    }

    /// The recorded texts of an entry, each a JSON object of a recording's row, in the order of the recordings.
    ///
    /// They live as long as the arena's row.
    func texts(of entry: Int, arena: Arena) throws(FileError) -> [ByteView] {
        guard let spill else { return [] }
        var found: [ByteView] = []
        for column in texts where entry < column.count.count && column.count[entry] > 0 {
            found.append(
                try arena.make(Int(column.count[entry])) { (memory) throws(FileError) in
                    try spill.read(at: column.offset[entry], into: memory)
                })
        }
        return found
    }

    /// Notes that a question of the pool has this entry.
    func markMatched(_ entry: Int) {
        isInPool[entry] = true
    }

    /// Counts the rows of each recording whose question is in the pool, and the others.
    func countMatches() {
        for recording in usage.indices {
            for (entry, rows) in rowsOfEntry[recording].enumerated() {
                if isInPool[entry] {
                    usage[recording].matched += Int(rows)
                } else {
                    usage[recording].unmatched += Int(rows)
                }
            }
        }
    }
}

/// What the rows of one batch of a recording say.
struct RecordingBatch {
    enum Statement {
        case outcome(model: Int, Outcome)
        case tokens(Int32)
        case domain(label: Int)
        /// A JSON object of targets and texts, at a place in `texts`.
        case texts(Range<Int>)
    }

    var read = 0
    var leftOut = 0
    var rows: [(id: UInt64, statements: Range<Int>)] = []
    var statements: [Statement] = []
    var models = StringTable()
    var domains = StringTable()
    var texts: [UInt8] = []
    var rejected = RejectedRows()
}

/// Reads the rows of one recording on one thread.
final class RecordingWorker {
    private let recording: RecordingRecipe
    private let visitor: RowVisitor
    private let question: Template?
    private let identity: Template?
    private let model: Template?
    private let correct: Template?
    private let set: [(target: Target, template: Template)]

    init(_ recording: RecordingRecipe, tables: [String: Table]) {
        self.recording = recording
        visitor = RowVisitor(tables: tables)
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
            let first = batch.statements.count
            do throws(RowFault) {
                let row = try result.get()
                guard recording.input.conditions.allSatisfy({ $0.holds(for: row) }) else {
                    batch.leftOut += 1
                    return
                }
                let id = try id(of: row)
                try addStatements(of: row, to: &batch)
                batch.rows.append((id.value, first..<batch.statements.count))
            } catch {
                batch.statements.removeSubrange(first...)
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
            batch.statements.append(.outcome(model: batch.models.index(of: name), outcome))
        }
        let start = batch.texts.count
        for (target, template) in set {
            let value = try template.value(of: row)
            switch target {
            case .outcome(let model):
                let outcome = try row.outcome(value)
                let index = model.withByteView { batch.models.index(of: $0) }
                batch.statements.append(.outcome(model: index, outcome))
            case .traceTokens:
                if let count = try row.tokens(value) { batch.statements.append(.tokens(count)) }
            case .domain:
                if value.kind != .null {
                    batch.statements.append(.domain(label: batch.domains.index(of: row.text(of: value))))
                }
            case .trajectories:
                if value.kind != .null { append(target, try row.trajectories(value), since: start, to: &batch.texts) }
            case .question, .solution, .cotType, .sourceType, .metadata, .cot, .attempt:
                if value.kind != .null { append(target, row.textOrNull(value), since: start, to: &batch.texts) }
            }
        }
        if batch.texts.count > start {
            batch.texts.append(UInt8(ascii: "}"))
            batch.statements.append(.texts(start..<batch.texts.count))
        }
    }

    private func append(_ target: Target, _ value: FieldValue, since start: Int, to texts: inout [UInt8]) {
        texts.append(texts.count == start ? UInt8(ascii: "{") : UInt8(ascii: ","))
        texts.append(quoted: target.name)
        texts.append(UInt8(ascii: ":"))
        texts.append(json: value)
    }
}
