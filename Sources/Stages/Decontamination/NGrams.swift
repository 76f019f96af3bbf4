import Bytes

/// All n-grams of a text, each with a 64-bit hash.
///
/// An instance is reused for one text after the other. Not thread-safe.
final class NGrams {
    /// The number of words in an n-gram.
    let length: Int
    private(set) var words = Words()
    /// The hash of the n-gram that begins at each word.
    private(set) var hashes: [UInt64] = []
    private var wordHashes: [UInt64] = []
    /// The factor of an n-gram's first word.
    private let topFactor: UInt64
    private static let factor: UInt64 = 0x9FB2_1C65_1E98_DF25

    init(length: Int) {
        self.length = length
        topFactor = (1..<max(length, 1)).reduce(1) { power, _ in power &* Self.factor }
    }

    /// Reads a text.
    func read(_ text: ByteView) {
        // Local copies avoid exclusivity checks.
        var (words, wordHashes, hashes) = (Words(), [UInt64](), [UInt64]())
        swap(&words, &self.words)
        swap(&wordHashes, &self.wordHashes)
        swap(&hashes, &self.hashes)
        words.read(text)
        words.hashes(into: &wordHashes)
        Self.hash(wordHashes, length, topFactor, into: &hashes)
        swap(&words, &self.words)
        swap(&wordHashes, &self.wordHashes)
        swap(&hashes, &self.hashes)
    }

    private static func hash(_ words: [UInt64], _ length: Int, _ topFactor: UInt64, into hashes: inout [UInt64]) {
        hashes.removeAll(keepingCapacity: true)
        guard words.count >= length else { return }
        hashes.reserveCapacity(words.count - length + 1)
        // A rolling polynomial hash over the words' hashes: each step removes the first word and adds the next.
        var sum: UInt64 = 0
        for (index, hash) in words.enumerated() {
            sum = sum &* factor &+ hash
            if index >= length - 1 {
                hashes.append(Mix.fold(sum, 0xD6E8_FEB8_6659_FD93))
                sum = sum &- words[index - (length - 1)] &* topFactor
            }
        }
    }

    /// Appends the n-grams that begin at the given words, each with a second hash that is computed independently.
    func append(at places: [Int], to runs: inout [HashedRun]) {
        // Local copies avoid exclusivity checks.
        let (hashes, wordHashes, length) = (hashes, wordHashes, length)
        for word in places {
            var sum: UInt64 = 0
            for hash in wordHashes[word..<word + length] { sum = Mix.fold(sum ^ hash, 0x8EBC_6AF0_9C88_C6E3) }
            runs.append(HashedRun(hash: hashes[word], check: UInt32(truncatingIfNeeded: sum)))
        }
    }

    /// Returns whether the n-gram that begins at a word equals one in another text.
    func hasRun(at word: Int, in other: Words, at otherWord: Int) -> Bool {
        words.commonLength(at: word, with: other, at: otherWord, atMost: length) == length
    }

    /// Returns the next key to try for an n-gram when the key belongs to another n-gram.
    static func next(_ key: UInt64) -> UInt64 { key &* 0x2545_F491_4F6C_DD1D &+ 1 }

    /// Returns the number of consecutive words, from two starting points, that are the same in this text and another.
    func commonLength(at word: Int, with other: Words, at otherWord: Int) -> Int {
        words.commonLength(at: word, with: other, at: otherWord)
    }
}
