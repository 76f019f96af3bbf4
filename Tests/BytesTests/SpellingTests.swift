import TestSupport
import Testing

@testable import Bytes
@testable import Messages

@Suite("Spelling")
struct SpellingTests {
    /// The nearest word as its words define it.
    private func plainly(_ word: String, _ known: [String]) -> String? {
        let allowed = max(1, word.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = plainDistance(Array(word.lowercased()), Array(candidate.lowercased()))
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    private func plainDistance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }

    @Test("the nearest of many words is the one that is nearest when all are compared whole")
    func same() {
        var random = SeededRandom(15)
        func word() -> String { (0..<random.below(9)).map { _ in random.pick(["a", "b", "é", "B", "c"]) }.joined() }
        for _ in 0..<300 {
            let known = (0..<12).map { _ in word() }
            let spelling = Spelling(known)
            for _ in 0..<5 {
                let asked = word()
                #expect(spelling.nearest(to: asked) == plainly(asked, known), "\(asked) among \(known)")
            }
        }
    }

    @Test("a text that nobody typed has no nearest word, and is none")
    func longTexts() {
        let long = String(repeating: "x", count: 2_000_000)
        #expect(Spelling.nearest(to: long, among: ["target", long]) == nil)
        #expect(Spelling.nearest(to: "x", among: [long, "y"]) == "y")
        let word = String(repeating: "word", count: 60)
        #expect(Spelling.nearest(to: word + "s", among: ["target", word]) == word)
    }
}
