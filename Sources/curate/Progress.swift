import Messages
import Runs
import Stages

/// Shows on standard error how a run goes on: a line a stage, and on a terminal a line that moves.
final class Progress {
    private let isQuiet: Bool
    /// What stands on the moving line, if there is one.
    private var moving: String?
    private var lastShare = -1
    /// Why stages run, where it is not for the first time.
    private var reasons: [StageName: String] = [:]

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func show(_ event: RunEvent) {
        if case .lost(let words) = event {
            clear()
            Terminal.printDiagnostic("note: \(words)")
        }
        if isQuiet { return }
        switch event {
        case .upToDate(let stage): line(stage, "up to date")
        case .started(let stage, let reason):
            reasons[stage] = reason == StageStatus.neverRan.reason ? nil : reason
            move("\(stage.rawValue) ...")
        case .warned(let words):
            clear()
            Terminal.printDiagnostic("note: \(words)")
        case .amended, .takingBack, .lost: break
        case .progress(let stage, let done, let total): show(share: done, of: total, stage.rawValue)
        case .finished(let stage, let record):
            let step = StageRegistry.standard[stage].map { Funnel.Step($0, record.counts) }
            let count = "\(Wording.grouped(step?.kept ?? 0)) of \(Wording.grouped(step?.entered ?? 0))"
            line(
                stage,
                "\(count.padded(to: 18))  \(Wording.fixed(record.seconds, 2)) s"
                    + (reasons[stage].map { "  (\($0))" } ?? ""))
        }
    }

    /// Shows on the moving line how much of something is done.
    func show(share done: Int, of total: Int, _ what: String) {
        let share = total == 0 ? 100 : Int(100 * min(1, Double(done) / Double(total)))
        if !isQuiet, share != lastShare { move("\(what) \(share)%") }
        lastShare = share
    }

    /// Takes the moving line away.
    func clear() {
        if moving != nil { Terminal.overwrite("") }
        moving = nil
    }

    private func line(_ stage: StageName, _ text: String) {
        let before = moving
        clear()
        Terminal.printDiagnostic("\(stage.rawValue.padded(to: 13))  \(text)")
        // The next stage may be at work already.
        if let before, !before.hasPrefix(stage.rawValue) { move(before) }
    }

    private func move(_ text: String) {
        guard Terminal.showsProgress else { return }
        moving = text
        Terminal.overwrite(text.clipped(to: 78))
    }
}
