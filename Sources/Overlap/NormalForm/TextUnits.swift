import Bytes

/// A text in the form in which questions are compared: its units, each with its place in the text.
///
/// A unit is a word, a number, a command of LaTeX, a symbol, or one character of a script without spaces. The form leaves
/// out what does not change a question: case, white space, punctuation, characters that take no room, compatibility
/// variants of characters (Unicode's NFKC, with this program's own tables, whatever the system's version), LaTeX that
/// only lays out (`NormalForm` has the rules). Brackets, exponents, indices and the like are *marks*: they belong to the
/// form, so that `3(x-1)` is not `3x-1`, but runs of units pass over them.
///
/// An instance is reused for many texts and is not thread-safe.
package struct TextUnits: Sendable {
    /// What a unit is.
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// A word, a command's name, or a character of a script without spaces.
        case word
        /// A number in digits.
        case number
        /// An operator or relation, such as `+` and `=`.
        case symbol
        /// A bracket, `^`, `_` and the like, which runs pass over.
        case mark
    }

    /// A unit's end in the bytes of the form, and its place in the text, in bytes.
    struct Entry: BitwiseCopyable, Sendable {
        var end: Int32
        var start: Int32
        var stop: Int32
        var kind: Kind
        /// Whether it belongs to the code of a figure.
        var isDrawn: Bool
    }

    /// The units' bytes, with nothing between them.
    var bytes: [UInt8] = []
    var entries: [Entry] = []

    /// Creates an instance without units.
    package init() {}

    /// Of a longer text the first bytes are read: places have 31 bits, and NFKC makes at most 18 characters of one.
    package static let longestText = 1 << 26

    /// The number of units.
    package var count: Int { entries.count }

    /// Returns what a unit is.
    package func kind(of unit: Int) -> Kind { entries[unit].kind }

    /// Returns whether a unit belongs to the code of a figure, such as Asymptote's between `[asy]` and `[/asy]`.
    package func isDrawn(_ unit: Int) -> Bool { entries[unit].isDrawn }

    /// Returns a unit's place in the text, in bytes.
    package func place(of unit: Int) -> Range<Int> {
        Int(entries[unit].start)..<max(Int(entries[unit].start), Int(entries[unit].stop))
    }

    func bounds(_ unit: Int) -> Range<Int> { (unit == 0 ? 0 : Int(entries[unit - 1].end))..<Int(entries[unit].end) }

    /// Returns the form of a unit.
    package func text(of unit: Int) -> String { bytes.withByteView { $0[bounds(unit)].text } }

    /// Returns whether a unit of this text and one of another are the same.
    package func isEqual(_ unit: Int, to other: TextUnits, _ otherUnit: Int) -> Bool {
        bytes.withByteView { mine in
            other.bytes.withByteView { mine[bounds(unit)] == $0[other.bounds(otherUnit)] }
        }
    }

    /// The form as a text: the units, separated by spaces.
    package var form: [UInt8] {
        var form: [UInt8] = []
        form.reserveCapacity(bytes.count + count)
        bytes.withByteView { bytes in
            for unit in 0..<count {
                if unit > 0 { form.append(0x20) }
                form.append(bytes[bounds(unit)])
            }
        }
        return form
    }

    /// Reads a well-formed UTF-8 text, of which the first `longestText` bytes count.
    package mutating func read(_ text: ByteView) {
        var scanner = UnitScanner(text[..<min(text.count, Self.longestText)])
        swap(&scanner.bytes, &bytes)
        swap(&scanner.entries, &entries)
        scanner.run()
        swap(&scanner.bytes, &bytes)
        swap(&scanner.entries, &entries)
    }

    /// Computes the 64-bit hash of a unit's bytes, the same on every machine.
    func hash(of unit: Int, in bytes: ByteView) -> UInt64 {
        let bounds = bounds(unit)
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bounds.count)
        var offset = bounds.lowerBound
        while offset + 8 <= bounds.upperBound {
            hash = Mix.fold(hash ^ bytes.word(at: offset), 0xA076_1D64_78BD_642F)
            offset += 8
        }
        var last: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bounds.upperBound {
            last |= UInt64(bytes[offset]) << shift
            shift += 8
            offset += 1
        }
        return Mix.fold(hash ^ last, 0xE703_7ED1_A0B4_28DB)
    }
}
