import Bytes

/// The facts of questions, in columns: of each question, by its number, what stages ask for besides its text.
///
/// A pool on the disk, a batch of rows and a list of questions each make one. It may be used by several threads at once.
package final class QuestionFacts: Sendable {
    /// How many questions there are.
    package let count: Int
    /// Of each question its id as a number.
    package let ids: PerQuestion<UInt64>
    /// Of each question the number of its source.
    package let sources: PerQuestion<UInt16>
    /// The name of the source of each number.
    package let sourceNames: [String]
    /// Of each question the number of its source type.
    package let sourceTypes: PerQuestion<Int32>
    /// Of each question the number of its label, which is what the column `domain` holds before it is classified, -1 for
    /// none.
    package let labels: PerQuestion<Int32>
    /// Of each question the length of its trace in tokens, -1 where it is unknown.
    package let traceTokens: PerQuestion<Int32>
    /// Of each question which parts it has, as `PresentParts` has them.
    package let parts: PerQuestion<UInt8>
    /// Of each question what each model came to.
    package let outcomes: OutcomeColumns
    /// The numbers that are kept of columns, by the columns' own numbers, and the tables of their texts.
    private let numbers: [PerQuestion<Int32>]
    private let names: [StringTable]

    /// Facts of questions.
    ///
    /// - Parameters:
    ///   - numbers: the numbers that are kept of each column, -1 for none; empty for columns of which none are kept.
    ///   - names: the table of each column's texts.
    init(
        ids: [UInt64], sources: [UInt16], sourceNames: [String], parts: [UInt8], outcomes: OutcomeColumns,
        numbers: (QuestionColumn) throws -> [Int32], names: (QuestionColumn) throws -> StringTable
    ) rethrows {
        count = ids.count
        (self.ids, self.sources, self.sourceNames) = (PerQuestion(ids), PerQuestion(sources), sourceNames)
        (self.parts, self.outcomes) = (PerQuestion(parts), outcomes)
        self.numbers = try QuestionColumn.all.map { PerQuestion(try numbers($0)) }
        self.names = try QuestionColumn.all.map(names)
        sourceTypes = self.numbers[QuestionColumn.sourceType.rawValue]
        labels = self.numbers[QuestionColumn.domain.rawValue]
        traceTokens = self.numbers[QuestionColumn.traceTokens.rawValue]
    }

    /// How many questions there can be: numbers of 31 bits say which.
    static let mostQuestions = Int(Int32.max)
    /// How many sources there can be: numbers of 16 bits say which.
    package static let mostSources = Int(UInt16.max)

    /// Whether every column is as long as the others and leads somewhere: a file that another program wrote may say
    /// anything.
    var holdsTogether: Bool {
        guard count <= Self.mostQuestions, sourceNames.count <= Self.mostSources else { return false }
        // Of the values themselves, of which there may be more than a question's number can tell.
        return sources.values.count == count && parts.values.count == count
            && QuestionColumn.numbered.allSatisfy { numbers[$0.rawValue].values.count == count }
            && sources.values.max().map(Int.init) ?? -1 < sourceNames.count
            && QuestionColumn.numbered.allSatisfy(leadsToNames)
    }

    /// Whether every number of a column of names is that of a name.
    private func leadsToNames(_ column: QuestionColumn) -> Bool {
        guard case .names(_, _, let isOptional) = column.kept else { return true }
        let numbers = numbers[column.rawValue].values
        return numbers.max().map(Int.init) ?? -1 < names[column.rawValue].count
            && (isOptional || numbers.min() ?? 0 >= 0)
    }
}

// MARK: - One question

extension QuestionFacts {
    /// What a question has in a column of which numbers are kept, -1 for none.
    package func number(in column: QuestionColumn, of question: QuestionIndex) -> Int32 {
        numbers[column.rawValue][question]
    }

    /// A question's text in a column of names, or nil.
    package func name(in column: QuestionColumn, of question: QuestionIndex) -> String? {
        let number = number(in: column, of: question)
        return number < 0 ? nil : names[column.rawValue][Int(number)]
    }

    /// The id of a question.
    package func id(of question: QuestionIndex) -> QuestionID { QuestionID(ids[question]) }

    /// The name of a question's source.
    package func sourceName(of question: QuestionIndex) -> String { sourceNames[Int(sources[question])] }

    /// A question's source type.
    package func sourceType(of question: QuestionIndex) -> String { name(in: .sourceType, of: question) ?? "" }

    /// A question's label, the domain as it was recorded, or nil.
    package func label(of question: QuestionIndex) -> String? { name(in: .domain, of: question) }

    /// A question's trace length in tokens, or nil.
    package func traceTokens(of question: QuestionIndex) -> Int? {
        traceTokens[question] < 0 ? nil : Int(traceTokens[question])
    }

    /// Which parts a question has.
    package func parts(of question: QuestionIndex) -> PresentParts { PresentParts(rawValue: parts[question]) }

    /// The outcome of a model for a question; unknown when the model is nil or nothing is recorded.
    package func outcome(of model: Int?, for question: QuestionIndex) -> Outcome {
        model.flatMap { outcomes[row: question.position, model: $0] } ?? .unknown
    }
}

// MARK: - All questions

extension QuestionFacts {
    /// The source types by their numbers.
    package var sourceTypeNames: StringTable { names[QuestionColumn.sourceType.rawValue] }

    /// The labels by their numbers.
    package var labelNames: StringTable { names[QuestionColumn.domain.rawValue] }

    /// All questions.
    package var all: Range<QuestionIndex> { ids.startIndex..<ids.endIndex }

    /// True when some question has a trace.
    package var hasTraces: Bool { parts.values.contains { PresentParts(rawValue: $0).contains(.trace) } }

    /// The number of a model, or nil when nothing is recorded of it.
    package func model(named name: String) -> Int? {
        name.withByteView { outcomes.models.existingIndex(of: $0) }
    }
}
