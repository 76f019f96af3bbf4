import Bytes
import Rows

/// What a source's row becomes: templates for each key of a pool line, on one thread.
///
/// A source without `map` has the pool's own keys and those of the published s1K, among them the four columns of
/// outcomes and `gemini_length`.
struct RowMap {
    /// What fills each key.
    let mappings: ColumnMappings
    /// The value that the question's text is made of.
    let question: Int
    /// The field that holds outcomes as an object of models, in rows with the pool's own keys.
    let outcomesField: FieldPath?
    /// The fields that are taken whole, and so do not go into `metadata`.
    let wholeFields: OwnedTexts
    /// True when `metadata` is the rest of the row.
    let restIsMetadata: Bool

    /// The map of a source, for one thread.
    init(_ source: SourceRecipe) {
        let targets: [(target: Target, templates: [Template])]
        var wholeFields: [[UInt8]] = []
        if let map = source.map {
            targets = map.map { ($0.target, [$0.template]) }
            outcomesField = nil
        } else {
            targets = SourceRecipe.published.map { (Target($0), $1.map(Template.init(checked:))) }
            outcomesField = SourceRecipe.publishedOutcomes
            wholeFields = QuestionColumn.all.filter { $0.giver == .program }.map { Array($0.name.utf8) }
        }
        mappings = ColumnMappings(targets)
        guard let question = mappings.all.first(where: { $0.column == .question }) else {
            preconditionFailure("a source without a question passed the check of its recipe")
        }
        self.question = question.value
        restIsMetadata = source.restIsMetadata
        for placeholder in targets.flatMap(\.templates).flatMap(\.placeholders) where placeholder.path.names.count < 2 {
            wholeFields.append(placeholder.path.whole)
        }
        self.wholeFields = OwnedTexts(wholeFields)
    }
}
