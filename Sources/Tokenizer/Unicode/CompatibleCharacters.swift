import Bytes

/// Form NFKC piece by piece: the characters of a text, each with the marks that combine with it.
///
/// The pieces' forms in a row are the form of the whole text, so that each can be traced to its place in the text. It is
/// not thread-safe.
package struct CompatibleCharacters: Sendable {
    private let mappings = CompatibilityMappings.shared
    private let table = CharacterTable.shared
    private let normalization = NormalizationTables.shared

    /// Creates a reader of pieces.
    package init() {}

    /// Returns the length in bytes of the piece at an offset of a well-formed UTF-8 text, and its normalized form; nil
    /// if that is the piece itself.
    package func piece(of text: ByteView, at offset: Int) -> (length: Int, normalized: [UInt8]?) {
        let (value, length) = UTF8Check.decode(text, at: offset)
        var end = offset + length
        while end < text.count, text[end] >= 0x80 {
            let (next, nextLength) = UTF8Check.decode(text, at: end)
            guard combines(next) else { break }
            end += nextLength
        }
        if end == offset + length, table.value(of: value) & CharacterTable.normalizationBit == 0,
            value < 0xA0 || mappings.replacement(of: value) == nil
        {
            return (length, nil)
        }
        return (end - offset, mappings.normalized(text[offset..<end]))
    }

    /// Returns whether the character at an offset may combine with the one before it.
    package func combines(_ text: ByteView, at offset: Int) -> Bool {
        combines(UTF8Check.decode(text, at: offset).value)
    }

    /// Returns whether a character may combine with the one before it: what it consists of begins with a mark, or with
    /// the second character of a composition.
    private func combines(_ value: UInt32) -> Bool {
        guard value >= 0x300 else { return false }
        let first = mappings.replacement(of: value)?.first ?? value
        guard table.value(of: first) & CharacterTable.normalizationBit != 0 else { return false }
        if first &- 0xAC00 < 11172 { return false }
        return normalization.isContinuation(first)
    }

    /// Whether a code point has the general category L.
    package func isLetter(_ value: UInt32) -> Bool { table.classOf(value) == CharacterClass.letter.rawValue }

    /// Whether a code point has the general category N.
    package func isNumber(_ value: UInt32) -> Bool { table.classOf(value) == CharacterClass.number.rawValue }
}
