import Bytes
import Messages
import Runs

extension Funnel: Answer {
    /// The funnel as JSON, a list of stages with their counts.
    var json: JSON {
        .list(
            steps.map { step in
                var rules = JSONObject()
                for rule in step.rules { rules[rule.name.rawValue] = JSON(rule.count) }
                var entry: JSONObject = JSONObject()
                entry["stage"] = .string(step.stage.rawValue)
                entry["entered"] = JSON(step.entered)
                entry["kept"] = JSON(step.kept)
                entry["dropped"] = JSON(step.entered - step.kept)
                entry["rules"] = .object(rules)
                if !step.keptBy.isEmpty {
                    var keptBy = JSONObject()
                    for rule in step.keptBy { keptBy[rule.name.rawValue] = JSON(rule.count) }
                    entry["kept_by"] = .object(keptBy)
                }
                if !step.apart.isEmpty {
                    var apart = JSONObject()
                    for part in step.apart {
                        apart.update(part.rule.rawValue) { counts in
                            var object = counts?.object ?? JSONObject()
                            object[part.name] = JSON(part.count)
                            counts = .object(object)
                        }
                    }
                    entry["of_which"] = .object(apart)
                }
                if !step.losses.isEmpty { entry["lost"] = .list(step.losses.map(\.json)) }
                return .object(entry)
            })
    }

    /// Returns the funnel as a table with bars.
    func lines(columns: Int) -> [String] {
        let most = max(1, steps.first?.entered ?? 0)
        let names: [String] = steps.flatMap { step -> [String] in
            let rules = (step.rules + step.keptBy).map { "  - " + $0.name.rawValue.shown }
            return [step.stage.rawValue] + rules + step.apart.map { "    - " + $0.name.shown }
        }
        let nameWidth = max(14, names.map(\.displayWidth).max() ?? 0)
        let countWidth = max(7, Wording.grouped(most).count)
        let room = max(0, min(60, columns - nameWidth - countWidth - 5))
        var lines: [String] = []
        func line(_ name: String, _ count: String, _ rest: String) {
            let text =
                name.padded(to: nameWidth) + " " + count.padded(to: countWidth, alignedRight: true)
                + (rest.isEmpty ? "" : "  " + rest)
            lines.append(text)
        }
        if let first = steps.first, first.makesPool {
            line("rows read", Wording.grouped(first.entered), Self.bar(first.entered, of: most, room))
        }
        for step in steps {
            line(step.stage.rawValue, Wording.grouped(step.kept), Self.bar(step.kept, of: most, room))
            for rule in step.rules where rule.count > 0 || !step.makesPool {
                line("  - " + rule.name.rawValue.shown, Wording.grouped(rule.count), "")
                for part in step.apart where part.rule == rule.name {
                    line("    - " + part.name.shown, Wording.grouped(part.count), "")
                }
            }
            for rule in step.keptBy { line("  + " + rule.name.rawValue.shown, Wording.grouped(rule.count), "") }
        }
        let losses = steps.flatMap(\.losses)
        return lines + losses.prefix(Self.mostLosses).map { $0.words.shown }
            + (losses.count > Self.mostLosses
                ? ["So it is with \(losses.count - Self.mostLosses) more files and sources, which run.json names"] : [])
    }

    /// The maximum number of losses that are described one by one.
    private static let mostLosses = 10

    /// Returns a bar in eighths of a character.
    private static func bar(_ count: Int, of most: Int, _ room: Int) -> String {
        let eighths = Int((Double(min(count, most)) / Double(most) * Double(room) * 8).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let bar = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
        return bar.isEmpty && count > 0 && room > 0 ? "▏" : bar
    }
}
