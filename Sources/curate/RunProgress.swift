import Messages
import Pools
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
    /// The source files that a stage at work need not read again; nil if it would read all of them.
    private(set) var kept: Ingest.Kept?
    /// The state of the amendment, or nil if there is none.
    private(set) var amendment: Amendment?

    /// Updates the progress with an event.
    mutating func take(_ event: RunEvent) {
        switch event {
        case .upToDate(let stage): whole.append(stage)
        case .started(let stage, _): atWork.append(stage)
        case .progress, .rowsRead, .warned, .lost, .cut: break
        case .kept(_, let files): kept = files
        case .finished(let stage, _):
            kept = nil
            whole.append(stage)
            atWork.removeAll { $0 == stage }
        case .amended: amendment = .onRecord
        case .takingBack: amendment = .takingBack
        }
    }

    /// Returns a description of what is kept if the run ends now.
    func words(in folder: String) -> Message {
        let names = whole.map(\.rawValue)
        let kept: Message =
            "\(listed(names, "and")) \(names.count == 1 ? "is" : "are") complete and kept in \(folder)"
        // This implies that nothing is kept of later stages.
        switch (atWork.first, names.isEmpty) {
        case (let stage?, true) where self.kept != nil:
            let (files, all) = (self.kept?.files ?? 0, self.kept?.all ?? 0)
            return
                "\(stage) was not finished; the first \(Wording.grouped(files)) of \(Wording.counted(all, "source file")) are "
                + "kept in \(folder), and the same command goes on after them"
        case (let stage?, true):
            return
                "\(stage) was not finished, and nothing of its work is kept in \(folder); the same command starts it again"
        case (let stage?, false):
            return "\(kept); \(stage) was not finished, and the same command starts it again"
        case (nil, true): return "no stage has begun in \(folder); the same command starts with the first"
        case (nil, false): return "\(kept); the same command continues after that"
        }
    }
}
