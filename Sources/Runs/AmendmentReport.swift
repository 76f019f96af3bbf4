import Files
import Pools
import Stages

/// The effect of the amendments on a run, for the dataset card.
package struct AmendmentReport {
    /// An amended question.
    struct Line {
        let id: QuestionID
        let action: Amendment.Action
        let reason: String?
        /// The question that replaced it, or that it replaced; nil if there is no such question.
        let other: QuestionID?
    }

    let lines: [Line]

    /// Reads the amendments of a run and the decisions that the stage sample took on them.
    package init(in run: RunFolder, of pool: Pool) throws {
        let amendments = try AmendmentFile.read(in: run)
        guard !amendments.isEmpty else {
            lines = []
            return
        }
        let file = try run.decisions(of: run.stages.selector.name).open()
        var others: [QuestionID: QuestionID] = [:]
        var cursor = DecisionCursor(file, of: pool, among: nil)
        while let line = try cursor.next() {
            if let other = Self.other(of: line) { others[pool.id(of: line.question)] = other }
        }
        lines = amendments.lastOfEach.map { amendment in
            Line(id: amendment.id, action: amendment.action, reason: amendment.reason, other: others[amendment.id])
        }
    }

    /// Returns the question that replaced a dropped one, or that was replaced by a held one.
    private static func other(of line: DecisionLine) -> QuestionID? {
        if line.isRule(.amended) { return (try? line.decision.evidence?.read(as: TakenOut.self))?.replacedBy }
        if line.isRule(.held) { return (try? line.decision.evidence?.read(as: Held.self))?.insteadOf }
        return nil
    }
}
