import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Rows
@testable import Shapes

@Suite("What values become")
struct CoercionTests {
    private func field(_ text: String) throws -> (Row, FieldValue) {
        let row = try row("{\"v\":\(text)}")
        return (row, try #require(row.value(at: FieldPath("v"))))
    }

    @Test(
        "outcomes",
        arguments: [
            ("true", .right), ("false", .wrong), ("null", .unknown), ("1", .right), ("0", .wrong), ("\"True\"", .right),
            ("\"false\"", .wrong), ("\"\"", .unknown), ("\"None\"", .unknown), ("1.0", .right),
        ] as [(String, Outcome)])
    func outcomes(_ text: String, _ expected: Outcome) throws {
        let (row, value) = try field(text)
        #expect(try row.outcome(value, of: "o") == expected)
    }

    @Test("are refused", arguments: ["2", "\"yes\"", "[]", "{}"])
    func noOutcome(_ text: String) throws {
        let (row, value) = try field(text)
        let rest = "an outcome is true, false or null, or 1 or 0"
        let fault = RowFault(
            "o: found \(row.text(of: value).text); \(rest)", withoutText: "o: found no outcome; \(rest)")
        #expect(throws: fault) { try row.outcome(value, of: "o") }
    }

    @Test(
        "token counts",
        arguments: [("12", 12), ("12.0", 12), ("\"12\"", 12), ("null", nil), ("0", 0), ("1e3", 1000)]
            as [(String, Int32?)])
    func tokens(_ text: String, _ expected: Int32?) throws {
        let (row, value) = try field(text)
        #expect(try row.wholeNumber(value, of: .traceTokens) == expected)
    }

    @Test("a blank text says nothing of tokens, as null does", arguments: ["", " ", "\\t\\n", "\u{2003}"])
    func noTokensSaid(_ text: String) throws {
        let (row, value) = try field("\"\(text)\"")
        #expect(try row.wholeNumber(value, of: .traceTokens) == nil)
    }

    @Test("that are none", arguments: ["-1", "1.5", "\"x\"", "true", "[1]", "2147483647", "1e300"])
    func noTokens(_ text: String) throws {
        let (row, value) = try field(text)
        #expect(throws: RowFault("trace_tokens: not a whole number of at least 0")) {
            try row.wholeNumber(value, of: .traceTokens)
        }
    }

    @Test(
        "a text counts tokens when it writes a number as JSON does, white space around it or not",
        arguments: [
            ("5", 5), (" 5 ", 5), ("5.0", 5), ("1e3", 1000), ("-0", 0), ("2147483646", 2_147_483_646), ("0x10", nil),
            ("1_000", nil), ("１２", nil), ("+5", nil), ("05", nil), ("-1", nil), ("5.5", nil), ("nan", nil),
            ("inf", nil), ("2147483647", nil), ("99999999999999999999", nil), ("1e99", nil),
            ("5.0000000000000000001", nil), ("2147483646.0000000001", nil),
        ] as [(String, Int32?)])
    func tokensInText(_ text: String, _ expected: Int32?) throws {
        let (row, value) = try field("\"\(text)\"")
        // The cells of CSV and the attributes of XML are texts, too.
        let plain = row.arena.copy(row.text(of: value))
        for value in [value, FieldValue(.plain, plain)] {
            if let expected {
                #expect(try row.wholeNumber(value, of: .traceTokens) == expected)
            } else {
                #expect(throws: RowFault("trace_tokens: not a whole number of at least 0")) {
                    try row.wholeNumber(value, of: .traceTokens)
                }
            }
        }
    }

    @Test(
        "trajectories",
        arguments: [("[\"a\",\"b\"]", "[\"a\",\"b\"]"), ("[]", "[]"), ("null", "[]"), ("\"a\\n\"", "[\"a\\n\"]")])
    func trajectories(_ text: String, _ expected: String) throws {
        let (row, value) = try field(text)
        #expect(try row.texts(value, of: .trajectories).bytes.text == expected)
    }

    @Test("that are none", arguments: ["[1]", "5", "{\"a\":1}", "[\"a\",null]", "true"])
    func noTrajectories(_ text: String) throws {
        let (row, value) = try field(text)
        #expect(throws: RowFault.self) { try row.texts(value, of: .trajectories) }
    }
}
