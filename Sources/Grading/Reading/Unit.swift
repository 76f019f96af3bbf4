/// A unit of measurement or of money, as a product of powers of base dimensions with a factor.
package struct Unit: Equatable, Sendable {
    /// What the unit measures, such as `length` or `length^2`; words that only count have the empty dimension.
    package let dimension: String
    /// The factor to the dimension's base unit.
    package let factor: Rational

    /// A unit that only says what is counted.
    static let count = Unit(dimension: "", factor: .one)

    /// Returns the unit to a power.
    func power(_ exponent: Int) -> Unit {
        guard !dimension.isEmpty, exponent != 1, abs(exponent) < 10 else { return self }
        return Unit(dimension: "\(dimension)^\(exponent)", factor: factor.power(exponent) ?? .one)
    }

    /// Returns the unit times or over another one.
    func combined(_ other: Unit, over: Bool) -> Unit {
        guard !other.dimension.isEmpty else { return self }
        let factor = over ? factor * (other.factor.reciprocal ?? .one) : factor * other.factor
        return Unit(dimension: dimension + (over ? "/" : "*") + other.dimension, factor: factor)
    }

    /// The unit of a word or a symbol as it stands in a text, or nil if the table has none.
    static func named(_ name: String) -> Unit? {
        if let unit = table[name] { return unit }
        let lowered = name.lowercased()
        if let unit = table[lowered] { return unit }
        if lowered.hasSuffix("s"), let unit = table[String(lowered.dropLast())], lowered.utf8.count > 3 { return unit }
        return nil
    }

    /// The unit of a product or a quotient of symbols, such as `kg·m/s^2`, or nil if a part of it is none.
    static func product(_ text: String) -> Unit? {
        var result: Unit?
        var over = false
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "/" }) {
            for word in part.split(whereSeparator: { $0 == " " || $0 == "·" || $0 == "*" || $0 == "." || $0 == "⋅" }) {
                if word == "per" {
                    over = true
                    continue
                }
                guard let unit = powered(word) else { return nil }
                result = result?.combined(unit, over: over) ?? unit
            }
            over = true
        }
        return result
    }

    private static func powered(_ word: Substring) -> Unit? {
        var letters = word
        var digits = ""
        while let last = letters.last, last.isNumber || last == "^" || last == "{" || last == "}" || last == "-" {
            letters.removeLast()
            if last.isASCII, last.isNumber { digits = String(last) + digits }
            if last == "²" { digits = "2" }
            if last == "³" { digits = "3" }
        }
        guard let unit = named(String(letters)) else { return nil }
        return unit.power(Int(digits) ?? 1)
    }

    /// Whether a run of letters directly behind a number is read as the unit of that name: a single letter is rather
    /// a variable.
    static func isUnambiguous(_ name: String) -> Bool { name.utf8.count > 1 && named(name) != nil }

    private static let table: [String: Unit] = {
        var table: [String: Unit] = [:]
        for (dimension, entries) in entries {
            for (names, factor) in entries {
                for name in names.split(separator: " ") {
                    table[String(name)] = Unit(dimension: dimension, factor: factor)
                }
            }
        }
        return table
    }()

    private static func over(_ numerator: Int, _ denominator: Int) -> Rational {
        Rational(BigInteger(numerator), over: BigInteger(denominator)) ?? .one
    }

    private static let entries: [(String, [(String, Rational)])] = [
        (
            "length",
            [
                ("m meter metre", .one), ("km kilometer kilometre", Rational(1000)),
                ("dm decimeter decimetre", over(1, 10)), ("cm centimeter centimetre", over(1, 100)),
                ("mm millimeter millimetre", over(1, 1000)), ("µm um micrometer", .powerOfTen(-6)),
                ("nm nanometer nanometre", .powerOfTen(-9)), ("pm picometer", .powerOfTen(-12)),
                ("in inch inches", over(254, 10_000)), ("ft foot feet", over(3048, 10_000)),
                ("yd yard", over(9144, 10_000)), ("mi mile", over(1_609_344, 1000)),
            ]
        ),
        (
            "time",
            [
                ("s sec second", .one), ("ms millisecond", over(1, 1000)), ("min mins minute", Rational(60)),
                ("h hr hour", Rational(3600)), ("day", Rational(86_400)), ("week", Rational(604_800)),
                ("ns nanosecond", .powerOfTen(-9)),
            ]
        ),
        ("months", [("month", .one), ("yr year", Rational(12))]),
        (
            "mass",
            [
                ("g gram", .one), ("kg kilogram", Rational(1000)), ("mg milligram", over(1, 1000)),
                ("ton tonne", Rational(1_000_000)), ("lb lbs pound", over(45_359_237, 100_000)),
                ("oz ounce", over(45_359_237, 1_600_000)), ("amu", .one),
            ]
        ),
        (
            "volume",
            [
                ("l L liter litre", .one), ("ml mL milliliter millilitre", over(1, 1000)), ("gallon", .one),
                ("quart", .one), ("cup", .one), ("cc", over(1, 1000)),
            ]
        ),
        ("money", [("dollar usd USD", .one), ("cent ¢", over(1, 100))]),
        ("currency", [("euro eur € £ rupee yuan yen ruble", .one)]),
        ("energy", [("j J joule", .one), ("kj kJ kilojoule", Rational(1000)), ("MJ", Rational(1_000_000))]),
        ("electronvolts", [("ev eV", .one), ("keV", Rational(1000)), ("MeV", Rational(1_000_000))]),
        ("calories", [("cal calorie", .one), ("kcal kilocalorie", Rational(1000))]),
        ("force", [("N newton", .one), ("kN", Rational(1000)), ("dyne", .powerOfTen(-5))]),
        ("power", [("W watt", .one), ("kW kilowatt", Rational(1000)), ("MW", Rational(1_000_000))]),
        (
            "pressure",
            [("Pa pascal", .one), ("kPa", Rational(1000)), ("atm", Rational(101_325)), ("bar", .powerOfTen(5))]
        ),
        ("potential", [("V volt", .one), ("mV", over(1, 1000)), ("kV", Rational(1000))]),
        ("current", [("A ampere amp", .one), ("mA", over(1, 1000))]),
        ("resistance", [("Ω ohm", .one), ("kΩ", Rational(1000))]),
        ("charge", [("C coulomb", .one)]), ("field", [("T tesla", .one)]), ("capacitance", [("F farad", .one)]),
        ("frequency", [("Hz hz hertz", .one), ("kHz", Rational(1000)), ("MHz", Rational(1_000_000)), ("rpm", .one)]),
        ("temperature", [("K kelvin", .one)]),
        ("celsius", [("celsius", .one)]), ("fahrenheit", [("fahrenheit", .one)]),
        ("amount", [("mol mole", .one), ("mmol", over(1, 1000))]),
        ("concentration", [("M molar", .one)]),
        ("angle", [("rad radian", .one)]),
        ("speed", [("mph", .one)]),
        ("arc", [("arcsecond arcsec", .one), ("arcminute", Rational(60))]),
        (
            "",
            [
                ("unit units item people person men women student children child ball marble coin apple", .one),
                ("way ways time times point points pt pts piece number digit card book ticket page", .one),
                ("solution solutions root roots digits", .one),
            ]
        ),
    ]
}
