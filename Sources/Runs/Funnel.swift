import Bytes
import Messages
import Recipes
import Stages

/// The counts of a run, stage by stage and rule by rule.
package struct Funnel: Sendable {
    /// The counts of one stage.
    package struct Step: Sendable {
        /// The stage.
        package let stage: StageName
        /// Whether the stage makes the pool.
        ///
        /// What enters it are then rows.
        package let makesPool: Bool
        /// The number of questions that entered the stage; for ingest, the number of rows that were read.
        package let entered: Int
        /// The number of questions that the stage kept.
        package let kept: Int
        /// The numbers of dropped questions by rule, in the stage's order of rules.
        package let rules: [(name: RuleName, count: Int)]
        /// The numbers of kept questions by rule, if the stage reports them.
        package let keptBy: [(name: RuleName, count: Int)]
        /// The numbers of dropped questions that are counted apart within their rule, with the name of what they have in
        /// common.
        package let apart: [(rule: RuleName, name: String, count: Int)]
        /// What was lost of the sources and recordings; only for the stage that makes the pool.
        package let losses: [RecordedLoss]

        /// Creates a step from the counts of a stage in a manifest.
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
                (keptBy, apart) = ([], [])
                losses = RecordedLoss.all(in: counts)
            } else {
                entered = counts["entered"]?.count ?? 0
                kept = counts["kept"]?.count ?? 0
                rules = members("rules")
                keptBy = members("kept_by")
                apart = (counts["of_which"]?.object ?? [:]).members.flatMap { rule in
                    (rule.value.object ?? [:]).members.map {
                        (RuleName(rawValue: rule.name), $0.name, $0.value.count ?? 0)
                    }
                }
                losses = []
            }
        }
    }

    /// The stages that have run, in pipeline order.
    package let steps: [Step]
    /// All stages of the pipeline, in order.
    package let order: [StageName]

    /// Creates the funnel of all stages in a manifest.
    package init(_ manifest: Manifest) {
        self.init(manifest) { _ in true }
    }

    /// Creates the funnel of the stages in a manifest that satisfy a condition.
    package init(_ manifest: Manifest, where isWanted: (StageDefinition) -> Bool) {
        let stages = manifest.order
        order = stages.names
        steps = stages.definitions.filter(isWanted).compactMap { stage in
            manifest.stages[stage.name].map { Step(stage, $0.counts) }
        }
    }
}

extension Manifest {
    /// Replaces the counts of a stage, from which the funnel is made.
    ///
    /// A stage that is not on record yet is added with its settings under a recipe, and without files.
    package mutating func replaceCounts(of stage: StageName, with counts: JSON, under recipe: Recipe) {
        stages[
            stage,
            default: StageRecord(
                settings: recipe.settings(of: stage), toolVersion: Tool.version, inputs: [], outputs: [],
                counts: counts,
                seconds: 0)
        ].counts = counts
    }
}

extension JSON {
    /// The number as a count of rows or questions, or nil if it is not a whole number from 0 to 2^40.
    ///
    /// The upper bound keeps sums from overflowing even if a manifest was written by hand.
    package var count: Int? { integer.flatMap { (0...1 << 40).contains($0) ? $0 : nil } }
}
