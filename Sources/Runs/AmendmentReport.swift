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
        let other: String?
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
        var others: [QuestionID: String] = [:]
        try DecisionFile.visit(file, of: pool, among: nil) { decision in
            let name = decision.isKept ? "instead_of" : "replaced_by"
            guard decision.isRule("amended") || decision.isRule("held") else { return }
            others[pool.id(of: decision.question)] = decision.evidence?[name]?.string
        }
        lines = amendments.lastOfEach.map { amendment in
            Line(id: amendment.id, action: amendment.action, reason: amendment.reason, other: others[amendment.id])
        }
    }
}
