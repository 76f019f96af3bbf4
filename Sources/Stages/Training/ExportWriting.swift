import Bytes
import Files
import Messages
import Pools
import Tokenizer

/// Writes the files of export but for the card, and counts what is in them.
package struct ExportWriting {
    let recipe: ExportPlan
    let pool: Pool
    let domains: Domains
    let threads: Int

    /// A writer of the files of an export.
    package init(recipe: ExportPlan, pool: Pool, domains: Domains, threads: Int) {
        self.recipe = recipe
        self.pool = pool
        self.domains = domains
        self.threads = threads
    }

    /// What was written.
    package struct Outcome {
        /// Names in the folder of the export, sizes and digests.
        package var files: [FileRecord] = []
        /// The files, which are yet to be published.
        package var unpublished: [OutputFile] = []
        /// The counts as a manifest has them.
        package var counts = JSONObject()
        /// The questions that are written, ascending.
        package var questions: [QuestionIndex] = []
        /// Of each file of questions, how many it has.
        package var rows: [(file: ExportFile, count: Int)] = []
        /// The lengths of the rows in tokens, where they were counted.
        package var lengths: TrainingLengths?

        /// Nothing yet.
        package init() {}

        /// The size and digest of one of the files.
        package func record(of file: ExportFile, of run: String) -> FileRecord? {
            let name = file.name(of: run)
            return files.first { $0.path == name }
        }
    }

    /// The names of the files that are written under a recipe.
    package static func names(of recipe: ExportPlan) -> [String] {
        let hasDecisions = recipe.tokenizer != nil && recipe.train.maxTokens != nil
        return (hasDecisions ? [DecisionFile.fileName] : [])
            + ExportFile.files(of: recipe.export, recipe.train).map { $0.name(of: recipe.name) }
    }

    /// Writes the chosen questions into a folder.
    package func write(_ chosen: [QuestionIndex], to folder: OutputFolder) throws -> Outcome {
        var outcome = Outcome()
        outcome.questions = chosen
        var entry = JSONObject()
        if let path = recipe.tokenizer?.path, recipe.train.maxTokens != nil {
            let tokenizer = try Tokenizer(Folder.join(recipe.folder, path))
            let lengths = try TrainingLengths(chosen, of: pool, tokenizer, recipe.train, threads: threads)
            outcome.questions = lengths.kept
            if lengths.kept.isEmpty, !chosen.isEmpty {
                throw CurationError.failed(
                    "all \(chosen.count) chosen rows have more than train.max_tokens, and train.over drops them; the "
                        + "shortest has \(lengths.tokens.min() ?? 0) tokens")
            }
            outcome.lengths = lengths
            if recipe.train.dropsLongRows { entry[RuleName.tooLong.rawValue] = JSON(chosen.count - lengths.kept.count) }
            outcome.unpublished.append(try folder.finished(lengths.decisions(of: pool), DecisionFile.fileName))
        }
        let validation = recipe.train.validation.map { share in
            Set(
                ValidationSplit.draw(outcome.questions, share: share, seed: recipe.seed) { question in
                    domains.name(of: question) ?? ""
                })
        }
        let export = Export(pool: pool, domains: domains, style: recipe.export.messages, threads: threads)
        for file in ExportFile.files(of: recipe.export, recipe.train) {
            let questions = outcome.questions.filter { question in
                file.split == nil || validation?.contains(question) == (file.split == .validation)
            }
            let output = try folder.file(file.name(of: recipe.name), isBulk: true)
            try export.write(questions, as: file.format, to: output)
            try output.finish()
            outcome.unpublished.append(output)
            outcome.rows.append((file, questions.count))
        }
        outcome.files = outcome.unpublished.map { FileRecord(named: $0) }
        outcome.counts["entered"] = JSON(chosen.count)
        outcome.counts["kept"] = JSON(outcome.questions.count)
        outcome.counts["dropped"] = JSON(chosen.count - outcome.questions.count)
        outcome.counts["rules"] = .object(entry)
        if let lengths = outcome.lengths { outcome.counts["train"] = lengths.counts }
        if let validation {
            outcome.counts["splits"] = [
                "train": JSON(outcome.questions.count - validation.count), "validation": JSON(validation.count),
            ]
        }
        return outcome
    }
}

/// What export is told: the parts of the recipe that its files depend on.
package struct ExportPlan: Sendable {
    /// The run's name.
    let name: String
    /// The seed of the split.
    let seed: UInt32
    /// The folder that the tokenizer's path is relative to.
    let folder: String
    /// What counts tokens, or nil.
    let tokenizer: TokenizerRecipe?
    /// What a trainer will do with the rows.
    let train: TrainRecipe
    /// The formats and how they are written.
    let export: ExportRecipe

    /// What a recipe says of its export.
    package init(
        name: String, seed: UInt32, folder: String, tokenizer: TokenizerRecipe?, train: TrainRecipe,
        export: ExportRecipe
    ) {
        self.name = name
        self.seed = seed
        self.folder = folder
        self.tokenizer = tokenizer
        self.train = train
        self.export = export
    }
}

extension StageName {
    /// The stage that writes the chosen questions, and the dataset card.
    package static let export = StageName(rawValue: "export")
}

extension ExportWriting {
    /// What the stage export is.
    ///
    /// The dataset card shows the whole recipe; what other stages depend on comes with their records.
    package static let definition = StageDefinition(
        .export, summary: "writes the chosen questions, and the dataset card",
        section: ExportRecipe.section.key, rules: [TrainingLengths.documentation],
        dependencies: [
            "$schema", "name", "seed", "synth", "classify", "ablations", "train", "export",
            StageDefinition.Dependency("tokenizer", with: "train.max_tokens"),
        ], poolFiles: [.index, .lines], inputs: [.benchmarks, .tokenizerOfTraining], role: .exports)
}
