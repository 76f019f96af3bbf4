import Bytes

/// The numbers of questions that a stage kept and dropped, in total and by rule.
package struct DecisionCounts {
    private var kept = 0
    private var dropped = 0
    private var byRule: [RuleName: Int] = [:]
    private var keptByRule: [RuleName: Int] = [:]
    private let rules: [RuleName]

    /// Creates counts of zero for a stage with the given rules, in the order in which they are reported.
    package init(rules: [RuleName]) {
        self.rules = rules
    }

    /// Counts a decision.
    package mutating func add(_ decision: Decision) {
        if decision.isKept {
            kept += 1
            if let rule = decision.rule { keptByRule[rule, default: 0] += 1 }
        } else {
            dropped += 1
            if let rule = decision.rule { byRule[rule, default: 0] += 1 }
        }
    }

    mutating func add(_ other: DecisionCounts) {
        kept += other.kept
        dropped += other.dropped
        byRule.merge(other.byRule, uniquingKeysWith: +)
        keptByRule.merge(other.keptByRule, uniquingKeysWith: +)
    }

    /// The counts in the form of the manifest.
    package var json: JSON {
        var dropRules = JSONObject()
        for rule in rules { dropRules[rule.rawValue] = JSON(byRule[rule] ?? 0) }
        var counts = JSONObject()
        counts["entered"] = JSON(kept + dropped)
        counts["kept"] = JSON(kept)
        counts["dropped"] = JSON(dropped)
        counts["rules"] = .object(dropRules)
        if !keptByRule.isEmpty {
            var keepRules = JSONObject()
            for (rule, count) in keptByRule.sorted(by: { $0.key.rawValue.precedesInBytes($1.key.rawValue) }) {
                keepRules[rule.rawValue] = JSON(count)
            }
            counts["kept_by"] = .object(keepRules)
        }
        return .object(counts)
    }
}
