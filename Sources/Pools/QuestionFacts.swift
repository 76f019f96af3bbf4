import Bytes

/// The facts about questions that stages need, apart from the texts, stored in columns.
///
/// Created by a pool on disk, by a batch of rows and by a list of questions. Thread-safe.
package final class QuestionFacts: Sendable {
    /// The number of questions.
    package let count: Int
    /// The id of each question, as a number.
    package let ids: PerQuestion<UInt64>
    /// The hash of each question's key, 0 for none; nil if no question has one.
    let keys: PerQuestion<UInt64>?
    /// The number of each question's source.
    package let sources: PerQuestion<UInt16>
    /// The names of the sources, by number.
    package let sourceNames: [String]
    /// The number of each question's source type.
    package let sourceTypes: PerQuestion<Int32>
    /// The number of each question's label, which is the value of the column `domain` before classification; -1 for
    /// none.
    package let labels: PerQuestion<Int32>
    /// The length of each question's trace in tokens; -1 if it is unknown.
    package let traceTokens: PerQuestion<Int32>
    /// The parts of each question, as raw values of `PresentParts`.
    package let parts: PerQuestion<UInt8>
    /// The outcomes of all models for each question.
    package let outcomes: OutcomeColumns
    /// The numbers of each numbered column, by the raw value of the column, and the tables of their texts.
    private let numbers: [PerQuestion<Int32>]
    private let names: [StringTable]

    /// Creates facts about questions.
    ///
    /// - Parameters:
    ///   - keys: the hashes of the keys; empty if no question has one.
    ///   - numbers: the numbers of each column, -1 for none; empty for columns without numbers.
    ///   - names: the table of texts of each column.
    init(
        ids: [UInt64], keys: [UInt64] = [], sources: [UInt16], sourceNames: [String], parts: [UInt8],
        outcomes: OutcomeColumns,
        numbers: (QuestionColumn) throws -> [Int32], names: (QuestionColumn) throws -> StringTable
    ) rethrows {
        count = ids.count
        (self.ids, self.sources, self.sourceNames) = (PerQuestion(ids), PerQuestion(sources), sourceNames)
        self.keys = keys.isEmpty ? nil : PerQuestion(keys)
        (self.parts, self.outcomes) = (PerQuestion(parts), outcomes)
        self.numbers = try QuestionColumn.all.map { PerQuestion(try numbers($0)) }
        self.names = try QuestionColumn.all.map(names)
        sourceTypes = self.numbers[QuestionColumn.sourceType.rawValue]
        labels = self.numbers[QuestionColumn.domain.rawValue]
        traceTokens = self.numbers[QuestionColumn.traceTokens.rawValue]
    }

    /// The maximum number of questions, which are numbered with 31 bits.
    package static let mostQuestions = Int(Int32.max)
    /// The maximum number of sources, which are numbered with 16 bits.
    package static let mostSources = Int(UInt16.max)

    /// Whether all columns have the same length and contain valid numbers; the file may have been written by another
    /// program.
    var holdsTogether: Bool {
        guard count <= Self.mostQuestions, sourceNames.count <= Self.mostSources else { return false }
        // Uses `values.count`, since the number of values may exceed the range of `QuestionIndex`.
        return sources.values.count == count && keys?.values.count ?? count == count && parts.values.count == count
            && QuestionColumn.numbered.allSatisfy { numbers[$0.rawValue].values.count == count }
            && sources.values.max().map(Int.init) ?? -1 < sourceNames.count
            && QuestionColumn.numbered.allSatisfy(leadsToNames)
    }

    /// Returns whether every number of a column of names refers to a name.
    private func leadsToNames(_ column: QuestionColumn) -> Bool {
        guard case .names(_, _, let isOptional) = column.kept else { return true }
        let numbers = numbers[column.rawValue].values
        return numbers.max().map(Int.init) ?? -1 < names[column.rawValue].count
            && (isOptional || numbers.min() ?? 0 >= 0)
    }
}

// MARK: - One question

extension QuestionFacts {
    /// Returns the number of a question in a numbered column, or -1 for none.
    package func number(in column: QuestionColumn, of question: QuestionIndex) -> Int32 {
        numbers[column.rawValue][question]
    }

    /// Returns the text of a question in a column of names, or nil.
    package func name(in column: QuestionColumn, of question: QuestionIndex) -> String? {
        let number = number(in: column, of: question)
        return number < 0 ? nil : names[column.rawValue][Int(number)]
    }

    /// Returns whether a question's key may be the given one; nil stands for none.
    package func mayHave(_ key: ByteView?, _ question: QuestionIndex) -> Bool {
        (keys?[question] ?? 0) == key.map { QuestionKey.hash(of: $0) } ?? 0
    }

    /// Returns the id of a question.
    package func id(of question: QuestionIndex) -> QuestionID { QuestionID(ids[question]) }

    /// Returns the name of a question's source.
    package func sourceName(of question: QuestionIndex) -> String { sourceNames[Int(sources[question])] }

    /// Returns a question's source type.
    package func sourceType(of question: QuestionIndex) -> String { name(in: .sourceType, of: question) ?? "" }

    /// Returns a question's label, which is the domain as it was recorded, or nil.
    package func label(of question: QuestionIndex) -> String? { name(in: .domain, of: question) }

    /// Returns the length of a question's trace in tokens, or nil if it is unknown.
    package func traceTokens(of question: QuestionIndex) -> Int? {
        traceTokens[question] < 0 ? nil : Int(traceTokens[question])
    }

    /// Returns the parts that a question has.
    package func parts(of question: QuestionIndex) -> PresentParts { PresentParts(rawValue: parts[question]) }

    /// Returns the outcome of a model for a question; unknown if the model is nil or nothing is recorded.
    package func outcome(of model: Int?, for question: QuestionIndex) -> Outcome {
        model.flatMap { outcomes[row: question.position, model: $0] } ?? .unknown
    }
}

// MARK: - All questions

extension QuestionFacts {
    /// The source types, by number.
    package var sourceTypeNames: StringTable { names[QuestionColumn.sourceType.rawValue] }

    /// The labels, by number.
    package var labelNames: StringTable { names[QuestionColumn.domain.rawValue] }

    /// The range of all questions.
    package var all: Range<QuestionIndex> { ids.startIndex..<ids.endIndex }

    /// Whether any question has a trace.
    package var hasTraces: Bool { parts.values.contains { PresentParts(rawValue: $0).contains(.trace) } }

    /// Returns the number of a model, or nil if nothing is recorded of it.
    package func model(named name: String) -> Int? {
        name.withByteView { outcomes.models.existingIndex(of: $0) }
    }
}
