import Bytes
import Files
import Pools

/// The sets of several targets, each of which is part of the next larger, as the stage that selects recorded them.
package enum NestedSets {
    /// Returns the smallest target whose set each chosen question is in; nil if the recipe has a single target.
    ///
    /// Throws `FileError` when a decision cannot be read.
    ///
    /// - Parameter decisions: the decisions of the stage that selects.
    package static func smallestTargets(
        _ decisions: () throws -> DecisionCursor, _ settings: SampleRecipe
    ) throws -> [QuestionIndex: Int]? {
        guard settings.targets.count > 1 else { return nil }
        var targets: [QuestionIndex: Int] = [:]
        var cursor = try decisions()
        while let line = try cursor.next() {
            guard line.isKept, let target = line.decision.evidence?.json[DrawKey.target.name.description]?.integer
            else { continue }
            targets[line.question] = target
        }
        return targets
    }
}
