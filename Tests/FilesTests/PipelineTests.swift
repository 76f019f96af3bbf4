import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Work in order on several threads")
struct PipelineTests {
    @Test("results come in the order of producers and pieces", arguments: [1, 2, 7], [0, 1, 3])
    func order(_ threads: Int, _ producers: Int) throws {
        var consumed: [Int] = []
        try Pipeline<Int, Int>(threads: threads).run(
            producers: (0..<producers).map { producer in
                var next = 0
                return {
                    next += 1
                    return next > 40 ? nil : producer * 1000 + next
                }
            },
            makeWorker: {
                { piece in
                    // Later pieces are often ready before earlier ones.
                    if piece % 3 == 0 { usleep(300) }
                    return piece
                }
            },
            consume: { consumed.append($0) })
        #expect(consumed == (0..<producers).flatMap { producer in (1...40).map { producer * 1000 + $0 } })
    }

    private struct Failure: Error, Equatable {
        let piece: Int
    }

    @Test("of several failures the first in order is thrown, and what came before was consumed", arguments: [1, 2, 7])
    func failures(_ threads: Int) throws {
        for _ in 0..<20 {
            var consumed: [Int] = []
            var next = 0
            #expect(throws: Failure(piece: 10)) {
                try Pipeline<Int, Int>(threads: threads).run(
                    producers: [
                        {
                            next += 1
                            return next > 100 ? nil : next
                        }
                    ],
                    makeWorker: {
                        { piece in
                            if piece == 10 { usleep(500) }
                            if piece >= 10 { throw Failure(piece: piece) }
                            return piece
                        }
                    },
                    consume: { consumed.append($0) })
            }
            #expect(consumed == Array(1...9))
        }
    }

    @Test("no producer begins before those far enough before it are done with", arguments: [1, 2, 7], [1, 2, 5])
    func ahead(_ threads: Int, _ ahead: Int) throws {
        let monitor = Monitor()
        var (begun, done, most) = (0, 0, 0)
        var consumed: [Int] = []
        try Pipeline<Int, Int>(threads: threads).run(
            producers: (0..<60).map { producer in
                var next = 0
                return {
                    monitor.withLock {
                        if next == 0 { begun += 1 }
                        most = max(most, begun - done)
                        next += 1
                        // Of some that give nothing, and of the others one after the other.
                        return producer % 3 == 0 || next > 2 ? nil : producer * 10 + next
                    }
                }
            },
            ahead: ahead,
            makeWorker: {
                { piece in
                    if piece % 4 == 0 { usleep(300) }
                    return piece
                }
            },
            consume: { piece in
                consumed.append(piece)
                // With the last piece of one all before it are done with, and it will be.
                monitor.withLock { done = max(done, piece / 10) }
            })
        var expected: [Int] = []
        for producer in 0..<60 where producer % 3 != 0 { expected += [producer * 10 + 1, producer * 10 + 2] }
        #expect(consumed == expected)
        // Behind the last one that gave something, one that gives nothing may be done with, too.
        #expect(most <= ahead + 2)
    }

    @Test("a producer's and a consumer's failure end the work", arguments: [1, 2, 7])
    func otherFailures(_ threads: Int) {
        #expect(throws: Failure(piece: 3)) {
            var next = 0
            try Pipeline<Int, Int>(threads: threads).run(
                producers: [
                    {
                        next += 1
                        if next == 3 { throw Failure(piece: 3) }
                        return next
                    }
                ], makeWorker: { { $0 } }, consume: { _ in })
        }
        #expect(throws: Failure(piece: 5)) {
            var next = 0
            try Pipeline<Int, Int>(threads: threads).run(
                producers: [
                    {
                        next += 1
                        return next
                    }
                ], makeWorker: { { $0 } }, consume: { if $0 == 5 { throw Failure(piece: 5) } })
        }
    }
}
