import Rows
import Shapes
import Tokenizer

extension [Template] {
    /// The paths of all placeholders.
    fileprivate var paths: [FieldPath] { flatMap(\.placeholders).map(\.path) }
    /// The paths of elements whose whole text is used, if they are elements of XML.
    fileprivate var texts: [FieldPath] { flatMap(\.placeholders).filter(\.readsWholeText).map(\.path) }
}

/// A source of questions.
package struct SourceRecipe: Sendable {
    private static let mapKey = SettingKey<[(target: Target, template: Template)]?>(
        .optional(
            "map",
            .map(
                names: .target(isSource: true),
                requiring: [(QuestionColumn.question.name, "the template of the question's text")], .text(.template)),
            "the columns of the pool, as templates of the row's fields"), read: Target.templates)

    /// The shape of an element of `sources`.
    package static let shape = InputRecipe.shape([mapKey.key, InputRecipe.emptyKey.key])

    /// The files, and the conditions on their rows.
    package let input: InputRecipe
    /// The templates by target; nil for rows with the keys of the pool.
    let map: [(target: Target, template: Template)]?
    /// Whether `metadata` is the rest of the row.
    let restIsMetadata: Bool

    /// The templates that fill a pool line without `map`: the keys of the pool and those of the published s1K,
    /// including its four columns of outcomes and `gemini_length`.
    static let published: [(target: String, templates: [String])] =
        QuestionColumn.given.map { ($0.name, $0.publishedTemplates) } + publishedModels
    private static let publishedModels = [
        ("outcomes.qwen2.5-7b-instruct", ["{isqwen7bcorrect?}"]),
        ("outcomes.qwen2.5-32b-instruct", ["{isqwen32bcorrect?}"]), ("outcomes.teacher", ["{isgeminicorrect?}"]),
        ("outcomes.qwq-32b-preview", ["{isqwqcorrect?}"]),
    ]
    /// The field with outcomes as an object keyed by model, in rows with the keys of the pool.
    static var publishedOutcomes: FieldPath { FieldPath(QuestionColumn.outcomes.name) }

    init(_ settings: CheckedObject, _ place: RecipePlace) {
        let map = settings[Self.mapKey]
        self.map = map
        restIsMetadata = map?.contains { $0.target == .column(.metadata) } != true
        let templates = map?.map(\.template) ?? Self.published.flatMap(\.templates).map(Template.init(checked:))
        input = InputRecipe(
            settings, place, paths: templates.paths + (map == nil ? [Self.publishedOutcomes] : []),
            texts: templates.texts, includesRest: restIsMetadata)
    }
}

/// A recording: rows with data about questions.
package struct RecordingRecipe: Sendable {
    /// An attempt of a model.
    struct Attempt: SettingsSection, Sendable {
        private static let modelKey = SettingKey<Template>.template("model", "the model's name")
        private static let correctKey = SettingKey<Template>.template(
            "correct", "whether it was right: true, false or null")

        static let shape = ObjectShape(keys: [modelKey.key, correctKey.key])

        let model: Template
        let correct: Template

        init(_ settings: CheckedObject) {
            model = settings[Self.modelKey]
            correct = settings[Self.correctKey]
        }
    }

    private static let questionKey = SettingKey<Template?>.template(
        "question", "the question's text, by which the row is joined")
    private static let idKey = SettingKey<Template?>.template("id", "the question's id, by which the row is joined")
    private static let keyKey = SettingKey<Template?>.template("key", "the question's key, by which the row is joined")
    /// How the text of a row is compared with those of questions.
    private enum Comparison: String, DocumentedChoice {
        case exact, normalized

        var meaning: String {
            switch self {
            case .exact: "byte for byte"
            case .normalized:
                "in the normal form by which questions are compared, where case, white space, punctuation and layout in "
                    + "LaTeX do not matter; exact matches come first"
            }
        }
    }

    private static let comparisonKey = SettingKey<Bool>(
        .optional(
            "join", .choice(of: Comparison.self), .string(Comparison.exact.rawValue), fillsDefault: false,
            "how \"question\" is compared with the texts of questions")
    ) { $0?.string.flatMap(Comparison.init) == .normalized }
    private static let outcomeKey = SettingKey<Attempt?>.optionalSection("outcome", "a model's attempt")
    private static let setKey = SettingKey<[(target: Target, template: Template)]?>(
        .optional(
            "set", .map(names: .target(isSource: false), .text(.template)),
            "the columns of the question that the row sets, as templates"),
        read: Target.templates)

    /// The shape of an element of `recordings`.
    package static let shape = InputRecipe.shape(
        [
            questionKey.key, idKey.key, keyKey.key, comparisonKey.key, outcomeKey.key, setKey.key,
            InputRecipe.emptyKey.key,
        ],
        rules: [
            .exactlyOne([questionKey.key.name, idKey.key.name, keyKey.key.name]),
            .atLeastOne([outcomeKey.key.name, setKey.key.name]),
        ])

    /// The key that joins a row to questions.
    enum Join: Sendable {
        case question(Template)
        case id(Template)
        case key(Template)

        /// The template of the text by which a row is joined.
        var template: Template {
            switch self {
            case .question(let template), .id(let template), .key(let template): template
            }
        }

        /// The name of its key in a recipe.
        var name: String {
            switch self {
            case .question: questionKey.key.name
            case .id: idKey.key.name
            case .key: keyKey.key.name
            }
        }
    }

    /// The files, and the conditions on their rows.
    package let input: InputRecipe
    let join: Join
    /// Whether texts are compared in the form of `JoinedText`.
    let joinsNormalized: Bool
    let outcome: Attempt?
    let set: [(target: Target, template: Template)]

    init(_ settings: CheckedObject, _ place: RecipePlace) {
        let question = settings[Self.questionKey].map { Join.question($0) }
        join = CheckedObject.require(
            question ?? settings[Self.keyKey].map { Join.key($0) } ?? settings[Self.idKey].map { Join.id($0) },
            Self.idKey.key.name)
        joinsNormalized = question != nil && settings[Self.comparisonKey]
        outcome = settings[Self.outcomeKey]
        set = settings[Self.setKey] ?? []
        let templates = [join.template] + (outcome.map { [$0.model, $0.correct] } ?? []) + set.map(\.template)
        input = InputRecipe(settings, place, paths: templates.paths, texts: templates.texts)
    }
}

/// The location of the tokenizer that counts the tokens of traces.
package struct TokenizerRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<TokenizerRecipe?>.optionalSection(
        "tokenizer", "counts the tokens of traces whose length is not recorded")

    private static let pathKey = SettingKey<String>.text(
        "path", .path, "the folder or file of Qwen2.5's vocabulary, relative to the recipe's folder")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [pathKey.key])

    /// What the key needs and where it is found, for messages.
    static let vocabulary =
        "the folder of Qwen2.5's vocabulary, vocab.json and merges.txt, which are \(TokenizerFiles.whereFound)"

    /// The path of a folder or file, relative to the recipe's folder.
    package let path: String

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        path = settings[Self.pathKey]
    }
}

/// An evaluation set.
package struct BenchmarkRecipe: Sendable {
    private static let questionKey = SettingKey<Template>.template("question", "the text of the item")

    /// The shape of an element of `benchmarks`.
    package static let shape = InputRecipe.shape([questionKey.key])

    /// The files, and the conditions on their rows.
    package let input: InputRecipe
    /// The template of an item's text.
    package let question: Template

    init(_ settings: CheckedObject, _ place: RecipePlace) {
        question = settings[Self.questionKey]
        input = InputRecipe(settings, place, paths: [question].paths, texts: [question].texts)
    }
}
