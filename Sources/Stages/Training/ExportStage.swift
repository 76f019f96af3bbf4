import Bytes
import Files
import Messages
import Pools
import Tokenizer

/// Writes the files of the stage export, except for the dataset card, and counts their rows.
package struct ExportStage {
    let recipe: ExportPlan
    let pool: Pool
    let domains: Domains
    let threads: Int

    /// Creates a writer of the files of an export.
    package init(recipe: ExportPlan, pool: Pool, domains: Domains, threads: Int) {
        self.recipe = recipe
        self.pool = pool
        self.domains = domains
        self.threads = threads
    }

    /// What was written.
    package struct Outcome {
        /// The names relative to the export folder, sizes and digests of the files.
        package var files: [FileRecord] = []
        /// The files, which have not been published yet.
        package var unpublished: [OutputFile] = []
        /// The counts in the form of the manifest.
        package var counts = JSONObject()
        /// The questions that were written, in ascending order.
        package var questions: [QuestionIndex] = []
        /// The questions that were drawn for validation; nil if the set is not split.
        var validation: Set<QuestionIndex>?
        /// The smallest target whose set each question is in; nil for a single target.
        var smallestTargets: [QuestionIndex: Int]?
        /// The number of rows in each file of questions.
        package var rows: [(file: ExportFile, count: Int)] = []
        /// The number of questions whose texts spell control tokens, which are escaped or kept.
        package var spellingTokens = 0
        /// The lengths on record that cannot be those of the traces, if there are any.
        package var impossibleLengths: ImpossibleLengths?
        /// The lengths of the rows in tokens, if they were counted.
        package var lengths: TrainingLengths?

        /// Creates an empty outcome.
        package init() {}

        /// Returns the questions of one of the files, in ascending order.
        package func questions(of file: ExportFile) -> [QuestionIndex] {
            questions.filter { question in
                (file.split == nil || validation?.contains(question) == (file.split == .validation))
                    && (file.target.map { smallestTargets?[question] ?? .max <= $0 } ?? true)
            }
        }

        /// Returns the record of one of the files.
        package func record(of file: ExportFile, of run: String) -> FileRecord? {
            let name = file.name(of: run)
            return files.first { $0.path == name }
        }
    }

    /// Returns the names of the files that are written under a recipe.
    package static func names(of recipe: ExportPlan) -> [String] {
        (recipe.train.maxTokens != nil ? [DecisionFile.fileName] : [])
            + recipe.files.map { $0.name(of: recipe.name) }
    }

    /// Returns the lengths of the questions' rows, if the recipe limits them.
    private func lengths(of chosen: [QuestionIndex]) throws -> TrainingLengths? {
        guard recipe.train.maxTokens != nil else { return nil }
        guard let path = recipe.tokenizer?.path else {
            return try TrainingLengths(onRecordOf: chosen, in: pool.facts, recipe.train)
        }
        return try TrainingLengths(
            chosen, of: pool, Tokenizer(Folder.join(recipe.folder, path)), recipe.train, system: recipe.export.system,
            escapes: recipe.export.controlTokens == .escape, threads: threads)
    }

    /// Writes the chosen questions into a folder.
    ///
    /// - Parameter smallestTargets: the smallest target whose set each question is in; nil for a single target.
    package func write(
        _ chosen: [QuestionIndex], smallestTargets: [QuestionIndex: Int]? = nil, to folder: OutputFolder
    ) throws -> Outcome {
        var outcome = Outcome()
        outcome.questions = chosen
        outcome.smallestTargets = smallestTargets
        var entry = JSONObject()
        if let lengths = try lengths(of: chosen) {
            outcome.questions = lengths.kept
            if lengths.kept.isEmpty, !chosen.isEmpty {
                throw CurationError.failed(
                    "all \(chosen.count) chosen rows have more tokens than train.max_tokens, and train.over drops them; the "
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
        outcome.validation = validation
        let export = RowExporter(pool: pool, domains: domains, settings: recipe.export, threads: threads)
        var spelling: Set<QuestionIndex> = []
        for file in recipe.files {
            let questions = outcome.questions(of: file)
            let output = try folder.file(file.name(of: recipe.name), isBulk: true)
            spelling.formUnion(try export.write(questions, as: file.format, to: output))
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
        outcome.spellingTokens = spelling.count
        outcome.impossibleLengths = try ImpossibleLengths(of: outcome.questions, in: pool, threads: threads)
        if let lengths = outcome.impossibleLengths { outcome.counts["impossible_lengths"] = lengths.json }
        if !spelling.isEmpty { outcome.counts["control_tokens"] = JSON(spelling.count) }
        let sets = outcome.rows.filter { $0.file.target != nil && $0.file.format == recipe.export.formats.first }
        if !sets.isEmpty {
            outcome.counts["sets"] = .list(
                sets.map { file, count in
                    [
                        "target": file.target.map { JSON($0) } ?? .null,
                        "split": file.split.map { .string($0.rawValue) } ?? .null,
                        "rows": JSON(count),
                    ]
                })
        }
        if let validation {
            outcome.counts["splits"] = [
                "train": JSON(outcome.questions.count - validation.count), "validation": JSON(validation.count),
            ]
        }
        return outcome
    }
}

/// The parts of the recipe that the exported files depend on.
package struct ExportPlan: Sendable {
    /// The run's name.
    let name: String
    /// The seed of the split.
    let seed: UInt32
    /// The folder that the tokenizer's path is relative to.
    let folder: String
    /// The tokenizer that counts tokens, if there is one.
    let tokenizer: TokenizerRecipe?
    /// How the rows will be used for training.
    let train: TrainRecipe
    /// The formats and their options.
    let export: ExportRecipe
    /// The targets of sets that are part of the largest.
    let smallerTargets: [Int]

    /// Creates a plan from the parts of a recipe.
    package init(
        name: String, seed: UInt32, folder: String, tokenizer: TokenizerRecipe?, train: TrainRecipe,
        export: ExportRecipe, smallerTargets: [Int] = []
    ) {
        self.smallerTargets = smallerTargets
        self.name = name
        self.seed = seed
        self.folder = folder
        self.tokenizer = tokenizer
        self.train = train
        self.export = export
    }
}

extension ExportPlan {
    /// The files that are written, in order.
    package var files: [ExportFile] { ExportFile.files(of: export, train, targets: smallerTargets) }
}

extension StageName {
    /// The stage that writes the chosen questions, and the dataset card.
    package static let export = StageName(rawValue: "export")
}

extension ExportStage {
    /// The definition of the stage export.
    ///
    /// The dataset card shows the whole recipe; the parts that other stages depend on come with their records.
    package static let definition = StageDefinition(
        .export, section: ExportRecipe.section.key, rules: [TrainingLengths.documentation],
        dependencies: [
            "$schema", "name", "seed", "synth", "classify", "ablations", "train", "export",
            StageDefinition.Dependency("tokenizer", with: "train.max_tokens"),
        ], poolFiles: [.index, .lines], inputs: [.benchmarks, .tokenizerOfTraining], role: .exports)
}
