import Messages
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
