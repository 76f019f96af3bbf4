import Bytes
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Pools
@testable import Recipes
@testable import Stages

/// Statistics and comparisons of sets of questions that no run has chosen.
@Suite("Statistics of sets")
struct SetStatisticsTests {
    typealias Item = QuestionList.Item

    private func statistics(_ items: [Item], of chosen: [Int], teacher: String = "t") throws -> SetStatistics {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{}\n")
        let facts = QuestionList(items).facts
        let domains = Domains(facts, try recipe([("classify", ["taxonomy": .null])], in: folder).classify)
        return SetStatistics(chosen.map { QuestionIndex($0) }, of: facts, domains, teacher: teacher)
    }

    @Test("of questions with everything, and of those without")
    func counts() throws {
        let items = [
            Item("a", source: "S", label: "A", traceTokens: 10, outcomes: ["t": .right, "m": .wrong]),
            Item("b", source: "S", label: "A", traceTokens: 20, outcomes: ["t": .wrong]),
            Item("c", source: "T", label: "B", traceTokens: 40, outcomes: ["m": .right]), Item("d", source: "T"),
        ]
        let all = try statistics(items, of: [0, 1, 2, 3])
        #expect(all.size == 4 && all.domains == 2 && all.withLength == 3 && all.totalTokens == 70)
        #expect(all.teacher.right == 1 && all.teacher.wrong == 1 && all.teacher.wrongShare == 0.5)
        #expect(all.sourceEntropy == 1 && abs(all.domainEntropy - 0.918296) < 1e-9)
        #expect(all.medianTokens == 20 && all.tokens90 == 36 && abs((all.meanTokens ?? 0) - 70.0 / 3) < 1e-12)
        let other = try statistics(items, of: [0, 2], teacher: "m")
        #expect(other.teacher.right == 1 && other.teacher.wrong == 1 && other.domains == 2 && other.domainEntropy == 1)
        let nothing = try statistics(items, of: [])
        #expect(
            nothing.size == 0 && nothing.meanTokens == nil && nothing.teacher.wrongShare == nil
                && nothing.domainEntropy == 0)
        #expect(nothing.json["trace_tokens"]?["median"] == .null && nothing.json["teacher"]?["unknown"] == 0)
        #expect(try statistics(items, of: [3], teacher: "nobody").json["teacher"]?["unknown"] == 1)
    }

    @Test("entropy is that of the shares, in whatever order they come", arguments: 0..<30)
    func entropy(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let counts = (0..<1 + random.below(9)).map { _ in random.below(20) } + [1]
        let total = Double(counts.reduce(0, +))
        let expected = counts.filter { $0 > 0 }.map { Double($0) / total }.reduce(0) { $0 - $1 * log2($1) }
        let found = SetStatistics.entropy(counts)
        #expect(abs(found - expected) < 1e-6)
        #expect(SetStatistics.entropy(counts.shuffled(using: &random)) == found)
        #expect(SetStatistics.entropy(counts + [0, 0]) == found)
        #expect(SetStatistics.entropy([Int](repeating: 3, count: 8)) == 3 && SetStatistics.entropy([5]) == 0)
    }

    @Test("a percentile is interpolated between the two values around its place", arguments: 0..<30)
    func percentiles(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let values = (0..<1 + random.below(20)).map { _ in random.below(1000) }.sorted()
        for percent in [0, 10, 50, 90, 100] {
            let place = Double(values.count - 1) * Double(percent) / 100
            let (low, high) = (values[Int(place.rounded(.down))], values[Int(place.rounded(.up))])
            let expected = Double(low) + (place - place.rounded(.down)) * Double(high - low)
            #expect(abs((SetStatistics.percentile(percent, of: values) ?? -1) - expected) < 1e-9)
        }
        #expect(SetStatistics.percentile(50, of: []) == nil)
    }

    // MARK: - Comparing sets

    private func comparison(_ sets: [[Int]]) throws -> SetComparison {
        let items = (0..<40).map { Item("q\($0)", label: "A", traceTokens: Int32($0)) }
        return SetComparison(
            try sets.enumerated().map { number, set in
                SetComparison.Member(
                    name: "set-\(number)", from: .quality, select: .random, seed: UInt32(number),
                    questions: set.sorted().map { QuestionIndex($0) },
                    statistics: try statistics(items, of: set.sorted()))
            })
    }

    @Test("every two sets are compared once, by what they share", arguments: 0..<20)
    func pairs(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let sets = (0..<random.below(5)).map { _ in (0..<40).filter { _ in random.below(3) == 0 } } + [[], [1, 2]]
        let comparison = try comparison(sets)
        #expect(comparison.pairs.count == sets.count * (sets.count - 1) / 2)
        for (a, one) in sets.enumerated() {
            #expect(
                comparison.pair(a, a) == nil && comparison.pair(a, sets.count) == nil && comparison.pair(-1, a) == nil)
            for (b, other) in sets.enumerated() where a < b {
                let pair = try #require(comparison.pair(a, b))
                let (shared, either) = (Set(one).intersection(other).count, Set(one).union(other).count)
                #expect(pair.first == a && pair.second == b && pair.shared == shared)
                #expect(pair.jaccard == (either == 0 ? 0 : Double(shared) / Double(either)))
                #expect(comparison.pair(b, a)?.shared == shared)
            }
        }
    }

    @Test("as CSV and as JSON, a row a set, with what it shares with each")
    func files() throws {
        let comparison = try comparison([[0, 1, 2, 3], [2, 3, 4], []])
        let rows = comparison.csv.components(separatedBy: "\r\n").map { $0.components(separatedBy: ",") }
        #expect(rows.count == 5 && rows.last == [""])
        let head = rows[0]
        #expect(rows.dropLast().allSatisfy { $0.count == head.count } && Set(head).count == head.count)
        func cells(_ row: Int, _ names: String...) -> [String] {
            names.map { name in head.firstIndex(of: name).map { rows[row][$0] } ?? "?" }
        }
        #expect(cells(1, "name", "from", "select", "seed", "size") == ["set-0", "quality", "random", "0", "4"])
        #expect(cells(1, "shared_with_set-0", "jaccard_with_set-0", "shared_with_set-1") == ["4", "1", "2"])
        #expect(cells(1, "jaccard_with_set-1", "shared_with_set-2", "jaccard_with_set-2") == ["0.4", "0", "0"])
        #expect(cells(3, "size", "tokens_mean", "tokens_total", "teacher_wrong_share") == ["0", "", "0", ""])
        let sets = try #require(comparison.json["sets"]?.list)
        #expect(sets.map { $0["name"] } == ["set-0", "set-1", "set-2"] && sets[1]["size"] == 3)
        #expect(comparison.json["pairs"]?.list?.map { $0["shared"]?.integer } == [2, 0, 0])
    }
}
