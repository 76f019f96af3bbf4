import Messages
import Runs
import Stages

extension SampleRecipe.Conflict {
    /// The conflict in words.
    var words: String {
        switch self {
        case .neverWeighted(let uniformUntil, let target):
            "sample.uniform_until is \(Wording.grouped(uniformUntil)), not below sample.target, which is "
                + "\(Wording.grouped(target)): every domain is drawn uniformly, never by its benchmark questions"
        }
    }
}

extension EmptiedStage {
    /// What the stage dropped, by its commonest rules.
    var words: String {
        let most = 5
        var parts = rules.prefix(most).map { "\($0.rule) \(Wording.grouped($0.count))" }
        if rules.count > most {
            parts.append("other rules \(Wording.grouped(rules[most...].reduce(0) { $0 + $1.count }))")
        }
        return "\(stage) dropped all \(Wording.grouped(entered))"
            + (parts.isEmpty ? "" : " (\(listed(parts, "and")))")
    }
}
