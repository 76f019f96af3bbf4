import Bytes
import Files
import Messages
import Rows
import Shapes
import Tokenizer

/// The files that a recipe names, and what is taken of their rows.
package struct Inputs: Sendable {
    /// The tables as a key of the recipe.
    package static let tablesKey = SettingKey<[String: Table]>(
        .optional(
            "tables", .map(names: .filled, .map(names: .any, .text(.any))), [:],
            "texts that stand for others, for the filters lookup and replace")
    ) { tables in
        tables?.object?.members.reduce(into: [:]) { $0[$1.name] = Table($1.value.object ?? JSONObject()) }
    }
    /// The sources as a key of the recipe.
    package static let sourcesKey = SettingKey<[CheckedObject]>(
        .required(
            "sources", .list(SourceRecipe.shape, atLeast: 1), "where questions come from, in the order of the pool")
    ) { $0?.list?.map(CheckedObject.init) }
    /// The recordings as a key of the recipe.
    package static let recordingsKey = SettingKey<[CheckedObject]>(
        .optional(
            "recordings", .list(RecordingRecipe.shape, atLeast: 0), [], "outcomes, traces and labels made earlier")
    ) { $0?.list?.map(CheckedObject.init) }
    /// The evaluation sets as a key of the recipe.
    package static let benchmarksKey = SettingKey<[CheckedObject]>(
        .optional(
            "benchmarks", .list(BenchmarkRecipe.shape, atLeast: 0), [], "evaluation sets that must not leak")
    ) { $0?.list?.map(CheckedObject.init) }

    /// The folder that paths are relative to; empty for the current one.
    package let folder: String
    /// Whether no path may lead out of the folder.
    package let isConfined: Bool
    /// Where questions come from, in the order of the pool.
    package let sources: [SourceRecipe]
    /// What was found out about questions before.
    package let recordings: [RecordingRecipe]
    /// Evaluation sets that must not leak.
    package let benchmarks: [BenchmarkRecipe]
    /// The tables that placeholders look texts up in.
    package let tables: [String: Table]
    /// What counts the tokens of traces whose length is not recorded, or nil.
    package let tokenizer: TokenizerRecipe?
    /// How much of the input may be unreadable, and how large a row may be.
    package let limits: LimitsRecipe

    /// The inputs of a recipe.
    ///
    /// - Parameters:
    ///   - recipe: the recipe, checked and filled.
    ///   - file: the recipe's file, as the command line names it.
    ///   - folder: the folder that paths are relative to.
    ///   - isConfined: whether no path may lead out of the folder.
    package init(_ recipe: CheckedObject, file: String, folder: String, isConfined: Bool) {
        self.folder = folder
        self.isConfined = isConfined
        sources = recipe[Self.sourcesKey].enumerated().map { SourceRecipe($1, RecipePlace(file, "sources.\($0)")) }
        recordings = recipe[Self.recordingsKey].enumerated().map {
            RecordingRecipe($1, RecipePlace(file, "recordings.\($0)"))
        }
        benchmarks = recipe[Self.benchmarksKey].enumerated().map {
            BenchmarkRecipe($1, RecipePlace(file, "benchmarks.\($0)"))
        }
        tables = recipe[Self.tablesKey]
        tokenizer = recipe[TokenizerRecipe.section]
        limits = recipe[LimitsRecipe.section]
    }
}

extension Inputs {
    /// Everything that has files with rows, with its place in the recipe.
    package var all: [(path: String, input: InputRecipe)] {
        sources.enumerated().map { ("sources.\($0)", $1.input) }
            + recordings.enumerated().map { ("recordings.\($0)", $1.input) }
            + benchmarks.enumerated().map { ("benchmarks.\($0)", $1.input) }
    }

    /// The files of an input, as its path or pattern matches them, in the order of their bytes.
    ///
    /// Throws `FileError` when it matches something that is no file, `CurationError.failed` when one lies where the recipe
    /// may not look: what was checked before may be another by now.
    package func files(of input: InputRecipe) throws -> [String] {
        if isConfined, let fault = Confinement(to: folder).fault(ofPattern: input.path) {
            throw CurationError.failed("\(input.name): \(fault)")
        }
        return try Folder.demandFiles(matching: input.path, in: folder)
    }

    /// All templates with their places in the recipe.
    package var templates: [(path: String, template: Template)] {
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

extension Inputs {
    /// The files of the tokenizer, relative to the recipe's folder; none without one.
    package var tokenizerFiles: [String] {
        guard let path = tokenizer?.path, let files = try? TokenizerFiles(Folder.join(folder, path)) else { return [] }
        let prefix = folder.isEmpty || path.hasPrefix("/") ? 0 : Folder.join(folder, "").utf8.count
        return files.all.map { String(decoding: $0.utf8.dropFirst(prefix), as: UTF8.self) }
    }

    /// What is wrong when no question can have the length that the draw ranks by.
    ///
    /// There is none without a tokenizer, without a source of the pool's own keys, and without a template that fills it.
    package var problemOfTraceTokens: RecipeProblem? {
        guard tokenizer == nil, !sources.contains(where: { $0.map == nil }),
            !sources.contains(where: { $0.map?.contains { $0.target == .column(.traceTokens) } == true }),
            !recordings.contains(where: { $0.set.contains { $0.target == .column(.traceTokens) } })
        else { return nil }
        let message =
            "missing; neither a source nor a recording gives trace_tokens, the length that the stage sample ranks by: "
            + TraceTokens.remedy + ", is right"
        return RecipeProblem("tokenizer", message)
    }
}
