import Bytes
import Files
import Rows

/// Questions in memory, which need no pool on the disk: those of a batch of rows, or as somebody states them.
package struct QuestionList: Questions {
    /// A question as somebody states it.
    package struct Item: Sendable {
        /// The text.
        package var text: String
        /// The name of its source.
        package var source: String
        /// Its source type; nil for the source's name.
        package var sourceType: String?
        /// Its label, the domain as it was recorded.
        package var label: String?
        /// The length of its trace in tokens.
        package var traceTokens: Int32?
        /// Which parts it has.
        package var parts: PresentParts
        /// What models came to.
        package var outcomes: [String: Outcome]

        /// A question; what is not stated is not known of it.
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

        /// What is kept of it in a column: its number, or that of its text in a table; -1 for none.
        fileprivate func number(in column: QuestionColumn, _ names: inout StringTable) -> Int32 {
            switch column {
            case .sourceType: (sourceType ?? source).withByteView { Int32(names.index(of: $0)) }
            case .domain: label?.withByteView { Int32(names.index(of: $0)) } ?? -1
            case .traceTokens: traceTokens ?? -1
            default: -1
            }
        }
    }

    /// What is known of each question.
    package let facts: QuestionFacts
    private let file: String
    private let unit: Origin.Unit
    private let originNumbers: [Int]
    private let texts: [UInt8]
    private let textEnds: [Int]

    /// The questions that the rows of a batch of a source became.
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

    /// Questions as somebody states them, in this order; each stands in a row of its own of a file without a name.
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
            // In the order of the names: that of a dictionary is another each time.
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

    /// The file in which a question stands, and its line or row there.
    package func origin(of question: QuestionIndex) -> (file: String, unit: Origin.Unit, number: Int) {
        (file, unit, originNumbers[question.position])
    }

    /// A question's text.
    package func text(of question: QuestionIndex) -> [UInt8] {
        Array(texts[range(of: question..<question.advanced(by: 1))])
    }

    /// How many bytes the texts of a range of questions have.
    package func textSize(of questions: Range<QuestionIndex>) -> Int { range(of: questions).count }

    /// Calls `body` with the texts of questions that follow one another; the buffer is not needed.
    package func withTexts<Result>(
        of questions: Range<QuestionIndex>, buffer: inout [UInt8],
        _ body: ((QuestionIndex) -> ByteView) throws -> Result
    ) throws -> Result {
        try texts.withByteView { texts in try body { texts[range(of: $0..<$0.advanced(by: 1))] } }
    }

    /// Where the texts of some questions stand.
    private func range(of questions: Range<QuestionIndex>) -> Range<Int> {
        guard !questions.isEmpty else { return 0..<0 }
        let (first, end) = (questions.lowerBound.position, questions.upperBound.position)
        return (first == 0 ? 0 : textEnds[first - 1])..<textEnds[end - 1]
    }
}
