import Pools
import Stages

/// The numbers of questions that were dropped by score, by the rules that compare texts by one.
package struct ScoreHistogram {
    /// The number of tenths of a score, of which the last has the score 1 as well.
    package static let bins = 10

    /// The rules with the number of questions that each dropped in each tenth, in the order of the stages and rules.
    package let rows: [(stage: StageName, rule: RuleName, counts: [Int])]

    /// Counts the decisions of a run.
    package init(_ run: RecordedRun) throws {
        var rows: [(stage: StageName, rule: RuleName, counts: [Int])] = []
        for stage in run.decided {
            var counts: [RuleName: [Int]] = [:]
            var cursor = try run.decisions(of: stage)
            while let line = try cursor.next() {
                guard !line.isKept, let rule = line.decision.rule, let score = line.decision.evidence?.score else {
                    continue
                }
                let bin = max(0, min(score * Self.bins / 1000, Self.bins - 1))
                counts[rule, default: [Int](repeating: 0, count: Self.bins)][bin] += 1
            }
            for rule in run.stages[stage]?.rules.map(\.name) ?? [] {
                if let found = counts[rule] { rows.append((stage, rule, found)) }
            }
        }
        self.rows = rows
    }
}
