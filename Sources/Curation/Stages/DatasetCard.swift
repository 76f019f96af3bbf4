import Bytes

/// The dataset card of an export: what the set is, how it came about, and how to make it again.
struct DatasetCard {
    static let fileName = "README.md"

    let recipe: Recipe
    let manifest: Manifest
    let pool: Pool
    let domains: Domains
    let chosen: [Int32]

    /// The card in Markdown, with YAML front matter.
    var text: String {
        let byDomain = count { domains.name(of: $0, in: pool) ?? "none" }
        let bySource = count { pool.sourceName(of: $0) }
        let tokens = chosen.reduce(0) { $0 + max(0, Int(pool.tokens[Int($1)])) }
        return """
            ---
            configs:
            - config_name: default
              data_files: "\(recipe.name).jsonl"
            size_categories:
            - \(sizeCategory)
            tags:
            - reasoning
            ---

            # \(recipe.name)

            \(Wording.grouped(chosen.count)) questions with reasoning traces, chosen from \(Wording.grouped(pool.count)) \
            over \(byDomain.count) domains; \(Wording.grouped(tokens)) trace tokens.
            \(manifest.isSynthetic ? "\n**These questions are synthetic**: made by a program to try the recipe, not to train on.\n" : "")
            ## How it was chosen

            \(funnelTable)

            The draw is that of profile `\(recipe.sample.profile.rawValue)` with seed \(recipe.seed), made by curate \(Tool.version).

            ## Domains

            \(table("domain", byDomain))

            ## Sources

            \(table("source", bySource))

            """
    }

    private var sizeCategory: String {
        switch chosen.count {
        case ..<1000: "n<1K"
        case ..<10_000: "1K<n<10K"
        case ..<100_000: "10K<n<100K"
        case ..<1_000_000: "100K<n<1M"
        case ..<10_000_000: "1M<n<10M"
        default: "n>10M"
        }
    }

    private var funnelTable: String {
        var lines = ["| stage | kept | dropped |", "| --- | ---: | --- |"]
        for step in Funnel(manifest).steps where step.stage != .export {
            let dropped = step.rules.filter { $0.count > 0 }
                .map { "\(Wording.grouped($0.count)) \($0.name)" }.joined(separator: ", ")
            lines.append("| \(step.stage.rawValue) | \(Wording.grouped(step.kept)) | \(dropped) |")
        }
        return lines.joined(separator: "\n")
    }

    /// How many questions there are of each kind, the most first, equals in the order of their bytes.
    private func count(_ kind: (Int) -> String) -> [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for question in chosen { counts[kind(Int(question)), default: 0] += 1 }
        return counts.map { ($0.key, $0.value) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.precedesInBytes($1.0) }
    }

    private func table(_ kind: String, _ counts: [(name: String, count: Int)]) -> String {
        let rows = counts.map { "| \(Self.cell($0.name)) | \(Wording.grouped($0.count)) |" }
        return (["| \(kind) | questions |", "| --- | ---: |"] + rows).joined(separator: "\n")
    }

    /// A text that does not disturb a Markdown table.
    private static func cell(_ text: String) -> String {
        Wording.printable(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
