import Bytes

/// What a source's row becomes: a template for each key of a pool line.
///
/// A source without `map` has the pool's own keys and those of the published s1K, among them the four columns of
/// outcomes and `gemini_length`.
struct RowMap: Sendable {
    /// The templates of a key in the order in which they are tried: the first that is not null counts.
    private(set) var templates: [(target: Target, templates: [Template])] = []
    /// The field that holds outcomes as an object of models, in rows with the pool's own keys.
    private(set) var outcomesField: FieldPath?
    /// The fields that are taken whole, and so do not go into `metadata`.
    private(set) var wholeFields: [[UInt8]] = []
    /// True when `metadata` is the rest of the row.
    let restIsMetadata: Bool

    private static let published: [(String, [String])] = [
        ("question", ["{question}"]), ("solution", ["{solution?}"]), ("cot_type", ["{cot_type?}"]),
        ("source_type", ["{source_type?}"]), ("metadata", ["{metadata?}"]), ("cot", ["{cot?}"]),
        ("thinking_trajectories", ["{thinking_trajectories?}"]), ("attempt", ["{attempt?}"]),
        ("domain", ["{domain?}"]), ("trace_tokens", ["{trace_tokens?}", "{gemini_length?}"]),
        ("outcomes.qwen2.5-7b-instruct", ["{isqwen7bcorrect?}"]),
        ("outcomes.qwen2.5-32b-instruct", ["{isqwen32bcorrect?}"]), ("outcomes.teacher", ["{isgeminicorrect?}"]),
        ("outcomes.qwq-32b-preview", ["{isqwqcorrect?}"]),
    ]

    /// The map of a source.
    init(_ source: SourceRecipe) {
        if let map = source.map {
            templates = map.map { ($0.target, [$0.template]) }
            restIsMetadata = !map.contains { $0.target == .metadata }
        } else {
            templates = Self.published.map { name, texts in
                (Target(name), texts.map(Template.init(checked:)))
            }
            outcomesField = FieldPath("outcomes")
            wholeFields = ["outcomes", "id", "source", "origin"].map { Array($0.utf8) }
            restIsMetadata = true
        }
        for placeholder in templates.flatMap(\.templates).flatMap(\.placeholders) where placeholder.path.names.count < 2
        {
            wholeFields.append(placeholder.path.whole)
        }
    }

    /// The value of a key for a row; nil when the map does not name the key.
    func value(_ target: Target, of row: Row) throws(RowFault) -> FieldValue? {
        guard let entry = templates.first(where: { $0.target == target }) else { return nil }
        for template in entry.templates {
            let value = try template.value(of: row)
            if value.kind != .null { return value }
        }
        return .null
    }

    /// The fields that a row must have in some rows of the source, or the source is not what the recipe takes it for.
    var requiredFields: [FieldPath] {
        templates.flatMap(\.templates).flatMap(\.placeholders).filter { !$0.isOptional }.map(\.path)
    }
}
