import Bytes
import Files
import Messages
import Rows

/// A file that contains questions of the pool, and the index of the first; the following questions up to that of the
/// next file also belong to it.
struct OriginFile: Equatable, Sendable {
    let path: String
    let unit: Origin.Unit
    let first: Int

    init(path: String, unit: Origin.Unit, first: Int) {
        self.path = path
        self.unit = unit
        self.first = first
    }

    init?(_ json: JSON) {
        guard let path = json["path"]?.string, let unit = json["unit"]?.string.flatMap(Origin.Unit.init),
            let first = json["first"]?.integer
        else { return nil }
        self.init(path: path, unit: unit, first: first)
    }

    var json: JSON { ["path": .string(path), "unit": .string(unit.rawValue), "first": JSON(first)] }
}

/// Writes the pool batch by batch during ingest.
final class PoolWriter {
    private let folder: OutputFolder
    private let sourceNames: [String]
    private let lineFile: OutputFile
    private let textFile: OutputFile
    private var ids = GrowingColumn<UInt64>()
    private var sources = GrowingColumn<UInt16>()
    /// The numbers of each numbered column, by the raw value of the column, and the tables of their texts.
    private var numbers = [GrowingColumn<Int32>](repeating: GrowingColumn(), count: QuestionColumn.all.count)
    private var names = [StringTable](repeating: StringTable(), count: QuestionColumn.all.count)
    private var parts = GrowingColumn<UInt8>()
    private var originNumbers = GrowingColumn<Int>()
    private var files: [OriginFile] = []
    private var lineEnds = GrowingColumn<Int>()
    private var textEnds = GrowingColumn<Int>()
    private var outcomes = OutcomeColumns()
    private let mostQuestions: Int

    /// Creates a writer of a new pool in the folder of the stage ingest.
    init(in folder: OutputFolder, sourceNames: [String], mostQuestions: Int = QuestionFacts.mostQuestions) throws {
        self.folder = folder
        self.sourceNames = sourceNames
        self.mostQuestions = mostQuestions
        lineFile = try folder.file(Pool.FileName.lines, digest: .xxh64, isBulk: true)
        textFile = try folder.file(Pool.FileName.texts, digest: .xxh64)
    }

    /// The number of questions so far.
    var count: Int { ids.count }

    /// Appends the questions of a batch of a source.
    ///
    /// Throws `CurationError.failed` when there are more questions or models than a pool can have.
    func append(_ batch: PoolBatch, source: Int) throws {
        let first = ids.count
        guard batch.count <= mostQuestions - first else {
            throw CurationError.failed(
                "more than \(mostQuestions) questions, the maximum of a pool; use \"where\" in a source to leave out rows"
            )
        }
        let (lineStart, textStart) = (lineFile.size, textFile.size)
        try lineFile.write(batch.lines)
        try textFile.write(batch.texts)
        // Compared by bytes: two different paths can be equal under Unicode canonical equivalence.
        let isSame = files.last.map { $0.unit == batch.unit && $0.path.utf8.elementsEqual(batch.file.utf8) } ?? false
        if batch.count > 0, !isSame {
            files.append(OriginFile(path: batch.file, unit: batch.unit, first: first))
        }
        originNumbers.append(contentsOf: batch.originNumbers)
        ids.append(contentsOf: batch.ids)
        sources.append(contentsOf: repeatElement(UInt16(source), count: batch.count))
        parts.append(contentsOf: batch.parts.lazy.map(\.rawValue))
        lineEnds.append(contentsOf: batch.lineEnds.lazy.map { lineStart + $0 })
        textEnds.append(contentsOf: batch.textEnds.lazy.map { textStart + $0 })
        for column in QuestionColumn.numbered { appendNumbers(of: column, batch) }
        let models = try (0..<batch.modelNames.count).map { index in
            try batch.modelNames.withText(index) { try outcomes.model(named: $0) }
        }
        for entry in batch.outcomes {
            outcomes.record(entry.outcome, row: first + Int(entry.row), model: models[Int(entry.model)])
        }
    }

    private func appendNumbers(of column: QuestionColumn, _ batch: PoolBatch) {
        let place = column.rawValue
        guard case .names = column.kept else { return numbers[place].append(contentsOf: batch.numbers[place]) }
        let own = names[place].indices(ofAll: batch.names[place])
        numbers[place].append(contentsOf: batch.numbers[place].lazy.map { $0 < 0 ? -1 : own[Int($0)] })
    }

    /// Ends the writing, and returns the unpublished files and readers of them.
    func finish() throws -> (files: PoolFiles<OutputFile>, readers: PoolFiles<InputFile>) {
        var index = ColumnFileWriter()
        index.add("ids", ids)
        index.add("sources", sources)
        for column in QuestionColumn.numbered {
            switch column.kept {
            case .names(let name, _, _), .numbers(let name): index.add(name, numbers[column.rawValue])
            default: break
            }
        }
        index.add("contents", parts)
        index.add("origins", originNumbers)
        index.add("line_ends", lineEnds)
        index.add("text_ends", textEnds)
        for column in QuestionColumn.numbered {
            if case .names(_, let table, _) = column.kept { index.add(table, names[column.rawValue]) }
        }
        index.add("model_names", outcomes.models)
        for (model, column) in outcomes.columns.enumerated() { index.add("outcomes.\(model)", column) }
        var header = JSONObject()
        header["sources"] = .strings(sourceNames)
        header["files"] = .list(files.map(\.json))
        try textFile.finish()
        let columns = try folder.file(Pool.FileName.index, digest: .xxh64)
        try index.write(to: columns, header: header)
        try lineFile.finish()
        let files = PoolFiles(lines: lineFile, texts: textFile, index: columns)
        let readers = try PoolFiles(lines: lineFile.reader(), texts: textFile.reader(), index: columns.reader())
        return (files, readers)
    }
}

/// The files of a pool.
package struct PoolFiles<File> {
    /// The lines, each with a question as JSON.
    package let lines: File
    /// The texts of the questions.
    package let texts: File
    /// The columns.
    package let index: File

    /// Creates a set of the three files.
    package init(lines: File, texts: File, index: File) {
        self.lines = lines
        self.texts = texts
        self.index = index
    }
}
