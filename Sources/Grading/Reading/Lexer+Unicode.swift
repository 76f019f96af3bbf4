extension Lexer {
    /// Reads a character beyond ASCII.
    mutating func readScalar() {
        let (scalar, length) = decodeScalar()
        position += length
        if let exponent = Lexer.superscripts[scalar] {
            return readScript(exponent, table: Lexer.superscripts, as: .power)
        }
        if let index = Lexer.subscripts[scalar] { return readScript(index, table: Lexer.subscripts, as: .lowered) }
        if let token = Lexer.scalars[scalar] { return append(token) }
        if let (top, bottom) = Lexer.fractions[scalar] {
            return append(fraction: top, over: bottom)
        }
        if (0xFF01...0xFF5E).contains(scalar) {
            // The full-width form of an ASCII character.
            var inner = Lexer([UInt8(scalar - 0xFEE0)], commas: commas)
            _ = inner.run()
            for token in inner.tokens { append(token) }
            return
        }
        if Lexer.spaces.contains(scalar) {
            space = true
            return
        }
        readForeignWord(from: position - length)
    }

    private mutating func append(fraction top: Int, over bottom: Int) {
        append(.fraction)
        for part in [top, bottom] {
            append(.open(.brace))
            append(.number(Numeral(part)))
            append(.close(.brace))
        }
    }

    private func decodeScalar() -> (UInt32, Int) {
        let lead = UInt32(bytes[position])
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        guard length > 1, position + length <= bytes.count else { return (0xFFFD, 1) }
        var scalar = lead & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for byte in bytes[position + 1..<position + length] { scalar = scalar << 6 | UInt32(byte & 0x3F) }
        return (scalar, length)
    }

    private mutating func readScript(_ first: UInt8, table: [UInt32: UInt8], as token: Token) {
        var script = [first]
        while byte(position) >= 0x80 {
            let (scalar, length) = decodeScalar()
            guard let next = table[scalar] else { break }
            script.append(next)
            position += length
        }
        append(token)
        append(.open(.brace))
        var inner = Lexer(script, commas: commas)
        if inner.run() { for token in inner.tokens { append(token) } }
        append(.close(.brace))
    }

    private mutating func readForeignWord(from start: Int) {
        while byte(position) >= 0x80 || Lexer.isLetter(byte(position)) {
            if byte(position) >= 0x80 {
                let (scalar, length) = decodeScalar()
                if Lexer.scalars[scalar] != nil || Lexer.spaces.contains(scalar) || (0xFF01...0xFF5E).contains(scalar) {
                    break
                }
                position += length
            } else {
                position += 1
            }
        }
        append(word: String(decoding: bytes[start..<position], as: UTF8.self).lowercased())
    }

    private static let spaces: Set<UInt32> = [
        0xA0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x200B, 0x202F,
        0x205F, 0x2060, 0x2061, 0x2062, 0x3000, 0xFEFF, 0x201C, 0x201D, 0x2018, 0x2200,
    ]

    private static let superscripts: [UInt32: UInt8] = [
        0x2070: 0x30, 0xB9: 0x31, 0xB2: 0x32, 0xB3: 0x33, 0x2074: 0x34, 0x2075: 0x35, 0x2076: 0x36, 0x2077: 0x37,
        0x2078: 0x38, 0x2079: 0x39, 0x207A: 0x2B, 0x207B: 0x2D, 0x207F: 0x6E, 0x207D: 0x28, 0x207E: 0x29, 0x2071: 0x69,
        0x1D4F: 0x6B, 0x1D50: 0x6D, 0x02E3: 0x78,
    ]

    private static let subscripts: [UInt32: UInt8] = [
        0x2080: 0x30, 0x2081: 0x31, 0x2082: 0x32, 0x2083: 0x33, 0x2084: 0x34, 0x2085: 0x35, 0x2086: 0x36, 0x2087: 0x37,
        0x2088: 0x38, 0x2089: 0x39, 0x208A: 0x2B, 0x208B: 0x2D, 0x2099: 0x6E, 0x2090: 0x61, 0x2093: 0x78, 0x1D62: 0x69,
    ]

    private static let fractions: [UInt32: (Int, Int)] = [
        0xBC: (1, 4), 0xBD: (1, 2), 0xBE: (3, 4), 0x2153: (1, 3), 0x2154: (2, 3), 0x2155: (1, 5), 0x2156: (2, 5),
        0x2157: (3, 5), 0x2158: (4, 5), 0x2159: (1, 6), 0x215A: (5, 6), 0x215B: (1, 8), 0x215C: (3, 8), 0x215D: (5, 8),
        0x215E: (7, 8), 0x2150: (1, 7), 0x2151: (1, 9), 0x2152: (1, 10),
    ]

    private static let scalars: [UInt32: Token] = {
        var table: [UInt32: Token] = [
            0xD7: .times, 0xB7: .times, 0x22C5: .times, 0x2219: .times, 0x2022: .times, 0x2217: .times, 0x2715: .times,
            0xF7: .slash, 0x2215: .slash, 0x2044: .slash, 0x2212: .minus, 0x2013: .minus, 0x2010: .minus,
            0x2011: .minus, 0x2014: .minus, 0xB1: .plusMinus, 0x2213: .minusPlus, 0x2264: .relation(.lessOrEqual),
            0x2A7D: .relation(.lessOrEqual), 0x2266: .relation(.lessOrEqual), 0x2265: .relation(.greaterOrEqual),
            0x2A7E: .relation(.greaterOrEqual), 0x2267: .relation(.greaterOrEqual), 0x2260: .relation(.notEqual),
            0x2248: .relation(.approximately), 0x2243: .relation(.approximately), 0x2261: .relation(.congruent),
            0x2208: .relation(.member), 0x221E: .constant(.infinity), 0x3C0: .constant(.pi),
            0x2205: .constant(.emptySet),
            0x211D: .constant(.reals), 0x2124: .constant(.integers), 0x2115: .constant(.naturals),
            0x211A: .constant(.rationals), 0x2102: .constant(.complexNumbers), 0x221A: .root, 0xB0: .degree,
            0x2218: .degree, 0x222A: .setOperation(.union), 0x2229: .setOperation(.intersection),
            0x2216: .setOperation(.difference), 0x2032: .prime, 0x2019: .prime, 0x2026: .ellipsis, 0x22EF: .ellipsis,
            0x2223: .middle, 0x27E8: .open(.angle), 0x27E9: .close(.angle), 0x230A: .open(.floor),
            0x230B: .close(.floor), 0x2308: .open(.ceiling), 0x2309: .close(.ceiling), 0x3001: .comma,
            0x2227: .conjunction, 0x2228: .conjunction, 0x2192: .opaque("to"), 0x2211: .opaque("sum"),
            0x222B: .opaque("int"), 0x220F: .opaque("prod"), 0x20AC: .unit(Unit(dimension: "currency", factor: .one)),
            0xA3: .unit(Unit(dimension: "currency", factor: .one)), 0x2220: .opaque("angle"), 0x212F: .constant(.e),
        ]
        let names = [
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
            "xi", "omicron", "", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        ]
        for (index, name) in names.enumerated() where !name.isEmpty {
            let capital = name.prefix(1).uppercased() + name.dropFirst()
            table[UInt32(0x3B1 + index)] = .symbol(name)
            if table[UInt32(0x391 + index)] == nil { table[UInt32(0x391 + index)] = .symbol(capital) }
        }
        table[0x3D5] = .symbol("phi")
        return table
    }()
}
