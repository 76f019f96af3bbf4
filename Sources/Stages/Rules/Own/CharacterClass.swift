import Bytes
import Shapes

/// A class of characters, whose share of a text a rule of one's own bounds.
enum CharacterClass: String, DocumentedChoice {
    case letters, uppercase, lowercase, digits, whitespace, punctuation, symbols, control, ascii
    case nonASCII = "non_ascii"

    var meaning: String {
        switch self {
        case .letters: "letters of any script (Unicode's general category L)"
        case .uppercase: "capital letters (Lu and Lt)"
        case .lowercase: "small letters (Ll)"
        case .digits: "decimal digits of any script (Nd)"
        case .whitespace: "white space (White_Space)"
        case .punctuation: "punctuation (P)"
        case .symbols: "symbols, such as those of mathematics (S)"
        case .control: "control characters that are no white space (Cc)"
        case .ascii: "characters of ASCII"
        case .nonASCII: "characters beyond ASCII"
        }
    }

    /// Returns whether a character belongs to the class.
    func contains(_ value: UInt32) -> Bool {
        switch self {
        case .ascii: return value < 0x80
        case .nonASCII: return value >= 0x80
        case .whitespace: return Words.isWhiteSpace(value)
        default: break
        }
        guard let category = Unicode.Scalar(value)?.properties.generalCategory else { return false }
        switch (self, category) {
        case (.letters, .uppercaseLetter), (.letters, .lowercaseLetter), (.letters, .titlecaseLetter),
            (.letters, .modifierLetter), (.letters, .otherLetter), (.uppercase, .uppercaseLetter),
            (.uppercase, .titlecaseLetter), (.lowercase, .lowercaseLetter), (.digits, .decimalNumber):
            return true
        case (.punctuation, .connectorPunctuation), (.punctuation, .dashPunctuation),
            (.punctuation, .openPunctuation), (.punctuation, .closePunctuation), (.punctuation, .initialPunctuation),
            (.punctuation, .finalPunctuation), (.punctuation, .otherPunctuation), (.symbols, .mathSymbol),
            (.symbols, .currencySymbol), (.symbols, .modifierSymbol), (.symbols, .otherSymbol):
            return true
        case (.control, .control): return !Words.isWhiteSpace(value)
        default: return false
        }
    }

    /// The members of ASCII, looked up by the byte: most texts consist of these.
    private static let ofASCII: [CharacterClass: [Bool]] = Dictionary(
        uniqueKeysWithValues: allCases.map { kind in (kind, (0..<0x80).map { kind.contains($0) }) })

    /// Returns the number of characters of a text that belong to the class, and of all.
    func count(in text: ByteView) -> (count: Int, total: Int) {
        let ofASCII = Self.ofASCII[self] ?? []
        var (count, total, offset) = (0, 0, 0)
        while offset < text.count {
            let byte = text[offset]
            if byte < 0x80 {
                if ofASCII[Int(byte)] { count += 1 }
                offset += 1
            } else {
                let (value, length) = UTF8Check.decode(text, at: offset)
                if contains(value) { count += 1 }
                offset += length
            }
            total += 1
        }
        return (count, total)
    }
}

extension Script {
    /// Returns the number of letters of a text that belong to the script, of all letters, and the range of the first
    /// letter that does not.
    func count(in text: ByteView) -> (count: Int, total: Int, firstOther: Range<Int>?) {
        var (count, total, offset) = (0, 0, 0)
        var firstOther: Range<Int>?
        while offset < text.count {
            let (value, length) = UTF8Check.decode(text, at: offset)
            if value < 0x80 ? UInt8(value).isASCIILetter : CharacterClass.letters.contains(value) {
                total += 1
                if contains(value) {
                    count += 1
                } else if firstOther == nil {
                    firstOther = offset..<offset + length
                }
            }
            offset += length
        }
        return (count, total, firstOther)
    }
}
