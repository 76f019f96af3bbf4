import Runs
import Stages

/// Two funnels side by side.
package struct FunnelComparison: Sendable {
    /// A row of the comparison: a stage, or a rule of a stage.
    package struct Row: Sendable {
        /// What a row counts.
        package enum Subject: Sendable, Equatable {
            /// The rows that were read.
            case rowsRead
            /// The questions that a stage kept.
            case stage(StageName)
            /// The questions that a rule dropped, in the stage of the closest `stage` row above.
            case dropped(rule: RuleName)
            /// The questions that a rule kept, in the stage of the closest `stage` row above.
            case kept(rule: RuleName)
        }

        /// What the row counts.
        package let subject: Subject
        /// The count in the first funnel, or nil if it has no such row.
        package let before: Int?
        /// The count in the second funnel, or nil if it has no such row.
        package let after: Int?
    }

    /// The first funnel.
    package let before: Funnel
    /// The second funnel.
    package let after: Funnel
    /// The rows of both funnels, in the order of the stages and their rules.
    package let rows: [Row]

    /// The stages of either funnel, in order.
    let order: [StageName]

    private typealias Count = (name: RuleName, count: Int)

    /// Compares two funnels, with a row for each stage and each rule that occurs in either of them.
    package init(_ before: Funnel, _ after: Funnel) {
        var rows: [Row] = []
        let read = [before, after].map { funnel in funnel.steps.first(where: \.makesPool)?.entered }
        rows.append(Row(subject: .rowsRead, before: read[0], after: read[1]))
        order = Self.merged(before.order, after.order)
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

    /// Returns the stages of two funnels, with each stage that only the second has behind its predecessor there.
    private static func merged(_ before: [StageName], _ after: [StageName]) -> [StageName] {
        var order = before
        var place = 0
        for stage in after {
            if let known = order.firstIndex(of: stage) {
                place = known + 1
            } else {
                order.insert(stage, at: place)
                place += 1
            }
        }
        return order
    }
}
