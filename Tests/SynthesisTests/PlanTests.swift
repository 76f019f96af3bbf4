import Testing

@testable import Synthesis

@Suite("The plan of a pool")
struct PlanTests {
    @Test("the default has the published sizes and counts")
    func published() {
        let plan = PoolPlan(rows: 59_029)
        #expect(
            plan.shares.map(\.rows) == [
                30_660, 11_999, 4_250, 4_238, 2_385, 999, 896, 890, 747, 519, 515, 348, 227, 182, 151, 23,
            ])
        func sum(_ part: (PoolPlan.Share) -> Int) -> Int { plan.shares.reduce(0) { $0 + part($1) } }
        #expect(59_029 - sum(\.missing) == 54_116)
        #expect(54_116 - sum(\.malformed) == 51_607)
        #expect(sum(\.hard) == 24_517)
        #expect(sum(\.preselected) == 393)
        #expect(sum(\.overlaps) == 590)
        #expect(sum(\.echoes) == 412)
        #expect(sum(\.copies) == 61)
    }

    @Test(
        "of any size the parts fit into the whole",
        arguments: [16, 17, 50, 100, 999, 5_000, 123_456, 10_000_000, 100_000_000])
    func sizes(_ rows: Int) throws {
        let plan = PoolPlan(rows: rows)
        #expect(plan.shares.reduce(0) { $0 + $1.rows } == rows)
        for (number, share) in plan.shares.enumerated() {
            #expect(share.rows >= 1)
            #expect(share.missing + share.malformed + share.hard <= share.rows)
            #expect(share.preselected <= share.hard)
            _ = try SourceGenerator(SourceKind.all[number], share, source: number, seed: 0)
        }
    }

    @Test("a count is divided by weights, and none gets more than its limit", arguments: 0..<100)
    func apportion(_ seed: Int) {
        var state = UInt64(seed)
        func random(_ count: Int) -> Int {
            state = Chance.mix(state, 7)
            return Int(state >> 20) % count
        }
        let weights = (0..<1 + random(8)).map { _ in random(50) }
        let limits = weights.map { _ in random(40) }
        let count = random(200)
        let given = PoolPlan.apportion(count, by: weights, limits: limits)
        let possible = zip(weights, limits).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
        #expect(given.reduce(0, +) == min(count, possible))
        #expect(zip(given, limits).allSatisfy { $0 <= $1 })
        #expect(zip(given, weights).allSatisfy { $1 > 0 || $0 == 0 })
    }

    @Test("without limits nobody is more than one away from the exact share")
    func quotas() {
        let weights = [30_660, 11_999, 4_250, 23]
        for count in [0, 1, 7, 1000, 46_932] {
            let total = weights.reduce(0, +)
            for (given, weight) in zip(
                PoolPlan.apportion(count, by: weights, limits: weights.map { _ in count }), weights)
            {
                #expect(abs(Double(given) - Double(count) * Double(weight) / Double(total)) < 1)
            }
        }
    }

    @Test("a permutation takes every number once", arguments: [1, 2, 3, 4, 5, 16, 17, 1000, 4097])
    func permutation(_ count: Int) {
        let permutation = Permutation(count: count, key: 42)
        #expect(Set((0..<count).map { permutation[$0] }) == Set(0..<count))
    }

    @Test(
        "extra rows are spread over their source, each once",
        arguments: [(10, 3), (100, 100), (100, 250), (7, 1), (1, 5)])
    func extras(_ rows: Int, _ count: Int) throws {
        var share = PoolPlan.Share()
        share.rows = rows
        let generator = try SourceGenerator(SourceKind.all[0], share, source: 0, seed: 1)
        let found = (0..<rows).flatMap { Array(generator.extras(behind: $0, of: count)) }
        #expect(found.count <= count)
        #expect(found == Array(0..<found.count))
        if rows > 1 { #expect(found.count == count) }
    }
}
