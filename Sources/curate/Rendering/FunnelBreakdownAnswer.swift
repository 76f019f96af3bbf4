import Answers
import Bytes
import Messages

extension FunnelBreakdown: Answer {
    /// Returns a table with a row for each group, a column for each stage, and the sums.
    func lines(columns: Int) -> [String] {
        var table = TextTable(rightAligned: Set(1...stages.count))
        table.add([group.rawValue] + stages.map(\.rawValue))
        for row in rows { table.add([row.name] + row.counts.map(Wording.grouped)) }
        let sums = stages.indices.map { column in rows.reduce(0) { $0 + $1.counts[column] } }
        table.add(["all"] + sums.map(Wording.grouped))
        return table.lines(columns: columns)
    }

    /// The groups as a JSON list, with a count for each stage.
    var json: JSON {
        .list(
            rows.map { row in
                var object = JSONObject()
                object[group.rawValue] = .string(row.name)
                for (stage, count) in zip(stages, row.counts) { object[stage.rawValue] = JSON(count) }
                return .object(object)
            })
    }
}
