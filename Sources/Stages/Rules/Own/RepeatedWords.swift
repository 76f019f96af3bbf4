import Bytes

/// A search for a run of words that a text repeats, such as a loop in a trace.
///
/// Runs are looked up by a rolling hash (Karp and Rabin) and compared exactly, word by word, so that nothing depends on
/// the hash but the time. Its base and those of the words are chosen when the program starts, so that no text can be
/// made whose runs collide: the time is linear in the text, and in the length of a run where it is found again.
struct RepeatedWords: Sendable, Equatable {
    /// The number of words of a run.
    let length: Int
    /// The number of times that a run must occur, without overlap.
    let times: Int

    /// The range of the first occurrence of the run whose last required occurrence comes first, in bytes, and the number
    /// of times that it occurs in all; nil if no run occurs often enough.
    func first(in text: ByteView) -> (place: Range<Int>, times: Int)? {
        let words = TextWords(text).ranges
        // Without overlap there is no room for more.
        guard words.count / length >= times else { return nil }
        var search = RunSearch(words: words, text: text, length: length)
        return search.first(times: times)
    }
}

/// The search in one text.
private struct RunSearch {
    let words: [Range<Int>]
    let text: ByteView
    let length: Int
    private let hashes: [UInt64]
    /// The starts of the first occurrences, plus one, by their hash; 0 for an empty slot.
    private var slots: [Int32]
    /// For each first occurrence, how often it has been found, and behind which word the last one ended.
    private var found: [(times: Int32, end: Int32)]

    init(words: [Range<Int>], text: ByteView, length: Int) {
        (self.words, self.text, self.length) = (words, text, length)
        hashes = RunHashes.hashes(of: words, in: text, length: length)
        var size = 16
        while size < hashes.count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        found = Array(repeating: (0, 0), count: hashes.count)
    }

    mutating func first(times: Int) -> (place: Range<Int>, times: Int)? {
        for start in hashes.indices {
            let known = firstOccurrence(of: start)
            if found[known].times > 0, start < Int(found[known].end) { continue }
            found[known] = (found[known].times + 1, Int32(start + length))
            if Int(found[known].times) == times {
                let more = occurrences(of: known, from: start + length)
                return (words[known].lowerBound..<words[known + length - 1].upperBound, times + more)
            }
        }
        return nil
    }

    /// Returns the first start of the run of words at `start`, which is entered if it is new.
    private mutating func firstOccurrence(of start: Int) -> Int {
        var slot = Int(truncatingIfNeeded: hashes[start]) & (slots.count - 1)
        while slots[slot] != 0 {
            let known = Int(slots[slot]) - 1
            if hashes[known] == hashes[start], isEqual(known, start) { return known }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(start + 1)
        return start
    }

    /// Returns how often a run occurs from a word on, without overlap.
    private func occurrences(of run: Int, from first: Int) -> Int {
        var (start, count) = (first, 0)
        while start < hashes.count {
            if hashes[start] == hashes[run], isEqual(run, start) {
                count += 1
                start += length
            } else {
                start += 1
            }
        }
        return count
    }

    private func isEqual(_ a: Int, _ b: Int) -> Bool {
        (0..<length).allSatisfy { text[words[a + $0]] == text[words[b + $0]] }
    }
}

/// Hashes of the runs of words of a text: polynomials in the hashes of the words, modulo the prime 2^61 - 1.
private enum RunHashes {
    private static let prime: UInt64 = (1 << 61) - 1
    /// The variable of the polynomials, which nobody can know beforehand.
    private static let base = UInt64.random(in: (1 << 32)..<prime)

    static func hashes(of words: [Range<Int>], in text: ByteView, length: Int) -> [UInt64] {
        // Swift hashes with a key that differs from process to process.
        let values = words.map { UInt64(bitPattern: Int64(text[$0].hashValue)) % prime }
        var power: UInt64 = 1
        for _ in 0..<length { power = product(power, base) }
        var (hash, hashes): (UInt64, [UInt64]) = (0, [])
        hashes.reserveCapacity(max(0, words.count - length + 1))
        for (place, value) in values.enumerated() {
            hash = sum(product(hash, base), value)
            if place >= length { hash = sum(hash, prime - product(values[place - length], power)) }
            if place >= length - 1 { hashes.append(hash) }
        }
        return hashes
    }

    private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let sum = a + b
        return sum >= prime ? sum - prime : sum
    }

    private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        let (low, high) = (product.low & prime, product.high << 3 | product.low >> 61)
        return sum(low, high)
    }
}
