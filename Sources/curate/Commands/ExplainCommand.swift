import Bytes
import Curation

/// `curate explain`: one question's way through all stages, and why.
enum ExplainCommand: Command {
    static let name = "explain"
    static let summary = "tells one question's way through all stages, and why"
    static let usage = "explain ID"
    static let options: [Option] = []
    static let discussion = """
        Tells where a question came from, what every stage said of it and on what evidence, its rank by trace length
        in its domain, and the draw that took it or that it was never drawn. The id may be shortened to what is unique.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 1, Self.self)
        guard let id = arguments.words.first else { throw CurationError.usage("explain needs a question's id") }
        let run = try arguments.finishedRun()
        let explanations = try run.questions(withID: id).map { try Explanation(run, question: $0) }
        if arguments.has(.json) {
            return try Terminal.write(
                explanations.flatMap { Array(($0.json.compactText + "\n").utf8) })
        }
        for explanation in explanations {
            try Terminal.write(lines: lines(of: explanation, Terminal.columns))
        }
    }

    private static func lines(of explanation: Explanation, _ columns: Int) -> [String] {
        var table = TextTable()
        let outcomes = explanation.outcomes.object?.members.map { name, value in
            "\(name) \(value.bool.map { $0 ? "right" : "wrong" } ?? "unknown")"
        }
        let read =
            [
                explanation.traceTokens.map { "a trace of \(Wording.grouped($0)) tokens" } ?? "no trace length",
                explanation.label.map { "label \"\($0)\"" } ?? "no label",
            ] + (outcomes ?? [])
        table.add(["ingest", Wording.printable("read: " + read.joined(separator: ", "))])
        for verdict in explanation.verdicts {
            table.add([verdict.stage.rawValue, Wording.printable(words(for: verdict))])
        }
        var lines =
            [
                "question \(explanation.id)",
                "  from \(Wording.printable(explanation.source)): \(Wording.printable(EvidenceWording.place(explanation.origin)))",
                "  " + Wording.clipped(Wording.printable(explanation.question), to: columns - 2), "",
            ] + table.wrappedLines(columns: columns)
        if let domain = explanation.domain {
            lines.append(
                "  \(Wording.printable(domain.name)) had \(Wording.grouped(domain.size)) questions; this one has rank "
                    + "\(Wording.grouped(domain.rank)) by trace length")
        }
        if let line = explanation.exportLine { lines.append("  line \(Wording.grouped(line)) of the export") }
        return lines
    }

    private static func words(for verdict: Explanation.Verdict) -> String {
        let evidence = verdict.evidence.map(EvidenceWording.words) ?? ""
        switch (verdict.stage, verdict.rule) {
        case (.sample, "not_drawn"): return "never drawn"
        case (.sample, let rule?): return "\(rule): \(evidence)"
        case (_, let rule?):
            return (verdict.isKept ? "kept by \(rule)" : "dropped by \(rule)")
                + (evidence.isEmpty ? "" : ": \(evidence)")
        case (_, nil): return evidence.isEmpty ? "kept" : "kept: \(evidence)"
        }
    }
}
