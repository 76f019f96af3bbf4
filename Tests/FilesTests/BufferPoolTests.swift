import Testing

@testable import Files

@Suite("Buffers from hand to hand")
struct BufferPoolTests {
    @Test("one user at a time has a buffer, and the thread sanitizer sees that")
    func handToHand() {
        let pool = BufferPool()
        let spoiled = Spoiled()
        Threads.run(4) { thread in
            for round in 0..<2000 {
                var buffer = pool.take()
                let mark = UInt8(truncatingIfNeeded: thread &+ round)
                buffer.removeAll(keepingCapacity: true)
                buffer.append(contentsOf: repeatElement(mark, count: 64))
                if buffer.contains(where: { $0 != mark }) || buffer.count != 64 { spoiled.note() }
                pool.give(buffer)
            }
        }
        #expect(spoiled.count == 0)
    }

    @Test("a buffer comes back with its room; one that a huge row made huge does not")
    func room() {
        let pool = BufferPool()
        var small: [UInt8] = []
        small.reserveCapacity(1000)
        pool.give(small)
        var huge: [UInt8] = []
        huge.reserveCapacity(17 << 20)
        pool.give(huge)
        #expect((1000..<(1 << 20)).contains(pool.take().capacity))
        #expect(pool.take().capacity == 0)
    }

    /// Counts what threads found wrong.
    private final class Spoiled: @unchecked Sendable {
        private let monitor = Monitor()
        private var number = 0
        func note() { monitor.withLock { number += 1 } }
        var count: Int { monitor.withLock { number } }
    }
}
