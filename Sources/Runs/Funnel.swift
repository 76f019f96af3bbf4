import Bytes
import Messages
import Stages

/// The counts of a run, stage by stage and rule by rule.
package struct Funnel: Sendable {
    /// What one stage kept and dropped.
    package struct Step: Sendable {
        /// The stage.
        package let stage: StageName
        /// Whether it makes the pool: then what enters it are rows.
        package let makesPool: Bool
        /// How many questions entered it; of ingest, how many rows were read.
        package let entered: Int
        /// How many it kept.
        package let kept: Int
        /// Drops by rule, in the order of the stage.
        package let rules: [(name: RuleName, count: Int)]
        /// Of what is kept, how many by which rule, where the stage says so.
        package let keptBy: [(name: RuleName, count: Int)]

        /// What the counts of a stage say, as a manifest has them.
        package init(_ stage: StageDefinition, _ counts: JSON) {
            func members(_ name: String) -> [(RuleName, Int)] {
                counts[name]?.object?.members.map { (RuleName(rawValue: $0.name), $0.value.count ?? 0) } ?? []
            }
            self.stage = stage.name
            makesPool = stage.makesPool
            if makesPool {
                entered = counts["read"]?.count ?? 0
                kept = counts["pool"]?.count ?? 0
                rules = [.rejected, .leftOut].map { ($0, counts[$0.rawValue]?.count ?? 0) }
                keptBy = []
            } else {
                entered = counts["entered"]?.count ?? 0
                kept = counts["kept"]?.count ?? 0
                rules = members("rules")
                keptBy = members("kept_by")
            }
        }
    }

    /// The stages that have run, in their order.
    package let steps: [Step]
    /// All stages of the pipeline, in their order.
    package let order: [StageName]

    /// The funnel of the stages that a manifest tells of.
    package init(_ manifest: Manifest) {
        self.init(manifest) { _ in true }
    }

    /// The funnel of the stages that a manifest tells of and a condition holds of.
    package init(_ manifest: Manifest, where isWanted: (StageDefinition) -> Bool) {
        let stages = manifest.order
        order = stages.names
        steps = stages.definitions.filter(isWanted).compactMap { stage in
            manifest.stages[stage.name].map { Step(stage, $0.counts) }
        }
    }
}

extension JSON {
    /// The number as a count of rows or questions, or nil when it is none: a whole number from 0 to 2^40, so that even of
    /// a manifest that somebody has written by hand no sum is too large.
    package var count: Int? { integer.flatMap { (0...1 << 40).contains($0) ? $0 : nil } }
}
