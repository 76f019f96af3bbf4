import Rows
import Shapes

extension [Template] {
    /// The paths of all placeholders.
    fileprivate var paths: [FieldPath] { flatMap(\.placeholders).map(\.path) }
}

/// A source of questions.
package struct SourceRecipe: Sendable {
    /// Its files, and which of their rows are taken.
    package let input: InputRecipe
    /// What fills which key of a pool line; nil for rows that have the pool's own keys.
    let map: [(target: Target, template: Template)]?
    /// True when `metadata` is the rest of the row.
    let restIsMetadata: Bool

    /// What fills the keys of a pool line where there is no map: the pool's own keys, and those of the published s1K,
    /// among them the four columns of outcomes and `gemini_length`.
    static let published: [(target: String, templates: [String])] =
        QuestionColumn.given.map { ($0.name, $0.publishedTemplates) } + publishedModels
    private static let publishedModels = [
        ("outcomes.qwen2.5-7b-instruct", ["{isqwen7bcorrect?}"]),
        ("outcomes.qwen2.5-32b-instruct", ["{isqwen32bcorrect?}"]), ("outcomes.teacher", ["{isgeminicorrect?}"]),
        ("outcomes.qwq-32b-preview", ["{isqwqcorrect?}"]),
    ]
    /// The field that holds outcomes as an object of models, in rows with the pool's own keys.
    static var publishedOutcomes: FieldPath { FieldPath(QuestionColumn.outcomes.name) }

    init(_ settings: CheckedObject, _ place: RecipePlace) {
        let map = settings.optionalMap("map")
        self.map = map
        restIsMetadata = map?.contains { $0.target == .column(.metadata) } != true
        let templates = map?.map(\.template) ?? Self.published.flatMap(\.templates).map(Template.init(checked:))
        input = InputRecipe(
            settings, place, paths: templates.paths + (map == nil ? [Self.publishedOutcomes] : []),
            includesRest: restIsMetadata)
    }
}

/// A recording: rows that say something of questions.
package struct RecordingRecipe: Sendable {
    /// By what a row is joined to questions.
    enum Join: Sendable {
        case question(Template)
        case id(Template)
    }

    /// Its files, and which of their rows are taken.
    package let input: InputRecipe
    let join: Join
    let outcome: (model: Template, correct: Template)?
    let set: [(target: Target, template: Template)]

    init(_ settings: CheckedObject, _ place: RecipePlace) {
        let question = settings.optionalTemplate("question")
        let key = question ?? settings.template("id")
        join = question == nil ? .id(key) : .question(key)
        outcome = settings.optionalSection("outcome").map { ($0.template("model"), $0.template("correct")) }
        set = settings.optionalMap("set") ?? []
        let templates = [key] + (outcome.map { [$0.model, $0.correct] } ?? []) + set.map(\.template)
        input = InputRecipe(settings, place, paths: templates.paths)
    }
}

/// Where the tokenizer is that counts traces.
package struct TokenizerRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<TokenizerRecipe?>.optionalSection(
        "tokenizer", "what counts the tokens of traces whose length is not recorded")

    private static let pathKey = SettingKey<String>.text(
        "path", .path, "the folder or file of Qwen2.5's vocabulary, relative to the recipe's folder")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [pathKey.key])

    /// A folder or file, relative to the recipe's folder.
    package let path: String

    /// Reads a section that has been checked.
    package init(_ settings: CheckedObject) {
        path = settings[Self.pathKey]
    }
}

/// An evaluation set.
package struct BenchmarkRecipe: Sendable {
    /// Its files, and which of their rows are taken.
    package let input: InputRecipe
    /// The template of an item's text.
    package let question: Template

    init(_ settings: CheckedObject, _ place: RecipePlace) {
        question = settings.template("question")
        input = InputRecipe(settings, place, paths: [question].paths)
    }
}
