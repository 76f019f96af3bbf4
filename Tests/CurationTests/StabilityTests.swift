import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Stages

@Suite("Stability")
struct StabilityTests {
    @Test("probabilities, errors, overlap and churn are those of NumPy's draws", arguments: [1, 2, 5])
    func witness(threads: Int) throws {
        let expected = try #require(numpyWitness["stability"])
        let made = try WitnessRun(
            sample: [
                "target": expected["target"] ?? .null, "profile": "notebook",
                "uniform_until": expected["uniform_until"] ?? .null,
            ])
        let run = try made.finished
        let seeds = try #require(expected["seeds"]?.integer)
        let stability = try Stability(run, seeds: seeds, threads: threads)
        let counts = expected["counts"]?.list?.compactMap(\.integer) ?? []
        let errors = expected["standard_errors"]?.list?.compactMap(\.double) ?? []
        let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
        #expect(stability.lines.map(\.question.position) == order)
        #expect(stability.lines.map(\.count) == order.map { counts[$0] })
        #expect(abs((stability.overlap ?? 0) - (expected["overlap"]?.double ?? -1)) < 1e-9)
        for domain in stability.domains {
            #expect(abs((domain.churn ?? 0) - (expected["churn"]?[domain.name]?.double ?? -1)) < 1e-9)
        }
        #expect(stability.core == counts.count { $0 > 54 })
        let chosen = Set(try made.numbers(in: "export/test.jsonl"))
        #expect(stability.lucky == chosen.count { counts[$0] < 6 })

        try stability.write()
        let lines = try made.folder.lines("run/stability.jsonl")
        #expect(try made.numbers(in: "stability.jsonl") == order)
        for (line, number) in zip(lines, order) {
            #expect(line["probability"]?.double == Double(counts[number]) / Double(seeds))
            #expect(abs((line["standard_error"]?.double ?? -1) - errors[number]) < 1e-15)
            #expect(line["chosen"]?.bool == chosen.contains(number))
        }
        let one = try #require(try Stability.probabilities(in: run)?[run.pool.ids[QuestionIndex(order[0])]])
        #expect(one.value == Double(counts[order[0]]) / Double(seeds))
    }

    @Test("a file that tells of another selection is not believed")
    func another() throws {
        let made = try WitnessRun(sample: ["target": 100])
        try Stability(made.finished, seeds: 3, threads: 2).write()
        try run(try recipe([("sample", ["target": 50])], in: made.folder), in: made.folder)
        #expect(try Stability.probabilities(in: made.finished) == nil)
    }

    @Test("one seed has no overlap to speak of; the last seed there is, is the last")
    func bounds() throws {
        let made = try WitnessRun(sample: ["target": 100], [("seed", 4_294_967_294)])
        #expect(try Stability(made.finished, seeds: 1, threads: 1).overlap == nil)
        #expect(try Stability(made.finished, seeds: 2, threads: 1).seeds.upperBound == 1 << 32)
        #expect(throws: RunRefusal.seedsOutOfRange(asked: 3, most: 2, first: 4_294_967_294)) {
            try Stability(made.finished, seeds: 3, threads: 1)
        }
        #expect(Stability.overlap([4, 2, 0, 4], of: 4) == Double(12 + 2 + 12) / 12)
    }
}
