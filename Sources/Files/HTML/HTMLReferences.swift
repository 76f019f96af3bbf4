import Bytes

/// Resolves character references in HTML: `&lt;`, `&#60;` and `&#x3C;` (HTML standard, section 13.2.5.72 and after).
enum HTMLReferences {
    /// Appends text with its references resolved; anything that is not a reference is copied unchanged.
    ///
    /// - Parameter isInAttribute: whether an older name without its semicolon is left unresolved before `=`, a letter
    ///   or a digit.
    static func append(_ text: ByteView, to output: inout [UInt8], isInAttribute: Bool = false) {
        var start = 0
        while let ampersand = text.firstIndex(of: UInt8(ascii: "&"), from: start) {
            output.append(text[start..<ampersand])
            start = ampersand + 1
            let length = append(referenceIn: text[start...], to: &output, isInAttribute)
            if length == 0 { output.append(UInt8(ascii: "&")) }
            start += length
        }
        output.append(text[start...])
    }

    /// Appends the characters of the reference at the start of `text`, which follows its `&`.
    ///
    /// Returns the length of the reference, or 0 if there is none.
    private static func append(
        referenceIn text: ByteView, to output: inout [UInt8], _ isInAttribute: Bool
    ) -> Int {
        if text.first == UInt8(ascii: "#") { return append(numberIn: text, to: &output) }
        var length = 0
        while length < min(text.count, longestName), text[length].isASCIILetterOrDigit { length += 1 }
        guard length > 0 else { return 0 }
        if length < text.count, text[length] == UInt8(ascii: ";"), let name = names.index(of: text[..<length]) {
            append(name, to: &output)
            return length + 1
        }
        // The longest of the older names that is a prefix.
        for shorter in stride(from: min(length, longestOldName), to: 1, by: -1) {
            guard let name = names.index(of: text[..<shorter]), names.isOld[name] else { continue }
            if isInAttribute, shorter < text.count,
                text[shorter] == UInt8(ascii: "=") || text[shorter].isASCIILetterOrDigit
            {
                return 0
            }
            append(name, to: &output)
            return shorter
        }
        return 0
    }

    private static func append(_ name: Int, to output: inout [UInt8]) {
        output.append(scalar: names.values[name].0)
        if names.values[name].1 != 0 { output.append(scalar: names.values[name].1) }
    }

    // MARK: - Numbers

    private static func append(numberIn text: ByteView, to output: inout [UInt8]) -> Int {
        let isHexadecimal = text.count > 1 && text[1] | 0x20 == UInt8(ascii: "x")
        let start = isHexadecimal ? 2 : 1
        var (offset, value) = (start, UInt32(0))
        while offset < text.count, let digit = text[offset].digit(isHexadecimal ? 16 : 10) {
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x110000)
            offset += 1
        }
        guard offset > start else { return 0 }
        if offset < text.count, text[offset] == UInt8(ascii: ";") { offset += 1 }
        if let character = character(value) { output.append(scalar: character) }
        return offset
    }

    /// Returns the character for a number, or nil for control characters and numbers that are not characters.
    private static func character(_ value: UInt32) -> UInt32? {
        switch value {
        // These numbers are meant as Windows-1252, and all browsers show them so.
        case 0x80...0x9F: windows1252[Int(value) - 0x80]
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: value
        default: nil
        }
    }

    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
        0x17E, 0x178,
    ]

    // MARK: - Names

    /// The names with their values: one or two code points, the second 0 if there is only one.
    private struct Names {
        private var table = StringTable()
        private(set) var values: [(UInt32, UInt32)] = []
        /// Whether the semicolon is optional.
        private(set) var isOld: [Bool] = []

        init(_ text: ByteView) {
            for entry in text.buffer.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
                let parts = entry.split(separator: UInt8(ascii: "="))
                let isOld = parts[0].last != UInt8(ascii: ";")
                let name = Array(isOld ? parts[0] : parts[0].dropLast())
                _ = name.withByteView { table.index(of: $0) }
                let scalars = parts[1].split(separator: UInt8(ascii: "+")).map { digits in
                    digits.reduce(UInt32(0)) { $0 << 4 | ($1.digit(16) ?? 0) }
                }
                values.append((scalars[0], scalars.count > 1 ? scalars[1] : 0))
                self.isOld.append(isOld)
            }
        }

        func index(of name: ByteView) -> Int? { table.existingIndex(of: name) }
    }

    private static let names = Names(ByteView(HTMLReferenceNames.all))
    private static let (longestName, longestOldName) = (31, 6)
}

extension UInt8 {
    /// Whether it is an ASCII letter or digit.
    fileprivate var isASCIILetterOrDigit: Bool { isASCIIDigit || self | 0x20 &- 0x61 < 26 }

    /// Returns the value of a digit, or nil for any other character.
    fileprivate func digit(_ base: UInt8) -> UInt32? {
        let value =
            isASCIIDigit ? self - 0x30 : self | 0x20 >= 0x61 && self | 0x20 <= 0x66 ? (self | 0x20) - 0x61 + 10 : base
        return value < base ? UInt32(value) : nil
    }
}
