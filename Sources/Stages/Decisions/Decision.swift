import Bytes

/// What a stage says of one question: kept or dropped, by which rule, on what evidence.
package struct Decision: Sendable {
    /// Whether the question is kept.
    package let isKept: Bool
    /// The rule that decided, where the stage names one.
    package let rule: RuleName?
    /// What the rule found, where it shows it.
    package let evidence: RecordedEvidence?

    /// A decision.
    package init(isKept: Bool, rule: RuleName?, evidence: RecordedEvidence?) {
        self.isKept = isKept
        self.rule = rule
        self.evidence = evidence
    }

    /// Kept, and nothing more to say.
    static var kept: Decision { Decision(isKept: true, rule: nil, evidence: nil) }

    /// A decision of which no more is known.
    package static func withoutEvidence(isKept: Bool) -> Decision {
        Decision(isKept: isKept, rule: nil, evidence: nil)
    }

    /// Kept, with what the stage found out.
    static func kept(_ rule: RuleName? = nil, _ evidence: some Evidence) -> Decision {
        Decision(isKept: true, rule: rule, evidence: RecordedEvidence(evidence))
    }

    /// Dropped by a rule.
    static func dropped(_ rule: RuleName, _ evidence: some Evidence) -> Decision {
        Decision(isKept: false, rule: rule, evidence: RecordedEvidence(evidence))
    }

    /// Appends the line of `decisions.jsonl`.
    func append(to bytes: inout [UInt8], id: UInt64) {
        bytes.append(DecisionFormat.beforeID)
        bytes.append(hexadecimal: id)
        bytes.append(isKept ? DecisionFormat.kept : DecisionFormat.dropped)
        if let rule {
            bytes.append(DecisionFormat.beforeRule)
            bytes.append(quoted: rule.rawValue)
        }
        if let evidence {
            bytes.append(DecisionFormat.beforeEvidence)
            evidence.append(to: &bytes)
        }
        bytes.append(DecisionFormat.end)
    }
}

/// What one stage said of a question: the form in which every view has it.
package struct StageDecision: Sendable {
    /// The stage.
    package let stage: StageName
    /// What it said.
    package let decision: Decision

    /// What a stage said.
    package init(_ stage: StageName, _ decision: Decision) {
        self.stage = stage
        self.decision = decision
    }

    /// Whether the stage kept the question.
    package var isKept: Bool { decision.isKept }
    /// The rule that the stage names, if it names one.
    package var rule: RuleName? { decision.rule }
    /// The evidence that the stage gives, if it gives any.
    package var evidence: RecordedEvidence? { decision.evidence }
}
