/// Parsing of numbers in untrusted text: cells, fields, options.
///
/// One rule applies throughout the program: numbers are written as in JSON (RFC 8259, section 6), and surrounding ASCII
/// white space is ignored. Hexadecimal digits, a leading plus or zero, underscores between digits, and digits outside
/// ASCII are rejected, whatever the program that wrote them would accept.
extension ByteView {
    /// The exact integer value of the text: `12`, `12.0`, `1e3`; nil for other texts, numbers with a fraction, and
    /// integers that do not fit in 64 bits.
    package var wholeNumber: Int? {
        let text = trimmed
        if let number = text.placeNumber { return number }
        guard let parts = NumberParts(text) else { return nil }
        var lastDigit = -1
        for (place, digit) in parts.digits(of: text).enumerated() where digit != 0x30 { lastDigit = place }
        if lastDigit < 0 { return 0 }
        // Digits before this index count whole ones.
        let point = parts.whole.count + parts.exponent
        guard lastDigit < point else { return nil }
        var value = 0
        var place = 0
        var digits = parts.digits(of: text).makeIterator()
        while place < point {
            let digit = Int((digits.next() ?? 0x30) - 0x30)
            // Negative numbers have room for one more value.
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, isTooLow) = tens.subtractingReportingOverflow(digit)
            if isTooLarge || isTooLow { return nil }
            value = next
            place += 1
        }
        return parts.isNegative ? value : value == .min ? nil : -value
    }

    /// The value of the text as the nearest double; nil for other texts.
    package var doubleNumber: Double? {
        let text = trimmed
        return NumberParts(text) == nil ? nil : Double(text.text)
    }

    /// The value of decimal digits without leading zeros, such as the index of an element or the rank of a token.
    ///
    /// It is nil for other texts, including surrounding white space, and from 10^18 on.
    package var placeNumber: Int? {
        guard !isEmpty, count < 19, count == 1 || first != UInt8(ascii: "0") else { return nil }
        var value = 0
        for byte in buffer {
            guard byte.isASCIIDigit else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}

/// The ranges of the parts of a JSON number in a text.
private struct NumberParts {
    let isNegative: Bool
    /// The digits before the decimal point.
    let whole: Range<Int>
    /// The digits after it.
    let fraction: Range<Int>
    /// The power of ten, clamped to a value beyond what the digits of any text can offset.
    let exponent: Int

    private static let largestExponent = 1 << 40

    /// Returns nil if the whole text is not a JSON number.
    init?(_ text: ByteView) {
        var place = 0
        func byte() -> UInt8 { place < text.count ? text[place] : 0 }
        func digits() -> Range<Int>? {
            let start = place
            while byte().isASCIIDigit { place += 1 }
            return start < place ? start..<place : nil
        }
        isNegative = byte() == UInt8(ascii: "-")
        if isNegative { place += 1 }
        guard let whole = digits(), whole.count == 1 || text[whole.lowerBound] != UInt8(ascii: "0") else { return nil }
        self.whole = whole
        var fraction = place..<place
        if byte() == UInt8(ascii: ".") {
            place += 1
            guard let found = digits() else { return nil }
            fraction = found
        }
        self.fraction = fraction
        var exponent = 0
        if byte() | 0x20 == UInt8(ascii: "e") {
            place += 1
            let sign = byte()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { place += 1 }
            guard let found = digits() else { return nil }
            for byte in text[found].buffer { exponent = min(exponent * 10 + Int(byte - 0x30), Self.largestExponent) }
            if sign == UInt8(ascii: "-") { exponent = -exponent }
        }
        self.exponent = exponent
        guard place == text.count else { return nil }
    }

    /// Returns the digits before and after the decimal point, in order.
    func digits(of text: ByteView) -> some Sequence<UInt8> {
        [text[whole].buffer, text[fraction].buffer].joined()
    }
}
