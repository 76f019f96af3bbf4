import Messages
import Runs
import Stages

/// How far a run has come, by what it tells.
struct RunProgress: Sendable {
    /// What has become of an amendment.
    enum Amendment {
        case onRecord, takingBack
    }

    /// The stages that are up to date or on record, in their order.
    private(set) var whole: [StageName] = []
    /// The stages that have begun and are not on record, in their order.
    private(set) var atWork: [StageName] = []
    /// What has become of what a reviewer said; nil where nothing was.
    private(set) var amendment: Amendment?

    /// Takes note of what a run tells.
    mutating func take(_ event: RunEvent) {
        switch event {
        case .upToDate(let stage): whole.append(stage)
        case .started(let stage, _): atWork.append(stage)
        case .progress, .warned, .lost: break
        case .finished(let stage, _):
            whole.append(stage)
            atWork.removeAll { $0 == stage }
        case .amended: amendment = .onRecord
        case .takingBack: amendment = .takingBack
        }
    }

    /// Which stages are kept when the run ends here, in words.
    func words(in folder: String) -> Message {
        let kept = whole.map(\.rawValue)
        let stages = kept.isEmpty ? "no stage is" : listed(kept, "and") + (kept.count == 1 ? " is" : " are")
        // That nothing is kept of those after it either goes without saying.
        let lost = atWork.first.map { "; nothing is kept of \($0), which was at work" } ?? ""
        return "\(stages) whole in \(folder)\(lost); the same command goes on from there"
    }
}
