import Bytes
import Tokenizer

/// Characters outside ASCII.
extension UnitScanner {
    /// What a character does.
    private enum Role { case letter, alone, number, mark, ignored, other }

    /// Reads the piece at the current place, which does not begin in ASCII.
    mutating func character() {
        let (length, normalized) = characters.piece(of: text, at: offset)
        if let normalized {
            normalized.withByteView { take($0, length: length, isMapped: true) }
        } else {
            take(text[offset..<offset + length], length: length, isMapped: false)
        }
    }

    /// Adds the units of a normalized piece; all have its place.
    private mutating func take(_ piece: ByteView, length: Int, isMapped: Bool) {
        let (start, end) = (offset, offset + length)
        var place = 0
        while place < piece.count {
            let (value, size) = UTF8Check.decode(piece, at: place)
            offset = end
            switch role(of: value) {
            case .letter:
                let before = bytes.count
                place = letters(piece, from: place)
                if place == piece.count { continueWord() }
                let isGreek = renameGreekLetter(from: before)
                self.end(.word, from: start)
                isProduct = isGreek && isInFormula
            case .alone:
                bytes.append(piece[place..<place + size])
                place += size
                while place < piece.count, role(of: UTF8Check.decode(piece, at: place).value) == .mark {
                    let size = UTF8Check.decode(piece, at: place).length
                    bytes.append(piece[place..<place + size])
                    place += size
                }
                self.end(.word, from: start)
            case .number:
                // A raised or lowered digit is an exponent or an index.
                if isMapped, start > 0, let mark = scriptMark(at: start) { addMark(mark, from: start, to: end) }
                repeat {
                    let (value, size) = UTF8Check.decode(piece, at: place)
                    guard role(of: value) == .number else { break }
                    bytes.append(piece[place..<place + size])
                    place += size
                } while place < piece.count
                if place == piece.count, !isMapped || isFullWidth(at: start) { continueNumber() }
                self.end(.number, from: start)
            case .mark, .ignored:
                place += size
            case .other:
                symbol(value, from: start, to: end)
                place += size
            }
        }
        offset = max(offset, end)
    }

    private mutating func addMark(_ mark: UInt8, from start: Int, to end: Int) {
        bytes.append(mark)
        self.end(.mark, from: start)
    }

    /// Writes letters, in lower case, and marks of a piece from a place on; returns the place behind them.
    private mutating func letters(_ piece: ByteView, from start: Int) -> Int {
        var place = start
        while place < piece.count {
            let (value, size) = UTF8Check.decode(piece, at: place)
            let role = role(of: value)
            guard role == .letter || role == .mark || role == .ignored else { break }
            if role != .ignored { lower(value, piece[place..<place + size]) }
            place += size
        }
        return place
    }

    /// Writes the name of a Greek letter in its place if it is the only character from a byte of the form on.
    private mutating func renameGreekLetter(from before: Int) -> Bool {
        guard bytes.count == before + 2 else { return false }
        let value = bytes.withByteView { UTF8Check.decode($0, at: before).value }
        guard let name = CharacterNames.greek(value) else { return false }
        bytes.removeLast(2)
        bytes.append(name)
        return true
    }

    /// Writes a character in lower case, by Unicode's full mapping; a final sigma is a sigma.
    private mutating func lower(_ value: UInt32, _ form: ByteView) {
        if value < 0x80 {
            bytes.append(UInt8(value).isASCIILetter ? UInt8(value) | 0x20 : UInt8(value))
        } else if value == 0x3C2 {
            bytes.append(scalar: 0x3C3)
        } else if let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased {
            for byte in scalar.properties.lowercaseMapping.utf8 { bytes.append(byte) }
        } else {
            bytes.append(form)
        }
    }

    /// Extends the word that has been begun by a piece behind it, if that consists of letters and marks; returns the
    /// piece's length.
    mutating func extendWord(from start: Int) -> Int? {
        // A mark composes with the letter before it.
        let isMark = offset > start && text[offset - 1].isASCIILetter && characters.combines(text, at: offset)
        let place = isMark ? offset - 1 : offset
        let (length, normalized) = characters.piece(of: text, at: place)
        let piece = normalized ?? text[place..<place + length].array
        return piece.withByteView { piece -> Int? in
            var place = 0
            var isMathLetter = false
            while place < piece.count {
                let (value, size) = UTF8Check.decode(piece, at: place)
                switch role(of: value) {
                case .letter:
                    // A Greek letter behind a Latin one is a factor of its own.
                    if CharacterNames.isGreek(value) { isMathLetter = true }
                case .mark, .ignored: break
                default: return nil
                }
                place += size
            }
            if isMathLetter { return nil }
            if isMark { bytes.removeLast() }
            _ = letters(piece, from: 0)
            return isMark ? length - 1 : length
        }
    }

    /// Extends a word that began outside ASCII by what follows.
    private mutating func continueWord() {
        // A Latin letter behind a Greek one is a factor of its own.
        let isGreek = CharacterNames.isGreek(bytes.withByteView { UTF8Check.lastValue($0) })
        while offset < text.count {
            let byte = text[offset]
            if byte.isASCIILetter {
                if isGreek { break }
                bytes.append(byte | 0x20)
                offset += 1
            } else if byte >= 0x80, let length = extendAnyWord(isGreek: isGreek) {
                offset += length
            } else {
                break
            }
        }
    }

    private mutating func extendAnyWord(isGreek: Bool) -> Int? {
        let isMark = text[offset - 1].isASCIILetter && characters.combines(text, at: offset)
        let place = isMark ? offset - 1 : offset
        let (length, normalized) = characters.piece(of: text, at: place)
        let piece = normalized ?? text[place..<place + length].array
        return piece.withByteView { piece -> Int? in
            var place = 0
            while place < piece.count {
                let (value, size) = UTF8Check.decode(piece, at: place)
                let role = role(of: value)
                guard role == .letter || role == .mark || role == .ignored else { return nil }
                if role == .letter, CharacterNames.isGreek(value) != isGreek { return nil }
                place += size
            }
            if isMark { bytes.removeLast() }
            place = 0
            while place < piece.count {
                let (value, size) = UTF8Check.decode(piece, at: place)
                if role(of: value) != .ignored { lower(value, piece[place..<place + size]) }
                place += size
            }
            return isMark ? length - 1 : length
        }
    }

    private mutating func continueNumber() {
        while offset < text.count, text[offset] >= 0x80 {
            let (length, normalized) = characters.piece(of: text, at: offset)
            let piece = normalized ?? text[offset..<offset + length].array
            guard normalized == nil || isFullWidth(at: offset),
                piece.withByteView({ role(of: UTF8Check.decode($0, at: 0).value) }) == .number
            else { return }
            bytes.append(contentsOf: piece)
            offset += length
        }
    }

    // MARK: - Roles

    private func isFullWidth(at place: Int) -> Bool {
        (0xFF10...0xFF19).contains(UTF8Check.decode(text, at: place).value)
    }

    /// Returns `^` or `_` for a raised or lowered digit of the text.
    private func scriptMark(at place: Int) -> UInt8? {
        switch UTF8Check.decode(text, at: place).value {
        case 0xB2, 0xB3, 0xB9, 0x2070...0x2079: UInt8(ascii: "^")
        case 0x2080...0x2089: UInt8(ascii: "_")
        default: nil
        }
    }

    private func role(of value: UInt32) -> Role {
        if value < 0x80 {
            let byte = UInt8(value)
            return byte.isASCIILetter ? .letter : byte.isASCIIDigit ? .number : .other
        }
        if Words.isWhiteSpace(value) { return .other }
        if CharacterNames.isWithoutSpaces(value) { return .alone }
        if characters.isLetter(value) { return .letter }
        if characters.isNumber(value) { return .number }
        guard let scalar = Unicode.Scalar(value) else { return .other }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
        case .format, .control: return .ignored
        default: return .other
        }
    }

    /// Adds the unit of a symbol, if it has one.
    private mutating func symbol(_ value: UInt32, from start: Int, to end: Int) {
        offset = end
        if Words.isWhiteSpace(value) { return }
        isProduct = false
        guard let unit = CharacterNames.symbol(value) else {
            if value < 0x80 { asciiSymbol(UInt8(value), from: start) }
            return
        }
        // The fraction slash stands in a single character, such as a half.
        if unit.form == "-" || unit.form == "/" && value != 0x2044, !isInFormula, !isBeforeDigit { return }
        if unit.form == "circ" { removeExponent() }
        bytes.append(unit.form)
        self.end(unit.kind, from: start)
    }

    /// Adds the unit of a character in ASCII that NFKC made of another.
    private mutating func asciiSymbol(_ byte: UInt8, from start: Int) {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"):
            bytes.append(byte)
            self.end(.symbol, from: start)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"),
            UInt8(ascii: "^"), UInt8(ascii: "_"):
            bytes.append(byte)
            self.end(.mark, from: start)
        case UInt8(ascii: "%"):
            bytes.append("percent")
            self.end(.word, from: start)
        case UInt8(ascii: "-") where isInFormula || isBeforeDigit, UInt8(ascii: "/") where isInFormula || isBeforeDigit:
            bytes.append(byte)
            self.end(.symbol, from: start)
        default: break
        }
    }

    private var isBeforeDigit: Bool {
        var next = offset
        while next < text.count, text[next].isASCIIWhiteSpace { next += 1 }
        return next < text.count && (text[next].isASCIIDigit || text[next] == UInt8(ascii: "\\"))
    }
}

extension UTF8Check {
    /// Returns the last code point of well-formed text, or 0 if it is empty.
    fileprivate static func lastValue(_ text: ByteView) -> UInt32 {
        var place = text.count - 1
        while place > 0, text[place] & 0xC0 == 0x80 { place -= 1 }
        return place < 0 ? 0 : decode(text, at: place).value
    }
}

extension StaticString {
    static func == (a: StaticString, b: StaticString) -> Bool { ByteView(a) == ByteView(b) }
}
