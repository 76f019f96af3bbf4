import Bytes
import Files
import Pools

/// The lengths of traces in the unit of `sample.length`.
///
/// Tokens are those of the pool's column. Every other unit is counted in the trace itself, whose parts are joined by line
/// breaks, as in training files; a question without a trace has the length 0. In Python, with `text = "\n".join(parts)`:
/// `len(text.split())`, except for U+001C to U+001F, which are not white space here; `len(text)`; `len(text.encode())`.
package enum TraceLengths {
    /// Returns the length of the trace of each question.
    ///
    /// Throws `CurationError.failed` when the number of tokens of a question is unknown, and the errors of reading lines.
    static func of(
        _ questions: [QuestionIndex], in pool: any Questions, _ unit: LengthUnit, threads: Int
    ) throws -> [Int32] {
        guard unit != .tokens else {
            try SampleStage.requireLengths(questions, of: pool.facts)
            return questions.map { pool.facts.traceTokens[$0] }
        }
        try pool.waitForLines()
        var lengths: [Int32] = []
        lengths.reserveCapacity(questions.count)
        try Pipeline<ArraySlice<QuestionIndex>, [Int32]>(threads: threads).run(
            producers: [RowExporter.pieces(of: questions)],
            makeWorker: {
                var (meter, buffer) = (TraceMeter(unit), [UInt8]())
                return { piece in
                    try piece.map { question in
                        try pool.withLine(of: question, buffer: &buffer) { try meter.length(in: $0) }
                    }
                }
            },
            consume: { lengths += $0 })
        return lengths
    }
}

/// Measures the traces of lines of the pool.
struct TraceMeter {
    private let unit: LengthUnit
    private var line = JSONIndex()
    private var parts = JSONIndex()
    private var text: [UInt8] = []

    /// Creates a meter of a unit other than tokens.
    init(_ unit: LengthUnit) {
        self.unit = unit
    }

    /// Returns the length of the trace on a line of the pool; 0 without a trace.
    ///
    /// Throws `JSONError` when the line is not JSON.
    mutating func length(in bytes: ByteView) throws(JSONError) -> Int32 {
        try line.index(bytes)
        guard let trajectories = line.value(of: .trajectories), trajectories.kind == .list else { return 0 }
        try parts.index(trajectories.bytes)
        text.removeAll(keepingCapacity: true)
        for (place, field) in parts.fields.enumerated() {
            if place > 0 { text.append(0x0A) }
            text.append(text: field.value)
        }
        return text.withByteView { Int32(clamping: Self.length(of: $0, in: unit)) }
    }

    /// Returns the length of a well-formed text in a unit; its bytes for tokens, which only a tokenizer counts.
    static func length(of text: ByteView, in unit: LengthUnit) -> Int {
        switch unit {
        case .words: words(in: text)
        case .characters: UTF8Check.scalarCount(text, before: text.count)
        case .tokens, .bytes: text.count
        }
    }

    private static func words(in text: ByteView) -> Int {
        var (words, place, isInside) = (0, 0, false)
        while place < text.count {
            let (value, length) = UTF8Check.decode(text, at: place)
            let isSpace = Words.isWhiteSpace(value)
            if !isSpace, !isInside { words += 1 }
            isInside = !isSpace
            place += length
        }
        return words
    }
}
