import Bytes
import Pools

/// The texts of a question, as its line of the pool has them.
struct QuestionTexts {
    /// A text and the column that holds it.
    struct Part {
        let column: QuestionColumn
        let text: [UInt8]
    }

    /// The question, the solution, the traces, the attempt, `cot` and `cot_type`, in this order, as far as they are not null.
    let parts: [Part]
    /// The metadata; empty for null.
    let metadata: [UInt8]

    /// Creates the texts of a question; without a readable line, of its text alone.
    init(_ question: Question) {
        self =
            QuestionTexts(line: question.line)
            ?? QuestionTexts(parts: [Part(column: .question, text: question.text.array)], metadata: [])
    }

    private init(parts: [Part], metadata: [UInt8]) {
        (self.parts, self.metadata) = (parts, metadata)
    }

    /// Creates the texts of a line of the pool; returns nil if it cannot be read.
    init?(line bytes: ByteView) {
        var line = JSONIndex()
        guard (try? line.index(bytes)) != nil else { return nil }
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
        self.parts = parts + part(.attempt) + part(.cot) + part(.cotType)
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
protocol TextsRule: RecipeRule {
    /// Returns the first fault in a question's texts, or nil if there is none.
    func fault(in texts: QuestionTexts) -> TextFault?
}

/// A fault in one of a question's texts.
struct TextFault: Evidence, Equatable {
    private enum Key {
        static let column = EvidenceKey<String>("field")
    }

    /// The name of the column that holds the text.
    let column: String
    /// The fault in the text; of a long one, the beginning.
    let fault: FormFault

    private static let mostFound = 80

    init(column: String, fault: FormFault) {
        (self.column, self.fault) = (column, fault)
    }

    /// Creates the evidence for a range of a text.
    init(at place: Range<Int>, of text: ByteView, in column: QuestionColumn) {
        var end = min(place.upperBound, place.lowerBound + Self.mostFound)
        while end < place.upperBound, text[end] & 0xC0 == 0x80 { end += 1 }
        self.init(column: column.name, fault: FormFault(at: place.lowerBound..<end, of: text))
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        column = try members.value(Key.column)
        fault = try FormFault(reading: members)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.column, column)
        fault.write(to: &members)
    }
}
