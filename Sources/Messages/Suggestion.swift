/// "Did you mean", written in one way wherever a word is unknown.
package struct Suggestion: Equatable, Sendable {
    /// The known word that may have been meant; nil where none is near.
    package let word: String?
    /// Whether the words are options, whose dashes tell where they begin.
    private let isOption: Bool

    /// The suggestion of a word that somebody has found to be near, or of none.
    package init(_ word: String?, isOption: Bool = false) { (self.word, self.isOption) = (word, isOption) }

    /// The nearest of some known words.
    package init(for typed: String, among known: some Sequence<String>, isOption: Bool = false) {
        self.init(Spelling.nearest(to: typed, among: known), isOption: isOption)
    }

    /// The nearest of known words that are asked about again and again.
    package init(for typed: String, in known: Spelling) { self.init(known.nearest(to: typed)) }

    /// The question: `did you mean "target"?`, or nil where no word is near.
    package var question: String? { word.map { isOption ? "did you mean \($0)?" : "did you mean \"\($0)\"?" } }

    /// The end of a message that says what is right, or needs not: `; did you mean "target"?`, or nothing.
    package var ending: String { question.map { "; \($0)" } ?? "" }

    /// The end of a message that has something else to say where no word is near.
    package func ending(or otherwise: @autoclosure () -> String) -> String { "; " + (question ?? otherwise()) }
}
