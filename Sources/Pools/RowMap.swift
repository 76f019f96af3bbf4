import Bytes
import Rows

/// What a source's row becomes: a template for each key of a pool line.
///
/// A source without `map` has the pool's own keys and those of the published s1K, among them the four columns of
/// outcomes and `gemini_length`.
struct RowMap: Sendable {
    /// What one key is made of.
    final class Entry: @unchecked Sendable {
        let target: Target
        /// The column that it fills; nil of the outcome of a model.
        let column: QuestionColumn?
        /// Whether it is the outcome of a model.
        let isOutcome: Bool
        /// The model's name, if it is; valid as long as the entry.
        let model: ByteView
        /// The templates in the order in which they are tried: the first that is not null counts.
        let templates: [Template]
        /// The fields that the templates name.
        private let fields: [OwnedBytes]
        private let modelName: OwnedBytes
        /// The names of the fields in memory of their own, where each template is one field and no more.
        private let plainNames: UnsafeMutableBufferPointer<ByteView>
        private let isOptional: Bool

        init(_ target: Target, _ templates: [Template]) {
            self.target = target
            self.templates = templates
            fields = templates.flatMap(\.placeholders).map { OwnedBytes($0.path.whole) }
            switch target {
            case .outcome(let name): (column, isOutcome, modelName) = (nil, true, OwnedBytes(name.utf8))
            case .column(let filled): (column, isOutcome, modelName) = (filled, false, OwnedBytes([]))
            }
            model = modelName.view
            isOptional = templates.allSatisfy { $0.alone?.isOptional == true }
            let names = templates.compactMap(\.plainName)
            let isPlain = names.count == templates.count && (names.count == 1 || isOptional)
            plainNames = .allocate(capacity: isPlain ? names.count : 0)
            _ = plainNames.initialize(fromContentsOf: isPlain ? names : [])
        }

        deinit {
            plainNames.deallocate()
        }

        /// Whether a row has any of the fields, be they null.
        func isNamed(in row: Row) -> Bool { fields.contains { row.hasField($0.view) } }

        /// The value of the key for a row.
        func value(of row: Row) throws(RowFault) -> FieldValue {
            // Most are of this kind, and to follow the templates to their names costs more than to look for them.
            for name in plainNames {
                if let value = row.value(named: name), value.kind != .null { return value }
            }
            if isOptional, plainNames.count > 0 { return .null }
            for index in templates.indices {
                let value = try templates[index].value(of: row)
                if value.kind != .null { return value }
            }
            return .null
        }
    }

    /// What the question's text is made of.
    let question: Entry
    /// All other keys.
    let entries: [Entry]
    /// The field that holds outcomes as an object of models, in rows with the pool's own keys.
    private(set) var outcomesField: FieldPath?
    /// The fields that are taken whole, and so do not go into `metadata`.
    private(set) var wholeFields: [OwnedBytes] = []
    /// True when `metadata` is the rest of the row.
    let restIsMetadata: Bool

    /// The map of a source, for one thread.
    init(_ source: SourceRecipe) {
        var all: [Entry] = []
        if let map = source.map {
            all = map.map { Entry($0.target, [$0.template.unsharedCopy]) }
        } else {
            all = SourceRecipe.published.map { name, texts in Entry(Target(name), texts.map(Template.init(checked:))) }
            outcomesField = SourceRecipe.publishedOutcomes
            wholeFields = QuestionColumn.all.filter { $0.giver == .ingest }.map { OwnedBytes($0.name.utf8) }
        }
        restIsMetadata = source.restIsMetadata
        guard let question = all.first(where: { $0.column == .question }) else {
            preconditionFailure("a source without a question passed the check of its recipe")
        }
        self.question = question
        entries = all.filter { $0.column != .question }
        for placeholder in all.flatMap(\.templates).flatMap(\.placeholders) where placeholder.path.names.count < 2 {
            wholeFields.append(OwnedBytes(placeholder.path.whole))
        }
    }
}
