/// Pieces of work that any thread may do while it would otherwise wait.
///
/// A piece is done once: by a thread of a `Pipeline` that helps, or by the thread that needs its result. Nothing depends
/// on which of them does it.
package final class SharedWork: @unchecked Sendable {
    private let monitor = Monitor()
    // Protected by `monitor`.
    private var waiting: [Piece] = []
    private var wakeHelpers: (@Sendable () -> Void)?

    /// Creates a pool of work that is empty.
    package init() {}

    /// A piece of work.
    package final class Piece: @unchecked Sendable {
        fileprivate enum State {
            case waiting, running, done
        }

        private let pool: SharedWork
        fileprivate let body: @Sendable () -> Void
        /// Protected by the pool's monitor.
        fileprivate var state = State.waiting

        fileprivate init(_ pool: SharedWork, _ body: @escaping @Sendable () -> Void) {
            self.pool = pool
            self.body = body
        }

        /// Returns after the body has returned; calls the body itself if no other thread has begun to.
        ///
        /// While another thread is at it, the calling thread does other pieces.
        package func finish() { pool.finish(self) }
    }

    /// Adds a piece of work, whose body is called once at most.
    ///
    /// It is not called if no thread helps and nobody calls `finish`.
    package func begin(_ body: @escaping @Sendable () -> Void) -> Piece {
        let piece = Piece(self, body)
        let wake = monitor.withLock {
            waiting.append(piece)
            return wakeHelpers
        }
        wake?()
        return piece
    }

    /// Whether a thread helps that would otherwise wait, so that it is worthwhile to add work.
    package var hasHelpers: Bool { monitor.withLock { wakeHelpers != nil } }

    /// Takes the oldest piece that waits, which the returned function does; nil if there is none.
    func takeOldest() -> (() -> Void)? {
        monitor.withLock { takeFirst() }.map { piece in { self.run(piece) } }
    }

    /// Sets what wakes threads that help; nil if none does any longer, which leaves the pieces to those that finish them.
    func setHelpers(_ wake: (@Sendable () -> Void)?) {
        monitor.withLock {
            wakeHelpers = wake
            if wake == nil { waiting = [] }
        }
    }

    private func finish(_ piece: Piece) {
        monitor.lock()
        if piece.state == .waiting {
            waiting.removeAll { $0 === piece }
            piece.state = .running
            monitor.unlock()
            return run(piece)
        }
        while piece.state != .done {
            if let other = takeFirst() {
                monitor.unlock()
                run(other)
                monitor.lock()
            } else {
                monitor.wait()
            }
        }
        monitor.unlock()
    }

    /// Takes the oldest piece, while the lock is held.
    private func takeFirst() -> Piece? {
        guard !waiting.isEmpty else { return nil }
        let piece = waiting.removeFirst()
        piece.state = .running
        return piece
    }

    private func run(_ piece: Piece) {
        piece.body()
        monitor.withLock {
            piece.state = .done
            monitor.wakeAll()
        }
    }
}
