import Bytes
import Messages
import Runs
import Stages

/// Two funnels side by side.
package struct FunnelComparison: Sendable {
    /// One line of the two: a stage, or a rule of one.
    struct Row {
        let name: String
        /// The counts; nil where a funnel has no such line.
        let before: Int?
        let after: Int?
    }

    let rows: [Row]
    /// All stages of either, in their order.
    let order: [StageName]
    private let steps: (before: JSON, after: JSON)

    /// Sets two funnels side by side: every stage, and every rule that either of them tells of.
    package init(_ before: Funnel, _ after: Funnel) {
        var rows: [Row] = []
        let read = [before, after].map { funnel in funnel.steps.first(where: \.makesPool)?.entered }
        rows.append(Row(name: "rows read", before: read[0], after: read[1]))
        order = before.order + after.order.filter { !before.order.contains($0) }
        for stage in order {
            let (old, new) = (before.steps.first { $0.stage == stage }, after.steps.first { $0.stage == stage })
            if old == nil, new == nil { continue }
            rows.append(Row(name: stage.rawValue, before: old?.kept, after: new?.kept))
            let parts = [
                ("  - ", old?.rules ?? [], new?.rules ?? []), ("  + ", old?.keptBy ?? [], new?.keptBy ?? []),
            ]
            for (sign, oldRules, newRules) in parts {
                let names =
                    oldRules.map(\.name) + newRules.map(\.name).filter { n in !oldRules.contains { $0.name == n } }
                for name in names {
                    let counts = [oldRules, newRules].map { rules in rules.first { $0.name == name }?.count }
                    if (old ?? new)?.makesPool == true, counts.allSatisfy({ $0 ?? 0 == 0 }) { continue }
                    rows.append(Row(name: sign + name, before: counts[0], after: counts[1]))
                }
            }
        }
        self.rows = rows
        steps = (before.json, after.json)
    }

    /// A table with a heading over each funnel, and what the second has more or less.
    package func lines(_ before: String, _ after: String, columns: Int) -> [String] {
        var table = TextTable(rightAligned: [1, 2, 3])
        table.add(["", before, after, "change"])
        func words(_ count: Int?) -> String { count.map(Wording.grouped) ?? "-" }
        for row in rows {
            let change = (row.after ?? 0) - (row.before ?? 0)
            let sign = change > 0 ? "+" : ""
            table.add([
                row.name, words(row.before), words(row.after), change == 0 ? "" : sign + Wording.grouped(change),
            ])
        }
        return table.lines(columns: columns)
    }

    /// Both funnels as `curate funnel --json` has them.
    package func json(_ before: String, _ after: String) -> JSON {
        var object = JSONObject()
        object[before] = steps.before
        object[after] = steps.after
        return .object(object)
    }
}
