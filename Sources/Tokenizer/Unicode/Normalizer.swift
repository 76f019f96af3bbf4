import Bytes

/// Normalization form C of Unicode Standard Annex 15, for well-formed UTF-8.
///
/// A text that is already normalized is not copied, and the check is fast: eight bytes per step where no character
/// reaches U+0300. It is not thread-safe.
struct Normalizer {
    private let table = CharacterTable.shared
    private let normalization = NormalizationTables.shared
    private var normalized: [UInt8] = []
    private var scalars: [UInt32] = []
    private var classes: [(combiningClass: UInt8, value: UInt32)] = []

    /// Calls `body` with the normalized text, which is `text` itself if that is normalized.
    mutating func withNormalized<Result, Failure: Error>(
        _ text: ByteView, _ body: (ByteView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let first = firstRelevant(in: text, from: 0) else { return try body(text) }
        normalize(text, first)
        return try normalized.withByteView(body)
    }

    /// Returns the offset of the first character at or after an offset that normalization may change, or nil.
    private func firstRelevant(in text: ByteView, from start: Int) -> Int? {
        var offset = start
        while offset < text.count {
            // A lead byte from 0xCC on starts a character from U+0300 on; text below that is always normalized.
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

    /// Returns whether all eight bytes are below 0xCC.
    @inline(__always)
    private static func isLow(_ word: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        // Per byte: the highest bit is set, and the lower seven are at least 0x4C.
        let carried = (word & ~high) &+ 0x3434_3434_3434_3434
        return word & carried & high == 0
    }

    /// Writes the normalized text to `normalized`, copying parts that need no change.
    private mutating func normalize(_ text: ByteView, _ first: Int) {
        normalized.removeAll(keepingCapacity: true)
        var written = 0
        var relevant: Int? = first
        while let place = relevant {
            // The preceding character may be the one that a mark composes with.
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

    /// Appends the normal form of a piece that is independent of the text around it.
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
            // A mark is blocked from its starter by a mark of the same or a higher class between them.
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

    /// Sorts each run of marks by class, stably.
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
