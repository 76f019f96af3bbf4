import Bytes

/// A question as rules and stages see it: its text and its facts.
///
/// It is valid while the stage looks at it.
package struct Question {
    /// The facts in which its own are.
    package let facts: QuestionFacts
    /// The question's number, from 0.
    package let index: QuestionIndex
    /// The text in UTF-8; empty for stages that do not ask for texts.
    package let text: ByteView

    /// A question by its number, and its text.
    package init(facts: QuestionFacts, index: QuestionIndex, text: ByteView) {
        self.facts = facts
        self.index = index
        self.text = text
    }

    /// The question's id.
    package var id: QuestionID { facts.id(of: index) }

    /// Which parts it has.
    package var parts: PresentParts { facts.parts(of: index) }

    /// The length of its trace in tokens, or nil.
    package var traceTokens: Int? { facts.traceTokens(of: index) }

    /// Its label, the domain as it was recorded, or nil.
    package var label: String? { facts.label(of: index) }

    /// The number of its label; nil where it has none.
    package var labelNumber: Int? {
        let number = facts.labels[index]
        return number < 0 ? nil : Int(number)
    }

    /// The outcome of a model; unknown when the model is nil or nothing is recorded.
    package func outcome(of model: Int?) -> Outcome { facts.outcome(of: model, for: index) }

    /// True when the source type contains a text.
    package func sourceTypeContains(_ part: StaticString) -> Bool {
        facts.sourceTypeNames.withText(Int(facts.sourceTypes[index])) { $0.firstIndex(of: ByteView(part)) != nil }
    }
}
