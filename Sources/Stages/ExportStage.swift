import Bytes
import Files
import Messages
import Pools

/// The last stage: writes the chosen questions, in pool order, in the formats of the recipe.
package struct Export {
    let pool: Pool
    let domains: Domains
    let style: MessageStyle
    let threads: Int

    /// An exporter of questions of a pool.
    package init(pool: Pool, domains: Domains, style: MessageStyle, threads: Int) {
        self.pool = pool
        self.domains = domains
        self.style = style
        self.threads = threads
    }

    /// Writes the lines of some questions.
    ///
    /// Throws when a line of the pool is not the question it should be, or lacks what the format needs.
    package func write(_ questions: [QuestionIndex], as format: ExportFormat, to file: OutputFile) throws {
        let buffers = BufferPool()
        try Pipeline<ArraySlice<QuestionIndex>, [UInt8]>(threads: threads).run(
            producers: [Self.pieces(of: questions)],
            makeWorker: {
                var (reader, row, scratch) = (LineReader(), TrainingRow(), [UInt8]())
                return { piece in
                    var lines = buffers.take()
                    lines.removeAll(keepingCapacity: true)
                    for question in piece {
                        try reader.withLine(of: question, pool) { index, id in
                            if format == .jsonl { return append(question, index, to: &lines) }
                            try row.load(index, id: id)
                            row.append(format, style, to: &lines, &scratch)
                        }
                    }
                    return lines
                }
            },
            consume: { lines in
                try file.write(lines)
                buffers.give(lines)
            })
    }

    /// Questions in pieces that are worth a thread's while.
    static func pieces(of questions: [QuestionIndex]) -> () -> ArraySlice<QuestionIndex>? {
        var rest = questions[...]
        return {
            defer { rest = rest.dropFirst(32) }
            return rest.isEmpty ? nil : rest.prefix(32)
        }
    }

    /// Reads the lines of questions, one after the other, on one thread.
    struct LineReader {
        private var index = JSONIndex()
        private var buffer: [UInt8] = []
        private var text: [UInt8] = []

        /// Calls with the indexed line of a question.
        ///
        /// Throws when it is another question's.
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

    /// What stands in a line before the value of each column.
    private static let openings = QuestionColumn.exported.enumerated().map { k, column in
        Array("\(k == 0 ? "{" : ",")\"\(column.name)\":".utf8)
    }

    /// Appends the line of a question: its columns as they stand in the pool, byte for byte, but for the domain, which is
    /// that of its label.
    private func append(_ question: QuestionIndex, _ index: JSONIndex, to lines: inout [UInt8]) {
        for (opening, column) in zip(Self.openings, QuestionColumn.exported) {
            lines.append(contentsOf: opening)
            if column == .domain {
                if let domain = domains.name(of: question) {
                    lines.append(quoted: domain)
                } else {
                    lines.append("null")
                }
            } else {
                lines.append(json: index.value(of: column) ?? .null)
            }
        }
        lines.append("}\n")
    }
}
