import Bytes
import Files
import Messages
import Runs
import Stages

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What happens when the program is told to end, by SIGINT or SIGTERM, while it works.
///
/// A thread of its own waits for the signals, so that it may do anything and waits for nobody: it takes away what is half
/// written, tells what is kept, and ends the program with 128 and the signal's number.
enum Interruption {
    private struct State {
        /// The run's folder, once this process may write there.
        var folder: String?
        var whole: [StageName] = []
        /// The stages that have begun and are not on record, in their order.
        var atWork: [StageName] = []
        /// What there is to say of an amendment once it is on record, and once it is being taken back.
        var wordsOfAmendment: (onRecord: Message, takingBack: Message) = ("", "")
        /// Which of these is to be said; nil before.
        var amendment: Message?
        var isEnding = false
    }

    private static let state = Guarded(State())

    /// Begins to wait for the signals, before any other thread starts.
    static func watch() {
        var signals = sigset_t()
        sigemptyset(&signals)
        // Who starts a program with a signal ignored, as nohup does, wants it to go on.
        for signal in [SIGINT, SIGTERM] where !isIgnored(signal) { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let waited = signals
        let hasThread = Threads.detach {
            var signals = waited
            var signal: Int32 = 0
            while sigwait(&signals, &signal) != 0 {}
            end(signal)
        }
        if !hasThread { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        #if canImport(Darwin)
        return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        #else
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
        #endif
    }

    /// Takes note of how a run goes on.
    ///
    /// Once the program has been told to end nothing goes on: it would be at odds with what is told.
    static func note(_ event: RunEvent, in folder: String) {
        func take(_ state: inout State) -> Bool {
            if state.isEnding { return false }
            state.folder = folder
            switch event {
            case .upToDate(let stage): state.whole.append(stage)
            case .started(let stage, _): state.atWork.append(stage)
            case .progress, .warned, .lost: break
            case .finished(let stage, _):
                state.whole.append(stage)
                state.atWork.removeAll { $0 == stage }
            case .amended: state.amendment = state.wordsOfAmendment.onRecord
            case .takingBack: state.amendment = state.wordsOfAmendment.takingBack
            }
            return true
        }
        while !state.withLock({ take(&$0) }) { sleep(1) }
    }

    /// Says what is to be told when the program is told to end after an amendment is on record, and while it is being
    /// taken back.
    static func tells(ofAmendment onRecord: Message, _ takingBack: Message) {
        state.withLock { $0.wordsOfAmendment = (onRecord, takingBack) }
    }

    /// Waits for the end when it is near: what fails then fails because of it.
    static func waitIfEnding() {
        while state.withLock({ $0.isEnding }) { sleep(1) }
    }

    private static func end(_ signal: Int32) {
        let state = state.withLock { state in
            state.isEnding = true
            return state
        }
        if Terminal.showsProgress { Terminal.overwrite("") }
        Cleanup.run()
        var words: Message = "curate: stopped by \(signal == SIGINT ? "SIGINT" : "SIGTERM")"
        if let folder = state.folder { words = words + ": \(state.amendment ?? stages(of: state, in: folder))" }
        Terminal.printDiagnostic(words)
        // What was begun meanwhile.
        Cleanup.run()
        _exit(128 + signal)
    }

    /// Which stages of a run are kept, in words.
    private static func stages(of state: State, in folder: String) -> Message {
        let kept = state.whole.map(\.rawValue)
        let stages: Message =
            kept.isEmpty ? "no stage is" : "\(listed(kept, "and")) \(kept.count == 1 ? "is" : "are")"
        // That nothing is kept of those after it either goes without saying.
        let lost: Message =
            state.atWork.first.map { "; nothing is kept of \($0.rawValue), which was at work" } ?? ""
        return "\(stages) whole in \(folder)\(lost); the same command goes on from there"
    }
}
