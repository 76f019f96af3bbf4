import Bytes
import Files
import Messages
import Pools

/// Writes the chosen questions, in pool order, in one of the export formats.
package struct RowExporter {
    let pool: Pool
    let domains: Domains
    let settings: ExportRecipe
    let threads: Int

    /// Creates an exporter of questions of a pool.
    package init(pool: Pool, domains: Domains, settings: ExportRecipe, threads: Int) {
        self.pool = pool
        self.domains = domains
        self.settings = settings
        self.threads = threads
    }

    /// Writes one line for each of the given questions.
    ///
    /// Throws when a line of the pool is not the expected question, lacks what the format needs, or spells control tokens
    /// that are refused.
    ///
    /// - Returns: the questions whose texts spell control tokens of the format, in ascending order.
    @discardableResult
    package func write(
        _ questions: [QuestionIndex], as format: ExportFormat, to file: OutputFile
    ) throws -> [QuestionIndex] {
        let buffers = BufferPool()
        let check = ControlTokenCheck(format, settings.messages, settings.controlTokens)
        let openings = QuestionColumn.openings(of: settings.metadata.columns)
        let parquet = try format == .parquet ? ParquetExport(of: settings.metadata.columns, to: file) : nil
        var spelling: [QuestionIndex] = []
        try Pipeline<ArraySlice<QuestionIndex>, (lines: [UInt8], spelling: [QuestionIndex])>(threads: threads).run(
            producers: [Self.pieces(of: questions)],
            makeWorker: {
                var (reader, row, scratch) = (LineReader(), TrainingRow(system: settings.system), [UInt8]())
                var metadata = MetadataSelection(settings.metadata)
                return { piece in
                    var lines = buffers.take()
                    var spelling: [QuestionIndex] = []
                    lines.removeAll(keepingCapacity: true)
                    for question in piece {
                        try reader.withLine(of: question, pool) { index, id in
                            if format.hasPublishedColumns {
                                return append(question, index, openings, &metadata, to: &lines)
                            }
                            try row.load(index, id: id)
                            if try check.apply(to: &row, id: id) { spelling.append(question) }
                            row.append(format, settings.messages, to: &lines, &scratch)
                        }
                    }
                    return (lines, spelling)
                }
            },
            consume: { piece in
                if let parquet { try parquet.append(lines: piece.lines) } else { try file.write(piece.lines) }
                buffers.give(piece.lines)
                spelling += piece.spelling
            })
        try parquet?.finish()
        return spelling
    }

    /// Returns the row of a question as it is written in a format.
    ///
    /// Throws as `write` does.
    package func row(of question: QuestionIndex, as format: ExportFormat) throws -> JSON {
        let check = ControlTokenCheck(format, settings.messages, settings.controlTokens)
        var (reader, row, metadata) = (
            LineReader(), TrainingRow(system: settings.system), MetadataSelection(settings.metadata)
        )
        var (line, scratch): ([UInt8], [UInt8]) = ([], [])
        try reader.withLine(of: question, pool) { index, id in
            if format.hasPublishedColumns {
                let openings = QuestionColumn.openings(of: settings.metadata.columns)
                return append(question, index, openings, &metadata, to: &line)
            }
            try row.load(index, id: id)
            _ = try check.apply(to: &row, id: id)
            row.append(format, settings.messages, to: &line, &scratch)
        }
        return try line.withByteView { try JSON(parsing: $0) }
    }

    /// Returns an iterator over the questions in batches that are large enough for one unit of work.
    static func pieces(of questions: [QuestionIndex]) -> () -> ArraySlice<QuestionIndex>? {
        var rest = questions[...]
        return {
            defer { rest = rest.dropFirst(32) }
            return rest.isEmpty ? nil : rest.prefix(32)
        }
    }

    /// Reads the lines of questions, one at a time.
    ///
    /// Not thread-safe.
    struct LineReader {
        private var index = JSONIndex()
        private var buffer: [UInt8] = []
        private var text: [UInt8] = []

        /// Calls `body` with the indexed line of a question.
        ///
        /// Throws when the line belongs to another question.
        mutating func withLine(
            of question: QuestionIndex, _ pool: Pool, _ body: (JSONIndex, QuestionID) throws -> Void
        ) throws {
            let wanted = pool.id(of: question)
            try pool.withLine(of: question, buffer: &buffer) { bytes in
                try index.index(bytes)
                text.removeAll(keepingCapacity: true)
                let field = index.value(of: .question)
                if let field { text.append(text: field) }
                guard field != nil, text.withByteView({ QuestionID(of: $0) }) == wanted else {
                    throw CurationError.failed(
                        "line \(question.position + 1) of the pool is not the question \(wanted); run the stage ingest again"
                    )
                }
                try body(index, wanted)
            }
        }
    }

    /// Appends the line of a question: its columns as they are in the pool, byte for byte, except for the domain, which
    /// is derived from its label, and for metadata of which the recipe chooses some members.
    ///
    /// - Parameter openings: the texts that precede the values of the columns.
    private func append(
        _ question: QuestionIndex, _ index: JSONIndex, _ openings: [[UInt8]], _ metadata: inout MetadataSelection,
        to lines: inout [UInt8]
    ) {
        for (opening, column) in zip(openings, settings.metadata.columns) {
            lines.append(contentsOf: opening)
            if column == .domain {
                if let domain = domains.name(of: question) {
                    lines.append(quoted: domain)
                } else {
                    lines.append("null")
                }
            } else if column == .metadata {
                metadata.append(index.value(of: column) ?? .null, to: &lines)
            } else {
                lines.append(json: index.value(of: column) ?? .null)
            }
        }
        lines.append("}\n")
    }
}
