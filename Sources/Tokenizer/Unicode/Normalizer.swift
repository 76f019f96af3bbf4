import Bytes

/// Normalisation form C of Unicode Standard Annex 15, for texts of well-formed UTF-8.
///
/// A text that needs nothing is left where it is, and finding that out costs little: eight bytes a step while nothing
/// reaches U+0300. It belongs to one thread.
struct Normalizer {
    private let table = CharacterTable.shared
    private let normalization = NormalizationTables.shared
    private var normalized: [UInt8] = []
    private var scalars: [UInt32] = []
    private var classes: [(combiningClass: UInt8, value: UInt32)] = []

    /// Calls with the normalised text: the same bytes where they are normalised.
    mutating func withNormalized<Result>(_ text: ByteView, _ body: (ByteView) throws -> Result) rethrows -> Result {
        guard let first = firstRelevant(in: text, from: 0) else { return try body(text) }
        normalize(text, first)
        return try normalized.withByteView { try body($0) }
    }

    /// The offset of the first character at or after an offset that may change, or nil.
    private func firstRelevant(in text: ByteView, from start: Int) -> Int? {
        var offset = start
        while offset < text.count {
            // A lead byte from 0xCC on begins a character from U+0300 on; what is below is always normalised.
            if offset + 8 <= text.count, Self.isLow(text.word(at: offset)) {
                offset += 8
                continue
            }
            let end = min(text.count, offset + 8)
            while offset < end {
                if text[offset] < 0xCC {
                    offset += 1
                    continue
                }
                let (value, length) = UTF8Check.decode(text, at: offset)
                if table.value(of: value) & CharacterTable.normalizationBit != 0 { return offset }
                offset += length
            }
        }
        return nil
    }

    /// True when none of eight bytes is 0xCC or above.
    @inline(__always)
    private static func isLow(_ word: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        // Per byte: the upper bit, and the lower seven at 0x4C or above.
        let carried = (word & ~high) &+ 0x3434_3434_3434_3434
        return word & carried & high == 0
    }

    /// Writes the normalised text to `normalized`: pieces that need nothing as they are, the others by the algorithm.
    private mutating func normalize(_ text: ByteView, _ first: Int) {
        normalized.removeAll(keepingCapacity: true)
        var written = 0
        var relevant: Int? = first
        while let place = relevant {
            // The character before may be the one that a mark is composed with.
            var start = place
            if start > written {
                repeat { start -= 1 } while start > written && text[start] & 0xC0 == 0x80
            }
            normalized.append(text[written..<start])
            var end = place
            while end < text.count {
                let (value, length) = UTF8Check.decode(text, at: end)
                guard table.value(of: value) & CharacterTable.normalizationBit != 0 else { break }
                end += length
            }
            compose(text[start..<end])
            written = end
            relevant = firstRelevant(in: text, from: end)
        }
        normalized.append(text[written...])
    }

    /// Appends the normal form of a piece that neither what is before it nor what is behind it can change.
    private mutating func compose(_ piece: ByteView) {
        scalars.removeAll(keepingCapacity: true)
        var offset = 0
        while offset < piece.count {
            let (value, length) = UTF8Check.decode(piece, at: offset)
            normalization.appendDecomposition(of: value, to: &scalars)
            offset += length
        }
        classes.removeAll(keepingCapacity: true)
        for value in scalars { classes.append((normalization.combiningClass(of: value), value)) }
        sortMarks()
        var starter: Int?
        var lastClass: UInt8 = 0
        var count = 0
        for entry in classes {
            // A mark is kept from its starter by one of its own or a higher class between them.
            if let starter, count == starter + 1 || lastClass < entry.combiningClass,
                let composite = normalization.composite(classes[starter].value, entry.value)
            {
                classes[starter].value = composite
                continue
            }
            if entry.combiningClass == 0 { starter = count }
            lastClass = entry.combiningClass
            classes[count] = entry
            count += 1
        }
        for entry in classes.prefix(count) { normalized.append(scalar: entry.value) }
    }

    /// Brings each run of marks into the order of their classes, equals staying as they are.
    private mutating func sortMarks() {
        var start = 0
        while start < classes.count {
            guard classes[start].combiningClass > 0 else {
                start += 1
                continue
            }
            var end = start
            while end < classes.count, classes[end].combiningClass > 0 { end += 1 }
            if end - start > 1 {
                let sorted = classes[start..<end].enumerated().sorted {
                    ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
                }
                for (k, entry) in sorted.enumerated() { classes[start + k] = entry.element }
            }
            start = end
        }
    }
}
