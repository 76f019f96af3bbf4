import Bytes

/// The columns of a question, in the order in which they stand in a line of the pool.
///
/// A column is added by a case and its row of the table, which the compiler asks for; who reads rows and recordings, writes
/// and reads the pool, exports, describes and verifies it goes through the table.
package enum QuestionColumn: Int, CaseIterable, Sendable {
    case id, source, question, solution, cotType, sourceType, metadata, cot, trajectories, attempt, domain, traceTokens
    case outcomes, origin

    /// What a column's values are.
    package enum ValueType: Sendable {
        /// A text or null.
        case text
        /// One of few texts or null; a blank one is none.
        case label
        /// A list of texts.
        case texts
        /// A whole number from 0 on, or null.
        case wholeNumber
        /// Models with their outcomes.
        case outcomes
        /// A file and a line or row.
        case origin
    }

    /// Who gives a column its values.
    enum Giver: Sendable {
        /// The program itself, when it reads the sources.
        case program
        /// A source.
        case source
        /// A source or a recording.
        case sourceOrRecording
    }

    /// What the pool keeps of a column beside its lines, and so what verification holds the lines against.
    package enum Kept: Sendable {
        /// Nothing.
        case nothing
        /// The ids.
        case ids
        /// The numbers of the sources.
        case sources
        /// The texts, in a file of their own.
        case texts
        /// Whether more is there than white space.
        case presence(PresentParts)
        /// The number of each text in a table of those there are.
        ///
        /// - Parameters:
        ///   - index: what the numbers are called in the pool's index.
        ///   - table: what the table is called there.
        ///   - isOptional: whether there may be no text.
        case names(index: String, table: String, isOptional: Bool)
        /// The numbers, under this name in the pool's index.
        case numbers(index: String)
        /// The outcomes by model.
        case outcomes
        /// The lines or rows, and the files.
        case origins
    }

    /// A row of the table.
    private struct Row {
        let name: String
        let type: ValueType
        let giver: Giver
        let kept: Kept
        let exportPlace: Int?
        let otherName: String?

        /// - Parameters:
        ///   - exportPlace: the column's place in an exported row, from 0.
        ///   - otherName: another name of the column in rows of the published s1K.
        init(
            _ name: String, _ type: ValueType, by giver: Giver = .sourceOrRecording, keeps kept: Kept = .nothing,
            exportPlace: Int? = nil, otherName: String? = nil
        ) {
            self.name = name
            self.type = type
            self.giver = giver
            self.kept = kept
            self.exportPlace = exportPlace
            self.otherName = otherName
        }
    }

    /// The table; the places in the export are those of the published s1K, and after them what `curate` adds.
    private var row: Row {
        switch self {
        case .id: Row("id", .text, by: .program, keeps: .ids, exportPlace: 8)
        case .source: Row("source", .text, by: .program, keeps: .sources)
        case .question: Row("question", .text, by: .source, keeps: .texts, exportPlace: 1)
        case .solution: Row("solution", .text, keeps: .presence(.solution), exportPlace: 0)
        case .cotType: Row("cot_type", .text, exportPlace: 2)
        case .sourceType:
            Row(
                "source_type", .text,
                keeps: .names(index: "source_types", table: "source_type_names", isOptional: false), exportPlace: 3)
        case .metadata: Row("metadata", .text, exportPlace: 4)
        case .cot: Row("cot", .text, exportPlace: 5)
        case .trajectories: Row("thinking_trajectories", .texts, keeps: .presence(.trace), exportPlace: 6)
        case .attempt: Row("attempt", .text, keeps: .presence(.attempt), exportPlace: 7)
        case .domain:
            Row(
                "domain", .label, keeps: .names(index: "domains", table: "domain_names", isOptional: true),
                exportPlace: 9)
        case .traceTokens:
            Row(
                "trace_tokens", .wholeNumber, keeps: .numbers(index: "trace_tokens"), exportPlace: 10,
                otherName: "gemini_length")
        case .outcomes: Row("outcomes", .outcomes, by: .program, keeps: .outcomes)
        case .origin: Row("origin", .origin, by: .program, keeps: .origins)
        }
    }

    /// The table as it was made once.
    private static let rows = allCases.map(\.row)

    /// The column's name in recipes, in lines of the pool and in exported rows.
    package var name: String { Self.rows[rawValue].name }

    /// What the column's values are.
    package var type: ValueType { Self.types[rawValue] }

    /// The types alone, which are asked for row by row: a row of the table holds texts, whose references would be counted.
    private static let types = rows.map(\.type)

    /// Who gives the column its values.
    var giver: Giver { Self.rows[rawValue].giver }

    /// What the pool keeps of the column beside its lines.
    package var kept: Kept { Self.rows[rawValue].kept }
}

// MARK: - The columns that somebody goes through

extension QuestionColumn {
    /// All columns in the order of a line of the pool.
    package static let all = allCases

    /// The columns of an exported row, in its order.
    package static let exported: [QuestionColumn] = all.filter { rows[$0.rawValue].exportPlace != nil }
        .sorted { rows[$0.rawValue].exportPlace ?? 0 < rows[$1.rawValue].exportPlace ?? 0 }

    /// The columns that a source can give; a recording can give them all but the question, by which it is joined.
    static let given: [QuestionColumn] = all.filter { $0.giver != .program }

    /// Those among them that are texts, or lists of texts.
    static let givenTexts: [QuestionColumn] = given.filter { $0.type != .wholeNumber }

    /// The columns that a recording can give and that are held in memory as numbers: counts, and labels by their numbers.
    static let recordedNumbers: [QuestionColumn] = given.filter { $0.type == .wholeNumber || $0.type == .label }

    /// The columns of which the pool keeps numbers of 32 bits, in the order of its index.
    static let numbered: [QuestionColumn] = all.filter {
        switch $0.kept {
        case .names, .numbers: true
        default: false
        }
    }

    /// The columns of whose values the pool keeps whether they are there.
    static let parts: [(column: QuestionColumn, part: PresentParts)] = all.compactMap { column in
        if case .presence(let part) = column.kept { (column, part) } else { nil }
    }

    /// The column of a name, or nil.
    init?(named name: String) {
        guard let column = Self.all.first(where: { $0.name == name }) else { return nil }
        self = column
    }

    /// The templates by which rows that have the pool's own keys, or those of the published s1K, give the column.
    var publishedTemplates: [String] {
        if giver == .source { return ["{\(name)}"] }
        return ([name] + [Self.rows[rawValue].otherName].compactMap(\.self)).map { "{\($0)?}" }
    }

    /// Whether a value says nothing where the column wants a text or a list of texts.
    func isBlank(_ value: FieldValue) -> Bool {
        type == .texts ? value.isListOfBlankTexts : value.isBlank
    }
}

extension JSONIndex {
    /// The value of a column in an indexed line of the pool, or of an export; nil where it is not.
    package func value(of column: QuestionColumn) -> FieldValue? {
        column.name.withByteView { value(named: $0) }
    }
}
