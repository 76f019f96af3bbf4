import Answers
import Bytes
import Messages

/// The answer of `curate funnel --by score`.
extension ScoreHistogram: Answer {
    /// Returns a table with a row for each tenth that has questions, and a column for each rule.
    func lines(columns: Int) -> [String] {
        guard !rows.isEmpty else { return ["no rule of this run compares by score; see decontaminate.method"] }
        var table = TextTable(rightAligned: Set(0...rows.count))
        table.add(["score from"] + rows.map(\.rule.rawValue))
        for bin in 0..<Self.bins where rows.contains(where: { $0.counts[bin] > 0 }) {
            table.add([Self.bound(bin)] + rows.map { Wording.grouped($0.counts[bin]) })
        }
        table.add(["all"] + rows.map { Wording.grouped($0.counts.reduce(0, +)) })
        return table.lines(columns: columns)
    }

    /// The rules as a JSON list, with the counts of all tenths.
    var json: JSON {
        .list(
            rows.map { row in
                [
                    "stage": .string(row.stage.rawValue), "rule": .string(row.rule.rawValue),
                    "scores": .list(
                        row.counts.enumerated().map { bin, count in
                            [
                                "from": .number(Self.bound(bin)), "below": .number(Self.bound(bin + 1)),
                                "dropped": JSON(count),
                            ]
                        }),
                ]
            })
    }

    private static func bound(_ bin: Int) -> String { bin == bins ? "1" : bin == 0 ? "0" : "0.\(bin)" }
}
