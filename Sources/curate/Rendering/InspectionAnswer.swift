import Answers
import Bytes
import Stages

/// The answer of `curate inspect --json`: rows that a stage kept or dropped, and their total number.
struct InspectionAnswer: Answer {
    let stage: StageName
    /// The total number of rows, including those that are not shown.
    let count: Int
    /// The rows that are shown.
    let rows: [Inspection.Row]

    var json: JSON {
        ["stage": .string(stage.rawValue), "count": JSON(count), "rows": .list(rows.map(\.json))]
    }

    func lines(columns: Int) -> [String] { rows.flatMap { $0.lines(columns: columns) } }
}

extension Inspection.Row: Answer {
    var json: JSON {
        [
            "id": .optional(id), "source": .string(source), "domain": .optional(domain),
            "keep": .bool(decision.isKept), "rule": .optional(decision.rule?.rawValue),
            "evidence": decision.evidence?.json ?? .null, "question": .string(question),
        ]
    }

    func lines(columns: Int) -> [String] {
        let head = [id ?? "", source, domain ?? ""].filter { !$0.isEmpty }
        var words = decision.rule?.rawValue ?? ""
        if let evidence = decision.evidence?.json, evidence.object?.members.isEmpty == false {
            words += (words.isEmpty ? "" : ": ") + EvidenceWording.words(for: evidence, of: decision.rule)
        }
        var lines = [head.joined(separator: "  ").shown.clipped(to: columns)]
        if !words.isEmpty { lines.append("  " + words.shown.clipped(to: columns - 2)) }
        lines.append("  " + question.shown.clipped(to: columns - 2))
        return lines + [""]
    }
}

extension Inspection.WholeRow {
    /// The row as a line of JSON: the question's line in the pool with `decision` appended, or the rejected row.
    var jsonLine: [UInt8] {
        switch self {
        case .rejected(let row): return Array(row.json.compactText.utf8) + [0x0A]
        case .question(let line, nil): return line
        case .question(var line, let decision?):
            var members: JSONObject = ["stage": .string(decision.stage.rawValue), "keep": .bool(decision.isKept)]
            members["rule"] = decision.rule.map { .string($0.rawValue) }
            members["evidence"] = decision.evidence?.json
            // The brace and the line feed at the end of the line.
            line.removeLast(2)
            line.append(",\"decision\":")
            line.append(json: .object(members))
            line.append("}\n")
            return line
        }
    }
}
