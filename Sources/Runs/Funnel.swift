import Bytes
import Messages
import Stages

/// The counts of a run, stage by stage and rule by rule.
package struct Funnel: Sendable {
    /// What one stage kept and dropped.
    package struct Step: Sendable {
        /// The stage.
        package let stage: StageName
        /// Whether it makes the pool: then what enters it are rows.
        package let makesPool: Bool
        /// How many questions entered it; of ingest, how many rows were read.
        package let entered: Int
        /// How many it kept.
        package let kept: Int
        /// Drops by rule, in the order of the stage.
        package let rules: [(name: String, count: Int)]
        /// Of what is kept, how many by which rule, where the stage says so.
        package let keptBy: [(name: String, count: Int)]

        /// What the counts of a stage say, as a manifest has them.
        package init(_ stage: StageDefinition, _ counts: JSON) {
            func members(_ name: String) -> [(String, Int)] {
                counts[name]?.object?.members.map { ($0.name, $0.value.count ?? 0) } ?? []
            }
            self.stage = stage.name
            makesPool = stage.makesPool
            if makesPool {
                entered = counts["read"]?.count ?? 0
                kept = counts["pool"]?.count ?? 0
                rules = ["rejected", "left_out"].map { ($0, counts[$0]?.count ?? 0) }
                keptBy = []
            } else {
                entered = counts["entered"]?.count ?? 0
                kept = counts["kept"]?.count ?? 0
                rules = members("rules")
                keptBy = members("kept_by")
            }
        }
    }

    /// The stages that have run, in their order.
    package let steps: [Step]
    /// All stages of the pipeline, in their order.
    package let order: [StageName]

    /// The funnel of the stages that a manifest tells of.
    package init(_ manifest: Manifest) {
        self.init(manifest) { _ in true }
    }

    /// The funnel of the stages that a manifest tells of and a condition holds of.
    package init(_ manifest: Manifest, where isWanted: (StageDefinition) -> Bool) {
        let stages = manifest.order
        order = stages.names
        steps = stages.definitions.filter(isWanted).compactMap { stage in
            manifest.stages[stage.name].map { Step(stage, $0.counts) }
        }
    }

    /// The funnel as JSON: a list of stages with their counts.
    package var json: JSON {
        .list(
            steps.map { step in
                var rules = JSONObject()
                for rule in step.rules { rules[rule.name] = JSON(rule.count) }
                var entry: JSONObject = JSONObject()
                entry["stage"] = .string(step.stage.rawValue)
                entry["entered"] = JSON(step.entered)
                entry["kept"] = JSON(step.kept)
                entry["dropped"] = JSON(step.entered - step.kept)
                entry["rules"] = .object(rules)
                if !step.keptBy.isEmpty {
                    var keptBy = JSONObject()
                    for rule in step.keptBy { keptBy[rule.name] = JSON(rule.count) }
                    entry["kept_by"] = .object(keptBy)
                }
                return .object(entry)
            })
    }

    /// The funnel as a table with bars, for a terminal of so many columns.
    package func lines(columns: Int) -> [String] {
        let most = max(1, steps.first?.entered ?? 0)
        let names = steps.flatMap { [$0.stage.rawValue] + ($0.rules + $0.keptBy).map { "  - " + $0.name.shown } }
        let nameWidth = max(14, names.map(Wording.width).max() ?? 0)
        let countWidth = max(7, Wording.grouped(most).count)
        let room = max(0, min(60, columns - nameWidth - countWidth - 5))
        var lines: [String] = []
        func line(_ name: String, _ count: String, _ rest: String) {
            let text =
                Wording.padded(name, to: nameWidth) + " " + Wording.padded(count, to: countWidth, right: true)
                + (rest.isEmpty ? "" : "  " + rest)
            lines.append(text)
        }
        if let first = steps.first, first.makesPool {
            line("rows read", Wording.grouped(first.entered), Self.bar(first.entered, of: most, room))
        }
        for step in steps {
            line(step.stage.rawValue, Wording.grouped(step.kept), Self.bar(step.kept, of: most, room))
            for rule in step.rules where rule.count > 0 || !step.makesPool {
                line("  - " + rule.name.shown, Wording.grouped(rule.count), "")
            }
            for rule in step.keptBy { line("  + " + rule.name.shown, Wording.grouped(rule.count), "") }
        }
        return lines
    }

    /// A bar in eighths of a character.
    private static func bar(_ count: Int, of most: Int, _ room: Int) -> String {
        let eighths = Int((Double(min(count, most)) / Double(most) * Double(room) * 8).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let bar = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
        return bar.isEmpty && count > 0 && room > 0 ? "▏" : bar
    }
}

extension JSON {
    /// The number as a count of rows or questions, or nil when it is none: a whole number from 0 to 2^40, so that even of
    /// a manifest that somebody has written by hand no sum is too large.
    package var count: Int? { integer.flatMap { (0...1 << 40).contains($0) ? $0 : nil } }
}
