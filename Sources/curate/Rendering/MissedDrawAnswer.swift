import Answers
import Bytes
import Messages

/// The rendering of what would have had to differ for a question that was not drawn, as part of its explanation.
extension MissedDraw {
    var json: JSON {
        [
            "domain_draws": JSON(draws), "domain_taken": JSON(taken), "chance_of_these_draws": JSON(chance),
            "longest_of_domain": JSON(longest), "reached_at_target": .optional(reachedAt),
            "preselection": preselection.map { preselection in
                [
                    "teacher_right": .bool(preselection.isTeacherRight),
                    "longer_than": .optional(preselection.longerThan),
                ]
            } ?? .null,
        ]
    }

    /// Returns the notes, a sentence each.
    ///
    /// - Parameter isLongest: whether the question's trace is the longest of its domain.
    func notes(ofLongest isLongest: Bool) -> [String] {
        var notes = [drawn]
        if !isLongest, favorsLongest {
            notes.append(
                "a trace of more than \(unit.counted(longest)) would have made it the longest of its domain, "
                    + "which each draw there takes with at least even odds")
        }
        if let target = reachedAt {
            notes.append("the same draws would reach it with a sample.target of \(Wording.grouped(target))")
        }
        if let preselection {
            let lacking =
                (preselection.isTeacherRight ? [] : ["a right teacher"])
                + (preselection.longerThan.map { ["a trace of more than \(unit.counted($0))"] } ?? [])
            notes.append("with \(listed(lacking, "and")) it would have been preselected")
        }
        return notes
    }

    private var drawn: String {
        guard draws > 0 else { return "no draw fell on its domain" }
        let odds = chance < 0.000_001 ? "under one in a million" : Wording.fixed(chance, 6)
        return "\(Wording.counted(draws, "draw")) fell on its domain and took \(Wording.grouped(taken)); "
            + "the chance that this one was among them was \(odds)"
    }
}
