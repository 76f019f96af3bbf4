import Answers
import Bytes
import Grading
import Messages

/// The answer of `curate grade` on two texts: the verdict and the way to it.
struct GradeAnswer: Answer {
    let grade: Grade

    var json: JSON { .object(grade.object) }

    func lines(columns: Int) -> [String] {
        var table = TextTable()
        table.add(["verdict", grade.verdict.rawValue])
        table.add(["rule", grade.rule.rawValue])
        table.add(["found as", grade.extraction.state.rawValue])
        table.add(["answer", grade.extraction.text])
        table.add(["reference", grade.referenceText])
        return table.wrappedLines(columns: columns)
    }
}

extension Grade {
    /// The reference as a text.
    var referenceText: String { String(decoding: reference, as: UTF8.self) }

    /// The members of the grade in JSON.
    var object: JSONObject {
        [
            "verdict": .string(verdict.rawValue), "rule": .string(rule.rawValue),
            "found": .string(extraction.state.rawValue), "answer": .string(extraction.text),
            "reference": .string(referenceText),
        ]
    }
}

/// The answer of `curate grade --compare`: the disagreements with the labels, and a table of verdicts and labels.
struct LabelComparisonAnswer: Answer {
    let comparison: LabelComparison

    private static let labels: [(name: String, value: Bool?)] = [("true", true), ("false", false), ("null", nil)]

    var json: JSON {
        [
            "disagreements": JSON(comparison.disagreementCount),
            "rows": .list(
                comparison.disagreements.map { row in
                    var object: JSONObject = ["line": JSON(row.line), "label": row.label.map { .bool($0) } ?? .null]
                    for (name, value) in row.grade.object.members { object[name] = value }
                    return .object(object)
                }),
            "counts": .object(counts),
        ]
    }

    private var counts: JSONObject {
        var counts = JSONObject()
        for verdict in Verdict.allCases {
            var row = JSONObject()
            for label in Self.labels { row[label.name] = JSON(comparison.count(verdict, label: label.value)) }
            counts[verdict.rawValue] = .object(row)
        }
        return counts
    }

    func lines(columns: Int) -> [String] {
        var list = TextTable(rightAligned: [0])
        if !comparison.disagreements.isEmpty {
            list.add(["line", "label", "verdict", "rule", "answer", "reference"])
        }
        for row in comparison.disagreements {
            list.add([
                String(row.line), row.label.map { $0 ? "true" : "false" } ?? "null", row.grade.verdict.rawValue,
                row.grade.rule.rawValue, row.grade.extraction.text, row.grade.referenceText,
            ])
        }
        var lines = list.lines(columns: columns)
        let hidden = comparison.disagreementCount - comparison.disagreements.count
        if hidden > 0 { lines.append("and \(Wording.grouped(hidden)) more") }
        if !lines.isEmpty { lines.append("") }
        var table = TextTable(rightAligned: [1, 2, 3])
        table.add(["verdict", "label true", "label false", "no label"])
        for verdict in Verdict.allCases {
            table.add(
                [verdict.rawValue]
                    + Self.labels.map { Wording.grouped(comparison.count(verdict, label: $0.value)) })
        }
        return lines + table.lines(columns: columns)
    }
}
