import Bytes
import Messages
import Stages

/// The counts of a run, stage by stage and rule by rule.
package struct Funnel: Sendable {
    /// What one stage kept and dropped.
    package struct Step: Sendable {
        /// The stage.
        package let stage: StageName
        /// How many questions entered it; of ingest, how many rows were read.
        package let entered: Int
        /// How many it kept.
        package let kept: Int
        /// Drops by rule, in the order of the stage.
        package let rules: [(name: RuleName, count: Int)]
        /// Of what is kept, how many by which rule, where the stage says so.
        package let keptBy: [(name: RuleName, count: Int)]
    }

    /// The stages that have run, in their order.
    package let steps: [Step]

    /// A funnel of some steps.
    package init(steps: [Step]) {
        self.steps = steps
    }

    /// The funnel of the stages that a manifest tells of.
    package init(_ manifest: Manifest) {
        steps = StageName.allCases.compactMap { stage in
            guard let counts = manifest.stages[stage]?.counts else { return nil }
            func members(_ name: String) -> [(RuleName, Int)] {
                counts[name]?.object?.members.map { (RuleName(rawValue: $0.name), $0.value.count ?? 0) } ?? []
            }
            if stage == .ingest {
                return Step(
                    stage: stage, entered: counts["read"]?.count ?? 0, kept: counts["pool"]?.count ?? 0,
                    rules: [.rejected, .leftOut].map { ($0, counts[$0.rawValue]?.count ?? 0) }, keptBy: [])
            }
            return Step(
                stage: stage, entered: counts["entered"]?.count ?? 0, kept: counts["kept"]?.count ?? 0,
                rules: members("rules"), keptBy: members("kept_by"))
        }
    }
}

extension JSON {
    /// The number as a count of rows or questions, or nil when it is none: a whole number from 0 to 2^40, so that even of
    /// a manifest that somebody has written by hand no sum is too large.
    package var count: Int? { integer.flatMap { (0...1 << 40).contains($0) ? $0 : nil } }
}
