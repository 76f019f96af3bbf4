/// Work that several threads share and whose results come back in order.
///
/// Every producer (one a file, say) gives pieces of work one after the other; a piece may be worked on by any thread;
/// results are consumed one at a time, in the order of producers and of pieces. So nothing that is consumed depends on
/// how many threads there are or how fast each is, and of several failures the first in order is the one thrown.
package struct Pipeline<Work, Result> {
    /// How many threads work.
    package let threads: Int

    /// A pipeline that works with so many threads.
    package init(threads: Int) {
        self.threads = max(1, threads)
    }

    /// Runs until all producers are exhausted or something fails.
    ///
    /// - Parameters:
    ///   - producers: each returns its next piece, nil at its end; never called by two threads at once. None is called for
    ///     the first time before those so many places before it are exhausted and consumed.
    ///   - ahead: how many places that are, at least 1.
    ///   - makeWorker: makes the function that turns a piece into a result, once for each thread.
    ///   - consume: takes the results in order, one at a time, on whichever thread is at hand.
    package func run(
        producers: [() throws -> Work?],
        ahead: Int = .max,
        makeWorker: () -> (Work) throws -> Result,
        consume: (Result) throws -> Void
    ) throws {
        try withoutActuallyEscaping(consume) { consume in
            let state = PipelineState(
                producers: producers, workers: (0..<threads).map { _ in makeWorker() }, consume: consume,
                window: 2 * threads, ahead: max(1, ahead))
            Threads.run(threads) { state.work(as: $0) }
            if let failure = state.failure { throw failure }
        }
    }
}

/// What the threads of one run share.
///
/// All of it is touched only under the monitor, except that a producer is called by the one thread that has marked it
/// busy, a worker by its own thread, and `consume` by the one that set `isConsuming`.
private final class PipelineState<Work, Product>: @unchecked Sendable {
    private struct Line {
        let produce: () throws -> Work?
        var isBusy = false
        var isExhausted = false
        /// Pieces handed out, and results consumed.
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
    private var current = 0
    /// A line behind the current one before which all others behind it are exhausted.
    private var firstLive = 1
    private var outstanding = 0
    private var isConsuming = false
    private(set) var failure: (any Error)?

    init(
        producers: [() throws -> Work?], workers: [(Work) throws -> Product],
        consume: @escaping (Product) throws -> Void, window: Int, ahead: Int
    ) {
        lines = producers.map { Line(produce: $0) }
        self.workers = workers
        self.consume = consume
        self.window = window
        self.ahead = ahead
    }

    func work(as thread: Int) {
        monitor.lock()
        defer { monitor.unlock() }
        while failure == nil, current < lines.count {
            if let line = nextLine() {
                advance(line, thread)
            } else {
                monitor.wait()
            }
        }
        monitor.wakeAll()
    }

    /// The first line that may give a piece: the one being consumed up to its window, others while there is room, so
    /// that a slow line never waits for faster ones behind it.
    private func nextLine() -> Int? {
        let isFree = !lines[current].isBusy && !lines[current].isExhausted
        if isFree, lines[current].outstanding < window { return current }
        // The exhausted ones, which may be very many empty files, are passed over once and not each time.
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
