import Answers
import Bytes
import Messages

/// Two funnels side by side, as a part of other answers.
extension FunnelComparison {
    /// A table with a heading over each funnel, and what the second has more or less.
    func lines(_ before: String, _ after: String, columns: Int) -> [String] {
        var table = TextTable(rightAligned: [1, 2, 3])
        table.add(["", before, after, "change"])
        func words(_ count: Int?) -> String { count.map(Wording.grouped) ?? "-" }
        for row in rows {
            let change = (row.after ?? 0) - (row.before ?? 0)
            let sign = change > 0 ? "+" : ""
            table.add([
                row.subject.words, words(row.before), words(row.after),
                change == 0 ? "" : sign + Wording.grouped(change),
            ])
        }
        return table.lines(columns: columns)
    }

    /// Both funnels as `curate funnel --json` has them, each under a name.
    func json(_ before: String, _ after: String) -> JSON {
        var object = JSONObject()
        object[before] = self.before.json
        object[after] = self.after.json
        return .object(object)
    }
}

extension FunnelComparison.Row.Subject {
    fileprivate var words: String {
        switch self {
        case .rowsRead: "rows read"
        case .stage(let stage): stage.rawValue
        case .dropped(let rule): "  - " + rule.rawValue
        case .kept(let rule): "  + " + rule.rawValue
        }
    }
}
