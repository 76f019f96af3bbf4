/// Work that is shared by several threads and whose results are delivered in order.
///
/// Each producer, such as one for a file, returns pieces of work one after the other. Any thread may process a piece;
/// results are consumed one at a time, in the order of producers and of pieces. The consumed results are therefore
/// independent of the number of threads and their speed, and of several failures the first in order is thrown.
package struct Pipeline<Work, Result> {
    /// The number of threads.
    package let threads: Int
    private let shared: SharedWork?

    /// Creates a pipeline with the given number of threads, at least 1.
    ///
    /// - Parameter shared: the work of producers that threads do when there is no piece for them.
    package init(threads: Int, helping shared: SharedWork? = nil) {
        self.threads = max(1, threads)
        self.shared = shared
    }

    /// Runs until all producers are exhausted or one piece fails.
    ///
    /// - Parameters:
    ///   - producers: Each returns its next piece, or nil at its end; never called by two threads at once. A producer
    ///     is first called when all producers `ahead` or more places before it are exhausted and consumed.
    ///   - ahead: The number of producers that can be active at the same time, at least 1.
    ///   - makeWorker: Creates the function that turns a piece into a result; called once for each thread.
    ///   - consume: Takes the results in order, one at a time, on any of the threads.
    package func run(
        producers: [() throws -> Work?],
        ahead: Int = .max,
        makeWorker: () -> (Work) throws -> Result,
        consume: (Result) throws -> Void
    ) throws {
        try withoutActuallyEscaping(consume) { consume in
            let state = PipelineState(
                producers: producers, workers: (0..<threads).map { _ in makeWorker() }, consume: consume,
                window: 2 * threads, ahead: max(1, ahead), shared: shared)
            if threads > 1 { shared?.setHelpers { state.wake() } }
            defer { shared?.setHelpers(nil) }
            Threads.run(threads) { state.work(as: $0) }
            if let failure = state.failure { throw failure }
        }
    }
}

/// The state that the threads of one run share.
///
/// All of it is accessed only under the monitor, except that a producer is called by the one thread that has marked it
/// busy, a worker by its own thread, and `consume` by the thread that has set `isConsuming`.
private final class PipelineState<Work, Product>: @unchecked Sendable {
    private struct Line {
        let produce: () throws -> Work?
        var isBusy = false
        var isExhausted = false
        /// The number of pieces handed out, and of results consumed.
        var produced = 0
        var consumed = 0
        var finished: [Int: Swift.Result<Product, any Error>] = [:]
        var outstanding: Int { produced - consumed }
    }

    private let monitor = Monitor()
    private var lines: [Line]
    private let workers: [(Work) throws -> Product]
    private let consume: (Product) throws -> Void
    private let window: Int
    private let ahead: Int
    private let shared: SharedWork?
    private var current = 0
    /// The index after the current line before which all later lines are exhausted.
    private var firstLive = 1
    private var outstanding = 0
    private var isConsuming = false
    private(set) var failure: (any Error)?

    init(
        producers: [() throws -> Work?], workers: [(Work) throws -> Product],
        consume: @escaping (Product) throws -> Void, window: Int, ahead: Int, shared: SharedWork?
    ) {
        lines = producers.map { Line(produce: $0) }
        self.workers = workers
        self.consume = consume
        self.window = window
        self.ahead = ahead
        self.shared = shared
    }

    /// Wakes threads that wait for work.
    func wake() { monitor.withLock { monitor.wakeAll() } }

    func work(as thread: Int) {
        monitor.lock()
        defer { monitor.unlock() }
        while failure == nil, current < lines.count {
            if let line = nextLine() {
                advance(line, thread)
            } else if !help() {
                monitor.wait()
            }
        }
        monitor.wakeAll()
    }

    /// Does a piece of shared work, while the lock is not held; false if there is none.
    ///
    /// What is added after it was looked for wakes this thread, since the lock is held from then on until it waits.
    private func help() -> Bool {
        guard let piece = shared?.takeOldest() else { return false }
        monitor.unlock()
        piece()
        monitor.lock()
        return true
    }

    /// Returns the first line that can produce a piece: the one being consumed, up to its window; others while there is
    /// room, so that a slow line never waits for faster ones after it.
    private func nextLine() -> Int? {
        let isFree = !lines[current].isBusy && !lines[current].isExhausted
        if isFree, lines[current].outstanding < window { return current }
        // Exhausted lines, such as those of many empty files, are skipped once and not each time.
        firstLive = max(firstLive, current + 1)
        while firstLive < lines.count, lines[firstLive].isExhausted { firstLive += 1 }
        let end = current + min(ahead, lines.count - current)
        guard outstanding < window, firstLive < end else { return nil }
        return (firstLive..<end).first { !lines[$0].isBusy && !lines[$0].isExhausted }
    }

    private func advance(_ line: Int, _ thread: Int) {
        let number = lines[line].produced
        let produce = lines[line].produce
        lines[line].isBusy = true
        monitor.unlock()
        let piece = Swift.Result { try produce() }
        monitor.lock()
        lines[line].isBusy = false
        switch piece {
        case .success(nil):
            lines[line].isExhausted = true
        case .success(let work?):
            lines[line].produced += 1
            outstanding += 1
            monitor.wakeAll()
            monitor.unlock()
            let result = Swift.Result { try workers[thread](work) }
            monitor.lock()
            lines[line].finished[number] = result
        case .failure(let error):
            lines[line].isExhausted = true
            lines[line].produced += 1
            outstanding += 1
            lines[line].finished[number] = .failure(error)
        }
        consumeWhatIsNext()
        monitor.wakeAll()
    }

    private func consumeWhatIsNext() {
        if isConsuming { return }
        isConsuming = true
        while failure == nil, current < lines.count {
            let number = lines[current].consumed
            if let result = lines[current].finished.removeValue(forKey: number) {
                monitor.unlock()
                let outcome = Swift.Result { try consume(result.get()) }
                monitor.lock()
                lines[current].consumed += 1
                outstanding -= 1
                if case .failure(let error) = outcome { failure = error }
                monitor.wakeAll()
            } else if lines[current].isExhausted, lines[current].outstanding == 0 {
                current += 1
            } else {
                break
            }
        }
        isConsuming = false
    }
}
