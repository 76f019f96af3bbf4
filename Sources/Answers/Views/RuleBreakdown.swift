import Bytes
import Pools
import Runs
import Stages

/// A funnel by source or by domain and by rule: the number of questions of each group that each rule dropped.
package struct RuleBreakdown {
    /// The property by which the questions are grouped.
    package let group: FunnelBreakdown.Group
    /// The rules that dropped questions, in the order of the stages and of their rules.
    package let rules: [(stage: StageName, rule: RuleName)]
    /// The groups in the order of the pool: the number of their questions in the pool, the number that each rule dropped,
    /// and the number that is left.
    package let rows: [(name: String, pool: Int, dropped: [Int], left: Int)]

    /// Counts the questions of a run.
    package init(_ run: RecordedRun, by group: FunnelBreakdown.Group) throws {
        self.group = group
        var names: [ByteKey: Int] = [:]
        var rows: [(name: String, pool: Int, dropped: [Int], left: Int)] = []
        // The group of each question, by its index in the pool.
        let groups = run.pool.facts.all.map { question in
            let name = group.name(of: question, in: run)
            let number = names[ByteKey(name)] ?? rows.count
            if number == rows.count {
                names[ByteKey(name)] = number
                rows.append((name, 0, [], 0))
            }
            rows[number].pool += 1
            return number
        }
        var rules: [(stage: StageName, rule: RuleName)] = []
        var drops: [[Int]] = []
        for stage in run.decided {
            // Rules that a recipe declares come behind those that every recipe can name.
            let documented = run.stages[stage]?.rules.map(\.name) ?? []
            let counted = Funnel(run.manifest).steps.first { $0.stage == stage }?.rules.map(\.name) ?? []
            let order = documented + counted.filter { !documented.contains($0) }
            var counts: [RuleName: [Int]] = [:]
            var cursor = try run.decisions(of: stage)
            while let line = try cursor.next() {
                guard !line.isKept, let rule = line.decision.rule else { continue }
                counts[rule, default: [Int](repeating: 0, count: rows.count)][groups[line.question.position]] += 1
            }
            for rule in order {
                guard let found = counts[rule] else { continue }
                rules.append((stage, rule))
                drops.append(found)
            }
        }
        for number in rows.indices {
            rows[number].dropped = drops.map { $0[number] }
            rows[number].left = rows[number].pool - rows[number].dropped.reduce(0, +)
        }
        self.rules = rules
        self.rows = rows
    }
}
