import Bytes
import Pools

/// The comparison of the copies of a question, which have the same text: what they disagree on, and which of them has the
/// longest trace.
///
/// Of each value only the first is kept in memory, so there can be any number of copies.
struct CopyComparison {
    private static let columns: [(column: QuestionColumn, part: PresentParts, conflict: DuplicateConflict)] = [
        (.solution, .solution, .answer), (.trajectories, .trace, .trace), (.attempt, .attempt, .trace),
    ]

    private let questions: any Questions
    /// The first value of each of the columns.
    private var values: [[UInt8]?]
    /// The first known outcome of each model.
    private var outcomes: [Outcome]
    private var found: Set<DuplicateConflict> = []
    private var longestTrace = (tokens: -1, bytes: -1)
    /// The first copy with the longest trace; nil before any copy was added.
    private(set) var longest: QuestionIndex?

    /// Creates a comparison of copies of one question.
    init(of questions: any Questions) {
        self.questions = questions
        values = Array(repeating: nil, count: Self.columns.count)
        outcomes = Array(repeating: .unknown, count: questions.facts.outcomes.models.count)
    }

    /// What the copies disagree on.
    var conflicts: [DuplicateConflict] { DuplicateConflict.allCases.filter(found.contains) }

    /// Adds a copy.
    ///
    /// Throws `FileError` when its line of the pool cannot be read.
    mutating func add(_ copy: QuestionIndex, buffer: inout [UInt8]) throws {
        let parts = questions.facts.parts(of: copy)
        let texts = try questions.withLine(of: copy, buffer: &buffer) { line in
            Self.texts(of: Self.columns.map { parts.contains($0.part) ? $0.column : nil }, in: line)
        }
        for (place, text) in texts.enumerated() {
            guard let text else { continue }
            if values[place] == nil {
                values[place] = text
            } else if values[place] != text {
                found.insert(Self.columns[place].conflict)
            }
        }
        for model in outcomes.indices {
            let outcome = questions.facts.outcome(of: model, for: copy)
            guard outcome == .right || outcome == .wrong else { continue }
            if outcomes[model] == .unknown { outcomes[model] = outcome }
            if outcomes[model] != outcome { found.insert(.outcomes) }
        }
        let trace = (tokens: questions.facts.traceTokens(of: copy) ?? -1, bytes: texts[1]?.count ?? -1)
        if longest == nil || trace > longestTrace { (longest, longestTrace) = (copy, trace) }
    }

    /// Returns the texts of columns in a line of the pool; nil for a column that is nil or without a value.
    private static func texts(of columns: [QuestionColumn?], in line: ByteView) -> [[UInt8]?] {
        var index = JSONIndex()
        guard (try? index.index(line)) != nil else { return columns.map { _ in nil } }
        return columns.map { column in
            guard let value = column.flatMap({ index.value(of: $0) }), value.kind != .null else { return nil }
            var text: [UInt8] = []
            var elements = JSONIndex()
            guard value.kind == .list, (try? elements.index(value.bytes)) != nil else {
                text.append(text: value)
                return text
            }
            for element in elements.fields {
                text.append(text: element.value)
                // No text contains it in UTF-8, so the elements stay apart.
                text.append(0xFF)
            }
            return text
        }
    }
}
