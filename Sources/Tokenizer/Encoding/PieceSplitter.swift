import Bytes

/// Qwen2's pre-tokenization: splits a text into pieces that are encoded independently.
///
/// `PieceSplitter.pattern` is the equivalent regular expression, matched from the left with Perl's backtracking; this
/// is an automaton on bytes that reads each byte at most a few times. The text must be well-formed UTF-8; character
/// classes are those of `CharacterTable`.
struct PieceSplitter {
    /// The pattern in Qwen2.5's `tokenizer.json`.
    static let pattern =
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"

    private let text: UnsafePointer<UInt8>
    private let count: Int
    private let table: CharacterTable

    /// Creates a splitter for a text, which must outlive it.
    init(_ text: UnsafeBufferPointer<UInt8>, _ table: CharacterTable) {
        self.text = text.baseAddress ?? ("" as StaticString).utf8Start
        count = text.count
        self.table = table
    }

    /// Returns the class of the character at an offset below `count`, and its length in bytes.
    @inline(__always)
    private func character(at offset: Int) -> (kind: CharacterClass.RawValue, length: Int) {
        let byte = text[offset]
        if byte < 0x80 { return (table.classOf(UInt32(byte)), 1) }
        return wideCharacter(at: offset)
    }

    private func wideCharacter(at offset: Int) -> (kind: CharacterClass.RawValue, length: Int) {
        let (value, length) = UTF8Check.decode(
            ByteView(UnsafeBufferPointer(start: text + offset, count: count - offset)), at: 0)
        return (table.classOf(value), length)
    }

    /// Returns the end of the piece that starts at an offset below `count`.
    @inline(__always)
    func endOfPiece(at start: Int) -> Int {
        let (kind, length) = character(at: start)
        let next = start + length
        if kind == CharacterClass.letter.rawValue { return endOfLetters(from: next) }
        if kind == CharacterClass.number.rawValue { return next }
        if kind == CharacterClass.other.rawValue {
            if text[start] == UInt8(ascii: "'"), let end = endOfContraction(at: start) { return end }
            if next < count {
                let (following, length) = character(at: next)
                if following == CharacterClass.letter.rawValue { return endOfLetters(from: next + length) }
            }
            return endOfOthers(from: next)
        }
        if kind == CharacterClass.space.rawValue, next < count {
            let (following, length) = character(at: next)
            if following == CharacterClass.letter.rawValue { return endOfLetters(from: next + length) }
            if following == CharacterClass.other.rawValue, text[start] == 0x20 {
                return endOfOthers(from: next + length)
            }
        }
        return endOfWhiteSpace(from: start)
    }

    @inline(__always)
    private func endOfLetters(from start: Int) -> Int {
        var offset = start
        while offset < count {
            let (kind, length) = character(at: offset)
            if kind != CharacterClass.letter.rawValue { break }
            offset += length
        }
        return offset
    }

    /// Returns the end of a run of punctuation and the line ends after it.
    private func endOfOthers(from start: Int) -> Int {
        var offset = start
        while offset < count {
            let (kind, length) = character(at: offset)
            if kind != CharacterClass.other.rawValue { break }
            offset += length
        }
        while offset < count, text[offset] == 0x0A || text[offset] == 0x0D { offset += 1 }
        return offset
    }

    /// Returns the end of a piece of white space: after the last line end in the run; without one, the end of the run,
    /// except for its last character if other text follows.
    private func endOfWhiteSpace(from start: Int) -> Int {
        var offset = start
        var last = start
        var afterLineEnd = start
        while offset < count {
            let (kind, length) = character(at: offset)
            if kind < CharacterClass.space.rawValue { break }
            last = offset
            offset += length
            if kind == CharacterClass.lineEnd.rawValue { afterLineEnd = offset }
        }
        if afterLineEnd > start { return afterLineEnd }
        return offset < count && last > start ? last : offset
    }

    /// Returns the end of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` in any case, or nil.
    ///
    /// The long s (U+017F) matches an s when case is ignored.
    private func endOfContraction(at start: Int) -> Int? {
        guard start + 1 < count else { return nil }
        func lowered(_ offset: Int) -> UInt8 { offset < count ? text[offset] | 0x20 : 0 }
        switch lowered(start + 1) {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return lowered(start + 2) == UInt8(ascii: "e") ? start + 3 : nil
        case UInt8(ascii: "l"): return lowered(start + 2) == UInt8(ascii: "l") ? start + 3 : nil
        default: break
        }
        return start + 2 < count && text[start + 1] == 0xC5 && text[start + 2] == 0xBF ? start + 3 : nil
    }
}
