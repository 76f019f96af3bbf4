import Testing
import TestSupport

@testable import Overlap

/// The join, held against the comparison of all pairs.
@Suite("Near duplicates")
struct SimilarityJoinTests {
    private struct Text {
        let runs: [UInt64]
        let numbers: UInt64
    }

    /// Texts of which many are variants of others.
    private static func texts(_ random: inout SeededRandom, count: Int) -> [Text] {
        var texts: [Text] = []
        for _ in 0..<count {
            var runs: Set<UInt64>
            if let other = texts.randomElement(using: &random), random.below(3) > 0 {
                runs = Set(other.runs)
                for _ in 0..<random.below(4) {
                    if random.below(2) == 0, let gone = runs.sorted().first { runs.remove(gone) }
                    if random.below(2) == 0 { runs.insert(UInt64(random.below(60)) << 57 | UInt64(random.below(60))) }
                }
            } else {
                runs = Set((0..<random.below(25)).map { _ in UInt64(random.below(60)) << 57 | UInt64(random.below(3)) })
            }
            texts.append(Text(runs: runs.sorted(), numbers: UInt64(1 + random.below(4) / 3)))
        }
        return texts
    }

    private static func naive(_ texts: [Text], _ threshold: Int, _ ignoresNumbers: Bool) -> Set<[Int]> {
        var found: Set<[Int]> = []
        for (second, b) in texts.enumerated() {
            for (first, a) in texts[..<second].enumerated() {
                guard ignoresNumbers || a.numbers == b.numbers else { continue }
                let common = Set(a.runs).intersection(b.runs).count
                let all = a.runs.count + b.runs.count - common
                if all > 0, common * 1000 >= threshold * all { found.insert([first, second, common * 1000 / all]) }
            }
        }
        return found
    }

    @Test("every pair is found, and no other", arguments: [1, 200, 333, 500, 667, 700, 750, 800, 900, 999, 1000])
    func pairs(_ threshold: Int) {
        var random = SeededRandom(UInt64(threshold))
        for round in 0..<12 {
            let texts = Self.texts(&random, count: 1 + random.below(120))
            let ignoresNumbers = round % 2 == 0
            var join = SimilarityJoin(threshold: threshold, ignoresNumbers: ignoresNumbers)
            for text in texts { join.append(runs: text.runs[...], numbersHash: text.numbers) }
            let copies = join.copies()
            // A pair of copies stands for itself and for those with any other copy.
            var groups: [Int: [Int]] = [:]
            for copy in copies { groups[Int(copy.first), default: []].append(Int(copy.copy)) }
            var found: Set<[Int]> = []
            for (first, others) in groups {
                let all = [first] + others
                for (place, one) in all.enumerated() {
                    for other in all[..<place] { found.insert([min(one, other), max(one, other), 1000]) }
                }
            }
            for pair in join.pairs() {
                for one in [Int(pair.first)] + groups[Int(pair.first), default: []] {
                    for other in [Int(pair.second)] + groups[Int(pair.second), default: []] {
                        let isNew = found.insert([min(one, other), max(one, other), Int(pair.similarity)]).inserted
                        #expect(isNew)
                    }
                }
            }
            #expect(found == Self.naive(texts, threshold, ignoresNumbers))
        }
    }

    @Test("pairs come in order, each once")
    func order() {
        var random = SeededRandom(99)
        var join = SimilarityJoin(threshold: 600)
        for text in Self.texts(&random, count: 300) { join.append(runs: text.runs[...], numbersHash: text.numbers) }
        let pairs = join.pairs()
        #expect(pairs == pairs.sorted() && pairs.count > 50)
        #expect(Set(pairs.map { [$0.first, $0.second] }).count == pairs.count)
        #expect(pairs.allSatisfy { $0.first < $0.second })
    }

    @Test("texts that do not take part are as if they had not been added")
    func inactive() {
        var random = SeededRandom(77)
        let texts = Self.texts(&random, count: 200)
        let isActive = texts.map { _ in random.below(3) > 0 }
        var (all, some) = (SimilarityJoin(threshold: 700), SimilarityJoin(threshold: 700))
        var numbers: [Int32] = []
        for (place, text) in texts.enumerated() {
            all.append(runs: text.runs[...], numbersHash: text.numbers)
            guard isActive[place] else { continue }
            some.append(runs: text.runs[...], numbersHash: text.numbers)
            numbers.append(Int32(place))
        }
        let expected = some.pairs().map { [numbers[Int($0.first)], numbers[Int($0.second)], $0.similarity] }
        #expect(all.pairs(among: isActive).map { [$0.first, $0.second, $0.similarity] } == expected)
        let copies = some.copies().map { [numbers[Int($0.first)], numbers[Int($0.copy)]] }
        #expect(all.copies(among: isActive).map { [$0.first, $0.copy] } == copies && !copies.isEmpty)
    }

    @Test("texts without runs are nobody's duplicates")
    func empty() {
        var join = SimilarityJoin(threshold: 500)
        for _ in 0..<3 { join.append(runs: [], numbersHash: 1) }
        #expect(join.pairs().isEmpty && join.copies().isEmpty && join.count == 3)
    }

    @Test("a sketch never counts too few")
    func sketch() {
        var random = SeededRandom(4)
        var sketch = OccurrenceSketch(keys: 10)
        var counts: [UInt64: Int] = [:]
        for _ in 0..<5000 {
            let key = random.next() & 0x3F << 58
            sketch.insert(key)
            counts[key, default: 0] += 1
        }
        #expect(counts.allSatisfy { Int(sketch.count(of: $0.key)) >= min(255, $0.value) })
    }
}
