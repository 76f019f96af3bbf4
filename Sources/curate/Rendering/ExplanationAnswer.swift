import Answers
import Bytes
import Messages
import Stages

/// The answer of `curate explain`.
extension Explanation: Answer {
    var json: JSON {
        [
            "id": .string(id), "source": .string(source), "origin": origin, "question": .string(question),
            "label": .optional(label), "trace_tokens": .optional(traceTokens), "outcomes": outcomes,
            "stages": .list(decisions.map(\.json)), "other_faults": .list(otherFaults.map(\.json)),
            "domain": domain.map { ["name": .string($0.name), "size": JSON($0.size), "rank": JSON($0.rank)] } ?? .null,
            "length": length.map { ["count": JSON($0.count), "unit": .string($0.unit.rawValue)] } ?? .null,
            "prospect": missedDraw?.json ?? .null, "probability": .optional(probability?.value),
            "standard_error": .optional(probability?.error),
            "amendments": .list(
                amendments.map { ["action": .string($0.action.rawValue), "reason": .optional($0.reason)] }),
            "export_line": .optional(exportLine),
        ]
    }

    func lines(columns: Int) -> [String] {
        var lines = [
            "question \(id)", "  from \(source): \(EvidenceWording.place(origin))",
            "  " + question.shown.clipped(to: columns - 2), "",
        ]
        lines += way.wrappedLines(columns: columns)
        lines += notes.flatMap { note in note.shown.wrapped(to: columns - 2).map { "  " + $0 } }
        if let line = exportLine { lines.append("  line \(Wording.grouped(line)) of the export") }
        return lines
    }

    /// A table of the origin, the decisions of the stages and the other rules that the question fails.
    private var way: TextTable {
        var table = TextTable()
        let solvers = outcomes.object?.members.map { name, value in
            "\(name) \(value.bool.map { $0 ? "right" : "wrong" } ?? "unknown")"
        }
        let read =
            [
                traceTokens.map { "a trace of \(Wording.counted($0, "token"))" } ?? "no trace length",
                label.map { "label \"\($0)\"" } ?? "no label",
            ] + (solvers ?? [])
        table.add([stages.poolMaker.name.rawValue, "read: " + read.joined(separator: ", ")])
        for decision in decisions { table.add([decision.stage.rawValue, decision.words(of: stages)]) }
        for fault in otherFaults {
            table.add([fault.stage.rawValue, fault.words(of: stages, dropped: "would also be dropped by")])
        }
        return table
    }

    /// The length of its trace, if the draw ranks by another one than tokens.
    private var measured: String {
        guard let (count, unit) = length, unit != .tokens else { return "" }
        return ", which is \(unit.counted(count))"
    }

    /// Further notes: probabilities, what would have had to differ, and amendments.
    private var notes: [String] {
        var notes: [String] = []
        if let domain {
            notes.append(
                "\(domain.name) had \(Wording.counted(domain.size, "question")); this one has rank "
                    + "\(Wording.grouped(domain.rank)) by trace length" + measured)
            notes.append("ranks count from 0, the longest trace; that of a draw is among the questions that were left")
        }
        if let (probability, error) = probability {
            notes.append(
                "with other seeds it is chosen with a probability of \(Wording.fixed(probability, 4)), standard error "
                    + Wording.fixed(error, 4))
        }
        if let missedDraw { notes += missedDraw.notes(ofLongest: (domain?.rank ?? 0) == 0) }
        for amendment in amendments {
            let reason = amendment.reason.map { ": \($0)" } ?? ""
            notes.append((amendment.action == .drop ? "removed by hand" : "held by hand") + reason)
        }
        return notes
    }
}

extension StageDecision {
    fileprivate var json: JSON {
        [
            "stage": .string(stage.rawValue), "keep": .bool(isKept), "rule": .optional(rule?.rawValue),
            "evidence": evidence?.json ?? .null,
        ]
    }

    fileprivate func words(of stages: StageRegistry, dropped: String = "dropped by") -> String {
        let evidence = evidence.map { EvidenceWording.words(for: $0.json, of: rule) } ?? ""
        switch (stage == stages.selector.name, rule) {
        case (true, RuleName.notDrawn?):
            return "never drawn" + (self.evidence?.json["full"]?.string.map { ": the \($0) was full" } ?? "")
        case (true, RuleName.amended?): return "removed by hand: \(evidence)"
        case (true, RuleName.gaveWay?): return "gave way \(evidence)"
        case (true, let rule?): return "\(rule): \(evidence)"
        case (_, let rule?):
            return (isKept ? "kept by \(rule)" : "\(dropped) \(rule)") + (evidence.isEmpty ? "" : ": \(evidence)")
        case (_, nil): return evidence.isEmpty ? "kept" : "kept: \(evidence)"
        }
    }
}
