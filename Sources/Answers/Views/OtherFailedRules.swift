import Bytes
import Pools
import Stages

/// What a dropped question would also have been dropped by, had the rule that dropped it let it pass.
enum OtherFailedRules {
    /// Tries a question that a stage dropped on the rules of that stage and the later ones, but for the draw.
    ///
    /// Rules of a stage that holds questions against one another are tried when that stage dropped it: what it kept passed
    /// them all.
    ///
    /// - Parameters:
    ///   - question: its number in the pool.
    ///   - first: the decision by which it was dropped.
    /// - Returns: the other rules that the question fails, in the order of the stages and of their rules.
    static func of(
        _ question: QuestionIndex, dropped first: StageDecision, in run: RecordedRun, threads: Int
    ) throws -> [StageDecision] {
        let stage = first.stage
        var faults: [StageDecision] = []
        func add(_ drops: [Decision], of other: StageName) {
            for drop in drops where other != stage || drop.rule != first.rule {
                faults.append(StageDecision(other, drop))
            }
        }
        if let comparing = try run.recipe.decidingStage(stage) as? any ComparingStage {
            let kept = try run.kept(by: stage)
            add(try comparing.hiddenDrops(of: question, kept, of: run.pool, threads: threads), of: stage)
        }
        let text = try run.pool.text(of: question)
        for other in run.stages.from(stage) {
            guard let rules = try run.recipe.decidingStage(other) as? any RuleStage else { continue }
            let drops = rules.drops(in: run.pool.facts)
            text.withByteView { add(drops(Question(facts: run.pool.facts, index: question, text: $0)), of: other) }
        }
        return faults
    }
}
