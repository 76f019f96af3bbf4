import Answers
import Bytes
import Messages

/// The answer of `curate funnel --by GROUP --rules`.
extension RuleBreakdown: Answer {
    /// Returns a table with a row for each group, a column for each rule, and the sums.
    func lines(columns: Int) -> [String] {
        var table = TextTable(rightAligned: Set(1...rules.count + 2))
        table.add([group.rawValue, "pool"] + rules.map(\.rule.rawValue) + ["left"])
        for row in rows { table.add([row.name] + ([row.pool] + row.dropped + [row.left]).map(Wording.grouped)) }
        let sums = rules.indices.map { rule in rows.reduce(0) { $0 + $1.dropped[rule] } }
        let ends = (rows.reduce(0) { $0 + $1.pool }, rows.reduce(0) { $0 + $1.left })
        table.add(["all"] + ([ends.0] + sums + [ends.1]).map(Wording.grouped))
        return table.blocks(columns: columns)
    }

    /// The groups as a JSON list, with the counts of each stage's rules.
    var json: JSON {
        .list(
            rows.map { row in
                var stages = JSONObject()
                for (place, rule) in rules.enumerated() {
                    stages.update(rule.stage.rawValue) { counts in
                        var object = counts?.object ?? JSONObject()
                        object[rule.rule.rawValue] = JSON(row.dropped[place])
                        counts = .object(object)
                    }
                }
                var object: JSONObject = ["pool": JSON(row.pool), "rules": .object(stages), "left": JSON(row.left)]
                object[group.rawValue] = .string(row.name)
                return .object(object)
            })
    }
}
