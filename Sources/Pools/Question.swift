import Bytes

/// A question in the form that rules and stages use: its text and its facts.
///
/// It is valid only during the call that receives it.
package struct Question {
    /// The facts that contain those of the question.
    package let facts: QuestionFacts
    /// The zero-based index of the question.
    package let index: QuestionIndex
    /// The text in UTF-8; empty for stages that do not need texts.
    package let text: ByteView
    /// The line of the pool; empty for stages that do not need lines.
    package let line: ByteView

    /// Creates a question from its index, its text and its line of the pool.
    package init(facts: QuestionFacts, index: QuestionIndex, text: ByteView, line: ByteView = .empty) {
        self.facts = facts
        self.index = index
        self.text = text
        self.line = line
    }

    /// The question's id.
    package var id: QuestionID { facts.id(of: index) }

    /// The parts that the question has.
    package var parts: PresentParts { facts.parts(of: index) }

    /// The length of its trace in tokens, or nil if it is unknown.
    package var traceTokens: Int? { facts.traceTokens(of: index) }

    /// Its label, which is the domain as it was recorded, or nil.
    package var label: String? { facts.label(of: index) }

    /// The number of its label, or nil if it has none.
    package var labelNumber: Int? {
        let number = facts.labels[index]
        return number < 0 ? nil : Int(number)
    }

    /// Returns the outcome of a model; unknown if the model is nil or nothing is recorded.
    package func outcome(of model: Int?) -> Outcome { facts.outcome(of: model, for: index) }

    /// Returns whether the source type contains a text.
    package func sourceTypeContains(_ part: StaticString) -> Bool {
        facts.sourceTypeNames.withText(Int(facts.sourceTypes[index])) { $0.firstIndex(of: ByteView(part)) != nil }
    }
}
