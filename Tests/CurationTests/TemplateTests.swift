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
            ("{a", "found { without } in \"{a\"; expected {name}, or {{ for a brace"),
            ("a}", "found } without { in \"a}\"; expected {name}, or }} for a brace"),
            ("{}", "found the placeholder {}; expected {name}, {name?} or {name|filter}"),
            ("{?}", "found the placeholder {?}; expected {name}, {name?} or {name|filter}"),
            ("{a?b}", "found the placeholder {a?b}; expected {name}, {name?} or {name|filter}"),
            ("{a{b}", "found the placeholder {a{b}; expected {name}, {name?} or {name|filter}"),
            ("{a|txt}", "found the filter \"txt\" in {a|txt}; FILTERS; did you mean \"text\"?"),
            ("{a|}", "found the filter \"\" in {a|}; FILTERS"),
            ("{a|before}", "found the filter \"before\" in {a|before}; FILTERS"),
            ("{a|after:}", "found the filter \"after:\" in {a|after:}; FILTERS"),
            ("{a|trim:x}", "found the filter \"trim:x\" in {a|trim:x}; FILTERS"),
            ("{a|lokup:x}", "found the filter \"lokup:x\" in {a|lokup:x}; FILTERS; did you mean \"lookup\"?"),
        ])
    func faults(_ text: String, _ message: String) {
        let filters =
            "expected one of text, lines, trim, before:MARK, after:MARK, lookup:TABLE, replace:TABLE, json, python, "
            + "split:MARK, first, last, join:MARK, default:TEXT"
        let message = message.replacing("FILTERS", with: filters)
        #expect(throws: TemplateFault(message: message)) { try Template(text) }
    }
}
