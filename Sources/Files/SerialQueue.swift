/// A queue whose work is done piece by piece, in order, on a background thread.
///
/// After a failure the remaining work is discarded. No other thread may access the unprotected state of a piece of work
/// until it is done.
package final class SerialQueue: @unchecked Sendable {
    private let monitor = Monitor()
    // Protected by `monitor`.
    private var waiting: [() throws -> Void] = []
    /// The number of pieces of work added, and of those done.
    private var (added, done) = (0, 0)
    private var isAtWork = false
    private var failure: (any Error)?

    /// Creates an empty queue.
    package init() {}

    /// Adds a piece of work; returns the number of pieces added so far.
    ///
    /// Throws the error of an earlier piece, if one has failed.
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
        // If the system cannot start a thread, the work is done at once.
        if needsThread, !Threads.detach({ self.work() }) { self.work() }
        return count
    }

    /// Waits until all work, or the first `count` pieces of it, is done.
    ///
    /// Throws the error of the first piece that failed.
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
