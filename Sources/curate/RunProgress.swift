import Messages
import Runs
import Stages

/// The progress of a run, according to its events.
struct RunProgress: Sendable {
    /// The state of an amendment.
    enum Amendment {
        case onRecord, takingBack
    }

    /// The stages that are up to date or recorded, in order.
    private(set) var whole: [StageName] = []
    /// The stages that have begun and are not recorded, in order.
    private(set) var atWork: [StageName] = []
    /// The state of the amendment, or nil if there is none.
    private(set) var amendment: Amendment?

    /// Updates the progress with an event.
    mutating func take(_ event: RunEvent) {
        switch event {
        case .upToDate(let stage): whole.append(stage)
        case .started(let stage, _): atWork.append(stage)
        case .progress, .warned, .lost, .cut: break
        case .finished(let stage, _):
            whole.append(stage)
            atWork.removeAll { $0 == stage }
        case .amended: amendment = .onRecord
        case .takingBack: amendment = .takingBack
        }
    }

    /// Returns a description of what is kept if the run ends now.
    func words(in folder: String) -> Message {
        let kept = whole.map(\.rawValue)
        let stages = kept.isEmpty ? "no stage is" : listed(kept, "and") + (kept.count == 1 ? " is" : " are")
        // This implies that nothing is kept of later stages.
        let lost = atWork.first.map { "; the unfinished work of \($0) is discarded" } ?? ""
        return "\(stages) complete in \(folder)\(lost); run the same command to continue"
    }
}
