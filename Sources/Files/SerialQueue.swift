/// Work that is done piece by piece, in order, on a thread of its own, while whoever gave it goes on.
///
/// What a piece of work touches without a lock nobody else touches until it is done. After a failure nothing more is done.
package final class SerialQueue: @unchecked Sendable {
    private let monitor = Monitor()
    // Touched under the monitor.
    private var waiting: [() throws -> Void] = []
    /// How many pieces of work were added, and how many are done.
    private var (added, done) = (0, 0)
    private var isAtWork = false
    private var failure: (any Error)?

    /// A queue with nothing to do.
    package init() {}

    /// Adds a piece of work; returns how many there are with it.
    ///
    /// Throws what an earlier one failed with, if one has.
    @discardableResult
    package func add(_ work: @escaping () throws -> Void) throws -> Int {
        monitor.lock()
        let failure = failure
        let needsThread = failure == nil && !isAtWork
        if failure == nil {
            waiting.append(work)
            added += 1
        }
        if needsThread { isAtWork = true }
        let count = added
        monitor.unlock()
        if let failure { throw failure }
        // Where the system gives no thread the work is done at once.
        if needsThread, !Threads.detach({ self.work() }) { self.work() }
        return count
    }

    /// Waits until all that was added is done, or the first pieces of it.
    ///
    /// Throws what the first failure was, if there is one.
    package func wait(for count: Int = .max) throws {
        monitor.lock()
        defer { monitor.unlock() }
        while isAtWork, done < count { monitor.wait() }
        if let failure { throw failure }
    }

    private func work() {
        monitor.lock()
        while failure == nil, !waiting.isEmpty {
            let work = waiting.removeFirst()
            monitor.unlock()
            let result = Result { try work() }
            monitor.lock()
            if case .failure(let error) = result { failure = error }
            done += 1
            monitor.wakeAll()
        }
        waiting = []
        isAtWork = false
        monitor.wakeAll()
        monitor.unlock()
    }
}
