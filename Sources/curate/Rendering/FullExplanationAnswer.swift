import Answers
import Bytes
import Pools

/// The answer of `curate explain --full`: an explanation with the whole line of the pool.
struct FullExplanationAnswer: Answer {
    let explanation: Explanation

    /// The explanation as JSON, with the line of the pool as `row`.
    var json: JSON {
        var object = explanation.json.object ?? JSONObject()
        object["row"] = explanation.row
        return .object(object)
    }

    func lines(columns: Int) -> [String] {
        let parts: [QuestionColumn] = [.question, .solution, .trajectories, .attempt]
        return explanation.lines(columns: columns) + parts.flatMap { text(of: $0) }
    }

    /// Returns the texts of a column under its name, line by line; nothing if there are none.
    private func text(of column: QuestionColumn) -> [String] {
        let value = explanation.row[column.name] ?? .null
        let texts = value.list?.compactMap(\.string) ?? [value.string].compactMap(\.self)
        return texts.filter { !$0.isEmpty }.flatMap { text in
            ["", "\(column.name):"] + text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
