/// Finds the known word that was probably meant.
package struct Spelling: Sendable {
    /// The known words that are not too long, and their letters as numbers.
    private var known: [(word: String, letters: [Int])] = []
    /// The number of each lowercase letter that occurs in a known word.
    private var numbers: [Character: Int] = [:]
    /// The maximum length of a word in letters; longer words are not typed by hand, and a comparison takes quadratic
    /// time.
    private static let mostLetters = 255

    /// Creates a lookup among known words, which can be used many times.
    package init(_ known: some Sequence<String>) {
        for word in known {
            guard let letters = Self.letters(of: word) else { continue }
            for letter in letters where numbers[letter] == nil { numbers[letter] = numbers.count }
            self.known.append((word, letters.map { numbers[$0] ?? -1 }))
        }
    }

    /// Returns the known word with the smallest edit distance if that is small for the length of `word`; the first if
    /// several are equally near.
    package func nearest(to word: String) -> String? {
        // A letter that no known word contains matches none.
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

    /// Returns the nearest of some known words, like `nearest(to:)`.
    package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        Spelling(known).nearest(to: word)
    }

    /// Returns the letters of a word in lower case, or nil if there are too many.
    private static func letters(of word: String) -> [Character]? {
        // A letter may have several bytes, some of them combining marks.
        guard word.utf8.count <= 16 * mostLetters else { return nil }
        let letters = Array(word.lowercased())
        return letters.count <= mostLetters ? letters : nil
    }

    /// Returns the optimal string alignment distance of two words, which counts a swap of neighbors as one edit.
    static func distance(_ a: String, _ b: String) -> Int {
        distance(Array(a), Array(b), atMost: max(a.count, b.count)) ?? 0
    }

    /// Returns the distance if it is at most `most`, otherwise nil.
    private static func distance<Letter: Equatable>(_ a: [Letter], _ b: [Letter], atMost most: Int) -> Int? {
        guard abs(a.count - b.count) <= most else { return nil }
        // Cells further from the diagonal exceed the limit in any case.
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
            // The next row reads one cell further than this one was computed.
            if band.upperBound < b.count { row[band.upperBound + 1] = far }
            (before, last, row) = (last, row, before)
        }
        return last[b.count] <= most ? last[b.count] : nil
    }
}
