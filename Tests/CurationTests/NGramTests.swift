import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Rows
@testable import Stages

/// A text of few different words, so that n-grams occur again and again.
private func text(_ random: inout SeededRandom, words: Int) -> String {
    (0..<words).map { _ in random.pick(["a", "b", "c", "É", "x1"]) }.joined(separator: random.pick([" ", ", ", "\n"]))
}

@Suite("N-grams and the definition")
struct NGramTests {
    private func read(_ text: String, _ length: Int) -> NGrams {
        let runs = NGrams(length: length)
        text.withByteView { runs.read($0) }
        return runs
    }

    /// The words of a text, as the definition of n-grams has them.
    private func words(_ text: String) -> [String] {
        let words = read(text, 1).words
        return (0..<words.count).map { words.joined($0..<$0 + 1) }
    }

    @Test("two n-grams have the same hashes exactly if they have the same words", arguments: [1, 2, 3, 5, 8])
    func hashes(_ length: Int) {
        var random = SeededRandom(UInt64(length))
        var known: [UInt64: [String]] = [:]
        var checks: [[String]: UInt32] = [:]
        for _ in 0..<60 {
            let text = text(&random, words: random.below(20))
            let (runs, words) = (read(text, length), words(text))
            #expect(runs.hashes.count == max(0, words.count - length + 1))
            var hashed: [HashedRun] = []
            runs.append(at: Array(runs.hashes.indices), to: &hashed)
            #expect(hashed.map(\.hash) == runs.hashes)
            for (start, run) in hashed.enumerated() {
                let gram = Array(words[start..<start + length])
                #expect(known[run.hash, default: gram] == gram && checks[gram, default: run.check] == run.check)
                (known[run.hash], checks[gram]) = (gram, run.check)
            }
        }
        #expect(Set(known.values).count == known.count && known.count > length)
    }

    @Test("evaluation sets overlap with a text exactly if they share n words in a row", arguments: 0..<40)
    func evaluation(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let length = 2 + random.below(4)
        let items = (0..<random.below(6)).map { _ in text(&random, words: random.below(9)) }
        var sets = EvaluationSets()
        for (number, item) in items.enumerated() {
            sets.append(
                read(item, length), of: "B", file: "b", origin: Origin(unit: .row, number: number + 1, offset: nil))
        }
        func grams(_ text: String) -> [[String]] {
            let words = words(text)
            return words.indices.dropLast(min(length - 1, words.count)).map { Array(words[$0..<$0 + length]) }
        }
        for _ in 0..<10 {
            let question = text(&random, words: random.below(12))
            let runs = read(question, length)
            // The first n-gram of the question that an item has, and the first item that has it.
            let first = grams(question).first { gram in items.contains { grams($0).contains(gram) } }
            #expect(sets.overlaps(runs) == (first != nil))
            let match = sets.match(in: runs)
            #expect((match == nil) == (first == nil))
            guard let match, let first else { continue }
            #expect(match.item.origin.number == (items.firstIndex { grams($0).contains(first) } ?? -1) + 1)
            // The words that are shared begin with the n-gram, and go on as far as both texts agree somewhere.
            #expect(self.words(match.words).starts(with: first))
            let shared = self.words(match.words).joined(separator: " ")
            #expect(self.words(question).joined(separator: " ").contains(shared))
            #expect(self.words(items[match.item.origin.number - 1]).joined(separator: " ").contains(shared))
        }
    }

    @Test("the index finds the first question of another source with an n-gram", arguments: [1, 3])
    func index(_ shares: Int) {
        var random = SeededRandom(UInt64(shares))
        let runs = (0..<400).map { _ in HashedRun(hash: random.next(), check: UInt32(truncatingIfNeeded: random.next()))
        }
        // Some have the same hash, and only the second hash tells them apart.
        let all = runs + runs.prefix(50).map { HashedRun(hash: $0.hash, check: $0.check ^ 1) }
        let index = NGramIndex()
        var holders = [[(question: QuestionIndex, source: UInt16)]](repeating: [], count: all.count)
        // Source by source, and in any order within one.
        for source in UInt16(0)..<5 {
            var inserted: [(run: HashedRun, question: QuestionIndex)] = []
            for _ in 0..<300 {
                let number = random.below(all.count)
                let question = QuestionIndex(Int(source) * 1000 + random.below(1000))
                holders[number].append((question, source))
                inserted.append((all[number], question))
            }
            for share in 0..<shares { index.insert(inserted, source: source, share: share, of: shares) }
        }
        index.prefetch(all)
        for (run, holders) in zip(all, holders) {
            for source in UInt16(0)...5 {
                let expected = holders.filter { $0.source != source }.map(\.question).min()
                #expect(index.holder(of: run, notOf: source) == expected)
            }
        }
        #expect(index.holder(of: HashedRun(hash: 1, check: 2), notOf: 9) == nil)
    }
}
