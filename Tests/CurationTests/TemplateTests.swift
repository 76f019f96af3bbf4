import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Rows
@testable import Shapes

@Suite("Templates")
struct TemplateTests {
    /// The value that a template gives for a row, as kind and text, or the fault.
    private func value(_ template: String, _ text: String) throws -> String {
        let tables = [
            "short": "{\"one\":\"1\",\"2\":\"two\"}", "rest": "{\"x\":\"X\",\"*\":\"other\"}",
        ]
        let row = try row(text, tables: tables)
        let template = try Template(template)
        do throws(RowFault) {
            let value = try template.value(of: row)
            return "\(value.kind): \(row.text(of: value).text)"
        } catch {
            return error.reason
        }
    }

    @Test(
        "fill in what a row has",
        arguments: [
            ("{a}", "{\"a\":\"x\"}", "string: x"), ("{a}", "{\"a\":\" x \"}", "string:  x "),
            ("{a}", "{\"a\":null}", "null: null"),
            ("{a}", "{\"a\":[1, 2]}", "list: [1,2]"), ("{a}", "{\"a\":1.50}", "number: 1.50"),
            ("{a}", "{}", "no field \"a\""),
            ("{a?}", "{}", "null: null"), ("{a.b}", "{\"a\":{\"b\":\"x\"}}", "string: x"),
            ("{a.1}", "{\"a\":[1,\"y\"]}", "string: y"),
            ("{a.5?}", "{\"a\":[1]}", "null: null"), ("{a.+0}", "{\"a\":[1]}", "no field \"a.+0\""),
            ("{a.00}", "{\"a\":[1]}", "no field \"a.00\""), ("{a.-0?}", "{\"a\":[1]}", "null: null"),
            ("{a.5}", "{\"a\":[1]}", "no field \"a.5\""),
            ("{.}", "\"plain\"", "string: plain"),
            ("{a.b.0.c}", "{\"a\":{\"b\":[{\"c\":true}]}}", "true: true"),
            ("{a.b}", "{\"a.b\":\"whole\",\"a\":{\"b\":1}}", "string: whole"),
            ("{ a}", "{\" a\":1}", "number: 1"), ("x {a} y", "{\"a\":\"1\"}", "plain: x 1 y"),
            ("  {a}\n\n{b?}  ", "{\"a\":\"1\"}", "plain: 1"),
            ("{a}{b}", "{\"a\":\"1\",\"b\":null}", "no field \"b\""),
            ("{a}{b?}", "{\"a\":\"1\",\"b\":null}", "plain: 1"),
            ("{a}|{b}", "{\"a\":{\"x\": 1},\"b\":[true]}", "plain: {\"x\":1}|[true]"),
            ("literal", "{}", "plain: literal"), ("", "{}", "plain: "),
            ("{{a}} {a}", "{\"a\":2}", "plain: {a} 2"),
            ("{a|lines}", "{\"a\":[\"x\",2,null,\"y\"]}", "plain: x\n2\n\ny"),
            ("{a|lines}", "{\"a\":\"x\"}", "string: x"), ("{a|trim}", "{\"a\":\"\\u00a0 x \\n\"}", "plain: x"),
            ("{a|text}", "{\"a\":\"<p>x &amp; y</p>\"}", "plain: x & y"),
            ("{a|text|lines}", "{\"a\":[\"<b>x</b>\",\"y\"]}", "plain: x\ny"),
            ("{a|before:, }", "{\"a\":\"x, y, z\"}", "plain: x"),
            ("{a|after:, }", "{\"a\":\"x, y, z\"}", "plain: y, z"),
            ("{a|before:;}", "{\"a\":\"x, y\"}", "plain: x, y"), ("{a|after:;}", "{\"a\":\"x, y\"}", "plain: x, y"),
            ("{a|lookup:short}", "{\"a\":\"one\"}", "plain: 1"), ("{a|lookup:short}", "{\"a\":2}", "plain: two"),
            ("{a|lookup:short}", "{\"a\":\"?\"}", "no entry for a text in the table \"short\""),
            ("{a|lookup:rest}", "{\"a\":\"?\"}", "plain: other"), ("{a|lookup:rest}", "{\"a\":\"x\"}", "plain: X"),
            ("{a|replace:rest}", "{\"a\":\"1 x 2*x\"}", "plain: 1 X 2otherX"),
            ("{a|lookup:short}", "{\"a\":[\"one\",\"2\"]}", "list: [\"1\",\"two\"]"),
            ("{a?|text}", "{\"a\":null}", "null: null"), ("{a?|lines}", "{}", "null: null"),
            ("{a}", "{\"\\u0061\":\"é\\n\"}", "string: é\n"),
        ])
    func values(_ template: String, _ row: String, _ expected: String) throws {
        #expect(try value(template, row) == expected)
    }

    @Test(
        "say what is wrong with them",
        arguments: [
            ("{a", "found { without } in \"{a\"; {name} is right, and {{ for a brace"),
            ("a}", "found } without { in \"a}\"; {name} is right, and }} for a brace"),
            ("{}", "found the placeholder {}; {name}, {name?} or {name|filter} is right"),
            ("{?}", "found the placeholder {?}; {name}, {name?} or {name|filter} is right"),
            ("{a?b}", "found the placeholder {a?b}; {name}, {name?} or {name|filter} is right"),
            ("{a{b}", "found the placeholder {a{b}; {name}, {name?} or {name|filter} is right"),
            ("{a|txt}", "found the filter \"txt\" in {a|txt}; FILTERS is right; did you mean \"text\"?"),
            ("{a|}", "found the filter \"\" in {a|}; FILTERS is right"),
            ("{a|before}", "found the filter \"before\" in {a|before}; FILTERS is right"),
            ("{a|after:}", "found the filter \"after:\" in {a|after:}; FILTERS is right"),
            ("{a|trim:x}", "found the filter \"trim:x\" in {a|trim:x}; FILTERS is right"),
            ("{a|lokup:x}", "found the filter \"lokup:x\" in {a|lokup:x}; FILTERS is right; did you mean \"lookup\"?"),
        ])
    func faults(_ text: String, _ message: String) {
        let filters =
            "text, lines, trim, before:MARK, after:MARK, lookup:TABLE, replace:TABLE, json, python, split:MARK, first, "
            + "last, join:MARK or default:TEXT"
        let message = message.replacing("FILTERS", with: filters)
        #expect(throws: TemplateFault(message: message)) { try Template(text) }
    }
}

@Suite("Conditions")
struct ConditionTests {
    private func holds(_ condition: String, _ text: String) throws -> Bool {
        Condition(CheckedObject(try json(condition))).matches(try row(text))
    }

    @Test(
        "pick rows",
        arguments: [
            ("{\"field\":\"a\",\"equals\":5}", "{\"a\":5}", true),
            ("{\"field\":\"a\",\"equals\":5}", "{\"a\":5.0}", true),
            ("{\"field\":\"a\",\"equals\":5}", "{\"a\":\"5\"}", false),
            ("{\"field\":\"a\",\"equals\":\"x\"}", "{\"a\":\"x\"}", true),
            ("{\"field\":\"a\",\"equals\":\"é\"}", "{\"a\":\"\\u00e9\"}", true),
            ("{\"field\":\"a\",\"equals\":null}", "{}", true),
            ("{\"field\":\"a\",\"equals\":true}", "{\"a\":true}", true),
            ("{\"field\":\"a\",\"equals\":true}", "{\"a\":1}", false),
            ("{\"field\":\"a\",\"equals\":[1,2]}", "{\"a\":[1, 2]}", true),
            ("{\"field\":\"a\",\"in\":[1,\"x\"]}", "{\"a\":\"x\"}", true),
            ("{\"field\":\"a\",\"in\":[1,\"x\"]}", "{\"a\":2}", false),
            ("{\"field\":\"a\",\"not\":\"x\"}", "{\"a\":\"y\"}", true),
            ("{\"field\":\"a\",\"not\":\"x\"}", "{\"a\":\"x\"}", false),
            ("{\"field\":\"a\",\"not\":[\"x\",\"y\"]}", "{\"a\":\"y\"}", false),
            ("{\"field\":\"a\",\"not\":\"x\"}", "{}", true),
            ("{\"field\":\"a\",\"is\":\"present\"}", "{\"a\":\"\"}", true),
            ("{\"field\":\"a\",\"is\":\"present\"}", "{\"a\":null}", false),
            ("{\"field\":\"a\",\"is\":\"absent\"}", "{\"a\":null}", true),
            ("{\"field\":\"a\",\"is\":\"absent\"}", "{}", true),
            ("{\"field\":\"a.b\",\"equals\":5}", "{\"a\":{\"b\":5}}", true),
            ("{\"field\":\"a\",\"equals\":9007199254740993}", "{\"a\":9007199254740992}", false),
        ])
    func cases(_ condition: String, _ row: String, _ expected: Bool) throws {
        #expect(try holds(condition, row) == expected)
    }

    @Test("formats of texts compare numbers as they are written")
    func textOnly() throws {
        let row = Row()
        let cells = [
            Field(name: ByteView("a"), value: .plain(ByteView("5"))), Field(name: ByteView("b"), value: .null),
        ]
        row.load(cells: cells, .texts)
        #expect(Condition(CheckedObject(try json("{\"field\":\"a\",\"equals\":5}"))).matches(row))
        #expect(Condition(CheckedObject(try json("{\"field\":\"a\",\"in\":[4,\"5\"]}"))).matches(row))
        #expect(Condition(CheckedObject(try json("{\"field\":\"b\",\"is\":\"absent\"}"))).matches(row))
        row.load(cells: cells, .typed)
        #expect(!Condition(CheckedObject(try json("{\"field\":\"a\",\"equals\":5}"))).matches(row))
    }
}

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
