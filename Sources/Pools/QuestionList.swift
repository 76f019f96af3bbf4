import Bytes
import Files
import Rows

/// Questions in memory, without a pool on disk: those of a batch of rows, or explicitly specified ones.
package struct QuestionList: Questions {
    /// An explicitly specified question.
    package struct Item: Sendable {
        /// The text.
        package var text: String
        /// The name of its source.
        package var source: String
        /// Its source type; nil to use the source's name.
        package var sourceType: String?
        /// Its label, which is the domain as it was recorded.
        package var label: String?
        /// The length of its trace in tokens.
        package var traceTokens: Int32?
        /// The parts that it has.
        package var parts: PresentParts
        /// The outcomes by model.
        package var outcomes: [String: Outcome]

        /// Creates a question; omitted properties are unknown.
        package init(
            _ text: String, source: String = "s", sourceType: String? = nil, label: String? = nil,
            traceTokens: Int32? = nil, parts: PresentParts = [], outcomes: [String: Outcome] = [:]
        ) {
            self.text = text
            self.source = source
            self.sourceType = sourceType
            self.label = label
            self.traceTokens = traceTokens
            self.parts = parts
            self.outcomes = outcomes
        }

        /// Returns the number of the question in a column, which is an integer or refers to a table of texts; -1 for
        /// none.
        fileprivate func number(in column: QuestionColumn, _ names: inout StringTable) -> Int32 {
            switch column {
            case .sourceType: (sourceType ?? source).withByteView { Int32(names.index(of: $0)) }
            case .domain: label?.withByteView { Int32(names.index(of: $0)) } ?? -1
            case .traceTokens: traceTokens ?? -1
            default: -1
            }
        }
    }

    /// The facts about the questions.
    package let facts: QuestionFacts
    private let file: String
    private let unit: Origin.Unit
    private let originNumbers: [Int]
    private let texts: [UInt8]
    private let textEnds: [Int]

    /// Creates the questions from a batch of rows of a source.
    init(_ batch: PoolBatch, source: String) {
        var outcomes = OutcomeColumns(models: batch.modelNames)
        outcomes.record(batch.outcomes.lazy.map { ($0.row, Int($0.model), $0.outcome) })
        facts = QuestionFacts(
            ids: batch.ids, sources: Array(repeating: 0, count: batch.count), sourceNames: [source],
            parts: batch.parts.map(\.rawValue), outcomes: outcomes, numbers: { batch.numbers[$0.rawValue] },
            names: { batch.names[$0.rawValue] })
        (file, unit, originNumbers) = (batch.file, batch.unit, batch.originNumbers)
        (texts, textEnds) = (batch.texts, batch.textEnds)
    }

    /// Creates a list of the given questions, in order.
    ///
    /// Their origins are consecutive rows of a file with an empty name.
    package init(_ items: [Item]) {
        var (texts, ends, ids): ([UInt8], [Int], [UInt64]) = ([], [], [])
        for item in items {
            texts.append(utf8Of: item.text)
            ends.append(texts.count)
            ids.append(item.text.withByteView { QuestionID(of: $0).value })
        }
        var sourceNames: [String] = []
        let sources = items.map { item in
            if !sourceNames.contains(item.source) { sourceNames.append(item.source) }
            return UInt16(sourceNames.firstIndex(of: item.source) ?? 0)
        }
        var models = StringTable()
        let outcomes = items.enumerated().flatMap { row, item in
            // Sorted by name, since the order of a dictionary varies.
            item.outcomes.sorted { $0.key.precedesInBytes($1.key) }.map { name, outcome in
                (row: Int32(row), model: name.withByteView { models.index(of: $0) }, outcome: outcome)
            }
        }
        var columns = OutcomeColumns(models: models)
        columns.record(outcomes)
        var names = [StringTable](repeating: StringTable(), count: QuestionColumn.all.count)
        var numbers = [[Int32]](repeating: [], count: QuestionColumn.all.count)
        for column in QuestionColumn.numbered {
            numbers[column.rawValue] = items.map { $0.number(in: column, &names[column.rawValue]) }
        }
        facts = QuestionFacts(
            ids: ids, sources: sources, sourceNames: sourceNames, parts: items.map(\.parts.rawValue),
            outcomes: columns, numbers: { numbers[$0.rawValue] }, names: { names[$0.rawValue] })
        (file, unit, originNumbers) = ("", .row, Array(1..<items.count + 1))
        (self.texts, textEnds) = (texts, ends)
    }

    /// Returns the file that contains a question, and its line or row number in that file.
    package func origin(of question: QuestionIndex) -> (file: String, unit: Origin.Unit, number: Int) {
        (file, unit, originNumbers[question.position])
    }

    /// Returns a question's text.
    package func text(of question: QuestionIndex) -> [UInt8] {
        Array(texts[range(of: question..<question.advanced(by: 1))])
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
