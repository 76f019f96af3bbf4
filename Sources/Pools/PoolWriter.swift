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
    private var keys = GrowingColumn<UInt64>()
    private var hasKeys = false
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
    convenience init(
        in folder: OutputFolder, sourceNames: [String], mostQuestions: Int = QuestionFacts.mostQuestions
    ) throws {
        self.init(
            in: folder, sourceNames: sourceNames,
            lines: try folder.file(Pool.FileName.lines, digest: .xxh64, isBulk: true),
            texts: try folder.file(Pool.FileName.texts, digest: .xxh64), mostQuestions: mostQuestions)
    }

    private init(
        in folder: OutputFolder, sourceNames: [String], lines: OutputFile, texts: OutputFile,
        mostQuestions: Int = QuestionFacts.mostQuestions
    ) {
        (self.folder, self.sourceNames, self.mostQuestions) = (folder, sourceNames, mostQuestions)
        (lineFile, textFile) = (lines, texts)
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
        let textStart = textFile.size
        try textFile.write(batch.texts)
        // Compared by bytes: two different paths can be equal under Unicode canonical equivalence.
        let isSame = files.last.map { $0.unit == batch.unit && $0.path.utf8.elementsEqual(batch.file.utf8) } ?? false
        if batch.count > 0, !isSame {
            files.append(OriginFile(path: batch.file, unit: batch.unit, first: first))
        }
        originNumbers.append(contentsOf: batch.originNumbers)
        ids.append(contentsOf: batch.ids)
        keys.append(contentsOf: batch.keys)
        hasKeys = hasKeys || batch.keys.contains { $0 != 0 }
        sources.append(contentsOf: repeatElement(UInt16(source), count: batch.count))
        parts.append(contentsOf: batch.parts.lazy.map(\.rawValue))
        try writeLines(of: batch, first: first)
        textEnds.append(contentsOf: batch.textEnds.lazy.map { textStart + $0 })
        for column in QuestionColumn.numbered { appendNumbers(of: column, batch) }
        let models = try (0..<batch.modelNames.count).map { index in
            try batch.modelNames.withText(index) { try outcomes.model(named: $0) }
        }
        for entry in batch.outcomes {
            outcomes.record(entry.outcome, row: first + Int(entry.row), model: models[Int(entry.model)])
        }
    }

    /// Writes the lines of a batch, each with its row after the id.
    private func writeLines(of batch: PoolBatch, first: Int) throws {
        var ends: [Int] = []
        ends.reserveCapacity(batch.count)
        try batch.lines.withByteView { lines in
            let opening = PoolLine.openings.views[QuestionColumn.row.rawValue]
            var (written, row) = (0, [UInt8]())
            for index in 0..<batch.count {
                let start = index == 0 ? 0 : batch.lineEnds[index - 1]
                try lineFile.write(lines[written..<start + PoolLine.bytesBeforeRow])
                written = start + PoolLine.bytesBeforeRow
                if index > 0 { ends.append(lineFile.size - PoolLine.bytesBeforeRow) }
                row.removeAll(keepingCapacity: true)
                row.append(opening)
                row.append(decimal: first + index)
                try lineFile.write(row)
            }
            try lineFile.write(lines[written...])
        }
        if batch.count > 0 { ends.append(lineFile.size) }
        lineEnds.append(contentsOf: ends)
    }

    private func appendNumbers(of column: QuestionColumn, _ batch: PoolBatch) {
        let place = column.rawValue
        guard case .names = column.kept else { return numbers[place].append(contentsOf: batch.numbers[place]) }
        let own = names[place].indices(ofAll: batch.names[place])
        numbers[place].append(contentsOf: batch.numbers[place].lazy.map { $0 < 0 ? -1 : own[Int($0)] })
    }

    /// The columns of the questions so far, and the members of their header.
    private var index: (columns: ColumnFileWriter, header: JSONObject) {
        var index = ColumnFileWriter()
        index.add("ids", ids)
        if hasKeys { index.add("keys", keys) }
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
        header["format"] = JSON(Pool.format)
        if hasKeys { header["keys"] = true }
        header["sources"] = .strings(sourceNames)
        header["files"] = .list(files.map(\.json))
        return (index, header)
    }

    /// Ends the writing, and returns the unpublished files and readers of them.
    func finish() throws -> (files: PoolFiles<OutputFile>, readers: PoolFiles<InputFile>) {
        try textFile.finish()
        let columns = try folder.file(Pool.FileName.index, digest: .xxh64)
        let (index, header) = index
        try index.write(to: columns, header: header)
        try lineFile.finish()
        let files = PoolFiles(lines: lineFile, texts: textFile, index: columns)
        let readers = try PoolFiles(lines: lineFile.reader(), texts: textFile.reader(), index: columns.reader())
        return (files, readers)
    }
}

// MARK: - Going on after a kill

extension PoolWriter {
    /// Adds what `init(in:sourceNames:from:in:)` needs to go on from here to a checkpoint.
    func checkpoint() throws -> (columns: ColumnFileWriter, header: JSONObject) {
        var (columns, header) = index
        let (lines, texts) = (try lineFile.state(), try textFile.state())
        header["lines"] = lines.json
        header["texts"] = texts.json
        columns.add("lines.rest", lines.rest)
        columns.add("texts.rest", texts.rest)
        return (columns, header)
    }

    /// Goes on with the pool of a checkpoint.
    ///
    /// Throws `FileError` when the files of the pool are not as they were at the checkpoint.
    ///
    /// - Parameters:
    ///   - checkpoint: the checkpoint.
    ///   - old: the work folder in which it is.
    convenience init(
        in folder: OutputFolder, sourceNames: [String], from checkpoint: ColumnFileReader, in old: FolderTree
    ) throws {
        let damaged = FileError(
            .notThisFormat, "read", old.path(of: WorkFolder.checkpoint), cause: "it is no checkpoint of this version")
        guard checkpoint.header["format"]?.integer == Pool.format,
            let lines = UnfinishedFile(checkpoint.header["lines"], rest: try checkpoint.column("lines.rest")),
            let texts = UnfinishedFile(checkpoint.header["texts"], rest: try checkpoint.column("texts.rest"))
        else { throw damaged }
        self.init(
            in: folder, sourceNames: sourceNames,
            lines: try folder.file(
                Pool.FileName.lines, goingOnWith: lines, from: old, digest: .xxh64, isBulk: true),
            texts: try folder.file(Pool.FileName.texts, goingOnWith: texts, from: old, digest: .xxh64))
        try take(checkpoint)
        let counts = [keys.count, sources.count, parts.count, originNumbers.count, lineEnds.count, textEnds.count]
        let isWhole = counts.allSatisfy { $0 == ids.count } && lastLineEnd == lines.size && lastTextEnd == texts.size
        guard isWhole, checkpoint.header["sources"] == .strings(sourceNames) else { throw damaged }
    }

    private var lastLineEnd: Int { lineEnds.pieces.last?.last ?? 0 }
    private var lastTextEnd: Int { textEnds.pieces.last?.last ?? 0 }

    /// Reads the columns of a checkpoint.
    private func take(_ checkpoint: ColumnFileReader) throws {
        ids.append(contentsOf: try checkpoint.column("ids", of: UInt64.self))
        hasKeys = checkpoint.header["keys"] == true
        keys.append(
            contentsOf: hasKeys
                ? try checkpoint.column("keys", of: UInt64.self) : [UInt64](repeating: 0, count: ids.count))
        sources.append(contentsOf: try checkpoint.column("sources", of: UInt16.self))
        parts.append(contentsOf: try checkpoint.column("contents", of: UInt8.self))
        originNumbers.append(contentsOf: try checkpoint.column("origins", of: Int.self))
        lineEnds.append(contentsOf: try checkpoint.column("line_ends", of: Int.self))
        textEnds.append(contentsOf: try checkpoint.column("text_ends", of: Int.self))
        for column in QuestionColumn.numbered {
            switch column.kept {
            case .names(let name, let table, _):
                numbers[column.rawValue].append(contentsOf: try checkpoint.column(name, of: Int32.self))
                names[column.rawValue] = try checkpoint.table(table)
            case .numbers(let name):
                numbers[column.rawValue].append(contentsOf: try checkpoint.column(name, of: Int32.self))
            default: break
            }
        }
        let models = try checkpoint.table("model_names")
        outcomes = OutcomeColumns(
            models: models, columns: try (0..<models.count).map { try checkpoint.column("outcomes.\($0)") })
        files = (checkpoint.header["files"]?.list ?? []).compactMap(OriginFile.init)
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
