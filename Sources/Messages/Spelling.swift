/// Which known word somebody may have meant.
package struct Spelling: Sendable {
    /// The known words, of no more letters than people type, and their letters as numbers.
    private var known: [(word: String, letters: [Int])] = []
    /// The number of each letter in lower case that some known word has.
    private var numbers: [Character: Int] = [:]
    /// Nobody mistypes a word of more letters than these, and to compare it takes as many steps as the square of them.
    private static let mostLetters = 255

    /// Some known words, for one question after the other.
    package init(_ known: some Sequence<String>) {
        for word in known {
            guard let letters = Self.letters(of: word) else { continue }
            for letter in letters where numbers[letter] == nil { numbers[letter] = numbers.count }
            self.known.append((word, letters.map { numbers[$0] ?? -1 }))
        }
    }

    /// The known word with the fewest letters to change, insert, drop or swap, when they are few against the word's
    /// length; of several the first.
    package func nearest(to word: String) -> String? {
        // A letter that no known word has is like none of theirs.
        guard let letters = Self.letters(of: word)?.map({ numbers[$0] ?? -1 }) else { return nil }
        var allowed = max(1, word.count / 3)
        var best: String?
        for candidate in known {
            guard let distance = Self.distance(letters, candidate.letters, atMost: allowed) else { continue }
            best = candidate.word
            if distance == 0 { break }
            allowed = distance - 1
        }
        return best
    }

    /// The nearest of some known words, as `nearest(to:)` has it.
    package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        Spelling(known).nearest(to: word)
    }

    /// The letters of a word in lower case; nil where there are too many.
    private static func letters(of word: String) -> [Character]? {
        // A letter may have several bytes, a few of them marks.
        guard word.utf8.count <= 16 * mostLetters else { return nil }
        let letters = Array(word.lowercased())
        return letters.count <= mostLetters ? letters : nil
    }

    /// The optimal string alignment distance of two words: a swap of neighbours counts as one change.
    static func distance(_ a: String, _ b: String) -> Int {
        distance(Array(a), Array(b), atMost: max(a.count, b.count)) ?? 0
    }

    /// The same distance where it is at most so much, else nil.
    private static func distance<Letter: Equatable>(_ a: [Letter], _ b: [Letter], atMost most: Int) -> Int? {
        guard abs(a.count - b.count) <= most else { return nil }
        // What is further from the diagonal than that is larger anyhow, and stands for it.
        let far = most + 1
        var before = [Int](repeating: far, count: b.count + 1)
        var last = (0...b.count).map { min($0, far) }
        var row = before
        for i in a.indices {
            let band = max(0, i - most)..<min(b.count, i + most + 1)
            row[band.lowerBound] = band.lowerBound == 0 ? min(i + 1, far) : far
            var least = row[band.lowerBound]
            for j in band {
                var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                row[j + 1] = min(cost, far)
                least = min(least, cost)
            }
            if least > most { return nil }
            // The next row looks one further than this one has come.
            if band.upperBound < b.count { row[band.upperBound + 1] = far }
            (before, last, row) = (last, row, before)
        }
        return last[b.count] <= most ? last[b.count] : nil
    }
}
