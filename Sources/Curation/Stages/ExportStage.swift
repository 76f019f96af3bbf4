import Bytes
import Files

/// The last stage: writes the chosen questions, in pool order, with the columns of the published s1K.
struct Export {
    /// The published columns, and after them what `curate` adds.
    static let columns = [
        "solution", "question", "cot_type", "source_type", "metadata", "cot", "thinking_trajectories", "attempt", "id",
        "domain", "trace_tokens",
    ]

    let pool: Pool
    let domains: Domains
    let threads: Int

    /// Writes the lines of some questions.
    ///
    /// Throws when a line of the pool is not the question it should be.
    func write(_ questions: [Int32], to file: OutputFile) throws {
        pool.willReadLines(of: questions)
        try Pipeline<ArraySlice<Int32>, [UInt8]>(threads: threads).run(
            producers: [pieces(of: questions)],
            makeWorker: {
                var index = JSONIndex()
                return { piece in
                    var lines: [UInt8] = []
                    for question in piece { try append(Int(question), to: &lines, &index) }
                    return lines
                }
            },
            consume: { try file.write($0) })
    }

    private func pieces(of questions: [Int32]) -> () -> ArraySlice<Int32>? {
        var rest = questions[...]
        return {
            defer { rest = rest.dropFirst(32) }
            return rest.isEmpty ? nil : rest.prefix(32)
        }
    }

    /// Appends the line of a question: its columns as they stand in the pool, byte for byte.
    private func append(_ question: Int, to lines: inout [UInt8], _ index: inout JSONIndex) throws {
        let line = try pool.line(of: question)
        try line.withByteView { bytes in
            try index.index(bytes)
            guard let text = index.value(named: ByteView("question")), id(of: text) == pool.id(of: question) else {
                throw CurationError.failed(
                    "line \(question + 1) of the pool is not the question \(pool.id(of: question)); run the stage ingest again"
                )
            }
            for (k, column) in Self.columns.enumerated() {
                lines.append(k == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
                lines.append(quoted: column)
                lines.append(UInt8(ascii: ":"))
                if column == "domain" {
                    if let domain = domains.name(of: question, in: pool) {
                        lines.append(quoted: domain)
                    } else {
                        lines.append("null")
                    }
                } else {
                    lines.append(json: column.withByteView { index.value(named: $0) } ?? .null)
                }
            }
            lines.append("}\n")
        }
    }

    private func id(of text: FieldValue) -> QuestionID {
        var bytes: [UInt8] = []
        bytes.append(text: text)
        return bytes.withByteView { QuestionID(of: $0) }
    }
}
