import Bytes
import Tokenizer

/// Cuts one text into units.
///
/// The rules are those of `NormalForm`; a rule about LaTeX is in the extension beside this file.
struct UnitScanner {
    let text: ByteView
    var bytes: [UInt8] = []
    var entries: [TextUnits.Entry] = []
    /// The place in the text, in bytes.
    var offset = 0
    /// The delimiter that ends the formula at the current place; nil outside of formulas.
    var formulaEnd: Formula?
    /// Whether the last unit is a letter of a formula behind which there was nothing but white space, so that the next
    /// letter belongs to the same product.
    var isProduct = false
    /// Whether the place is within the code of a figure.
    var isDrawn = false
    /// The number of arguments of a command that may still be single digits, as in `\frac12`.
    var digitArguments = 0
    let characters = CompatibleCharacters()

    /// What a formula began with.
    enum Formula { case dollar, twoDollars, parenthesis, bracket }

    init(_ text: ByteView) {
        self.text = text
    }

    var isInFormula: Bool { formulaEnd != nil }

    mutating func run() {
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        offset = NumberingLabel.end(in: text)
        while offset < text.count { step(text[offset]) }
    }

    private mutating func step(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): word()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
        case 0x20, 0x09...0x0D: offset += 1
        case UInt8(ascii: "\\"): command()
        case 0x80...: character()
        default: punctuation(byte)
        }
    }

    // MARK: - Units

    /// Ends a unit whose bytes have been written, and which ends before the current place of the text.
    mutating func end(_ kind: TextUnits.Kind, from start: Int) {
        isProduct = false
        if kind != .number { digitArguments = 0 }
        entries.append(
            TextUnits.Entry(
                end: Int32(truncatingIfNeeded: bytes.count), start: Int32(truncatingIfNeeded: start),
                stop: Int32(truncatingIfNeeded: offset), kind: kind, isDrawn: isDrawn))
    }

    /// Adds a unit with a form of its own for some bytes of the text.
    mutating func add(_ form: StaticString, _ kind: TextUnits.Kind, length: Int) {
        let start = offset
        offset += length
        bytes.append(form)
        end(kind, from: start)
    }

    mutating func addByte(_ byte: UInt8, _ kind: TextUnits.Kind, length: Int = 1) {
        let start = offset
        offset += length
        bytes.append(byte)
        end(kind, from: start)
    }

    /// Removes the mark of an exponent at the end: degrees are written as one, and as a sign of their own.
    mutating func removeExponent() {
        guard let last = entries.last, last.kind == .mark, bytes.last == UInt8(ascii: "^") else { return }
        entries.removeLast()
        bytes.removeLast()
    }

    mutating func skip(_ length: Int) {
        offset += length
        isProduct = false
    }

    // MARK: - Words and numbers

    private mutating func word() {
        let start = offset
        let joins = isProduct
        while offset < text.count {
            let byte = text[offset]
            if byte.isASCIILetter {
                bytes.append(byte | 0x20)
                offset += 1
            } else if byte == UInt8(ascii: "'"), !isInFormula, offset + 1 < text.count, text[offset + 1].isASCIILetter {
                offset += 1
            } else if byte >= 0x80 {
                guard let length = extendWord(from: start) else { break }
                offset += length
            } else {
                break
            }
        }
        let isLetter = offset == start + 1 && isInFormula
        if isLetter, joins {
            entries[entries.count - 1].end = Int32(truncatingIfNeeded: bytes.count)
            entries[entries.count - 1].stop = Int32(truncatingIfNeeded: offset)
        } else {
            end(.word, from: start)
        }
        isProduct = isLetter
    }

    /// Reads a number at the current place: digits with one decimal point, and separators of thousands.
    private mutating func number() {
        let start = offset
        if digitArguments > 0 {
            digitArguments -= 1
            let rest = digitArguments
            addByte(text[offset], .number)
            digitArguments = rest
            return
        }
        var digits = 0
        while offset < text.count, text[offset].isASCIIDigit {
            bytes.append(text[offset])
            offset += 1
            digits += 1
        }
        // The digits of a list in brackets may be separated alike.
        let isListed = start > 0 && (text[start - 1] == UInt8(ascii: "(") || text[start - 1] == UInt8(ascii: "["))
        if digits <= 3, text[start] != UInt8(ascii: "0") {
            while let length = thousands(atComma: !isListed) {
                bytes.append(text[offset + length - 3..<offset + length])
                offset += length
            }
        }
        if offset + 1 < text.count, text[offset] == UInt8(ascii: "."), text[offset + 1].isASCIIDigit {
            repeat {
                bytes.append(text[offset])
                offset += 1
            } while offset < text.count && text[offset].isASCIIDigit
        }
        end(.number, from: start)
    }

    /// Returns the length of a separator of thousands with three digits at the current place, or nil.
    private func thousands(atComma: Bool) -> Int? {
        let separators: [StaticString] = ["{,}", ",\\!", "\\,", ","]
        for separator in separators where text[offset...].starts(with: ByteView(separator)) {
            let place = offset + separator.utf8CodeUnitCount
            guard place + 3 <= text.count, (place..<place + 3).allSatisfy({ text[$0].isASCIIDigit }),
                place + 3 == text.count || !text[place + 3].isASCIIDigit,
                separator.utf8CodeUnitCount > 1 || atComma
            else { return nil }
            return place + 3 - offset
        }
        return nil
    }

    // MARK: - Punctuation in ASCII

    private mutating func punctuation(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "$"): dollar()
        case UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"): addByte(byte, .symbol)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"),
            UInt8(ascii: "^"), UInt8(ascii: "_"):
            if byte == UInt8(ascii: "["), figure() { return }
            addByte(byte, .mark)
        case UInt8(ascii: "%"): add("percent", .word, length: 1)
        case UInt8(ascii: "-"), UInt8(ascii: "/"):
            if isInFormula || isBesideNumber { addByte(byte, .symbol) } else { skip(1) }
        case UInt8(ascii: "*"):
            if isInFormula || isBesideNumber { add("times", .word, length: 1) } else { skip(1) }
        case UInt8(ascii: "!"), UInt8(ascii: ":"), UInt8(ascii: "'"):
            if isInFormula && byte != UInt8(ascii: ":") || isBehindDigit && byte != UInt8(ascii: "'") {
                addByte(byte, .mark)
            } else {
                skip(1)
            }
        case UInt8(ascii: "."):
            let isBegun = offset > 0 && (text[offset - 1].isASCIILetterOrDigit || text[offset - 1] == byte)
            if !isBegun, offset + 1 < text.count, text[offset + 1].isASCIIDigit {
                bytes.append(UInt8(ascii: "0"))
                let start = offset
                repeat {
                    bytes.append(text[offset])
                    offset += 1
                } while offset < text.count && text[offset].isASCIIDigit
                end(.number, from: start)
            } else {
                skip(1)
            }
        case UInt8(ascii: "{"):
            digitArguments = 0
            skip(1)
        default: skip(1)
        }
    }

    /// Whether the character before the current one is a digit, and the one behind it is a digit, too, or nothing.
    private var isBehindDigit: Bool {
        offset > 0 && text[offset - 1].isASCIIDigit
            && (text[offset] != UInt8(ascii: ":") || offset + 1 < text.count && text[offset + 1].isASCIIDigit)
    }

    /// Whether the next character that is not white space is a digit or begins a command or a bracket.
    private var isBesideNumber: Bool {
        var next = offset + 1
        while next < text.count, text[next].isASCIIWhiteSpace { next += 1 }
        guard next < text.count else { return false }
        return text[next].isASCIIDigit || text[next] == UInt8(ascii: "\\") || text[next] == UInt8(ascii: "(")
    }

    private mutating func dollar() {
        let isDouble = offset + 1 < text.count && text[offset + 1] == UInt8(ascii: "$")
        skip(isDouble ? 2 : 1)
        formulaEnd = formulaEnd == nil ? (isDouble ? .twoDollars : .dollar) : nil
    }

    /// Passes over a tag that begins or ends the code of a figure; returns whether there is one.
    private mutating func figure() -> Bool {
        let rest = text[offset...]
        guard rest.starts(with: "[asy]") || rest.starts(with: "[/asy]") else { return false }
        isDrawn = !rest.starts(with: "[/asy]")
        formulaEnd = nil
        skip(isDrawn ? 5 : 6)
        return true
    }
}

extension ByteView {
    /// Returns whether the bytes start with a literal.
    func starts(with prefix: StaticString) -> Bool { starts(with: ByteView(prefix)) }
}
