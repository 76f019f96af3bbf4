import Answers
import Bytes
import Files
import Messages
import Stages

/// `curate diff`: what differs between two runs.
enum DiffCommand: Command {
    static let name = "diff"
    static let summary = "shows what differs between two runs, and where the fates of their questions part"
    static let usage = "diff RUN RUN [--limit N]"
    static let options: [Option] = [.limit]
    static let asksAboutRun = true
    static let discussion = """
        Takes the folders of two runs of one pool. Shows what differs in recipe, inputs and tool, both funnels side by
        side, and the questions that only one of them chose, with the first stage of the other that dropped them and why.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 2, Self.self)
        guard arguments.words.count == 2 else {
            throw CurationError.usage("diff needs the folders of two runs, such as data/runs/s1K data/runs/other")
        }
        let limit = try arguments.integer(.limit, in: 0 ... .max) ?? 20
        let names = arguments.words
        let runs = try names.map { try arguments.finishedRun(in: $0) }
        let comparison = try RunComparison(runs[0], runs[1])
        if arguments.has(.json) {
            return try Terminal.write(json: comparison.json(names[0], names[1]))
        }
        try Terminal.write(lines: lines(of: comparison, limit, Terminal.columns))
    }

    private static func lines(of comparison: RunComparison, _ limit: Int, _ columns: Int) -> [String] {
        var lines: [String] = []
        var differences = TextTable()
        differences.add(["", "A", "B"])
        func short(_ value: JSON?) -> String {
            Wording.clipped(Wording.printable(value?.compactText ?? "(absent)"), to: 40)
        }
        for setting in comparison.settings {
            differences.add([Wording.printable(setting.path), short(setting.before), short(setting.after)])
        }
        for input in comparison.inputs {
            func state(_ record: FileRecord?) -> String {
                record.map { "\(Wording.counted($0.size, "byte")), \($0.digest.description.suffix(8))" } ?? "(not read)"
            }
            differences.add([Wording.printable(input.path), state(input.before), state(input.after)])
        }
        if let tools = comparison.tools { differences.add(["curate", tools.before, tools.after]) }
        let isSame = comparison.settings.isEmpty && comparison.inputs.isEmpty && comparison.tools == nil
        lines += isSame ? ["recipe, inputs and tool are the same"] : differences.lines(columns: columns)
        lines += [""] + comparison.funnels.lines("A", "B", columns: columns)
        lines += [
            "",
            "\(Wording.grouped(comparison.both)) chosen by both, \(Wording.grouped(comparison.onlyBefore.count)) by A alone, "
                + "\(Wording.grouped(comparison.onlyAfter.count)) by B alone",
        ]
        for (name, other, partings) in [("A", "B", comparison.onlyBefore), ("B", "A", comparison.onlyAfter)]
        where !partings.isEmpty {
            lines += ["", "chosen by \(name) alone, and where \(other) dropped them:"]
            lines += summary(of: partings, comparison.stages).lines(columns: columns)
            var rows = TextTable()
            for parting in partings.prefix(limit) {
                rows.add(["  \(parting.id)", Wording.printable(parting.source), words(for: parting)])
            }
            lines += [""] + rows.lines(columns: columns)
            if partings.count > limit {
                lines.append("  and \(Wording.grouped(partings.count - limit)) more; --limit shows them")
            }
        }
        return lines
    }

    /// How many went at which stage and by which rule.
    private static func summary(of partings: [RunComparison.Parting], _ stages: [StageName]) -> TextTable {
        var table = TextTable(rightAligned: [1])
        for stage in stages {
            var rules: [String?] = []
            var counts: [String?: Int] = [:]
            for parting in partings where parting.stage == stage {
                if counts[parting.rule] == nil { rules.append(parting.rule) }
                counts[parting.rule, default: 0] += 1
            }
            for rule in rules {
                table.add([
                    "  \(stage.rawValue)" + (rule.map { ", \($0)" } ?? ""), Wording.grouped(counts[rule] ?? 0),
                ])
            }
        }
        return table
    }

    private static func words(for parting: RunComparison.Parting) -> String {
        guard parting.isInPool else { return "not in the pool" }
        let evidence = parting.evidence.map(EvidenceWording.words) ?? ""
        return parting.stage.rawValue + (parting.rule.map { ", \($0)" } ?? "")
            + (evidence.isEmpty ? "" : ": \(Wording.printable(evidence))")
    }
}
