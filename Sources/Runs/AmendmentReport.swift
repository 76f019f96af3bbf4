import Files
import Pools
import Stages

/// What amendments have done to a run, for the dataset card.
package struct AmendmentReport {
    /// One question that was amended and is, or is not, in the set because of it.
    struct Line {
        let id: QuestionID
        let action: Amendment.Action
        let reason: String?
        /// The question that took its place, or gave way to it; nil where there is none.
        let other: QuestionID?
    }

    let lines: [Line]

    /// Reads the amendments of a run and what the stage sample made of them.
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

    /// The question that took the place of one that was taken out, or that gave way to one that is held.
    private static func other(of line: DecisionLine) -> QuestionID? {
        if line.isRule(.amended) { return (try? line.decision.evidence?.read(as: TakenOut.self))?.replacedBy }
        if line.isRule(.held) { return (try? line.decision.evidence?.read(as: Held.self))?.insteadOf }
        return nil
    }
}
