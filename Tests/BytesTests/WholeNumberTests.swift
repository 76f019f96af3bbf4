import TestSupport
import Testing

@testable import Bytes

@Suite("Numbers in texts")
struct WholeNumberTests {
    @Test(
        "that are whole",
        arguments: [
            ("0", 0), ("5", 5), ("-1", -1), ("-0", 0), ("10", 10), ("5.0", 5), ("5.000", 5), ("1e3", 1000),
            ("1E+3", 1000), ("1200e-2", 12), ("12.5e1", 125), ("0.00125e5", 125), ("0e99999999999999999999", 0),
            ("0.0e-5", 0), (" 5 ", 5), ("\t5\r\n", 5), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9007199254740993.0", 9_007_199_254_740_993), ("9223372036854775807.000", .max),
            ("0.000000000000000000000000000001e30", 1), ("-2.50e2", -250),
        ] as [(String, Int)])
    func whole(_ text: String, _ value: Int) {
        #expect(withBytes(text) { $0.wholeNumber } == value)
        #expect(withBytes(text) { $0.doubleNumber } == Double(text.split(whereSeparator: \.isWhitespace)[0]))
    }

    @Test(
        "that are none",
        arguments: [
            "", " ", "+5", "05", "00", "-", "-+5", "--5", "0x10", "0X10", "0b1", "0o7", "1_000", "1,000", "1 000",
            "１２", "٣", "²", "Ⅳ", "5.", ".5", "5.e1", "1e", "1e+", "1e1.0", "e3", "inf", "Infinity", "nan", "NaN",
            "0x1p3", "5a", "a5", "5\u{0}", "5\u{A0}", "\u{2003}5", "true", "null", "\"5\"", "5;", "5-", "1e5e5",
            "5.0.0",
        ])
    func none(_ text: String) {
        #expect(withBytes(text) { $0.wholeNumber } == nil)
        #expect(withBytes(text) { $0.doubleNumber } == nil)
        #expect(withBytes(text) { $0.placeNumber } == nil)
    }

    @Test(
        "that have a fraction, or no room in 64 bits",
        arguments: [
            "5.1", "1e-1", "5.0000000000000000000000000000000000001", "0.9999999999999999999999999", "12e-3", "1e300",
            "9223372036854775808", "-9223372036854775809", "99999999999999999999", "1e99999999999999999999",
            "1e-99999999999999999999", "-1e19",
        ])
    func fractions(_ text: String) {
        #expect(withBytes(text) { $0.wholeNumber } == nil)
        #expect(withBytes(text) { $0.doubleNumber } == Double(text))
    }

    @Test("a whole number reads back however the point is moved")
    func moved() {
        var random = SeededRandom(17)
        for _ in 0..<2000 {
            let value = Int(truncatingIfNeeded: random.next() >> (random.next() % 64) | 1)
            let digits = String(value.magnitude)
            let sign = value < 0 ? "-" : ""
            let behind = Int(random.next() % UInt64(digits.count + 1))
            let zeros = String(repeating: "0", count: Int(random.next() % 5))
            let whole = digits.dropLast(behind)
            let fraction = digits.suffix(behind) + zeros
            let text =
                sign + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
                + (behind == 0 ? "" : "e\(behind)")
            #expect(withBytes(text) { $0.wholeNumber } == value, "\(text)")
            #expect(withBytes(sign + digits + zeros + "e-\(zeros.count)") { $0.wholeNumber } == value)
        }
    }

    @Test("a number of a million digits takes a million steps, not more")
    func long() {
        let zeros = String(repeating: "0", count: 1_000_000)
        #expect(withBytes("1\(zeros)e-1000000") { $0.wholeNumber } == 1)
        #expect(withBytes("0.\(zeros)1e1000001") { $0.wholeNumber } == 1)
        #expect(withBytes("1\(zeros)") { $0.wholeNumber } == nil)
        #expect(withBytes("1e\(zeros)3") { $0.wholeNumber } == 1000)
    }

    @Test(
        "places", arguments: [("0", 0), ("7", 7), ("10", 10), ("999999999999999999", 999_999_999_999_999_999)])
    func places(_ text: String, _ value: Int) {
        #expect(withBytes(text) { $0.placeNumber } == value)
        for other in ["0" + text, "+" + text, "-" + text, " " + text, text + " ", text + ".0", text + "e0"] {
            #expect(withBytes(other) { $0.placeNumber } == nil, "\(other)")
        }
        #expect(withBytes("1000000000000000000") { $0.placeNumber } == nil)
    }
}
