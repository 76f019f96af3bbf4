import Bytes

/// The digits of numbers.
extension ByteWriter {
    /// Appends a number in decimal digits.
    mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: UInt64(value.magnitude))
    }

    /// Appends a number in decimal digits.
    mutating func append(decimal value: UInt64) {
        var rest = value
        var count = 1
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        append(value, digits: count)
    }

    /// Appends the last digits of a number, zeros before it where it has fewer.
    mutating func append(_ value: UInt64, digits count: Int) {
        let digits = UnsafeMutableBufferPointer(start: reserve(count), count: count)
        var rest = value
        for place in (0..<count).reversed() {
            digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        advance(by: count)
    }

    /// Appends a decimal: a number of units of which ten to the power of the scale are one.
    mutating func append(decimal units: Int128, scale: Int) {
        if units < 0 { append(UInt8(ascii: "-")) }
        var digits: [UInt8] = []
        var rest = units.magnitude
        while rest > 0 {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            digits.append(UInt8(remainder))
            rest = quotient
        }
        append(digits: digits, scale: scale)
    }

    /// Appends a decimal whose units are a big-endian number in two's complement.
    mutating func append(decimalBytes bytes: ByteView, scale: Int) {
        if bytes.count <= 16 {
            var units: Int128 = bytes.first ?? 0 >= 0x80 ? -1 : 0
            for byte in bytes.buffer { units = units << 8 | Int128(byte) }
            return append(decimal: units, scale: scale)
        }
        let number = DecimalBytes(bytes)
        if number.isNegative { append(UInt8(ascii: "-")) }
        append(digits: number.digits, scale: scale)
    }

    /// Appends digits, the lowest first, with a point before the last of them.
    private mutating func append(digits: [UInt8], scale: Int) {
        for place in (0..<max(digits.count, scale + 1)).reversed() {
            append(UInt8(ascii: "0") + (place < digits.count ? digits[place] : 0))
            if place == scale, scale > 0 { append(UInt8(ascii: ".")) }
        }
    }
}

/// A number of more than 16 bytes.
struct DecimalBytes {
    /// The most bytes that a number may have; those of decimals that somebody uses have 32.
    static let longest = 256

    let isNegative: Bool
    /// The decimal digits of its magnitude, the lowest first.
    private(set) var digits: [UInt8] = []

    /// Reads a big-endian number in two's complement.
    init(_ bytes: ByteView) {
        isNegative = bytes.first ?? 0 >= 0x80
        var magnitude = bytes.array
        if isNegative {
            var carry = true
            for place in magnitude.indices.reversed() {
                magnitude[place] = ~magnitude[place] &+ (carry ? 1 : 0)
                carry = carry && magnitude[place] == 0
            }
        }
        while let first = magnitude.firstIndex(where: { $0 != 0 }) {
            magnitude.removeFirst(first)
            var remainder = 0
            for place in magnitude.indices {
                let part = remainder << 8 | Int(magnitude[place])
                magnitude[place] = UInt8(part / 10)
                remainder = part % 10
            }
            digits.append(UInt8(remainder))
        }
    }
}
