import Bytes

/// All runs of a number of words of one text, each with a 64-bit hash.
///
/// It belongs to one thread and is used for one text after the other.
final class WordRuns {
    /// How many words make a run.
    let length: Int
    private(set) var words = Words()
    /// The hash of the run that begins at each word.
    private(set) var hashes: [UInt64] = []
    private var wordHashes: [UInt64] = []
    /// The factor of a run's first word.
    private let topFactor: UInt64
    private static let factor: UInt64 = 0x9FB2_1C65_1E98_DF25

    init(length: Int) {
        self.length = length
        topFactor = (1..<max(length, 1)).reduce(1) { power, _ in power &* Self.factor }
    }

    /// Reads a text.
    func read(_ text: ByteView) {
        // In locals, which need no check for who else may be at them.
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
        // A polynomial in the words' hashes: each step takes the first word out and the next one in.
        var sum: UInt64 = 0
        for (index, hash) in words.enumerated() {
            sum = sum &* factor &+ hash
            if index >= length - 1 {
                hashes.append(Mix.fold(sum, 0xD6E8_FEB8_6659_FD93))
                sum = sum &- words[index - (length - 1)] &* topFactor
            }
        }
    }

    /// Appends the runs that begin at some words, each with a second hash that is made of the words' in another way.
    func append(at places: [Int], to runs: inout [HashedRun]) {
        // In locals, which need no check for who else may be at them.
        let (hashes, wordHashes, length) = (hashes, wordHashes, length)
        for word in places {
            var sum: UInt64 = 0
            for hash in wordHashes[word..<word + length] { sum = Mix.fold(sum ^ hash, 0x8EBC_6AF0_9C88_C6E3) }
            runs.append(HashedRun(hash: hashes[word], check: UInt32(truncatingIfNeeded: sum)))
        }
    }

    /// Whether the run that begins at a word is the same as one in another text.
    func hasRun(at word: Int, in other: Words, at otherWord: Int) -> Bool {
        words.commonLength(at: word, with: other, at: otherWord, atMost: length) == length
    }

    /// The key under which a run is looked for next, where another run has its hash.
    static func next(_ key: UInt64) -> UInt64 { key &* 0x2545_F491_4F6C_DD1D &+ 1 }

    /// How many words in a row, from two places on, are the same in this text and in another.
    func commonLength(at word: Int, with other: Words, at otherWord: Int) -> Int {
        words.commonLength(at: word, with: other, at: otherWord)
    }
}
