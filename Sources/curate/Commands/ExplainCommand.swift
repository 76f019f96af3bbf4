import Answers
import Bytes
import Messages
import Stages

/// `curate explain`: one question's way through all stages, and why.
enum ExplainCommand: Command {
    static let name = "explain"
    static let summary = "tells one question's way through all stages, and why"
    static let usage = "explain ID"
    static let options: [Option] = []
    static let asksAboutRun = true
    static let discussion = """
        Tells where a question came from, what every stage said of it and on what evidence, its rank by trace length
        in its domain, and the draw that took it or that it was never drawn, and then what would have had to differ. Of
        a dropped question it tells the other rules that it fails; after curate stability the chance of being chosen.
        The id may be shortened to what is unique.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 1, Self.self)
        guard let id = arguments.words.first else { throw CurationError.usage("explain needs a question's id") }
        let run = try arguments.finishedRun()
        let explanations = try run.questions(withID: id).map {
            try Explanation(run, question: $0, threads: arguments.threads())
        }
        if arguments.has(.json) {
            return try explanations.forEach { try Terminal.write(json: $0.json) }
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
                explanation.traceTokens.map { "a trace of \(Wording.counted($0, "token"))" } ?? "no trace length",
                explanation.label.map { "label \"\($0)\"" } ?? "no label",
            ] + (outcomes ?? [])
        table.add([
            StageRegistry.standard.poolMaker.name.rawValue, Wording.printable("read: " + read.joined(separator: ", ")),
        ])
        for verdict in explanation.verdicts {
            table.add([verdict.stage.rawValue, Wording.printable(words(for: verdict))])
        }
        for fault in explanation.otherFaults {
            table.add([fault.stage.rawValue, Wording.printable(words(for: fault, "would also be dropped by"))])
        }
        var lines =
            [
                "question \(explanation.id)",
                "  from \(Wording.printable(explanation.source)): \(Wording.printable(EvidenceWording.place(explanation.origin)))",
                "  " + Wording.clipped(Wording.printable(explanation.question), to: columns - 2), "",
            ] + table.wrappedLines(columns: columns)
        lines += notes(on: explanation).flatMap { note in
            Wording.wrapped(note, to: columns - 2).map { "  " + $0 }
        }
        if let line = explanation.exportLine { lines.append("  line \(Wording.grouped(line)) of the export") }
        return lines
    }

    /// What else there is to say: chances, what would have had to differ, what was said by hand.
    private static func notes(on explanation: Explanation) -> [String] {
        var notes: [String] = []
        if let domain = explanation.domain {
            notes.append(
                "\(Wording.printable(domain.name)) had \(Wording.counted(domain.size, "question")); this one has rank "
                    + "\(Wording.grouped(domain.rank)) by trace length")
        }
        if let (probability, error) = explanation.probability {
            notes.append(
                "under other seeds it is chosen with a probability of \(Wording.fixed(probability, 4)), standard error "
                    + Wording.fixed(error, 4))
        }
        if let prospect = explanation.prospect { notes += words(for: prospect, explanation.domain) }
        for amendment in explanation.amendments {
            let reason = amendment.reason.map { ": \(Wording.printable($0))" } ?? ""
            notes.append((amendment.action == .drop ? "taken out by hand" : "held by hand") + reason)
        }
        return notes
    }

    private static func words(
        for prospect: DrawProspect, _ domain: (name: String, size: Int, rank: Int)?
    ) -> [String] {
        let draws = prospect.draws
        let chance = prospect.chance < 0.000_001 ? "under one in a million" : Wording.fixed(prospect.chance, 6)
        var words = [
            draws == 0
                ? "no draw fell on its domain"
                : "\(Wording.counted(draws, "draw")) fell on its domain and took "
                    + "\(Wording.grouped(prospect.taken)); the chance that this one was among them was \(chance)"
        ]
        if let domain, domain.rank > 0 {
            words.append(
                "a trace of more than \(Wording.counted(prospect.longest, "token")) would have made it the longest of its domain, "
                    + "which each draw there takes with at least even odds")
        }
        if let target = prospect.reachedAt {
            words.append("the same draws reach it at a sample.target of \(Wording.grouped(target))")
        }
        if let preselection = prospect.preselection {
            let lacking =
                (preselection.isTeacherRight ? [] : ["a right teacher"])
                + (preselection.longerThan.map { ["a trace of more than \(Wording.counted($0, "token"))"] } ?? [])
            words.append("\(inWords(lacking, "and")) would have had it preselected")
        }
        return words
    }

    private static func words(for verdict: Explanation.Verdict, _ dropped: String = "dropped by") -> String {
        let evidence = verdict.evidence.map(EvidenceWording.words) ?? ""
        let selects = verdict.stage == StageRegistry.standard.selector.name
        switch (selects, verdict.rule) {
        case (true, "not_drawn"): return "never drawn"
        case (true, "amended"): return "taken out by hand: \(evidence)"
        case (true, "gave_way"): return "gave way by hand: \(evidence)"
        case (true, let rule?): return "\(rule): \(evidence)"
        case (_, let rule?):
            return (verdict.isKept ? "kept by \(rule)" : "\(dropped) \(rule)")
                + (evidence.isEmpty ? "" : ": \(evidence)")
        case (_, nil): return evidence.isEmpty ? "kept" : "kept: \(evidence)"
        }
    }
}
