import Bytes
import Pools
import Recipes
import Stages

/// The YAML front matter of a dataset card, as read by the Hugging Face Hub, with one configuration for each export
/// format.
///
/// The keys are those of the Hub's documentation of dataset cards. Every text is a double-quoted YAML scalar.
struct CardMetadata {
    let recipe: Recipe
    let written: ExportStage.Outcome
    let isSynthetic: Bool

    /// The front matter, including the `---` lines.
    var text: String {
        var lines = ["---", "pretty_name: \(YAMLText.quoted(recipe.name))"]
        lines += list("language", recipe.export.languages)
        // The Hub's value for a license that is not stated.
        lines.append("license: \(YAMLText.quoted(recipe.export.license ?? "unknown"))")
        lines += list("size_categories", [sizeCategory])
        lines += list("task_categories", ["text-generation"])
        lines += list("source_datasets", recipe.export.sourceDatasets)
        lines += list("tags", ["reasoning", "curate"] + (isSynthetic ? ["synthetic"] : []) + recipe.export.tags)
        lines.append("configs:")
        for (place, configuration) in configurations.enumerated() {
            lines.append("- config_name: \(configuration.name)")
            if place == 0 { lines.append("  default: true") }
            lines.append("  data_files:")
            for (file, _) in configuration.files {
                lines.append("  - split: \(Self.split(of: file))")
                lines.append("    path: \(YAMLText.quoted(file.name(of: recipe.name)))")
            }
        }
        lines.append("dataset_info:")
        for configuration in configurations {
            lines.append("- config_name: \(configuration.name)")
            lines.append("  features:")
            lines += features(of: configuration.format).map { "  " + $0 }
            lines.append("  splits:")
            for (file, count) in configuration.files {
                lines.append("  - name: \(Self.split(of: file))")
                lines.append("    num_bytes: \(written.record(of: file, of: recipe.name)?.size ?? 0)")
                lines.append("    num_examples: \(count)")
            }
        }
        return (lines + ["---"]).joined(separator: "\n")
    }

    /// Returns the name of a file's split, which is `train` when the set is not split.
    static func split(of file: ExportFile) -> String { (file.split ?? .train).rawValue }

    /// The files of one format and set, which the Hub shows as one dataset.
    private struct Configuration {
        let name: String
        let format: ExportFormat
        let files: [(file: ExportFile, count: Int)]
    }

    /// The configurations: those of the largest set first.
    private var configurations: [Configuration] {
        ([nil] + recipe.sample.targets.dropLast()).flatMap { (target: Int?) in
            recipe.export.configured.map { format in
                let files = written.rows.filter { $0.file.format == format && $0.file.target == target }
                let name = recipe.export.configuration(of: format, target: target) ?? ""
                return Configuration(name: name, format: format, files: files)
            }
        }
    }

    /// Returns the Hub's feature type for the values of a column.
    private static func feature(of type: QuestionColumn.ValueType) -> String {
        switch type {
        case .texts: "sequence: string"
        case .wholeNumber: "dtype: int64"
        case .text, .label, .outcomes, .origin: "dtype: string"
        }
    }

    private func features(of format: ExportFormat) -> [String] {
        func text(_ name: String) -> [String] { ["- name: \(name)", "  dtype: string"] }
        let origin = text(QuestionColumn.id.name) + text(QuestionColumn.source.name)
        switch format {
        case .jsonl, .parquet:
            return recipe.export.metadata.columns.flatMap { ["- name: \($0.name)", "  \(Self.feature(of: $0.type))"] }
        case .sft: return text("text") + origin
        case .promptCompletion: return text("prompt") + text("completion") + origin
        case .messages:
            let beside = recipe.export.messages == .reasoningContent ? text("reasoning_content") : []
            let members = (text("role") + beside + text("content")).map { "  " + $0 }
            return ["- name: messages", "  list:"] + members + origin
        }
    }

    /// The Hub's size category for the number of exported rows.
    private var sizeCategory: String {
        switch written.questions.count {
        case ..<1000: "n<1K"
        case ..<10_000: "1K<n<10K"
        case ..<100_000: "10K<n<100K"
        case ..<1_000_000: "100K<n<1M"
        case ..<10_000_000: "1M<n<10M"
        default: "n>10M"
        }
    }

    private func list(_ name: String, _ texts: [String]) -> [String] {
        texts.isEmpty ? [] : ["\(name):"] + texts.map { "- \(YAMLText.quoted($0))" }
    }

}

extension ExportRecipe {
    /// The formats that the front matter lists as configurations.
    ///
    /// `datasets` reads all configurations of a folder with the reader that its first one needs, so that they are either
    /// Parquet or all others.
    var configured: [ExportFormat] {
        formats.filter { ($0 == .parquet) == (formats.first == .parquet) }
    }

    /// Returns the name of a format's configuration, which is `default` for the published columns; nil if it has none.
    ///
    /// - Parameter target: the target of a smaller set, which is appended to the name.
    func configuration(of format: ExportFormat, target: Int? = nil) -> String? {
        guard configured.contains(format) else { return nil }
        return (format.hasPublishedColumns ? "default" : format.rawValue) + (target.map { "-\($0)" } ?? "")
    }
}
