import Runs
import Stages

/// Two funnels side by side.
package struct FunnelComparison: Sendable {
    /// One line of the two: a stage, or a rule of one.
    package struct Row: Sendable {
        /// What a line counts.
        package enum Subject: Sendable, Equatable {
            /// The rows that were read.
            case rowsRead
            /// The questions that a stage kept.
            case stage(StageName)
            /// The questions that a rule of the stage before dropped.
            case dropped(rule: RuleName)
            /// The questions that a rule of the stage before kept.
            case kept(rule: RuleName)
        }

        /// What it counts.
        package let subject: Subject
        /// The count of the first funnel; nil where it has no such line.
        package let before: Int?
        /// The count of the second funnel; nil where it has no such line.
        package let after: Int?
    }

    /// The first funnel.
    package let before: Funnel
    /// The second funnel.
    package let after: Funnel
    /// The lines of both, in the order of the stages and their rules.
    package let rows: [Row]

    /// All stages of either, in their order.
    let order: [StageName]

    private typealias Count = (name: RuleName, count: Int)

    /// Sets two funnels side by side: every stage, and every rule that either of them tells of.
    package init(_ before: Funnel, _ after: Funnel) {
        var rows: [Row] = []
        let read = [before, after].map { funnel in funnel.steps.first(where: \.makesPool)?.entered }
        rows.append(Row(subject: .rowsRead, before: read[0], after: read[1]))
        order = before.order + after.order.filter { !before.order.contains($0) }
        for stage in order {
            let (old, new) = (before.steps.first { $0.stage == stage }, after.steps.first { $0.stage == stage })
            if old == nil, new == nil { continue }
            rows.append(Row(subject: .stage(stage), before: old?.kept, after: new?.kept))
            let parts: [((RuleName) -> Row.Subject, old: [Count], new: [Count])] = [
                (Row.Subject.dropped, old?.rules ?? [], new?.rules ?? []),
                (Row.Subject.kept, old?.keptBy ?? [], new?.keptBy ?? []),
            ]
            for (subject, oldRules, newRules) in parts {
                let names =
                    oldRules.map(\.name) + newRules.map(\.name).filter { n in !oldRules.contains { $0.name == n } }
                for name in names {
                    let counts = [oldRules, newRules].map { rules in rules.first { $0.name == name }?.count }
                    if (old ?? new)?.makesPool == true, counts.allSatisfy({ $0 ?? 0 == 0 }) { continue }
                    rows.append(Row(subject: subject(name), before: counts[0], after: counts[1]))
                }
            }
        }
        self.rows = rows
        (self.before, self.after) = (before, after)
    }
}
