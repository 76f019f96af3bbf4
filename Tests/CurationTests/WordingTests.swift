import Testing

@testable import Messages

@Suite("Numbers and lists in words")
struct WordingTests {
    @Test(
        "counts have separators, and their noun the right number",
        arguments: [
            (0, "0", "0 rows"), (1, "1", "1 row"), (-1, "-1", "-1 rows"), (999, "999", "999 rows"),
            (1000, "1,000", "1,000 rows"),
            (-12_345, "-12,345", "-12,345 rows"), (1_000_000, "1,000,000", "1,000,000 rows"),
            (.max, "9,223,372,036,854,775,807", "9,223,372,036,854,775,807 rows"),
            (.min, "-9,223,372,036,854,775,808", "-9,223,372,036,854,775,808 rows"),
        ])
    func counts(_ count: Int, _ grouped: String, _ counted: String) {
        #expect(Wording.grouped(count) == grouped && Wording.counted(count, "row") == counted)
    }

    @Test(
        "numbers are rounded half away from zero",
        arguments: [
            (0, 2, "0.00"), (1.005, 1, "1.0"), (0.25, 1, "0.3"), (-0.25, 1, "-0.3"), (-0.04, 1, "0.0"), (2.5, 0, "3"),
            (-2.5, 0, "-3"), (-0.4, 0, "0"), (12.3456, 4, "12.3456"), (0.999_9, 3, "1.000"), (99.95, 1, "100.0"),
            (1e6, 1, "1000000.0"), (.infinity, 2, "-"), (.nan, 2, "-"), (1e20, 2, "1e+20"), (-1e300, 0, "-1e+300"),
            (0.000_000_1, 6, "0.000000"), (0.000_000_5, 6, "0.000001"),
        ] as [(Double, Int, String)])
    func decimals(_ value: Double, _ decimals: Int, _ words: String) {
        #expect(Wording.fixed(value, decimals) == words)
    }

    @Test(
        "names are listed, and what is expected is said",
        arguments: [
            ([], "", "", "expected "), (["a"], "a", "a", "expected a"),
            (["a", "b"], "a or b", "a and b", "expected a or b"),
            (["a", "b", "c"], "a, b or c", "a, b and c", "expected one of a, b, c"),
        ])
    func lists(_ names: [String], _ or: String, _ and: String, _ expected: String) {
        #expect(listed(names) == or && listed(names, "and") == and && expectedOne(of: names) == expected)
    }
}
