import Bytes
import Files
import Messages
import Pools

/// Lengths in tokens on record that cannot be those of the traces in the pool: the traces were shortened or are missing,
/// or the numbers count something else.
///
/// A token of a byte-level tokenizer such as Qwen2.5's is at least one byte, so that a trace has at most as many tokens as
/// bytes, and at least one token if it has a byte. Where no length breaks this rule by itself, all of them together may:
/// texts have between 0.05 and 0.75 tokens per byte (a token for each digit and most signs at one end, long words at the
/// other), so that a sum outside of this range is hardly that of tokens of these texts.
package struct ImpossibleLengths: Equatable, Sendable {
    /// The number of questions with such a length.
    package private(set) var questions = 0
    /// The sum of their lengths on record.
    package private(set) var tokens = 0
    /// The sum of the sizes of their traces in UTF-8.
    package private(set) var bytes = 0
    /// Whether each of the lengths is impossible; if not, all of them together are only unlikely.
    package private(set) var isCertain = true

    /// The tokens per byte that many texts together may have.
    static let possibleRatios = 0.05...0.75
    /// The smallest sum of bytes that is judged as a whole: short texts may be anything.
    static let leastBytes = 100_000

    /// Judges lengths and sizes of traces; nil if all are possible.
    init?(_ traces: some Sequence<(tokens: Int, bytes: Int)>) {
        var all = (questions: 0, tokens: 0, bytes: 0)
        for (tokens, bytes) in traces {
            all = (all.questions + 1, all.tokens + tokens, all.bytes + bytes)
            guard tokens > bytes || tokens == 0 && bytes > 0 else { continue }
            questions += 1
            self.tokens += tokens
            self.bytes += bytes
        }
        if questions == 0 {
            guard all.bytes >= Self.leastBytes,
                !Self.possibleRatios.contains(Double(all.tokens) / Double(all.bytes))
            else { return nil }
            (questions, tokens, bytes) = all
            isCertain = false
        }
    }

    /// Judges the lengths on record of questions of a pool, of which those without a length are passed over.
    ///
    /// Throws when a line of the pool cannot be read.
    package init?(of questions: [QuestionIndex], in pool: Pool, threads: Int) throws {
        let recorded = questions.filter { pool.facts.traceTokens[$0] >= 0 }
        var sizes: [Int] = []
        try Pipeline<ArraySlice<QuestionIndex>, [Int]>(threads: threads).run(
            producers: [RowExporter.pieces(of: recorded)],
            makeWorker: {
                var (reader, size) = (RowExporter.LineReader(), TraceSize())
                return { piece in
                    try piece.map { question in
                        var bytes = 0
                        try reader.withLine(of: question, pool) { line, _ in bytes = try size.bytes(of: line) }
                        return bytes
                    }
                }
            },
            consume: { sizes += $0 })
        self.init(zip(recorded, sizes).lazy.map { (Int(pool.facts.traceTokens[$0]), $1) })
    }

    /// Creates what a manifest has on record; nil if it is something else.
    package init?(_ json: JSON?) {
        guard let questions = json?["questions"]?.integer, let tokens = json?["tokens"]?.integer,
            let bytes = json?["bytes"]?.integer
        else { return nil }
        (self.questions, self.tokens, self.bytes) = (questions, tokens, bytes)
        isCertain = json?["certain"]?.bool ?? true
    }

    /// What is on record in the manifest.
    var json: JSON {
        var members: JSONObject = ["questions": JSON(questions), "tokens": JSON(tokens), "bytes": JSON(bytes)]
        if !isCertain { members["certain"] = false }
        members["words"] = .string("\(words)")
        return .object(members)
    }

    /// A description as a sentence without its full stop.
    package var words: Message {
        "The recorded trace \(questions == 1 ? "length" : "lengths") of \(Wording.counted(questions, "question")) "
            + "\(isCertain ? "cannot" : "can hardly") be \(questions == 1 ? "that of its trace" : "those of the traces"): "
            + "\(Wording.counted(tokens, "token")) for \(Wording.counted(bytes, "byte"))"
    }
}

/// The size of the trace of a question.
private struct TraceSize {
    private var index = JSONIndex()
    private var text: [UInt8] = []

    /// Returns the bytes of the trace on a line of the pool, with a line break between its parts.
    mutating func bytes(of line: JSONIndex) throws(JSONError) -> Int {
        guard let trajectories = line.value(of: .trajectories), trajectories.kind == .list else { return 0 }
        try index.index(trajectories.bytes)
        var bytes = max(0, index.fields.count - 1)
        for field in index.fields {
            text.removeAll(keepingCapacity: true)
            text.append(text: field.value)
            bytes += text.count
        }
        return bytes
    }
}
