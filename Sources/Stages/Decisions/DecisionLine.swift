import Bytes
import Pools

/// One line of a stage's `decisions.jsonl`: its rule and its evidence are read when somebody asks.
package struct DecisionLine {
    /// The question's number in the pool.
    package let question: QuestionIndex
    /// Whether the stage kept the question.
    package let isKept: Bool
    /// The block of the file that the line stands in.
    private let block: [UInt8]
    /// Where in it stands what follows the verdict: `,"rule":"...","evidence":{...}}`, each of them where there is one.
    private let rest: Range<Int>

    init(question: QuestionIndex, isKept: Bool, block: [UInt8], rest: Range<Int>) {
        self.question = question
        self.isKept = isKept
        self.block = block
        self.rest = rest
    }

    /// The decision with its rule and its evidence.
    package var decision: Decision {
        let members = block.withByteView { DecisionFormat.members(in: $0[rest]) }
        return Decision(isKept: isKept, rule: members.rule, evidence: members.evidence)
    }

    /// The decision of a stage whose line this is.
    package func said(by stage: StageName) -> StageDecision { StageDecision(stage, decision) }

    /// Whether the rule has this name.
    package func isRule(_ rule: RuleName) -> Bool {
        block.withByteView { DecisionFormat.names(rule, in: $0[rest]) }
    }
}
