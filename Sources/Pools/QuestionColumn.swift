import Bytes

/// The columns of a question, in the order of a line of the pool.
///
/// To add a column, add a case and its row in the table, which the compiler requires. The code that reads rows and
/// recordings, writes and reads the pool, exports, describes and verifies it is driven by the table.
package enum QuestionColumn: Int, CaseIterable, Sendable {
    case id, row, source, key, question, solution, cotType, sourceType, metadata
    case cot, trajectories, attempt, domain, traceTokens, outcomes, origin

    /// The type of a column's values.
    package enum ValueType: Sendable {
        /// A text or null.
        case text
        /// One of a small number of texts without white space around them, or null; a blank text counts as null.
        case label
        /// A list of texts.
        case texts
        /// A non-negative integer or null.
        case wholeNumber
        /// The outcomes by model.
        case outcomes
        /// A file, and a line or row in it.
        case origin
    }

    /// The provider of a column's values.
    enum Giver: Sendable {
        /// The program itself, when it reads the sources.
        case program
        /// A source.
        case source
        /// A source or a recording.
        case sourceOrRecording
    }

    /// What the pool stores of a column in addition to its lines, and what verification compares the lines with.
    package enum Kept: Sendable {
        /// Nothing.
        case nothing
        /// The ids.
        case ids
        /// Nothing: it is the position of the line.
        case position
        /// The numbers of the sources.
        case sources
        /// Hashes by which the question is found, if any question of the pool has one.
        case keys
        /// The texts, in a separate file.
        case texts
        /// Whether the value is present and not blank.
        case presence(PresentParts)
        /// The number of each text in a table of distinct texts.
        ///
        /// - Parameters:
        ///   - index: the name of the numbers in the pool's index.
        ///   - table: the name of the table in the pool's index.
        ///   - isOptional: whether the text can be missing.
        case names(index: String, table: String, isOptional: Bool)
        /// The numbers, with their name in the pool's index.
        case numbers(index: String)
        /// The outcomes by model.
        case outcomes
        /// The line or row numbers, and the files.
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
        ///   - exportPlace: the zero-based position of the column in an exported row.
        ///   - otherName: an alternative name of the column in rows of the published s1K.
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

    /// The column's row in the table.
    ///
    /// The export positions are those of the published s1K, followed by the columns that `curate` adds.
    private var row: Row {
        switch self {
        case .id: Row("id", .text, by: .program, keeps: .ids, exportPlace: 8)
        case .row: Row("row", .wholeNumber, by: .program, keeps: .position)
        case .source: Row("source", .text, by: .program, keeps: .sources, exportPlace: 11)
        case .key: Row("key", .text, by: .source, keeps: .keys)
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

    /// The table, computed once.
    private static let rows = allCases.map(\.row)

    /// The column's name in recipes, in lines of the pool and in exported rows.
    package var name: String { Self.rows[rawValue].name }

    /// The type of the column's values.
    package var type: ValueType { Self.types[rawValue] }

    /// The types alone, for use in inner loops: a row of the table contains strings, which would be reference-counted.
    private static let types = rows.map(\.type)

    /// The provider of the column's values.
    var giver: Giver { Self.rows[rawValue].giver }

    /// What the pool stores of the column in addition to its lines.
    package var kept: Kept { Self.rows[rawValue].kept }
}

// MARK: - Groups of columns

extension QuestionColumn {
    /// All columns, in the order of a line of the pool.
    package static let all = allCases

    /// The columns of an exported row, in order.
    package static let exported: [QuestionColumn] = all.filter { rows[$0.rawValue].exportPlace != nil }
        .sorted { rows[$0.rawValue].exportPlace ?? 0 < rows[$1.rawValue].exportPlace ?? 0 }

    /// The columns that a source can provide; a recording can provide all of them except for the question, which is its
    /// join key.
    static let given: [QuestionColumn] = all.filter { $0.giver != .program }

    /// The provided columns whose values are texts or lists of texts.
    static let givenTexts: [QuestionColumn] = given.filter { $0.type != .wholeNumber }

    /// The columns that a recording can provide and that are held in memory as integers: counts, and labels by their
    /// numbers.
    static let recordedNumbers: [QuestionColumn] = given.filter { $0.type == .wholeNumber || $0.type == .label }

    /// The columns for which the pool stores 32-bit numbers, in the order of its index.
    static let numbered: [QuestionColumn] = all.filter {
        switch $0.kept {
        case .names, .numbers: true
        default: false
        }
    }

    /// The columns for which the pool stores whether a value is present.
    static let parts: [(column: QuestionColumn, part: PresentParts)] = all.compactMap { column in
        if case .presence(let part) = column.kept { (column, part) } else { nil }
    }

    /// Creates the column with the given name; returns nil if there is none.
    package init?(named name: String) {
        guard let column = Self.all.first(where: { $0.name == name }) else { return nil }
        self = column
    }

    /// The templates that provide the column for rows with the keys of the pool or of the published s1K.
    var publishedTemplates: [String] {
        if self == .question { return ["{\(name)}"] }
        return ([name] + [Self.rows[rawValue].otherName].compactMap(\.self)).map { "{\($0)?}" }
    }

    /// Returns the text that precedes the value of each of the given columns in a line of JSON.
    package static func openings(of columns: [QuestionColumn]) -> [[UInt8]] {
        columns.enumerated().map { place, column in Array("\(place == 0 ? "{" : ",")\"\(column.name)\":".utf8) }
    }

    /// Returns whether a value is blank as a value of this column.
    func isBlank(_ value: FieldValue) -> Bool {
        type == .texts ? value.isListOfBlankTexts : value.isBlank
    }
}

extension JSONIndex {
    /// Returns the value of a column in an indexed line of the pool or of an export; nil if the line does not have it.
    package func value(of column: QuestionColumn) -> FieldValue? {
        column.name.withByteView { value(named: $0) }
    }
}
