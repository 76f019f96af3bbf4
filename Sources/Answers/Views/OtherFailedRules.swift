import Bytes
import Pools
import Stages

/// The other rules that would have dropped a question if the rule that dropped it had not.
enum OtherFailedRules {
    /// Returns the other rules that a dropped question fails, in the order of the stages and their rules.
    ///
    /// The rules of the stage that dropped it and of the later stages are tried, except the draw. The rules of a stage
    /// that compares questions with one another are tried only if that stage dropped the question.
    ///
    /// - Parameters:
    ///   - question: the index of the question in the pool.
    ///   - first: the decision that dropped it.
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
        let line = try run.pool.line(of: question)
        for other in run.stages.from(stage) {
            guard let rules = try run.recipe.decidingStage(other) as? any RuleStage else { continue }
            let drops = rules.drops(in: run.pool.facts)
            text.withByteView { text in
                line.withByteView { line in
                    add(drops(Question(facts: run.pool.facts, index: question, text: text, line: line)), of: other)
                }
            }
        }
        return faults
    }
}
