import Answers
import Bytes
import Messages

/// The answer of `curate explain --domain` and `curate explain --source`.
extension GroupExplanation: Answer {
    var json: JSON {
        var object = JSONObject()
        object[group.rawValue] = .string(name)
        object["pool"] = JSON(pool)
        object["reached"] = JSON(reached)
        object["chosen"] = JSON(chosen)
        object["used_up"] = .bool(isUsedUp)
        object["rules"] = Self.counts(rules.map { ($0.name.rawValue, $0.count) })
        object["phases"] = Self.counts(phases)
        object["weight"] = .optional(weight)
        object["bounds"] =
            bounds.map { ["min": JSON($0.least), "max": .optional($0.most), "full": .bool(isFull)] } ?? .null
        object["statistics"] = ["chosen": statistics.chosen.json, "not_chosen": statistics.others.json]
        object["most_probable"] =
            prospects.map { prospects in
                .list(
                    prospects.map {
                        [
                            "id": .string($0.id.description), "probability": JSON($0.probability.value),
                            "standard_error": JSON($0.probability.error), "chosen": .bool($0.isChosen),
                            "trace_tokens": .optional($0.traceTokens),
                        ]
                    })
            } ?? .null
        return .object(object)
    }

    /// Whether as many questions are chosen as may be.
    private var isFull: Bool { bounds?.most.map { chosen >= $0 } ?? false }

    /// The bounds in words, if there are any.
    private var boundsInWords: String? {
        guard let bounds else { return nil }
        let least = bounds.least > 0 ? ["at least \(Wording.grouped(bounds.least))"] : []
        let most = bounds.most.map { ["at most \(Wording.grouped($0))"] } ?? []
        return "the recipe asks for \(listed(least + most, "and")) of its questions"
            + (isFull ? "; it is full, and took no more" : "")
    }

    private static func counts(_ counts: [(name: String, count: Int)]) -> JSON {
        var object = JSONObject()
        for (name, count) in counts { object[name] = JSON(count) }
        return .object(object)
    }

    func lines(columns: Int) -> [String] {
        var table = TextTable(rightAligned: [1])
        table.add(["in the pool", Wording.grouped(pool)])
        table.add(["reached the draw", Wording.grouped(reached)])
        table.add(["chosen", Wording.grouped(chosen) + (isUsedUp ? "  (all)" : "")])
        for (rule, count) in rules { table.add(["  " + rule.rawValue, Wording.grouped(count)]) }
        for (phase, count) in phases { table.add(["  phase \(phase)", Wording.grouped(count)]) }
        var lines = ["\(group.rawValue) \(name.shown)", ""] + table.lines(columns: columns)
        if let weight {
            lines += ["", "drawn with a share of \(Wording.fixed(weight, 4)) once domains are drawn by weight"]
        }
        if let words = boundsInWords { lines += ["", words] }
        var sets = SetTable([("chosen", statistics.chosen), ("not chosen", statistics.others)])
        sets.addStatistics()
        lines += [""] + sets.lines(columns: columns) + [""]
        guard let prospects else {
            return lines + ["curate stability computes which of its questions are the most probable ones"]
        }
        var probable = TextTable(rightAligned: [1, 2])
        probable.add(["most probable", "probability", "tokens", ""])
        for prospect in prospects {
            probable.add([
                "  \(prospect.id)", Wording.fixed(prospect.probability.value, 4),
                prospect.traceTokens.map(Wording.grouped) ?? "-", prospect.isChosen ? "chosen" : "",
            ])
        }
        return lines + probable.lines(columns: columns)
    }
}
