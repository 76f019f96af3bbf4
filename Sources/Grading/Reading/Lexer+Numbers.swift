extension Lexer {
    /// The largest number of digits of a number; a longer one has no value.
    static let largestDigits = 3000

    mutating func readNumber() {
        var digits = takeDigits()
        var decimals: [UInt8] = []
        takeGroups(&digits)
        if byte(position) == 0x2E, !startsEllipsis {
            if Lexer.isDigit(byte(position + 1)) {
                position += 1
                decimals = takeDigits()
                takeSpacedDecimals(&decimals)
            } else if !digits.isEmpty, byte(position + 1) == 0x5C, starts("\\overline{", at: position + 1) {
                position += 1
            }
        } else if commas == .decimal, byte(position) == 0x2C, Lexer.isDigit(byte(position + 1)) {
            position += 1
            decimals = takeDigits()
        }
        guard digits.count + decimals.count <= Lexer.largestDigits else { return append(.opaque("number")) }
        let exponent = decimals.isEmpty && digits.count > 12 ? nil : takeExponent()
        let text = String(decoding: digits + decimals, as: UTF8.self)
        guard let whole = BigInteger(digits: digits + decimals) else { return append(.opaque("number")) }
        var value = Rational(whole)
        let power = (exponent ?? 0) - decimals.count
        if power != 0 { value = value * .powerOfTen(power) }
        if let period = takePeriod(), decimals.count + period.count < 60 {
            value = value + Lexer.repeating(period, after: decimals.count)
            append(.number(Numeral(value: value, digits: "", decimals: 0)))
            return
        }
        append(.number(Numeral(value: value, digits: text, decimals: max(0, -power))))
    }

    private var startsEllipsis: Bool { byte(position + 1) == 0x2E }

    private mutating func takeDigits() -> [UInt8] {
        let start = position
        while Lexer.isDigit(byte(position)) { position += 1 }
        return Array(bytes[start..<position])
    }

    /// The length of a separator of thousands at the position, or nil if there is none.
    private func groupSeparator() -> Int? {
        switch byte(position) {
        case 0x2C:
            if starts(",\\!", at: position) || starts(",\\,", at: position) { return 3 + spaces(position + 3) }
            return commas == .thousands ? 1 : nil
        case 0x7B where starts("{,}", at: position): return 3 + (starts("\\!", at: position + 3) ? 2 : 0)
        case 0x7B where starts("{,\\!}", at: position): return 5
        case 0x7B where starts("{, }", at: position): return 4
        case 0x5C where starts("\\,", at: position) || starts("\\ ", at: position): return 2
        case 0x5C where starts("\\!", at: position): return 2
        case 0x20: return 1
        case 0x7B where starts("{ , }", at: position): return 5
        case 0x20 where starts(" {, }", at: position): return 5
        case 0xE2 where starts("\u{2009}", at: position) || starts("\u{202F}", at: position): return 3
        case 0xC2 where starts("\u{A0}", at: position): return 2
        default: return nil
        }
    }

    private func spaces(_ offset: Int) -> Int {
        var end = offset
        while byte(end) == 0x20 { end += 1 }
        return end - offset
    }

    // Groups of three digits, each behind a separator, after one to three digits.
    private mutating func takeGroups(_ digits: inout [UInt8]) {
        guard (1...3).contains(digits.count), digits != [0x30] else { return }
        var separatorByte: UInt8?
        while true {
            let comma = starts(" {, }", at: position) ? 5 : nil
            guard let length = comma ?? groupSeparator() else { return }
            if separatorByte == nil { separatorByte = bytes[position] }
            guard bytes[position] == separatorByte else { return }
            let start = position + length
            guard Lexer.isDigit(byte(start)), Lexer.isDigit(byte(start + 1)), Lexer.isDigit(byte(start + 2)),
                !Lexer.isDigit(byte(start + 3))
            else { return }
            digits += bytes[start..<start + 3]
            position = start + 3
        }
    }

    // Decimals in groups: `3.141 592`.
    private mutating func takeSpacedDecimals(_ decimals: inout [UInt8]) {
        while decimals.count % 3 == 0, starts("\\,", at: position), Lexer.isDigit(byte(position + 2)) {
            position += 2
            decimals += takeDigits()
        }
    }

    private mutating func takeExponent() -> Int? {
        guard byte(position) | 0x20 == 0x65 else { return nil }
        var start = position + 1
        let isNegative = byte(start) == 0x2D
        if byte(start) == 0x2D || byte(start) == 0x2B { start += 1 }
        var (value, end) = (0, start)
        while Lexer.isDigit(byte(end)), end < start + 5 {
            value = value * 10 + Int(byte(end) - 0x30)
            end += 1
        }
        guard end > start, value <= 2000, !Lexer.isLetter(byte(end)), !Lexer.isDigit(byte(end)) else { return nil }
        position = end
        return isNegative ? -value : value
    }

    // The digits under a bar, which repeat without end.
    private mutating func takePeriod() -> [UInt8]? {
        for opening in ["\\overline{", "\\bar{", "\\dot{", "\\overline ", "\\bar "]
        where starts(opening, at: position) {
            let start = position + opening.utf8.count
            var end = start
            while Lexer.isDigit(byte(end)) { end += 1 }
            let braced = bytes[start - 1] == 0x7B
            guard end > start, !braced || byte(end) == 0x7D else { return nil }
            position = braced ? end + 1 : end
            return Array(bytes[start..<end])
        }
        return nil
    }

    private static func repeating(_ period: [UInt8], after decimals: Int) -> Rational {
        guard let digits = BigInteger(digits: period) else { return .zero }
        let nines = Rational.powerOfTen(period.count).numerator - .one
        return (Rational(digits, over: nines) ?? .zero) * .powerOfTen(-decimals)
    }
}
