import Testing

@testable import Files

@Suite("Buffers from hand to hand")
struct BufferPoolTests {
    @Test("a buffer goes from thread to thread in the sight of the thread sanitizer, which tells what it does not see")
    func handToHand() {
        let pool = BufferPool()
        Threads.run(4) { thread in
            for _ in 0..<2000 {
                var buffer = pool.take()
                buffer.removeAll(keepingCapacity: true)
                buffer.append(contentsOf: repeatElement(UInt8(thread), count: 64))
                pool.give(buffer)
            }
        }
        // As many as there were users at once, and no more.
        var buffers = 0
        while buffers < 100, pool.take().capacity > 0 { buffers += 1 }
        #expect((1...4).contains(buffers))
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
}
