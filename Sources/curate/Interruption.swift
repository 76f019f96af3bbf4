import Bytes
import Files
import Messages
import Runs

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The handling of SIGINT and SIGTERM.
///
/// A dedicated thread waits for the signals, so that it is not limited to async-signal-safe functions and need not wait
/// for other threads. It removes partially written files, reports what is kept, and exits with 128 plus the signal's
/// number.
enum Interruption {
    private struct State {
        /// The progress of the run, or nil before it has the right to write.
        var progress: RunProgress?
        /// Returns the message that describes the progress.
        var words: @Sendable (RunProgress) -> Message = { _ in "" }
        var isEnding = false
    }

    private static let state = Guarded(State())

    /// Begins to wait for the signals.
    ///
    /// Must be called before any other thread starts.
    static func watch() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        // A signal that is ignored on entry, as under nohup, remains ignored.
        for signal in [SIGINT, SIGTERM] where !isIgnored(signal) { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        let waited = signals
        let hasThread = Threads.detach {
            var signals = waited
            var signal: Int32 = 0
            while unsafe sigwait(&signals, &signal) != 0 {}
            end(signal)
        }
        if !hasThread { unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        unsafe sigaction(signal, nil, &action)
        // Functions are not equatable; their addresses are.
        #if canImport(Darwin)
        let handler = unsafe unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
        #else
        let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        #endif
        return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Sets the description of a run's progress that is printed on interruption.
    static func tells(_ words: @escaping @Sendable (RunProgress) -> Message) { state.withLock { $0.words = words } }

    /// Records an event of a run.
    ///
    /// Once the program has been interrupted this function does not return, so that the run does not advance beyond
    /// what is reported.
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

    /// Blocks until the program exits if it has been interrupted, so that errors caused by the interruption are not
    /// reported.
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
        // Files that were begun in the meantime.
        Cleanup.run()
        _exit(128 + signal)
    }
}
