import Testing

@testable import Files

/// A value that one thread at a time may look at or change.
struct GuardedTests {
    @Test("no change is lost, whichever threads make them")
    func changes() {
        let counts = Guarded([Int: Int]())
        Threads.run(4) { thread in
            for step in 0..<1000 { counts.withLock { $0[step % 10, default: 0] += thread } }
        }
        #expect(counts.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, 600) }))
    }

    @Test("what the body throws is thrown, and the lock is free again")
    func errors() {
        struct Refusal: Error {}
        let value = Guarded(1)
        #expect(throws: Refusal.self) { try value.withLock { _ in throw Refusal() } }
        value.withLock { $0 += 1 }
        #expect(value.withLock { $0 } == 2)
    }

    // Under the thread sanitizer this is the test that what is to be cleaned up is guarded by a lock that it sees.
    @Test("several threads name what is to be taken away at once, each under a number of its own")
    func cleanup() {
        let numbers = Guarded(Set<Int>())
        Threads.run(4) { _ in
            for _ in 0..<100 {
                let number = Cleanup.add {}
                numbers.withLock { _ = $0.insert(number) }
                Cleanup.remove(number)
            }
        }
        #expect(numbers.withLock { $0.count } == 400)
    }
}
