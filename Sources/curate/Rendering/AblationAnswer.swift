import Answers
import Bytes
import Messages

/// The answer of `curate ablate`: the differences between the sets, and their location.
struct AblationAnswer: Answer {
    let comparison: SetComparison
    /// The path of the folder of the sets and their comparison.
    let folder: String

    var json: JSON { comparison.json }

    func lines(columns: Int) -> [String] {
        tables(columns) + ["", "sets and comparison: \(folder)"]
    }

    /// Returns a table of the statistics with a column for each set, and a table of the overlaps, both broken into
    /// blocks that fit the terminal.
    private func tables(_ columns: Int) -> [String] {
        var figures = TextTable(rightAligned: Set(1...comparison.members.count))
        figures.add([""] + comparison.members.map(\.name))
        func row(_ name: String, _ cell: (SetComparison.Member) -> String) {
            figures.add([name] + comparison.members.map(cell))
        }
        row("chosen from") { $0.from.rawValue }
        row("questions") { Wording.grouped($0.statistics.size) }
        row("domains") { Wording.grouped($0.statistics.domains) }
        row("domain entropy") { Wording.fixed($0.statistics.domainEntropy, 2) }
        row("source entropy") { Wording.fixed($0.statistics.sourceEntropy, 2) }
        func tokens(_ value: Double?) -> String { value.map { Wording.grouped(Int($0.rounded())) } ?? "-" }
        row("tokens, mean") { tokens($0.statistics.meanTokens) }
        row("tokens, median") { tokens($0.statistics.medianTokens) }
        row("tokens, 90 %") { tokens($0.statistics.tokens90) }
        row("tokens, total") { Wording.grouped($0.statistics.totalTokens) }
        row("teacher wrong") { $0.statistics.wrongShare.map { Wording.fixed(100 * $0, 1) + " %" } ?? "-" }
        var overlaps = TextTable(rightAligned: Set(1...comparison.members.count))
        overlaps.add(["shared"] + comparison.members.map(\.name))
        for (place, member) in comparison.members.enumerated() {
            overlaps.add(
                [member.name]
                    + comparison.members.indices.map { other in
                        guard let pair = comparison.pair(place, other) else { return "" }
                        return "\(Wording.grouped(pair.shared)) (\(Wording.fixed(pair.jaccard, 2)))"
                    })
        }
        return figures.blocks(columns: columns) + [""] + overlaps.blocks(columns: columns)
            + ["", "entropy in bits; shared questions with Jaccard's index"]
    }
}
