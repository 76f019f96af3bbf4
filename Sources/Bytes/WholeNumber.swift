/// Numbers in texts that somebody else wrote: cells, fields, options.
///
/// One rule holds wherever the program reads one: it is written as JSON writes numbers (RFC 8259, section 6), and white
/// space of ASCII around it is passed over. Hexadecimal digits, a leading plus or zero, underscores between digits, and
/// digits outside ASCII are no number, whatever the language of the program that wrote them would say.
extension ByteView {
    /// The whole number that the text writes, exactly: `12`, `12.0`, `1e3`; nil of every other text, of a number with a
    /// fraction, and of one that 64 bits do not hold.
    package var wholeNumber: Int? {
        let text = trimmed
        if let number = text.placeNumber { return number }
        guard let parts = NumberParts(text) else { return nil }
        var lastDigit = -1
        for (place, digit) in parts.digits(of: text).enumerated() where digit != 0x30 { lastDigit = place }
        if lastDigit < 0 { return 0 }
        // Digits before this place count whole ones.
        let point = parts.whole.count + parts.exponent
        guard lastDigit < point else { return nil }
        var value = 0
        var place = 0
        var digits = parts.digits(of: text).makeIterator()
        while place < point {
            let digit = Int((digits.next() ?? 0x30) - 0x30)
            // Below zero there is room for one more.
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, isTooLow) = tens.subtractingReportingOverflow(digit)
            if isTooLarge || isTooLow { return nil }
            value = next
            place += 1
        }
        return parts.isNegative ? value : value == .min ? nil : -value
    }

    /// The number that the text writes, as the nearest double; nil of every other text.
    package var doubleNumber: Double? {
        let text = trimmed
        return NumberParts(text) == nil ? nil : Double(text.text)
    }

    /// The number that decimal digits without a leading zero write, such as an element's place in a list or a token's rank.
    ///
    /// Nil of every other text, white space around digits included, and from 10^18 on.
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

/// Where the parts of a JSON number stand in a text.
private struct NumberParts {
    let isNegative: Bool
    /// The digits before the point.
    let whole: Range<Int>
    /// The digits behind it.
    let fraction: Range<Int>
    /// The power of ten; one that no text has room to make up for stands for all beyond it.
    let exponent: Int

    private static let largestExponent = 1 << 40

    /// Nil when the text, as a whole, is no JSON number.
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

    /// The digits before and behind the point, in order.
    func digits(of text: ByteView) -> some Sequence<UInt8> {
        [text[whole].buffer, text[fraction].buffer].joined()
    }
}
