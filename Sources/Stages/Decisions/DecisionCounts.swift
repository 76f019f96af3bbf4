import Bytes
import Pools

/// The numbers of questions that a stage kept and dropped, in total and by rule.
package struct DecisionCounts {
    private var kept = 0
    private var dropped = 0
    private var byRule: [RuleName: Int] = [:]
    private var keptByRule: [RuleName: Int] = [:]
    /// Decisions that are counted apart within their rule, by rule and name.
    private var apart: [RuleName: [String: Int]] = [:]
    /// The numbers of dropped questions by cause, of the decisions that were counted here and of those that were added.
    private var newCauses: [StageTally: Int] = [:]
    private(set) var causes = CauseCounts()
    /// What the user may not expect of the decisions.
    package internal(set) var notes: [StageNote] = []
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
            if let rule = decision.rule {
                byRule[rule, default: 0] += 1
                if let name = decision.evidence?.countedApart { apart[rule, default: [:]][name, default: 0] += 1 }
            }
        }
    }

    /// The number of questions that a rule dropped.
    subscript(rule: RuleName) -> Int { byRule[rule] ?? 0 }

    /// Counts a decision of a stage, and its causes.
    ///
    /// Causes are kept until the counts are added to others: many decisions are counted chunk by chunk.
    package mutating func add(_ decision: Decision, of stage: some Stage) {
        add(decision)
        guard !decision.isKept else { return }
        for cause in stage.causes(of: decision) { newCauses[cause, default: 0] += 1 }
    }

    /// Notes what the user may not expect of the decisions, all of which have been counted.
    ///
    /// - Parameters:
    ///   - entering: the questions that entered the stage.
    ///   - kept: those that were kept.
    package mutating func finish(
        _ stage: any Stage, on entering: [QuestionIndex], kept: [QuestionIndex], of facts: QuestionFacts
    ) {
        notes = stage.notes(on: entering, kept: kept, of: facts, self)
    }

    /// Adds the counts of a chunk of further decisions.
    package mutating func add(_ other: DecisionCounts) {
        kept += other.kept
        dropped += other.dropped
        byRule.merge(other.byRule, uniquingKeysWith: +)
        for (cause, count) in other.newCauses { causes.add(cause, count) }
        for (rule, counts) in other.apart { apart[rule, default: [:]].merge(counts, uniquingKeysWith: +) }
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
        if !apart.isEmpty {
            var rulesApart = JSONObject()
            for rule in rules {
                guard let counts = apart[rule] else { continue }
                var names = JSONObject()
                for (name, count) in counts.sorted(by: { $0.key.precedesInBytes($1.key) }) { names[name] = JSON(count) }
                rulesApart[rule.rawValue] = .object(names)
            }
            counts["of_which"] = .object(rulesApart)
        }
        if !keptByRule.isEmpty {
            var keepRules = JSONObject()
            for (rule, count) in keptByRule.sorted(by: { $0.key.rawValue.precedesInBytes($1.key.rawValue) }) {
                keepRules[rule.rawValue] = JSON(count)
            }
            counts["kept_by"] = .object(keepRules)
        }
        if !notes.isEmpty { counts["notes"] = .list(notes.map(\.json)) }
        return .object(counts)
    }
}
