import Bytes

/// Decompositions, compositions and combining classes, sorted for binary search.
///
/// They come from `UnicodeTables`; Hangul syllables are computed according to The Unicode Standard, section 3.12.
final class NormalizationTables: Sendable {
    /// The code points with a decomposition, in ascending order, and the end of each decomposition in `parts`.
    private let decomposed: [UInt32]
    private let ends: [Int32]
    private let parts: [UInt32]
    /// The pairs that compose, with the first code point in the high half, in ascending order, and their composites.
    private let pairs: [UInt64]
    private let composites: [UInt32]
    /// The second characters of the pairs.
    private let seconds: Set<UInt32>
    /// The ranges of code points with the same combining class, in ascending order.
    private let ranges: [(range: ClosedRange<UInt32>, combiningClass: UInt8)]

    /// The shared tables.
    static let shared = NormalizationTables()

    private init() {
        var decomposed: [UInt32] = []
        var ends: [Int32] = []
        var parts: [UInt32] = []
        var primary: [(composite: UInt32, parts: ArraySlice<UInt32>)] = []
        ByteView(UnicodeTables.decompositions).forEachWord { word in
            let mark = word.firstIndex(of: UInt8(ascii: "=")) ?? word.firstIndex(of: UInt8(ascii: "!")) ?? 0
            let start = parts.count
            var rest = word[(mark + 1)...]
            while let plus = rest.firstIndex(of: UInt8(ascii: "+")) {
                parts.append(UInt32(rest[..<plus].hexadecimal))
                rest = rest[(plus + 1)...]
            }
            parts.append(UInt32(rest.hexadecimal))
            decomposed.append(UInt32(word[..<mark].hexadecimal))
            ends.append(Int32(parts.count))
            if word[mark] == UInt8(ascii: "=") { primary.append((decomposed[decomposed.count - 1], parts[start...])) }
        }
        (self.decomposed, self.ends, self.parts) = (decomposed, ends, parts)

        // A composite of three characters consists of the composite of the first two and the third, so shorter ones
        // come first.
        var composites: [UInt64: UInt32] = [:]
        for (composite, parts) in primary.sorted(by: { $0.parts.count < $1.parts.count }) {
            let first = parts.dropFirst().dropLast().reduce(parts[parts.startIndex]) { first, second in
                composites[UInt64(first) << 32 | UInt64(second)] ?? 0
            }
            composites[UInt64(first) << 32 | UInt64(parts[parts.endIndex - 1])] = composite
        }
        pairs = composites.keys.sorted()
        self.composites = pairs.map { composites[$0] ?? 0 }
        seconds = Set(pairs.map { UInt32(truncatingIfNeeded: $0) })

        var ranges: [(range: ClosedRange<UInt32>, combiningClass: UInt8)] = []
        CodePointList(UnicodeTables.combiningClasses).forEach { combiningClass, range in
            ranges.append((UInt32(range.lowerBound)...UInt32(range.upperBound), UInt8(combiningClass)))
        }
        self.ranges = ranges.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The code points without which a text is certainly normalized, except for those of Hangul.
    var relevant: Set<UInt32> {
        var relevant = Set(decomposed)
        for pair in pairs { relevant.insert(UInt32(truncatingIfNeeded: pair)) }
        for entry in ranges { relevant.formUnion(entry.range) }
        return relevant
    }

    /// Returns the canonical combining class.
    func combiningClass(of value: UInt32) -> UInt8 {
        if value < 0x300 { return 0 }
        let place = ranges.firstPlace { $0.range.upperBound >= value }
        return place < ranges.count && ranges[place].range.contains(value) ? ranges[place].combiningClass : 0
    }

    /// Returns whether the decomposition of a character begins with a mark or with the second character of a pair that
    /// composes, so that it may change what precedes it.
    func isContinuation(_ value: UInt32) -> Bool {
        var parts: [UInt32] = []
        appendDecomposition(of: value, to: &parts)
        let first = parts.first ?? value
        // The vowels and final consonants of Hangul.
        if (0x1161...0x1175).contains(first) || (0x11A8...0x11C2).contains(first) { return true }
        return combiningClass(of: first) > 0 || seconds.contains(first)
    }

    /// Appends the full canonical decomposition of a character, or the character itself if it has none.
    func appendDecomposition(of value: UInt32, to scalars: inout [UInt32]) {
        if value &- 0xAC00 < 11172 {
            let syllable = value - 0xAC00
            scalars.append(0x1100 + syllable / 588)
            scalars.append(0x1161 + syllable % 588 / 28)
            if syllable % 28 > 0 { scalars.append(0x11A7 + syllable % 28) }
            return
        }
        let place = decomposed.firstPlace { $0 >= value }
        guard place < decomposed.count, decomposed[place] == value else { return scalars.append(value) }
        scalars.append(contentsOf: parts[Int(place == 0 ? 0 : ends[place - 1])..<Int(ends[place])])
    }

    /// Returns the composite of two characters, or nil.
    func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first &- 0x1100 < 19, second &- 0x1161 < 21 {
            return 0xAC00 + (first - 0x1100) * 588 + (second - 0x1161) * 28
        }
        if first &- 0xAC00 < 11172, (first - 0xAC00) % 28 == 0, second &- 0x11A8 < 27 { return first + second - 0x11A7 }
        let pair = UInt64(first) << 32 | UInt64(second)
        let place = pairs.firstPlace { $0 >= pair }
        return place < pairs.count && pairs[place] == pair ? composites[place] : nil
    }
}

extension Array {
    /// Returns the first index at which a condition holds, in an array where it holds from some index on.
    func firstPlace(where holds: (Element) -> Bool) -> Int {
        var (lower, upper) = (0, count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if holds(self[middle]) { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}
