import Bytes

@testable import Pools

extension QuestionList {
    /// A question that a test describes.
    struct Item: Sendable {
        /// The text.
        var text: String
        /// The name of its source.
        var source: String
        /// Its source type; nil to use the source's name.
        var sourceType: String?
        /// Its label, which is the domain as it was recorded.
        var label: String?
        /// The length of its trace in tokens.
        var traceTokens: Int32?
        /// The parts that it has.
        var parts: PresentParts
        /// The outcomes by model.
        var outcomes: [String: Outcome]

        /// Creates a question; omitted properties are unknown.
        init(
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

    /// Creates a list of the given questions, in order.
    ///
    /// Their origins are consecutive rows of a file with an empty name.
    init(_ items: [Item]) {
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
        let facts = QuestionFacts(
            ids: ids, sources: sources, sourceNames: sourceNames, parts: items.map(\.parts.rawValue),
            outcomes: columns, numbers: { numbers[$0.rawValue] }, names: { names[$0.rawValue] })
        self.init(
            facts, file: "", unit: .row, originNumbers: Array(1..<items.count + 1), texts: texts, textEnds: ends)
    }
}
