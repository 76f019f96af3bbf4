import Bytes
import Files
import Messages
import Runs

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
        /// How far a run has come; nil before it has the right to write.
        var progress: RunProgress?
        /// What there is to say of that.
        var words: @Sendable (RunProgress) -> Message = { _ in "" }
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

    /// Says what is to be told of a run that goes on when the program is told to end.
    static func tells(_ words: @escaping @Sendable (RunProgress) -> Message) { state.withLock { $0.words = words } }

    /// Takes note of how a run goes on.
    ///
    /// Once the program has been told to end nothing goes on: it would be at odds with what is told.
    static func note(_ event: RunEvent) {
        func take(_ state: inout State) -> Bool {
            if state.isEnding { return false }
            var progress = state.progress ?? RunProgress()
            progress.take(event)
            state.progress = progress
            return true
        }
        while !state.withLock({ take(&$0) }) { sleep(1) }
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
        if let progress = state.progress { words = words + ": " + state.words(progress) }
        Terminal.printDiagnostic(words)
        // What was begun meanwhile.
        Cleanup.run()
        _exit(128 + signal)
    }
}
