import Bytes
import Files
import Tokenizer

/// The formats of files with rows.
package enum InputFormat: String, CaseIterable, Sendable {
    case jsonl, json, csv, tsv, sqlite, xml

    /// True of formats that know only texts: their numbers are compared as they are written.
    var isTextOnly: Bool { self == .csv || self == .tsv || self == .xml }
}

/// A recipe that has been checked, in the terms of the code.
package struct Recipe: Sendable {
    /// The run's name, which is also its folder's and its export's.
    package let name: String
    /// The seed of every draw.
    package let seed: UInt32
    /// The synthetic pool that is made when it is not there, or nil.
    package let synth: SynthRecipe?
    /// Where questions come from, in the order of the pool.
    package let sources: [SourceRecipe]
    /// What was found out about questions before.
    package let recordings: [RecordingRecipe]
    /// Evaluation sets that must not leak.
    package let benchmarks: [BenchmarkRecipe]
    /// The tables that placeholders look texts up in.
    let tables: [String: Table]
    /// What counts the tokens of traces whose length is not recorded, or nil.
    package let tokenizer: TokenizerRecipe?
    /// How much of the input may be unreadable, and how large a row may be.
    package let limits: LimitsRecipe
    /// The settings of the stage decontaminate.
    package let decontaminate: DecontaminateRecipe
    /// The settings of the stage quality.
    package let quality: QualityRecipe
    /// The settings of the stage difficulty.
    package let difficulty: DifficultyRecipe
    /// The settings of the stage classify.
    package let classify: ClassifyRecipe
    /// The settings of the stage sample.
    package let sample: SampleRecipe
    /// Other ways to choose a set: the recipe's, or the paper's.
    package let ablations: [Ablation]
    /// How long a row may be that is trained on, and which are set apart.
    package let train: TrainRecipe
    /// The settings of the stage export.
    package let export: ExportRecipe
    /// The whole recipe as it stands with defaults filled in.
    package let document: JSON
    /// The recipe's file, as the command line names it.
    package let file: String
    /// The folder that paths are relative to; empty for the current one.
    package let folder: String
    /// Whether it may name nothing outside its folder.
    package let isConfined: Bool

    /// A recipe from a document of the right shape.
    init(_ document: JSON, file: String, isConfined: Bool = false) {
        let root = Settings(document)
        self.document = document
        self.file = file
        self.isConfined = isConfined
        folder = Folder.parent(of: file) ?? ""
        name = root.text("name")
        seed = UInt32(root.integer("seed"))
        synth = root.optionalSection("synth").map(SynthRecipe.init)
        sources = root.list("sources").enumerated().map { SourceRecipe($1, RecipePlace(file, "sources.\($0)")) }
        recordings = root.list("recordings").enumerated().map {
            RecordingRecipe($1, RecipePlace(file, "recordings.\($0)"))
        }
        benchmarks = root.list("benchmarks").enumerated().map {
            BenchmarkRecipe($1, RecipePlace(file, "benchmarks.\($0)"))
        }
        tables = (document["tables"]?.object?.members ?? []).reduce(into: [:]) { tables, member in
            tables[member.name] = Table(member.value.object ?? JSONObject())
        }
        tokenizer = root.optionalSection("tokenizer").map(TokenizerRecipe.init)
        limits = LimitsRecipe(root.section("limits"))
        decontaminate = DecontaminateRecipe(root.section("decontaminate"))
        quality = QualityRecipe(root.section("quality"))
        difficulty = DifficultyRecipe(root.section("difficulty"))
        classify = ClassifyRecipe(root.section("classify"))
        sample = SampleRecipe(root.section("sample"))
        ablations = Ablation.all(document["ablations"], sample: document["sample"] ?? .null)
        train = TrainRecipe(root.optionalSection("train"))
        export = ExportRecipe(root.section("export"))
    }
}

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
    static let published: [(target: String, templates: [String])] = [
        ("question", ["{question}"]), ("solution", ["{solution?}"]), ("cot_type", ["{cot_type?}"]),
        ("source_type", ["{source_type?}"]), ("metadata", ["{metadata?}"]), ("cot", ["{cot?}"]),
        ("thinking_trajectories", ["{thinking_trajectories?}"]), ("attempt", ["{attempt?}"]),
        ("domain", ["{domain?}"]), ("trace_tokens", ["{trace_tokens?}", "{gemini_length?}"]),
        ("outcomes.qwen2.5-7b-instruct", ["{isqwen7bcorrect?}"]),
        ("outcomes.qwen2.5-32b-instruct", ["{isqwen32bcorrect?}"]), ("outcomes.teacher", ["{isgeminicorrect?}"]),
        ("outcomes.qwq-32b-preview", ["{isqwqcorrect?}"]),
    ]
    /// The field that holds outcomes as an object of models, in rows with the pool's own keys.
    static var publishedOutcomes: FieldPath { FieldPath("outcomes") }

    init(_ settings: Settings, _ place: RecipePlace) {
        let map = settings.optionalMap("map")
        self.map = map
        restIsMetadata = map?.contains { $0.target == .metadata } != true
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

    init(_ settings: Settings, _ place: RecipePlace) {
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
package struct TokenizerRecipe: Sendable {
    /// A folder or file, relative to the recipe's folder.
    let path: String

    init(_ settings: Settings) {
        path = settings.text("path")
    }
}

/// An evaluation set.
package struct BenchmarkRecipe: Sendable {
    /// Its files, and which of their rows are taken.
    package let input: InputRecipe
    let question: Template

    init(_ settings: Settings, _ place: RecipePlace) {
        question = settings.template("question")
        input = InputRecipe(settings, place, paths: [question].paths)
    }
}

/// A synthetic pool.
package struct SynthRecipe: Sendable {
    /// The pool's folder.
    package let out: String
    /// How many questions decontaminate will keep.
    package let rows: Int
    /// The seed of every draw.
    package let seed: UInt32
    /// The share of every trace that is written.
    package let traceScale: Double

    init(_ settings: Settings) {
        out = settings.text("out")
        rows = settings.integer("rows")
        seed = UInt32(settings.integer("seed"))
        traceScale = settings.number("trace_scale")
    }
}

/// How much may be wrong, and how large a row may be.
package struct LimitsRecipe: Sendable {
    /// The share of rows that may be unreadable.
    package let rejected: Double
    /// The longest row that is read, in bytes.
    package let rowBytes: Int
    /// How many instructions of SQLite's machine a query may take.
    package let sqliteSteps: Int
    /// Whether what is told of a row that cannot be read may quote it.
    package let quotesRows: Bool

    init(_ settings: Settings) {
        rejected = settings.number("rejected")
        rowBytes = settings.integer("row_bytes")
        sqliteSteps = settings.integer("sqlite_steps")
        quotesRows = settings.value("excerpts")?.bool ?? true
    }
}

extension Recipe {
    /// Everything that has files with rows, with its place in the recipe.
    var inputs: [(path: String, input: InputRecipe)] {
        sources.enumerated().map { ("sources.\($0)", $1.input) }
            + recordings.enumerated().map { ("recordings.\($0)", $1.input) }
            + benchmarks.enumerated().map { ("benchmarks.\($0)", $1.input) }
    }

    /// The files of an input, as its path or pattern matches them, in the order of their bytes.
    ///
    /// Throws `FileError` when it matches something that is no file, `CurationError.failed` when one lies where the recipe
    /// may not look: what was checked before may be another by now.
    func files(of input: InputRecipe) throws -> [String] {
        if isConfined, let fault = Confinement(to: folder).fault(ofPattern: input.path) {
            throw CurationError.failed("\(input.name): \(fault)")
        }
        return try Folder.demandFiles(matching: input.path, in: folder)
    }

    /// All templates with their places in the recipe.
    var templates: [(path: String, template: Template)] {
        var templates: [(String, Template)] = []
        for (k, source) in sources.enumerated() {
            templates += (source.map ?? []).map { ("sources.\(k).map.\($0.target.name)", $0.template) }
        }
        for (k, recording) in recordings.enumerated() {
            let path = "recordings.\(k)"
            switch recording.join {
            case .question(let template): templates.append(("\(path).question", template))
            case .id(let template): templates.append(("\(path).id", template))
            }
            if let outcome = recording.outcome {
                templates += [("\(path).outcome.model", outcome.model), ("\(path).outcome.correct", outcome.correct)]
            }
            templates += recording.set.map { ("\(path).set.\($0.target.name)", $0.template) }
        }
        return templates + benchmarks.enumerated().map { ("benchmarks.\($0).question", $1.question) }
    }
}

/// Reads values out of an object that has been checked and filled.
///
/// A value of the wrong kind is a mistake in the declaration of the recipe's shape, not in a recipe, and traps.
struct Settings {
    private let object: JSONObject

    init(_ document: JSON) {
        object = Self.demand(document.object, "an object")
    }

    func text(_ name: String) -> String { Self.demand(object[name]?.string, name) }
    func optionalText(_ name: String) -> String? { object[name]?.string }
    func integer(_ name: String) -> Int { Self.demand(object[name]?.integer, name) }
    func optionalInteger(_ name: String) -> Int? { object[name]?.integer }
    func number(_ name: String) -> Double { Self.demand(object[name]?.double, name) }
    func boolean(_ name: String) -> Bool { Self.demand(object[name]?.bool, name) }
    func value(_ name: String) -> JSON? { object[name] }
    func list(_ name: String) -> [Settings] { Self.demand(object[name]?.list, name).map(Settings.init) }
    func texts(_ name: String) -> [String] { Self.demand(object[name]?.list, name).compactMap(\.string) }
    func section(_ name: String) -> Settings { Settings(Self.demand(object[name], name)) }
    func optionalSection(_ name: String) -> Settings? { object[name].map(Settings.init) }

    func template(_ name: String) -> Template { Template(checked: text(name)) }
    func optionalTemplate(_ name: String) -> Template? { optionalText(name).map(Template.init(checked:)) }

    func optionalMap(_ name: String) -> [(target: Target, template: Template)]? {
        object[name]?.object?.members.map {
            (Target($0.name), Template(checked: Self.demand($0.value.string, $0.name)))
        }
    }

    func textMap(_ name: String) -> [String: String] {
        var map: [String: String] = [:]
        for member in Self.demand(object[name]?.object, name).members { map[member.name] = member.value.string }
        return map
    }

    private static func demand<Value>(_ value: Value?, _ name: String) -> Value {
        guard let value else { preconditionFailure("the recipe's \(name) was not checked") }
        return value
    }
}

extension Recipe {
    /// The files of the tokenizer, relative to the recipe's folder; none without one.
    var tokenizerFiles: [String] {
        guard let path = tokenizer?.path, let files = try? TokenizerFiles(Folder.join(folder, path)) else { return [] }
        let prefix = folder.isEmpty || path.hasPrefix("/") ? 0 : Folder.join(folder, "").utf8.count
        return files.all.map { String(decoding: $0.utf8.dropFirst(prefix), as: UTF8.self) }
    }

    /// What is wrong when no question can have the length that the draw ranks by.
    ///
    /// There is none without a tokenizer, without a source of the pool's own keys, and without a template that fills it.
    var problemOfTraceTokens: RecipeProblem? {
        guard tokenizer == nil, !sources.contains(where: { $0.map == nil }),
            !sources.contains(where: { $0.map?.contains { $0.target == .traceTokens } == true }),
            !recordings.contains(where: { $0.set.contains { $0.target == .traceTokens } })
        else { return nil }
        let message =
            "missing; neither a source nor a recording gives trace_tokens, the length that the stage sample ranks by: "
            + TraceTokens.remedy + ", is right"
        return RecipeProblem("tokenizer", message)
    }
}
