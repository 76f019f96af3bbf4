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
        var figures = SetTable(comparison.members.map { ($0.name, $0.statistics) })
        figures.add("chosen from", comparison.members.map(\.from.rawValue))
        figures.addStatistics()
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
        return figures.lines(columns: columns) + [""] + overlaps.blocks(columns: columns)
            + ["", "entropy in bits; shared questions with Jaccard's index"]
    }
}
