import Answers
import Bytes
import Messages
import Files
import Runs
import Stages

/// The answer of `curate diff`: the differences between two runs.
struct RunComparisonAnswer: Answer {
    let comparison: RunComparison
    /// The folders of the runs, as typed.
    let folders: (a: String, b: String)
    /// The maximum number of questions shown for each run that only it selected, in text output.
    let limit: Int

    var json: JSON {
        [
            "a": .string(folders.a), "b": .string(folders.b),
            "recipe": .list(
                comparison.settings.map {
                    ["path": .string($0.path), "a": $0.before ?? .null, "b": $0.after ?? .null]
                }),
            "inputs": .list(
                comparison.inputs.map { ["path": .string($0.path), "a": json($0.before), "b": json($0.after)] }),
            "tool": comparison.tools.map { ["a": .string($0.before), "b": .string($0.after)] } ?? .null,
            "funnel": comparison.funnels.json("a", "b"),
            "statistics": ["a": comparison.statistics.before.json, "b": comparison.statistics.after.json],
            "conflicts": .list(comparison.conflicts.map { .string($0.words) }), "both": JSON(comparison.both),
            "only_a": .list(comparison.onlyBefore.map(json)), "only_b": .list(comparison.onlyAfter.map(json)),
        ]
    }

    private func json(_ record: FileRecord?) -> JSON {
        record.map { ["bytes": JSON($0.size), "digest": .string($0.digest.description)] } ?? .null
    }

    private func json(_ parting: RunComparison.Parting) -> JSON {
        [
            "id": .string(parting.id.description), "source": .string(parting.source),
            "stage": .string(parting.decision.stage.rawValue), "rule": .optional(parting.decision.rule?.rawValue),
            "evidence": parting.decision.evidence?.json ?? .null,
        ]
    }

    func lines(columns: Int) -> [String] {
        var lines = differences.map { $0.lines(columns: columns) } ?? ["recipe, inputs and tool are the same"]
        lines += [""] + comparison.funnels.changes("A", "B", columns: columns)
        var table = SetTable([("A", comparison.statistics.before), ("B", comparison.statistics.after)])
        table.addStatistics()
        lines += [""] + table.lines(columns: columns) + [""]
        lines += comparison.conflicts.flatMap { ("note: " + $0.words).wrapped(to: columns) }
        lines += [
            "\(Wording.grouped(comparison.both)) chosen by both, "
                + "\(Wording.grouped(comparison.onlyBefore.count)) by A alone, "
                + "\(Wording.grouped(comparison.onlyAfter.count)) by B alone"
        ]
        for (name, other, partings) in [("A", "B", comparison.onlyBefore), ("B", "A", comparison.onlyAfter)]
        where !partings.isEmpty {
            lines += ["", "chosen by \(name) alone, and where \(other) dropped them:"]
            lines += summary(of: partings).lines(columns: columns)
            lines += [""] + rows(partings.prefix(limit)).lines(columns: columns)
            if partings.count > limit {
                lines.append("  and \(Wording.grouped(partings.count - limit)) more; --limit shows them")
            }
        }
        return lines
    }

    /// A table of the differences in recipe, inputs and tool, or nil if there are none.
    private var differences: TextTable? {
        if comparison.settings.isEmpty, comparison.inputs.isEmpty, comparison.tools == nil { return nil }
        var table = TextTable()
        table.add(["", "A", "B"])
        func short(_ value: JSON?) -> String { (value?.compactText ?? "(absent)").shown.clipped(to: 40) }
        for setting in comparison.settings { table.add([setting.path, short(setting.before), short(setting.after)]) }
        func state(_ record: FileRecord?) -> String {
            record.map { "\(Wording.counted($0.size, "byte")), \($0.digest.description.suffix(8))" } ?? "(not read)"
        }
        for input in comparison.inputs { table.add([input.path, state(input.before), state(input.after)]) }
        if let tools = comparison.tools { table.add(["curate", tools.before, tools.after]) }
        return table
    }

    /// Returns a table of the number of questions dropped by each stage and rule.
    private func summary(of partings: [RunComparison.Parting]) -> TextTable {
        var table = TextTable(rightAligned: [1])
        for stage in comparison.stages {
            var rules: [RuleName?] = []
            var counts: [RuleName?: Int] = [:]
            for parting in partings where parting.decision.stage == stage {
                let rule = parting.decision.rule
                if counts[rule] == nil { rules.append(rule) }
                counts[rule, default: 0] += 1
            }
            for rule in rules {
                table.add([
                    "  \(stage.rawValue)" + (rule.map { ", \($0)" } ?? ""), Wording.grouped(counts[rule] ?? 0),
                ])
            }
        }
        return table
    }

    private func rows(_ partings: some Sequence<RunComparison.Parting>) -> TextTable {
        var table = TextTable()
        for parting in partings { table.add(["  \(parting.id)", parting.source, words(for: parting)]) }
        return table
    }

    private func words(for parting: RunComparison.Parting) -> String {
        let decision = parting.decision
        guard parting.isInPool else { return "not in the pool" }
        let evidence = decision.evidence.map { EvidenceWording.words(for: $0.json, of: decision.rule) } ?? ""
        return decision.stage.rawValue + (decision.rule.map { ", \($0)" } ?? "")
            + (evidence.isEmpty ? "" : ": \(evidence)")
    }
}
