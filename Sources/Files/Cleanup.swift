/// The temporary files of this process, which are removed if it is told to end before its work is done.
package enum Cleanup {
    private struct State {
        var last = 0
        var steps: [Int: @Sendable () -> Void] = [:]
    }

    private static let state = Guarded(State())

    /// Registers a cleanup step and returns the number with which to unregister it.
    static func add(_ step: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            state.steps[state.last] = step
            return state.last
        }
    }

    /// Unregisters a step whose files are gone already.
    static func remove(_ number: Int) {
        state.withLock { $0.steps[number] = nil }
    }

    /// Runs all registered steps, last registered first.
    ///
    /// It does not wait for running work, and can be called again for steps registered in the meantime.
    package static func run() {
        for (_, step) in state.withLock({ $0.steps.sorted { $0.key > $1.key } }) { step() }
    }
}
