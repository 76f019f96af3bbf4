import Messages
import Runs
import Stages

/// Displays the progress of a run on standard error, with a line for each stage and, on a terminal, a status line.
final class Progress {
    private let isQuiet: Bool
    /// The stages of the run.
    private let stages: StageRegistry
    /// The text of the status line, or nil if there is none.
    private var moving: String?
    private var lastShare = -1
    private let clock = ContinuousClock()
    /// The number of rows that the current stage has read.
    private var rows = 0
    /// When the first progress of a stage was displayed, and when the last was.
    private var (begun, shown): (ContinuousClock.Instant?, ContinuousClock.Instant?)
    /// The reasons why stages run, except for stages that have not run before.
    private var reasons: [StageName: String] = [:]

    /// Creates the display of a run of the given stages, or of work that has none.
    init(isQuiet: Bool, stages: StageRegistry = .standard) {
        self.isQuiet = isQuiet
        self.stages = stages
    }

    func show(_ event: RunEvent) {
        switch event {
        case .lost(let words), .cut(let words):
            clear()
            return Terminal.printDiagnostic("note: \(words)")
        default: if isQuiet { return }
        }
        switch event {
        case .upToDate(let stage): line(stage, "up to date")
        case .started(let stage, let reason):
            (begun, shown) = (nil, nil)
            reasons[stage] = reason == .outOfDate(.neverRan) ? nil : reason.words
            move("\(stage.rawValue) ...")
        case .warned(let words):
            clear()
            Terminal.printDiagnostic("note: \(words)")
        case .kept(let stage, let kept) where kept.isResumed:
            clear()
            Terminal.printDiagnostic(
                "\(stage.rawValue) goes on after the first \(Wording.grouped(kept.files)) of "
                    + "\(Wording.counted(kept.all, "source file")), which an interrupted run had read")
        case .amended, .takingBack, .lost, .cut, .kept: break
        case .rowsRead(_, let count): rows = count
        case .progress(let stage, let done, let total): show(stage, done, of: total)
        case .finished(let stage, let record):
            line(
                stage, Self.words(on: record, of: stage, among: stages) + (reasons[stage].map { "  (\($0))" } ?? ""))
        }
    }

    /// Returns the numbers of questions that a stage kept and was given, and its duration.
    static func words(on record: StageRecord, of stage: StageName, among stages: StageRegistry) -> String {
        let step = stages[stage].map { Funnel.Step($0, record.counts) }
        let count = "\(Wording.grouped(step?.kept ?? 0)) of \(Wording.grouped(step?.entered ?? 0))"
        return "\(count.padded(to: 18))  \(Wording.fixed(record.seconds, 2)) s"
    }

    /// Displays a percentage on the status line.
    func show(share done: Int, of total: Int, _ what: String) {
        let share = total == 0 ? 100 : Int(100 * min(1, Double(done) / Double(total)))
        if !isQuiet, share != lastShare { move("\(what) \(share)%") }
        lastShare = share
    }

    /// Displays how far a stage has come, a few times a second.
    private func show(_ stage: StageName, _ done: Int, of total: Int) {
        guard !isQuiet, Terminal.showsProgress else { return }
        let now = clock.now
        if let shown, now - shown < .milliseconds(250) { return }
        let begun = self.begun ?? now
        (self.begun, shown) = (begun, now)
        let rate = ReadingRate(done: done, total: total, rows: rows, seconds: (now - begun) / .seconds(1))
        move("\(stage.rawValue) \(rate.words)")
    }

    /// Clears the status line.
    func clear() {
        if moving != nil { Terminal.overwrite("") }
        moving = nil
    }

    private func line(_ stage: StageName, _ text: String) {
        let before = moving
        clear()
        Terminal.printDiagnostic("\(stage.rawValue.padded(to: 13))  \(text)")
        // The status line may already belong to the next stage.
        if let before, !before.hasPrefix(stage.rawValue) { move(before) }
    }

    private func move(_ text: String) {
        guard Terminal.showsProgress else { return }
        moving = text
        Terminal.overwrite(text.clipped(to: Terminal.statusColumns))
    }
}
