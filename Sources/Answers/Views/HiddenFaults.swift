import Bytes
import Pools
import Stages

/// What a dropped question would also have been dropped by, had the rule that dropped it let it pass.
enum HiddenFaults {
    /// Tries a question that a stage dropped on the rules of that stage and the later ones, but for the draw.
    ///
    /// Rules of a stage that holds questions against one another are tried when that stage dropped it: what it kept passed
    /// them all.
    ///
    /// - Returns: the other rules that the question fails, in the order of the stages and of their rules.
    static func of(
        _ question: Int, droppedBy stage: StageName, _ rule: String?, in run: RecordedRun, threads: Int
    ) throws -> [Explanation.Verdict] {
        var faults: [Explanation.Verdict] = []
        func add(_ drops: [Decision], of other: StageName) {
            for drop in drops where other != stage || drop.rule != rule {
                let evidence = drop.evidence.flatMap { evidence in
                    try? evidence.json.withByteView { try JSON(parsing: $0) }
                }
                faults.append(
                    Explanation.Verdict(stage: other, isKept: false, rule: drop.rule, evidence: evidence))
            }
        }
        if let comparing = try run.recipe.decidingStage(stage) as? any ComparingStage {
            let kept = try run.kept(by: stage)
            add(try comparing.hiddenDrops(of: question, kept, of: run.pool, threads: threads), of: stage)
        }
        let text = try run.pool.text(of: question)
        for other in run.stages.from(stage) {
            guard let rules = try run.recipe.decidingStage(other) as? any RuleStage else { continue }
            let drops = rules.drops(in: run.pool)
            text.withByteView { add(drops(Question(pool: run.pool, index: question, text: $0)), of: other) }
        }
        return faults
    }
}
