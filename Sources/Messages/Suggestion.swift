/// A "did you mean" suggestion, in the same words for every unknown word.
package struct Suggestion: Equatable, Sendable {
    /// The known word that may have been meant, or nil if none is near.
    package let word: String?
    /// Whether the words are options, which are recognizable without quotes.
    private let isOption: Bool

    /// Creates a suggestion of a given word, or an empty one.
    package init(_ word: String?, isOption: Bool = false) { (self.word, self.isOption) = (word, isOption) }

    /// Creates a suggestion of the nearest of some known words.
    package init(for typed: String, among known: some Sequence<String>, isOption: Bool = false) {
        self.init(Spelling.nearest(to: typed, among: known), isOption: isOption)
    }

    /// Creates a suggestion from a reusable lookup.
    package init(for typed: String, in known: Spelling) { self.init(known.nearest(to: typed)) }

    /// The question, such as `did you mean "target"?`, or nil without a suggestion.
    package var question: String? { word.map { isOption ? "did you mean \($0)?" : "did you mean \"\($0)\"?" } }

    /// The end of a message: `; did you mean "target"?`, or an empty string without a suggestion.
    package var ending: String { question.map { "; \($0)" } ?? "" }

    /// Returns the end of a message, with other words if there is no suggestion.
    package func ending(or otherwise: @autoclosure () -> String) -> String { "; " + (question ?? otherwise()) }
}
