import Bytes
import Files
import Messages
import Rows
import Shapes
import Tokenizer

/// The input files of a recipe, and how their rows are used.
package struct Inputs: Sendable {
    /// The tables as a key of the recipe.
    package static let tablesKey = SettingKey<[String: Table]>(
        .optional(
            "tables", .map(names: .filled, .map(names: .any, .text(.any))), [:],
            "tables of replacement texts, for the filters lookup and replace")
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
            "recordings", .list(RecordingRecipe.shape, atLeast: 0), [],
            "earlier results about questions: outcomes, traces and labels")
    ) { $0?.list?.map(CheckedObject.init) }
    /// The evaluation sets as a key of the recipe.
    package static let benchmarksKey = SettingKey<[CheckedObject]>(
        .optional(
            "benchmarks", .list(BenchmarkRecipe.shape, atLeast: 0), [],
            "evaluation sets that questions are decontaminated against")
    ) { $0?.list?.map(CheckedObject.init) }

    /// The folder that paths are relative to; empty for the current directory.
    package let folder: String
    /// Whether paths must not lead outside the folder.
    package let isConfined: Bool
    /// The sources of questions, in the order of the pool.
    package let sources: [SourceRecipe]
    /// Data about questions that was recorded earlier.
    package let recordings: [RecordingRecipe]
    /// Evaluation sets that must not leak.
    package let benchmarks: [BenchmarkRecipe]
    /// The lookup tables for placeholders.
    package let tables: [String: Table]
    /// The tokenizer that counts the tokens of traces whose length is not recorded, if there is one.
    package let tokenizer: TokenizerRecipe?
    /// The limits on unreadable input and on the size of a row.
    package let limits: LimitsRecipe

    /// Creates the inputs of a recipe.
    ///
    /// - Parameters:
    ///   - recipe: the recipe, validated and with defaults applied.
    ///   - file: the recipe's file, as given on the command line.
    ///   - folder: the folder that paths are relative to.
    ///   - isConfined: whether paths must not lead outside the folder.
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
    /// All inputs with rows, with their places in the recipe.
    package var all: [(path: String, input: InputRecipe)] {
        sources.enumerated().map { ("sources.\($0)", $1.input) }
            + recordings.enumerated().map { ("recordings.\($0)", $1.input) }
            + benchmarks.enumerated().map { ("benchmarks.\($0)", $1.input) }
    }

    /// Returns the files that an input's path or pattern matches, sorted by the bytes of their paths.
    ///
    /// Throws `FileError` when a match is not a file, and `CurationError.failed` when one is outside the folder of a
    /// confined recipe: the files may have changed since they were first checked.
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
            templates.append(("\(path).\(recording.join.name)", recording.join.template))
            if let outcome = recording.outcome {
                templates += [("\(path).outcome.model", outcome.model), ("\(path).outcome.correct", outcome.correct)]
            }
            templates += recording.set.map { ("\(path).set.\($0.target.name)", $0.template) }
        }
        return templates + benchmarks.enumerated().map { ("benchmarks.\($0).question", $1.question) }
    }
}

extension Inputs {
    /// The files of the tokenizer, relative to the recipe's folder; empty without a tokenizer.
    package var tokenizerFiles: [String] {
        guard let path = tokenizer?.path, let files = try? TokenizerFiles(Folder.join(folder, path)) else { return [] }
        let prefix = folder.isEmpty || path.hasPrefix("/") ? 0 : Folder.join(folder, "").utf8.count
        return files.all.map { String(decoding: $0.utf8.dropFirst(prefix), as: UTF8.self) }
    }

    /// Returns whether any question can have a value of a column: whether a source has the keys of the pool, or a template
    /// fills the column.
    package func canGive(_ column: QuestionColumn) -> Bool {
        sources.contains { $0.map?.contains { $0.target == .column(column) } ?? true }
            || recordings.contains { $0.set.contains { $0.target == .column(column) } }
    }

    /// The problem that no question can have the trace length that the draw ranks by, or nil if some can.
    ///
    /// A length comes from a tokenizer, from a source without `map`, or from a template that fills it.
    ///
    /// - Parameters:
    ///   - use: what needs the lengths.
    ///   - otherwise: how that can do without.
    package func problemOfTraceTokens(for use: String, otherwise: String) -> RecipeProblem? {
        guard tokenizer == nil, !canGive(.traceTokens) else { return nil }
        let message =
            "missing; neither a source nor a recording gives \(QuestionColumn.traceTokens.name), \(use); use "
            + TraceTokens.remedy + otherwise
        return RecipeProblem("tokenizer", message)
    }
}
