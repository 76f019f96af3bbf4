import Bytes
import Files
import Rows

/// The results for one batch of rows of a source: lines of the pool, and the facts for the stages, column by column.
struct PoolBatch {
    var read = 0
    var leftOut = 0
    var rejected: RejectedRows

    /// The lines of `pool.jsonl`, and the end offset of each.
    var lines: [UInt8]
    var lineEnds: [Int] = []
    /// The questions' texts, and the end offset of each.
    var texts: [UInt8]
    var textEnds: [Int] = []

    var ids: [UInt64] = []
    /// The hashes of the questions' keys, 0 for none.
    var keys: [UInt64] = []
    /// The file of the questions, as the recipe's pattern matched it, and the position of each question in it.
    let file: String
    var unit = Origin.Unit.line
    var originNumbers: [Int] = []
    /// The entry of each question in the recordings, or -1 if nothing is recorded.
    var recordingNumbers: [Int32] = []
    /// The entries of questions that were joined by their key or their normalized text.
    var otherNumbers: [Int32] = []
    var parts: [PresentParts] = []
    /// For each numbered column, by its raw value, the integers, or the numbers of texts in the batch's own table for
    /// that column; -1 for none.
    var numbers = [[Int32]](repeating: [], count: QuestionColumn.all.count)
    var names = [StringTable](repeating: StringTable(), count: QuestionColumn.all.count)
    var outcomes: [(row: Int32, model: Int32, outcome: Outcome)] = []
    var modelNames = StringTable()

    init(file: String, quotesRows: Bool, lines: [UInt8] = [], texts: [UInt8] = []) {
        self.file = file
        rejected = RejectedRows(quotesRows: quotesRows)
        self.lines = lines
        self.texts = texts
        self.lines.removeAll(keepingCapacity: true)
        self.texts.removeAll(keepingCapacity: true)
    }

    /// The number of questions.
    var count: Int { ids.count }
}

/// Buffers for the lines and the texts of batches.
///
/// Each kind has its own pool, so that buffers for texts do not grow to the size of the lines.
struct PoolBuffers {
    let lines = BufferPool()
    let texts = BufferPool()

    /// Takes back the buffers of a batch.
    func give(_ batch: PoolBatch) {
        lines.give(batch.lines)
        texts.give(batch.texts)
    }
}

/// The names of the models and labels of recordings.
///
/// Not thread-safe.
struct RecordedNames {
    let models: OwnedTexts
    /// The labels of each column, by the raw value of the column.
    let labels: [OwnedTexts]

    init(_ recordings: Recordings) {
        models = OwnedTexts(recordings.outcomes.models)
        labels = recordings.labels.map { OwnedTexts($0) }
    }
}

/// Turns the rows of one source into lines of the pool.
///
/// Not thread-safe.
final class SourceWorker {
    private let source: SourceRecipe
    private let map: RowMap
    private let recordings: Recordings
    private let buffers: PoolBuffers
    private let rows: InputRows
    private let traceTokens: TraceTokens?
    private let quotesRows: Bool
    private let wholeFields: [ByteView]
    /// The same fields as a set, if there are many.
    private let manyWholeFields: Set<ByteView>
    private static let fewWholeFields = 64
    /// The source's name.
    private let name: OwnedBytes
    /// The recorded outcomes, and the names of the recorded models and labels.
    private let outcomes: OutcomeColumns
    private let names: RecordedNames
    private let textReaders: [SpillReader]
    private var index = JSONIndex(takesNonFinite: true)
    private let longestLine: Int

    /// Creates a worker for rows of one source of a recipe.
    ///
    /// - Parameters:
    ///   - names: the names in the recordings, which the workers of a thread share; created if nil.
    ///   - longestLine: the maximum size of a line of the pool in bytes.
    init(
        _ source: SourceRecipe, _ recordings: Recordings, _ recipe: Inputs, traceTokens: TraceTokens?,
        buffers: PoolBuffers, names: RecordedNames? = nil, longestLine: Int = PoolLine.longest
    ) {
        self.traceTokens = traceTokens
        quotesRows = recipe.limits.quotesRows
        self.longestLine = longestLine
        rows = recipe.rows(of: source.input)
        self.source = source
        self.recordings = recordings
        self.buffers = buffers
        map = RowMap(source)
        name = OwnedBytes(source.input.name.utf8)
        wholeFields = map.wholeFields.views
        manyWholeFields = wholeFields.count > Self.fewWholeFields ? Set(wholeFields) : []
        outcomes = recordings.outcomes
        textReaders = recordings.textReaders()
        self.names = names ?? RecordedNames(recordings)
    }

    /// Turns the rows of a batch into questions of the pool.
    func read(_ batchOfRows: any RowBatch, file: String) throws -> PoolBatch {
        var batch = PoolBatch(
            file: file, quotesRows: quotesRows, lines: buffers.lines.take(), texts: buffers.texts.take())
        var (name, fileBytes): ([UInt8], [UInt8]) = ([], [])
        name.append(quoted: source.input.name)
        fileBytes.append(quoted: file)
        var line = PoolLine()
        let count = try name.withByteView { name in
            try fileBytes.withByteView { file in
                try rows.visit(batchOfRows) { origin, row in
                    try take(row, origin, source: name, file: file, &line, into: &batch)
                } reject: { fault, origin, excerpt in
                    batch.rejected.append(fault, .source, source.input.name, batch.file, origin, excerpt)
                }
            }
        }
        (batch.read, batch.leftOut) = (count.read, count.leftOut)
        return batch
    }

    // MARK: - One row

    /// Makes a line of a row and appends it to a batch.
    ///
    /// - Parameters:
    ///   - source: the source's name as JSON.
    ///   - file: the path of the row's file as JSON.
    ///   - line: used for one row after the other; what is in it is lost.
    private func take(
        _ row: Row, _ origin: Origin, source: ByteView, file: ByteView, _ line: inout PoolLine,
        into batch: inout PoolBatch
    ) throws {
        line.clear()
        line[.question] = try question(of: row)
        let text = row.text(of: line[.question])
        let id = QuestionID(of: text)
        // Looked up when the row is filled in: by then it has come from the memory.
        recordings.prefetch(id)
        try fill(&line, from: row)
        guard !text.isBlank else { throw RowFault("the question is empty") }
        let key = key(in: &line, of: row)
        for entry in [key.flatMap { recordings.entry(ofKey: $0) }, recordings.entry(ofNormalized: text)] {
            guard let entry else { continue }
            try join(entry, row, to: &line)
            batch.otherNumbers.append(Int32(entry))
        }
        // Last, so that what is recorded of exactly this text comes first.
        let entry = recordings.entry(of: id)
        if let entry { try join(entry, row, to: &line) }
        let parts = line.parts
        if let traceTokens, line[number: .traceTokens] == nil, parts.contains(.trace) {
            guard let count = try traceTokens.count(line[.trajectories]) else {
                throw RowFault("\(QuestionColumn.traceTokens.name): more than \(Int32.max - 1) tokens")
            }
            line[number: .traceTokens] = count
        }
        if map.restIsMetadata, line[.metadata].kind == .null { line[.metadata] = try rest(of: row) }
        try line.requireRoom(atMost: longestLine, names: source.count + file.count)
        line.append(to: &batch.lines, id: id, source: source, file: file, origin: origin)
        batch.unit = origin.unit
        batch.originNumbers.append(origin.number)
        batch.keys.append(key.map { QuestionKey.hash(of: $0) } ?? 0)
        append(line, text, id, parts, entry, row, to: &batch)
    }

    /// Returns the key of a question, or nil; a blank key is none.
    private func key(in line: inout PoolLine, of row: Row) -> ByteView? {
        guard line[.key].kind != .null else { return nil }
        let key = row.text(of: line[.key])
        if key.isBlank { line[.key] = .null }
        return key.isBlank ? nil : key
    }

    private func question(of row: Row) throws(RowFault) -> FieldValue {
        let question = try map.mappings.program.value(map.question, of: row)
        guard question.kind != .null else { throw .noQuestion(question) }
        return row.textOrNull(question)
    }

    private func fill(_ line: inout PoolLine, from row: Row) throws {
        let program = map.mappings.program
        for mapping in map.mappings.all where mapping.value != map.question {
            let value = try program.value(mapping.value, of: row)
            if let column = mapping.column {
                try set(column, value, of: row, to: &line)
                continue
            }
            // A column that a published row lacks is skipped, and does not even count as an unknown outcome.
            if value.kind == .null, source.map == nil, !program.isNamed(mapping.value, in: row) { continue }
            try line.record(
                try row.outcome(value, of: program.words(mapping.value, for: mapping.target)), of: mapping.model)
        }
        if let field = map.outcomesField, let outcomes = row.value(at: field), outcomes.kind == .object {
            do throws(JSONError) {
                try index.index(outcomes.bytes)
            } catch {
                throw RowFault("outcomes: \(error.reason)", withoutText: "outcomes: \(error.reasonWithoutText)")
            }
            for field in index.fields {
                try line.record(
                    try row.outcome(field.value, of: Target.outcome(model: field.name.text).name, in: .outcomes),
                    of: row.arena.copy(field.name))
            }
        }
        if line[.sourceType].kind == .null {
            line[.sourceType] = .plain(name.view)
        }
    }

    private func set(
        _ column: QuestionColumn, _ value: FieldValue, of row: Row, to line: inout PoolLine
    ) throws(RowFault) {
        switch column.type {
        case .text: line[column] = row.textOrNull(value)
        case .label: line[column] = row.label(value)
        case .texts: line[column] = try row.texts(value, of: column)
        case .wholeNumber: line[number: column] = try row.wholeNumber(value, of: column)
        case .outcomes, .origin: break
        }
    }

    /// Adds the recorded data of an entry.
    private func join(_ entry: Int, _ row: Row, to line: inout PoolLine) throws {
        try recordings.forEachText(of: entry, textReaders, arena: row.arena) { (column, value) throws(RowFault) in
            // A blank value does not replace a value that is not blank.
            if column.isBlank(value), !column.isBlank(line[column]) { return }
            // Recorded values were checked when they were read, and are texts or lists of texts.
            line[column] = value
        }
        for column in QuestionColumn.recordedNumbers {
            guard let number = recordings.number(of: column, entry) else { continue }
            if column.type == .label {
                line[column] = .plain(names.labels[column.rawValue].views[Int(number)])
            } else {
                line[number: column] = number
            }
        }
        try outcomes.forEach(row: entry) { model, outcome in try line.record(outcome, of: names.models.views[model]) }
    }

    /// Returns whether the map uses a field as a whole.
    private func isWhole(_ name: ByteView) -> Bool {
        manyWholeFields.isEmpty ? wholeFields.contains(name) : manyWholeFields.contains(name)
    }

    /// Returns the fields that the map does not use as a whole, as a JSON text.
    private func rest(of row: Row) throws(RowFault) -> FieldValue {
        .plain(
            try row.compose { (text) throws(RowFault) in
                var mark = UInt8(ascii: "{")
                for field in row.fields where !isWhole(field.name) {
                    try text.append(mark)
                    try text.append(quoted: field.name)
                    try text.append(UInt8(ascii: ":"))
                    try text.append(json: field.value)
                    mark = UInt8(ascii: ",")
                }
                if mark == UInt8(ascii: "{") { try text.append(mark) }
                try text.append(UInt8(ascii: "}"))
            })
    }

    private func append(
        _ line: PoolLine, _ text: ByteView, _ id: QuestionID, _ parts: PresentParts, _ entry: Int?, _ row: Row,
        to batch: inout PoolBatch
    ) {
        let number = Int32(batch.ids.count)
        batch.lineEnds.append(batch.lines.count)
        batch.texts.append(text)
        batch.textEnds.append(batch.texts.count)
        batch.ids.append(id.value)
        batch.recordingNumbers.append(Int32(entry ?? -1))
        batch.parts.append(parts)
        for column in QuestionColumn.numbered {
            let place = column.rawValue
            if column.type == .wholeNumber {
                batch.numbers[place].append(line[number: column] ?? -1)
            } else {
                let value = line[column]
                let name = value.kind == .null ? -1 : batch.names[place].index(of: row.text(of: value))
                batch.numbers[place].append(Int32(name))
            }
        }
        for entry in line.outcomes {
            batch.outcomes.append((number, Int32(batch.modelNames.index(of: entry.model)), entry.outcome))
        }
    }
}
