import Bytes
import Files
import Rows

/// Questions in memory, without a pool on disk, such as those of a batch of rows.
package struct QuestionList: Questions {
    /// The facts about the questions.
    package let facts: QuestionFacts
    private let file: String
    private let unit: Origin.Unit
    private let originNumbers: [Int]
    private let texts: [UInt8]
    private let textEnds: [Int]
    /// The lines of the pool, one after the other, and the end of each; empty if there are none.
    private let lines: [UInt8]
    private let lineEnds: [Int]

    /// Creates the questions from a batch of rows of a source.
    init(_ batch: PoolBatch, source: String) {
        var outcomes = OutcomeColumns(models: batch.modelNames)
        outcomes.record(batch.outcomes.lazy.map { ($0.row, Int($0.model), $0.outcome) })
        let facts = QuestionFacts(
            ids: batch.ids, keys: batch.keys, sources: Array(repeating: 0, count: batch.count), sourceNames: [source],
            parts: batch.parts.map(\.rawValue), outcomes: outcomes, numbers: { batch.numbers[$0.rawValue] },
            names: { batch.names[$0.rawValue] })
        self.init(
            facts, file: batch.file, unit: batch.unit, originNumbers: batch.originNumbers, texts: batch.texts,
            textEnds: batch.textEnds, lines: batch.lines, lineEnds: batch.lineEnds)
    }

    /// Creates the questions with the given facts, texts and places in a file.
    ///
    /// - Parameters:
    ///   - texts: the texts, one after the other.
    ///   - textEnds: the end of each text.
    ///   - lines: the lines of the pool, one after the other; empty if there are none.
    ///   - lineEnds: the end of each line.
    init(
        _ facts: QuestionFacts, file: String, unit: Origin.Unit, originNumbers: [Int], texts: [UInt8], textEnds: [Int],
        lines: [UInt8] = [], lineEnds: [Int] = []
    ) {
        self.facts = facts
        (self.file, self.unit, self.originNumbers) = (file, unit, originNumbers)
        (self.texts, self.textEnds) = (texts, textEnds)
        (self.lines, self.lineEnds) = (lines, lineEnds)
    }

    /// Returns the file that contains a question, and its line or row number in that file.
    package func origin(of question: QuestionIndex) -> (file: String, unit: Origin.Unit, number: Int) {
        (file, unit, originNumbers[question.position])
    }

    /// Returns a question's text.
    package func text(of question: QuestionIndex) -> [UInt8] {
        Array(texts[range(of: question..<question.advanced(by: 1))])
    }

    /// Calls `body` with a question's line of the pool, or an empty one; the buffer is not used.
    package func withLine<Result>(
        of question: QuestionIndex, buffer: inout [UInt8], _ body: (ByteView) throws -> Result
    ) throws -> Result {
        guard !lineEnds.isEmpty else { return try body(.empty) }
        let start = question.position == 0 ? 0 : lineEnds[question.position - 1]
        return try lines.withByteView { try body($0[start..<lineEnds[question.position]]) }
    }

    /// Returns the total size in bytes of the texts of a range of questions.
    package func textSize(of questions: Range<QuestionIndex>) -> Int { range(of: questions).count }

    /// Calls `body` with the texts of consecutive questions; the buffer is not used.
    package func withTexts<Result>(
        of questions: Range<QuestionIndex>, buffer: inout [UInt8],
        _ body: ((QuestionIndex) -> ByteView) throws -> Result
    ) throws -> Result {
        try texts.withByteView { texts in try body { texts[range(of: $0..<$0.advanced(by: 1))] } }
    }

    /// Returns the range of the texts of some questions.
    private func range(of questions: Range<QuestionIndex>) -> Range<Int> {
        guard !questions.isEmpty else { return 0..<0 }
        let (first, end) = (questions.lowerBound.position, questions.upperBound.position)
        return (first == 0 ? 0 : textEnds[first - 1])..<textEnds[end - 1]
    }
}
