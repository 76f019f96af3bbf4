import Foundation
import Testing

@testable import Files

@Suite("Work in order")
struct SerialQueueTests {
    private struct Fault: Error, Equatable { let number: Int }

    /// What the work of a queue has done.
    private final class Log: @unchecked Sendable {
        private let monitor = Monitor()
        private var numbers: [Int] = []
        func note(_ number: Int) { monitor.withLock { numbers.append(number) } }
        var all: [Int] { monitor.withLock { numbers } }
    }

    @Test("all that is added is done once, in order, and while whoever adds it goes on")
    func order() throws {
        let (queue, log) = (SerialQueue(), Log())
        let gate = DispatchSemaphore(value: 0)
        try queue.add { gate.wait() }
        for number in 0..<1000 {
            #expect(try queue.add { log.note(number) } == number + 2)
        }
        #expect(log.all.isEmpty)
        gate.signal()
        try queue.wait()
        #expect(log.all == Array(0..<1000))
        // A queue that had nothing more to do begins again.
        try queue.add { log.note(1000) }
        try queue.wait()
        #expect(log.all.last == 1000)
    }

    @Test("the first pieces are waited for, and not those behind them")
    func first() throws {
        let (queue, log) = (SerialQueue(), Log())
        let gate = DispatchSemaphore(value: 0)
        let first = try queue.add { log.note(1) }
        try queue.add { gate.wait() }
        try queue.wait(for: first)
        #expect(log.all == [1])
        try queue.wait(for: 0)
        gate.signal()
        try queue.wait()
    }

    @Test("after a failure nothing more is done, and it is told to all who add or wait")
    func failure() throws {
        let (queue, log) = (SerialQueue(), Log())
        let gate = DispatchSemaphore(value: 0)
        try queue.add { log.note(1) }
        try queue.add {
            gate.wait()
            throw Fault(number: 2)
        }
        let last = try queue.add { log.note(3) }
        gate.signal()
        #expect(throws: Fault(number: 2)) { try queue.wait(for: last) }
        #expect(throws: Fault(number: 2)) { try queue.wait() }
        #expect(throws: Fault(number: 2)) { try queue.add { log.note(4) } }
        #expect(log.all == [1])
    }

    @Test("with nothing to do nobody waits")
    func idle() throws {
        try SerialQueue().wait()
        try SerialQueue().wait(for: 7)
    }
}
