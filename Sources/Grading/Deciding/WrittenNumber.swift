/// A number with the place of its last written digit.
struct WrittenNumber {
    /// Its value.
    let value: Rational
    /// The power of ten of its last digit.
    let lastDigit: Int
    /// The number of significant digits.
    let significantDigits: Int
    /// Whether it is written as an integer without a power of ten.
    let isPlainInteger: Bool

    /// The number that a node writes out: digits, with a sign, times a power of ten; nil for anything else.
    init?(_ node: Node) {
        switch node {
        case .number(let numeral):
            guard !numeral.digits.isEmpty else { return nil }
            self.init(
                numeral.value, lastDigit: -numeral.decimals, digits: numeral.significantDigits,
                isPlainInteger: numeral.decimals == 0 && numeral.value.isInteger)
        case .negative(let inner):
            guard let number = WrittenNumber(inner) else { return nil }
            self.init(
                -number.value, lastDigit: number.lastDigit, digits: number.significantDigits,
                isPlainInteger: number.isPlainInteger)
        case .product(let factors):
            guard factors.count == 2, let number = WrittenNumber(factors[0]),
                let power = WrittenNumber.powerOfTen(factors[1])
            else { return nil }
            self.init(
                number.value * .powerOfTen(power), lastDigit: number.lastDigit + power,
                digits: number.significantDigits, isPlainInteger: false)
        default: return nil
        }
    }

    private init(_ value: Rational, lastDigit: Int, digits: Int, isPlainInteger: Bool) {
        self.value = value
        self.lastDigit = lastDigit
        significantDigits = digits
        self.isPlainInteger = isPlainInteger
    }

    /// Half a unit of the last digit.
    var halfUnit: Rational { .powerOfTen(lastDigit) * (Rational(BigInteger.one, over: BigInteger(2)) ?? .zero) }

    private static func powerOfTen(_ node: Node) -> Int? {
        switch node {
        case .number(let numeral): return numeral.value == .powerOfTen(-2) ? -2 : nil
        case .power(.number(let base), let exponent):
            guard base.value == Rational(10) else { return nil }
            switch exponent {
            case .number(let value): return bounded(value.value.int)
            case .negative(.number(let value)): return bounded(value.value.int.map { -$0 })
            default: return nil
            }
        default: return nil
        }
    }

    private static func bounded(_ power: Int?) -> Int? {
        guard let power, abs(power) <= 2000 else { return nil }
        return power
    }
}
