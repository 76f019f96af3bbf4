import Bytes
import Rows

/// The templates that turn a row of a source into the columns of a pool line.
///
/// Not thread-safe.
///
/// A source without `map` has the keys of the pool and those of the published s1K, including its four columns of
/// outcomes and `gemini_length`.
struct RowMap {
    /// The mappings that fill the columns.
    let mappings: ColumnMappings
    /// The index of the value that becomes the question's text.
    let question: Int
    /// The field with outcomes as an object keyed by model, in rows with the keys of the pool.
    let outcomesField: FieldPath?
    /// The fields that are used as a whole, and therefore are not included in `metadata`.
    let wholeFields: OwnedTexts
    /// Whether `metadata` is the rest of the row.
    let restIsMetadata: Bool

    /// Creates the map of a source.
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
