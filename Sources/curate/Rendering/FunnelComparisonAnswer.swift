import Answers
import Bytes
import Messages

/// The rendering of two funnels side by side, as part of other answers.
extension FunnelComparison {
    /// Returns a table with a heading for each funnel and the differences of the second from the first.
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

    /// Returns both funnels in the form of `curate funnel --json`, each under a name.
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
