import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Work that any thread may do")
struct SharedWorkTests {
    @Test("a piece is done once, by who finishes it, where nobody helps")
    func alone() {
        let shared = SharedWork()
        let done = Guarded([Int]())
        let pieces = (0..<3).map { number in shared.begin { done.withLock { $0.append(number) } } }
        #expect(!shared.hasHelpers)
        #expect(done.withLock { $0 } == [])
        pieces[1].finish()
        pieces[1].finish()
        #expect(done.withLock { $0 } == [1])
        shared.takeOldest()?()
        #expect(done.withLock { $0 } == [1, 0])
        for piece in pieces { piece.finish() }
        #expect(done.withLock { $0 } == [1, 0, 2])
        #expect(shared.takeOldest() == nil)
    }

    @Test("who waits for a piece that another thread does, does others meanwhile")
    func meanwhile() {
        let shared = SharedWork()
        let (begun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let first = shared.begin {
            begun.signal()
            mayEnd.wait()
        }
        // The other piece lets the first one end, and only the thread that waits for that can do it.
        _ = shared.begin { mayEnd.signal() }
        let done = DispatchSemaphore(value: 0)
        let oldest = shared.takeOldest()
        let work = Guarded<(() -> Void)?>(oldest)
        Threads.detach {
            work.withLock { $0 }?()
            done.signal()
        }
        begun.wait()
        first.finish()
        done.wait()
    }

    @Test("threads of a pipeline help a producer, and results stay in order", arguments: [1, 2, 5])
    func pipeline(_ threads: Int) throws {
        let shared = SharedWork()
        var (next, consumed) = (0, [Int]())
        let hadHelpers = Guarded(false)
        try Pipeline<Int, Int>(threads: threads, helping: shared).run(
            producers: [
                {
                    hadHelpers.withLock { $0 = shared.hasHelpers }
                    guard next < 50 else { return nil }
                    next += 1
                    let sums = Guarded(0)
                    let pieces = (0..<8).map { number in
                        shared.begin {
                            usleep(50)
                            sums.withLock { $0 += number }
                        }
                    }
                    for piece in pieces.reversed() { piece.finish() }
                    return next * 1000 + sums.withLock { $0 }
                }
            ],
            makeWorker: { { $0 } }, consume: { consumed.append($0) })
        #expect(consumed == (1...50).map { $0 * 1000 + 28 })
        #expect(hadHelpers.withLock { $0 } == (threads > 1))
        #expect(!shared.hasHelpers, "nobody helps behind its end")
    }
}
