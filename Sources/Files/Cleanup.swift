/// What this process has made for the time being, and takes away when it is told to end in the midst of its work.
package enum Cleanup {
    private struct State {
        var last = 0
        var steps: [Int: @Sendable () -> Void] = [:]
    }

    private static let state = Guarded(State())

    /// Names a step that takes something away; returns its number, under which it is named no longer.
    static func add(_ step: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            state.steps[state.last] = step
            return state.last
        }
    }

    /// Names a step no longer: what it would take away is gone.
    static func remove(_ number: Int) {
        state.withLock { $0.steps[number] = nil }
    }

    /// Takes everything away, the last thing first.
    ///
    /// It waits for nobody, and may be called again for what was made meanwhile.
    package static func run() {
        for (_, step) in state.withLock({ $0.steps.sorted { $0.key > $1.key } }) { step() }
    }
}
