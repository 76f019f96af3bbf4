import Bytes
import Pools

/// The texts of a question, as its line of the pool has them.
struct QuestionTexts {
    /// A text and the column that holds it.
    struct Part {
        let column: QuestionColumn
        let text: [UInt8]
    }

    /// The question, the solution, the traces and the attempt, in this order, as far as they are not null.
    let parts: [Part]
    /// The metadata; empty for null.
    let metadata: [UInt8]

    /// Creates the texts of a question; without a readable line, of its text alone.
    init(_ question: Question) {
        var line = JSONIndex()
        guard (try? line.index(question.line)) != nil else {
            (parts, metadata) = ([Part(column: .question, text: question.text.array)], [])
            return
        }
        func text(_ value: FieldValue) -> [UInt8] {
            var text: [UInt8] = []
            text.append(text: value)
            return text
        }
        func part(_ column: QuestionColumn) -> [Part] {
            guard let value = line.value(of: column), value.kind != .null else { return [] }
            return [Part(column: column, text: text(value))]
        }
        var traces = JSONIndex()
        let list = line.value(of: .trajectories) ?? .null
        let hasTraces = list.kind == .list && (try? traces.index(list.bytes)) != nil
        let parts =
            part(.question) + part(.solution)
            + (hasTraces ? traces.fields.map { Part(column: .trajectories, text: text($0.value)) } : [])
        self.parts = parts + part(.attempt)
        metadata = part(.metadata).first?.text ?? []
    }

    /// Returns the first fault of the given columns' texts.
    ///
    /// - Parameter fault: returns the range of the fault in a text, or nil if there is none.
    func firstFault(of columns: [QuestionColumn], _ fault: (ByteView) -> Range<Int>?) -> TextFault? {
        for part in parts where columns.contains(part.column) {
            let found = part.text.withByteView { view in
                fault(view).map { TextFault(at: $0, of: view, in: part.column) }
            }
            if let found { return found }
        }
        return nil
    }
}

/// A fault in any of a question's texts for which it is dropped.
///
/// In contrast to a `QualityRule`, it looks at the line of the pool, which is read only if the recipe names such a rule.
protocol TextsRule: Sendable {
    /// The rule's name in recipes and decisions.
    static var name: RuleName { get }
    /// The documentation of the rule.
    static var documentation: RuleDocumentation { get }

    init()

    /// Returns the first fault in a question's texts, or nil if there is none.
    func fault(in texts: QuestionTexts) -> TextFault?
}

/// A fault in one of a question's texts.
struct TextFault: Evidence, Equatable {
    private enum Key {
        static let column = EvidenceKey<String>("field")
        static let found = EvidenceKey<String>("found")
        static let offset = EvidenceKey<Int>("offset")
        static let line = EvidenceKey<Int>("line")
    }

    /// The name of the column that holds the text.
    let column: String
    /// The text that was found, or its beginning.
    let found: String
    /// The number of code points before it.
    let offset: Int
    /// Its one-based line number in the text.
    let line: Int

    private static let mostFound = 80

    init(column: String, found: String, offset: Int, line: Int) {
        (self.column, self.found, self.offset, self.line) = (column, found, offset, line)
    }

    /// Creates the evidence for a range of a text.
    init(at place: Range<Int>, of text: ByteView, in column: QuestionColumn) {
        self.column = column.name
        var end = min(place.upperBound, place.lowerBound + Self.mostFound)
        while end < place.upperBound, text[end] & 0xC0 == 0x80 { end += 1 }
        found = text[place.lowerBound..<end].text
        offset = UTF8Check.scalarCount(text, before: place.lowerBound)
        line = text[..<place.lowerBound].count(of: 0x0A) + 1
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        column = try members.value(Key.column)
        found = try members.value(Key.found)
        offset = try members.value(Key.offset)
        line = try members.value(Key.line)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.column, column)
        members.write(Key.found, found)
        members.write(Key.offset, offset)
        members.write(Key.line, line)
    }
}
