import Bytes
import Messages
import Pools
import Recipes
import Stages

/// The dataset card of an export: the contents of the set, how it was selected, how to reproduce it, and its limits.
///
/// All numbers come from the run, so the same run gives the same bytes.
package struct DatasetCard {
    /// The name of the file in the folder `export`.
    package static let fileName = "README.md"

    let files: RunFolder
    let recipe: Recipe
    let manifest: Manifest
    let pool: Pool
    let domains: Domains
    let written: ExportStage.Outcome
    let amendments: AmendmentReport

    /// Creates the card of a run's export.
    package init(
        of files: RunFolder, recipe: Recipe, manifest: Manifest, pool: Pool, domains: Domains,
        written: ExportStage.Outcome,
        amendments: AmendmentReport
    ) {
        self.files = files
        self.recipe = recipe
        self.manifest = manifest
        self.pool = pool
        self.domains = domains
        self.written = written
        self.amendments = amendments
    }

    private var chosen: [QuestionIndex] { written.questions }

    /// The card in Markdown, with YAML front matter.
    package var text: String {
        let byDomain = count { domains.name(of: $0) ?? "none" }
        let bySource = count { pool.facts.sourceName(of: $0) }
        let tokens = chosen.reduce(0) { $0 + max(0, Int(pool.facts.traceTokens[$1])) }
        let metadata = CardMetadata(
            recipe: recipe, written: written, sources: bySource.map(\.name), isSynthetic: manifest.isSynthetic)
        return """
            \(metadata.text)

            # \(Markdown.text(recipe.name))

            \(Wording.counted(chosen.count, "question")) with reasoning traces, chosen from \(Wording.grouped(pool.count)) \
            over \(byDomain.count) domains; \(Wording.grouped(tokens)) trace tokens.
            \(manifest.isSynthetic ? "\n**These questions are synthetic**: made by a program to try the recipe, not to train on.\n" : "")
            ## Files

            \(fileTable)

            ## How it was chosen

            \(funnelTable)

            The draw is that of profile `\(recipe.sample.profile.rawValue)` with seed \(recipe.seed), made by curate \(Tool.version).\
            \(lengths)\(split)\(amended)

            ## Domains

            \(table("domain", byDomain))

            ## Sources

            \(table("source", bySource))

            ## How to make it again

            With curate \(Tool.version), the recipe below as \(Markdown.code(recipe.name + ".json")) in the folder \
            that the paths are relative to, and the inputs of these digests:

            ```sh
            curate --config \(recipe.name).json --seed \(recipe.seed) --stage all
            ```

            \(inputTable)

            <details><summary>The recipe</summary>

            \(Markdown.block(json: manifest.recipe))

            </details>

            ## Known limits

            \(limits.map { "- " + $0 }.joined(separator: "\n"))

            """
    }

    // MARK: - Tables

    private var fileTable: String {
        let rows = written.rows.map { file, count in
            let name = file.name(of: recipe.name)
            let digest = written.record(of: file, of: recipe.name)?.digest.description ?? ""
            return "| \(Markdown.code(name, inTable: true)) | \(CardMetadata.configuration(of: file.format)) "
                + "| \(CardMetadata.split(of: file)) | \(Wording.grouped(count)) | `\(digest)` |"
        }
        let head = ["| file | configuration | split | rows | digest |", "| --- | --- | --- | ---: | --- |"]
        return (head + rows).joined(separator: "\n")
    }

    private var funnelTable: String {
        var lines = ["| stage | kept | dropped |", "| --- | ---: | --- |"]
        func add(_ stage: StageName, _ kept: Int, _ rules: [(name: RuleName, count: Int)]) {
            let dropped = rules.filter { $0.count > 0 }.map { rule in
                "\(Wording.grouped(rule.count)) \(Self.cell(rule.name.rawValue))"
            }
            lines.append("| \(stage.rawValue) | \(Wording.grouped(kept)) | \(dropped.joined(separator: ", ")) |")
        }
        for step in Funnel(manifest, where: { !$0.exports }).steps { add(step.stage, step.kept, step.rules) }
        if let lengths = written.lengths, lengths.questions.count > chosen.count {
            add(recipe.stages.exporter.name, chosen.count, [(RuleName.tooLong, lengths.questions.count - chosen.count)])
        }
        return lines.joined(separator: "\n")
    }

    private var inputTable: String {
        var rows: [String] = []
        var seen: Set<ByteKey> = []
        for stage in recipe.stages.definitions {
            // From the manifest rather than the disk: the inputs may have moved by the time the card is rebuilt.
            let own = files.inputs(of: stage, under: recipe).map(\.place)
            for input in manifest.stages[stage.name]?.inputs ?? [] where !own.contains(input.path) {
                let path = Markdown.code(input.path, inTable: true)
                let row = "| \(path) | \(Wording.grouped(input.size)) | `\(input.digest)` |"
                if seen.insert(ByteKey(row)).inserted { rows.append(row) }
            }
        }
        return (["| input | bytes | digest |", "| --- | ---: | --- |"] + rows).joined(separator: "\n")
    }

    /// Returns the number of questions of each kind, in descending order of count and then in byte order of the names.
    private func count(_ kind: (QuestionIndex) -> String) -> [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for question in chosen { counts[kind(question), default: 0] += 1 }
        return counts.map { ($0.key, $0.value) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.precedesInBytes($1.0) }
    }

    private func table(_ kind: String, _ counts: [(name: String, count: Int)]) -> String {
        let rows = counts.map { "| \(Self.cell($0.name)) | \(Wording.grouped($0.count)) |" }
        return (["| \(kind) | questions |", "| --- | ---: |"] + rows).joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String { Markdown.text(text, inTable: true) }

    // MARK: - Sentences

    private var lengths: String {
        guard let lengths = written.lengths, let most = recipe.train.maxTokens else { return "" }
        let what = recipe.train.dropsLongRows ? "were dropped" : "are kept, and a trainer with that limit cuts them"
        return
            "\n\nOf \(Wording.grouped(lengths.questions.count)) chosen rows, \(Wording.grouped(lengths.over)) have more "
            + "than \(Wording.counted(most, "token")) as they are trained on (format `sft`) and \(what); the longest has "
            + "\(Wording.grouped(lengths.tokens.max() ?? 0))."
    }

    private var split: String {
        guard let share = recipe.train.validation else { return "" }
        return
            "\n\n\(JSON(share).compactText) of the rows are set apart for validation, drawn with the same seed, every "
            + "domain giving its share."
    }

    /// The amendments with their reasons; empty when there are none.
    private var amended: String {
        guard !amendments.lines.isEmpty else { return "" }
        let rows = amendments.lines.map { line in
            let other = line.other.map { Markdown.code($0.description, inTable: true) }
            let what =
                line.action == .drop
                ? "taken out" + (other.map { ", \($0) in its place" } ?? "")
                : "held" + (other.map { " in the place of \($0)" } ?? "")
            return "| `\(line.id)` | \(what) | \(Self.cell(line.reason ?? "")) |"
        }
        let head = [
            "", "", "After the draw a reviewer amended the set by hand:", "", "| question | what | why |",
            "| --- | --- | --- |",
        ]
        return (head + rows).joined(separator: "\n")
    }

    /// What was lost of the sources and recordings of the recipe, a sentence each.
    private var losses: [String] {
        RecordedLoss.all(in: manifest.stages[recipe.stages.poolMaker.name]).map { loss in
            let words = loss.words(name: Markdown.text(loss.name), file: loss.file.map { Markdown.code($0) })
            return "\(words)."
        }
    }

    /// What was done to control tokens in texts, if any were found.
    private var controlTokens: [String] {
        guard written.spellingTokens > 0 else { return [] }
        let what =
            recipe.export.controlTokens == .escape
            ? "a backslash stands behind the `<` of each in the files for training, as in `<\\|im_end|>`"
            : "they stand in the files for training as they are, where a trainer takes them for the tokens"
        return ["The texts of \(Wording.counted(written.spellingTokens, "question")) spell control tokens: \(what)."]
    }

    private var limits: [String] {
        let names = recipe.benchmarks.map { Markdown.text($0.input.name) }
        let benchmarks =
            names.isEmpty
            ? "It was compared with no evaluation set; nothing is known of what it leaks."
            : "It shares no run of \(recipe.decontaminate.ngram) words with \(listed(names, "and")); a rewording or a "
                + "translation of their questions would not be found, and other evaluation sets were not looked at. Items of "
                + "fewer words were compared as whole texts: `\(ExportGate.fileName)` lists them and what they met."
        let solvers = recipe.difficulty.solvers
        let difficulty =
            solvers.isEmpty
            ? "No model's success was asked for, so easy questions are in it as well as hard ones."
            : "Hard means that no recorded attempt of \(listed(solvers.map { Markdown.text($0) }, "and")) was "
                + "graded right"
                + (recipe.difficulty.keepsUnknown ? ", or that nothing is recorded. " : ". ")
                + "Graders err; a question may be easier than it seems."
        return losses + controlTokens + [
            benchmarks, difficulty,
            "Traces and attempts are a model's words. The draw does not ask whether they are right, but for what the "
                + "recipe preselects.",
            "Domains are recorded labels; trace lengths are recorded"
                + (recipe.tokenizer == nil ? "." : ", or counted with the recipe's tokenizer where nothing is."),
        ]
            + (recipe.export.license == nil
                ? ["The recipe states no license; the licenses of the sources hold."] : [])
    }
}
