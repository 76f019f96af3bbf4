import Answers
import Bytes
import Messages

/// The rendering of two funnels side by side, as part of other answers.
extension FunnelComparison {
    /// Returns a table of the stages whose counts differ, with a heading for each funnel; a sentence if none does.
    func changes(_ before: String, _ after: String, columns: Int) -> [String] {
        // A stage is shown with its rules, of which those with equal counts are left out.
        var shown: [FunnelComparison.Row] = []
        var stage: [FunnelComparison.Row] = []
        func finish() {
            let changed = stage.filter { $0.before != $0.after }
            if let head = stage.first, !changed.isEmpty {
                shown += [head] + stage.dropFirst().filter { $0.before != $0.after }
            }
            stage = []
        }
        for row in rows {
            if case .stage = row.subject { finish() }
            stage.append(row)
        }
        finish()
        return shown.isEmpty
            ? ["every stage keeps and drops the same numbers"] : table(of: shown, before, after).lines(columns: columns)
    }

    private func table(of rows: [FunnelComparison.Row], _ before: String, _ after: String) -> TextTable {
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
        return table
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
