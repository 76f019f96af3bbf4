/// Characters outside ASCII that are units under another name, and those of scripts without spaces.
enum CharacterNames {
    /// Returns the name of a Greek letter as a command of LaTeX has it, in lower case; nil for another character.
    static func greek(_ value: UInt32) -> StaticString? {
        switch value {
        case 0x391, 0x3B1: "alpha"
        case 0x392, 0x3B2: "beta"
        case 0x393, 0x3B3: "gamma"
        case 0x394, 0x3B4: "delta"
        case 0x395, 0x3B5: "epsilon"
        case 0x396, 0x3B6: "zeta"
        case 0x397, 0x3B7: "eta"
        case 0x398, 0x3B8: "theta"
        case 0x399, 0x3B9: "iota"
        case 0x39A, 0x3BA: "kappa"
        case 0x39B, 0x3BB: "lambda"
        case 0x39C, 0x3BC: "mu"
        case 0x39D, 0x3BD: "nu"
        case 0x39E, 0x3BE: "xi"
        case 0x39F, 0x3BF: "omicron"
        case 0x3A0, 0x3C0: "pi"
        case 0x3A1, 0x3C1: "rho"
        case 0x3A3, 0x3C2, 0x3C3: "sigma"
        case 0x3A4, 0x3C4: "tau"
        case 0x3A5, 0x3C5: "upsilon"
        case 0x3A6, 0x3C6: "phi"
        case 0x3A7, 0x3C7: "chi"
        case 0x3A8, 0x3C8: "psi"
        case 0x3A9, 0x3C9: "omega"
        default: nil
        }
    }

    /// Returns whether a code point belongs to the Greek script, whose letters are factors of their own beside Latin ones.
    static func isGreek(_ value: UInt32) -> Bool {
        (0x370...0x3FF).contains(value) || (0x1F00...0x1FFF).contains(value)
    }

    /// Returns the unit of a symbol; nil for one that is punctuation.
    static func symbol(_ value: UInt32) -> (form: StaticString, kind: TextUnits.Kind)? {
        switch value {
        case 0x2212, 0x2010, 0x2011, 0x2013: ("-", .symbol)
        case 0xD7, 0xB7, 0x22C5, 0x2217, 0x2219, 0x2022: ("times", .word)
        case 0xF7, 0x2044, 0x2215: ("/", .symbol)
        case 0xB1: ("pm", .word)
        case 0x2213: ("mp", .word)
        case 0x2264, 0x2A7D, 0x2266: ("le", .word)
        case 0x2265, 0x2A7E, 0x2267: ("ge", .word)
        case 0x2260: ("ne", .word)
        case 0x2248: ("approx", .word)
        case 0x2261: ("equiv", .word)
        case 0x223C: ("sim", .word)
        case 0x2245: ("cong", .word)
        case 0xB0: ("circ", .word)
        case 0x2218: ("circ", .word)
        case 0x221A: ("sqrt", .word)
        case 0x221E: ("infty", .word)
        case 0x2220: ("angle", .word)
        case 0x25B3, 0x2206, 0x25B5: ("triangle", .word)
        case 0x22A5: ("perp", .word)
        case 0x2225: ("parallel", .word)
        case 0x2208: ("in", .word)
        case 0x2209: ("notin", .word)
        case 0x2282: ("subset", .word)
        case 0x2286: ("subseteq", .word)
        case 0x222A: ("cup", .word)
        case 0x2229: ("cap", .word)
        case 0x2205: ("emptyset", .word)
        case 0x2211: ("sum", .word)
        case 0x220F: ("prod", .word)
        case 0x222B: ("int", .word)
        case 0x2202: ("partial", .word)
        case 0x2207: ("nabla", .word)
        case 0x2200: ("forall", .word)
        case 0x2203: ("exists", .word)
        case 0x2192, 0x21D2, 0x27F6: ("to", .word)
        case 0x21D4, 0x2194: ("iff", .word)
        case 0x20AC: ("euro", .word)
        case 0xA3: ("pound", .word)
        case 0x2032: ("'", .mark)
        default: nil
        }
    }

    /// Returns whether a code point belongs to a script that is written without spaces between words, so that each of
    /// its characters is a unit: Han, Hiragana, Katakana, Bopomofo, Thai, Lao, Khmer, Myanmar (blocks of Unicode 16.0).
    static func isWithoutSpaces(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E01...0x0E30, 0x0E32...0x0E33, 0x0E40...0x0E46, 0x0E81...0x0EB0, 0x0EB2...0x0EB3, 0x0EBD...0x0EC6,
            0x0EDC...0x0EDF, 0x1000...0x102A, 0x103F, 0x1050...0x1055, 0x1780...0x17B3, 0x2E80...0x2FD5,
            0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303C, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA,
            0x30FC...0x30FF, 0x3105...0x312F, 0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAD9, 0x20000...0x323AF:
            true
        default: false
        }
    }
}
