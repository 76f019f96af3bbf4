import Bytes
import Pools

/// A line of a stage's `decisions.jsonl`, whose rule and evidence are parsed on demand.
package struct DecisionLine {
    /// The question's index in the pool.
    package let question: QuestionIndex
    /// Whether the stage kept the question.
    package let isKept: Bool
    /// The block of the file that contains the line.
    private let block: [UInt8]
    /// The range in the block that follows the verdict: `,"rule":"...","evidence":{...}}`, where both members are
    /// optional.
    private let rest: Range<Int>

    init(question: QuestionIndex, isKept: Bool, block: [UInt8], rest: Range<Int>) {
        self.question = question
        self.isKept = isKept
        self.block = block
        self.rest = rest
    }

    /// The decision, with its rule and evidence.
    package var decision: Decision {
        let members = block.withByteView { DecisionFormat.members(in: $0[rest]) }
        return Decision(isKept: isKept, rule: members.rule, evidence: members.evidence)
    }

    /// Returns the decision as that of the given stage.
    package func said(by stage: StageName) -> StageDecision { StageDecision(stage, decision) }

    /// Returns whether the rule has the given name.
    package func isRule(_ rule: RuleName) -> Bool {
        block.withByteView { DecisionFormat.names(rule, in: $0[rest]) }
    }
}
