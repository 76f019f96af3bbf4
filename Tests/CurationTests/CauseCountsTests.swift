import Bytes
import Pools
import TestSupport
import Testing

@testable import Stages

@Suite("The causes that dropped questions have in common")
struct CauseCountsTests {
    private static func item(_ number: Int, _ benchmark: String = "B") -> BenchmarkItem {
        BenchmarkItem(benchmark: benchmark, place: RowPlace(file: "b.jsonl", unit: .line, number: number))
    }

    /// Counts in which each cause was added as often as is said, in an order that the seed determines.
    private func counts(_ causes: [(StageTally, Int)], seed: UInt64) -> CauseCounts {
        var random = SeededRandom(seed)
        var counts = CauseCounts()
        for cause in causes.flatMap({ Array(repeating: $0.0, count: $0.1) }).shuffled(using: &random) {
            counts.add(cause, 1)
        }
        return counts
    }

    @Test("are the same in whatever order and portions they are counted, with any number of others")
    func order() {
        let few = (0..<5000).map { (StageTally.words("words \($0)", rule: .benchmark), 1 + $0 % 4) }
        let causes: [(StageTally, Int)] =
            few + [
                (.words("common", rule: .benchmark), 7), (.words("common", rule: .earlierSource), 9),
                (.item(Self.item(3)), 9), (.item(Self.item(3, "C")), 5), (.wordsOfItem("common", Self.item(3)), 7),
            ]
        let expected: [StageTally] = [
            .item(Self.item(3)), .words("common", rule: .earlierSource), .words("common", rule: .benchmark),
            .wordsOfItem("common", Self.item(3)), .item(Self.item(3, "C")),
        ]
        for seed in 0..<4 as Range<UInt64> {
            let found = counts(causes, seed: seed).causes(ofAtLeast: 5)
            #expect(found.map(\.cause) == expected && found.map(\.count) == [9, 9, 7, 7, 5])
        }
        var portions = CauseCounts()
        for (cause, count) in causes.reversed() { portions.add(cause, count) }
        #expect(portions.causes(ofAtLeast: 5).map(\.cause) == expected)
        #expect(portions.causes(ofAtLeast: 8).map(\.count) == [9, 9])
    }

    @Test("are told apart by the bytes of their texts")
    func bytes() {
        let (one, two) = ("caf\u{E9}", "cafe\u{301}")
        #expect(StageTally.words(one, rule: .benchmark) != .words(two, rule: .benchmark))
        #expect(Self.item(1, one) != Self.item(1, two))
        #expect(Set([Self.item(1, one), Self.item(1, two), Self.item(1, one)]).count == 2)
    }

    @Test(
        "of decisions counted chunk by chunk give the notes of all of them, wherever the chunks end",
        arguments: [1, 3, 8])
    func chunks(_ size: Int) throws {
        let decisions = (0..<40).map { number in
            Decision.dropped(
                .benchmark,
                BenchmarkOverlap(
                    benchmark: "B", place: RowPlace(file: "b.jsonl", unit: .line, number: 1 + number % 2),
                    words: number % 2 == 0 ? "find the value" : "words \(number % 10) apart"))
        }
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        let stage = DecontaminateStage(
            settings: try recipe([("decontaminate", [:])], in: folder).decontaminate, benchmarks: EvaluationSets())
        var whole = DecisionCounts(rules: stage.rules)
        for start in stride(from: 0, to: decisions.count, by: size) {
            var chunk = DecisionCounts(rules: stage.rules)
            for decision in decisions[start..<min(start + size, decisions.count)] { chunk.add(decision, of: stage) }
            whole.add(chunk)
        }
        let second = RowPlace(file: "b.jsonl", unit: .line, number: 2)
        #expect(
            whole.notesOnCauses(entered: 40) == [
                .commonItem(benchmark: "B", place: second, count: 20),
                .commonWords("find the value", rule: .benchmark, count: 20),
            ])
    }
}
