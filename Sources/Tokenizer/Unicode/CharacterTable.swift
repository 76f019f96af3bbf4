import Bytes

/// The class of a character for pre-tokenization.
enum CharacterClass: UInt8 {
    /// All other characters: punctuation, symbols, marks, control characters, unassigned code points.
    case other = 0
    /// The general category L.
    case letter = 1
    /// The general category N.
    case number = 2
    /// White_Space except carriage return and line feed.
    case space = 3
    /// Carriage return and line feed.
    case lineEnd = 4
}

/// The class of every code point, and whether it is relevant to normalization.
///
/// It is a two-level table: a block of 128 code points, and the code point in the block. Equal blocks are stored once,
/// so that the table has about 60 KB. It lives as long as the program.
struct CharacterTable: @unchecked Sendable {
    /// Set for characters that may not be normalized: those with a combining class, with a decomposition, or that can
    /// be the second character of a composition.
    static let normalizationBit: UInt8 = 8

    private let blocks: UnsafePointer<UInt16>
    private let values: UnsafePointer<UInt8>

    /// The shared table.
    static let shared = CharacterTable()

    private init() {
        var all = [UInt8](repeating: CharacterClass.other.rawValue, count: 0x110000)
        CodePointList(UnicodeTables.letters).forEach { _, range in
            for value in range { all[value] = CharacterClass.letter.rawValue }
        }
        CodePointList(UnicodeTables.numbers).forEach { _, range in
            for value in range { all[value] = CharacterClass.number.rawValue }
        }
        for value in 0...0x3000 where Words.isWhiteSpace(UInt32(value)) { all[value] = CharacterClass.space.rawValue }
        all[0x0A] = CharacterClass.lineEnd.rawValue
        all[0x0D] = CharacterClass.lineEnd.rawValue
        for value in NormalizationTables.shared.relevant { all[Int(value)] |= Self.normalizationBit }
        // The vowels and final consonants of Hangul syllables, which compose with the preceding character.
        for value in [0x1161...0x1175, 0x11A8...0x11C2].joined() { all[value] |= Self.normalizationBit }

        var numbers = StringTable()
        let blocks = UnsafeMutablePointer<UInt16>.allocate(capacity: 0x110000 >> 7)
        for block in 0..<0x110000 >> 7 {
            let number = all.withByteView { numbers.index(of: $0[block << 7..<(block + 1) << 7]) }
            (blocks + block).initialize(to: UInt16(number))
        }
        let values = UnsafeMutablePointer<UInt8>.allocate(capacity: numbers.bytes.count)
        _ = UnsafeMutableBufferPointer(start: values, count: numbers.bytes.count).initialize(from: numbers.bytes)
        self.blocks = UnsafePointer(blocks)
        self.values = UnsafePointer(values)
    }

    /// Returns the class and the normalization bit of a code point below 0x110000.
    @inline(__always)
    func value(of codePoint: UInt32) -> UInt8 {
        precondition(codePoint < 0x110000)
        return values[Int(blocks[Int(codePoint >> 7)]) << 7 | Int(codePoint & 127)]
    }

    /// Returns the class of a code point below 0x110000, as the raw value of `CharacterClass`.
    @inline(__always)
    func classOf(_ codePoint: UInt32) -> UInt8 { value(of: codePoint) & 7 }
}

/// A list of code points and ranges in the format of `UnicodeTables`, in parts that begin with `=` and a number.
struct CodePointList {
    private let text: StaticString

    init(_ text: StaticString) {
        self.text = text
    }

    /// Calls `body` with each range, and the number of its part (0 before the first).
    func forEach(_ body: (_ part: Int, ClosedRange<Int>) -> Void) {
        var part = 0
        ByteView(text).forEachWord { word in
            if word.first == UInt8(ascii: "=") {
                part = Int(word[1...].text) ?? 0
            } else if let dash = word.firstIndex(of: UInt8(ascii: "-")) {
                body(part, word[..<dash].hexadecimal...word[(dash + 1)...].hexadecimal)
            } else {
                body(part, word.hexadecimal...word.hexadecimal)
            }
        }
    }
}

extension ByteView {
    /// Calls `body` with each run of bytes between single spaces.
    func forEachWord(_ body: (ByteView) -> Void) {
        var start = 0
        while start < count {
            let end = firstIndex(of: 0x20, from: start) ?? count
            if end > start { body(self[start..<end]) }
            start = end + 1
        }
    }

    /// The value of uppercase hexadecimal digits.
    var hexadecimal: Int {
        var value = 0
        for byte in buffer { value = value << 4 | Int(byte < 0x41 ? byte - 0x30 : byte - 0x37) }
        return value
    }
}
