import Bytes

/// The decision of a stage on one question: whether it is kept, by which rule, and on what evidence.
package struct Decision: Sendable {
    /// Whether the question is kept.
    package let isKept: Bool
    /// The rule that decided, if the stage names one.
    package let rule: RuleName?
    /// The evidence for the decision, if there is any.
    package let evidence: RecordedEvidence?

    /// Creates a decision.
    package init(isKept: Bool, rule: RuleName?, evidence: RecordedEvidence?) {
        self.isKept = isKept
        self.rule = rule
        self.evidence = evidence
    }

    /// A decision to keep, without rule or evidence.
    static var kept: Decision { Decision(isKept: true, rule: nil, evidence: nil) }

    /// Returns a decision without rule or evidence.
    package static func withoutEvidence(isKept: Bool) -> Decision {
        Decision(isKept: isKept, rule: nil, evidence: nil)
    }

    /// Returns a decision to keep, with what the stage found.
    static func kept(_ rule: RuleName? = nil, _ evidence: some Evidence) -> Decision {
        Decision(isKept: true, rule: rule, evidence: RecordedEvidence(evidence))
    }

    /// Returns a decision to drop, with the rule and its evidence.
    static func dropped(_ rule: RuleName, _ evidence: some Evidence) -> Decision {
        Decision(isKept: false, rule: rule, evidence: RecordedEvidence(evidence))
    }

    /// Appends the decision as a line of `decisions.jsonl`.
    ///
    /// - Parameters:
    ///   - id: the question's id as a number.
    ///   - row: the question's position in the pool.
    func append(to bytes: inout [UInt8], id: UInt64, row: Int) {
        bytes.append(DecisionFormat.beforeID)
        bytes.append(hexadecimal: id)
        bytes.append(DecisionFormat.beforeRow)
        bytes.append(decimal: row)
        bytes.append(isKept ? DecisionFormat.kept : DecisionFormat.dropped)
        if let rule {
            DecisionFormat.append(opening: DecisionFormat.rule, to: &bytes)
            bytes.append(quoted: rule.rawValue)
        }
        if let evidence {
            DecisionFormat.append(opening: DecisionFormat.evidence, to: &bytes)
            evidence.append(to: &bytes)
        }
        bytes.append(DecisionFormat.end)
    }
}

/// The decision of a stage on a question, together with the stage's name: the form that all views use.
package struct StageDecision: Sendable {
    /// The stage.
    package let stage: StageName
    /// The decision.
    package let decision: Decision

    /// Creates a stage's decision.
    package init(_ stage: StageName, _ decision: Decision) {
        self.stage = stage
        self.decision = decision
    }

    /// Whether the stage kept the question.
    package var isKept: Bool { decision.isKept }
    /// The rule that decided, if the stage names one.
    package var rule: RuleName? { decision.rule }
    /// The evidence for the decision, if there is any.
    package var evidence: RecordedEvidence? { decision.evidence }
}
