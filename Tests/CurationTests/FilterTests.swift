import Bytes
import TestSupport
import Testing

@testable import Rows

/// The value that a template gives for a row, as kind and text, or the fault.
func value(_ template: String, _ text: String, longestText: Int = 1 << 20) throws -> String {
    let row = try row(text, longestText: longestText)
    let template = try Template(template)
    do throws(RowFault) {
        let value = try template.value(of: row)
        return "\(value.kind): \(row.text(of: value).text)"
    } catch {
        return "! " + error.reason
    }
}

@Suite("Filters")
struct FilterTests {
    @Test(
        "read values out of texts",
        arguments: [
            ("{a|json}", #"{"a":"[1, \"x\"]"}"#, #"list: [1,"x"]"#),
            ("{a|json}", #"{"a":"{\"b\": 1}"}"#, #"object: {"b":1}"#),
            ("{a|json}", #"{"a":" 5 "}"#, "number: 5"), ("{a|json}", #"{"a":"\"x\\ny\""}"#, "string: x\ny"),
            ("{a|json}", #"{"a":"true"}"#, "true: true"), ("{a|json}", #"{"a":"null"}"#, "null: null"),
            ("{a|json}", #"{"a":"  "}"#, "null: null"), ("{a|json}", #"{"a":["x"]}"#, #"list: ["x"]"#),
            ("{a|json}", #"{"a":5}"#, "number: 5"), ("{a?|json}", "{}", "null: null"),
            ("{a|json}", #"{"a":"[1,"}"#, #"! the text of "a" is no JSON: invalid JSON: the text ends too early"#),
            ("{a|json|last}", #"{"a":"[1,2]"}"#, "number: 2"),
            ("{a|python}", #"{"a":"['x', \"it's\", None, True, 1.50]"}"#, #"list: ["x","it's",null,true,1.50]"#),
            ("{a|python}", #"{"a":"('x',)"}"#, #"list: ["x"]"#),
            ("{a|python}", #"{"a":"{'b': (1, 2)}"}"#, #"object: {"b":[1,2]}"#),
            ("{a|python}", #"{"a":"'x'"}"#, "plain: x"), ("{a|python}", #"{"a":"None"}"#, "null: null"),
            ("{a|python}", #"{"a":"nan"}"#, "null: null"), ("{a|python}", #"{"a":" "}"#, "null: null"),
            ("{a|python}", #"{"a":["x"]}"#, #"list: ["x"]"#),
            ("{a|python|lines}", #"{"a":"['x\\n', 'y']"}"#, "plain: x\n\ny"),
            (
                "{a|python}", #"{"a":"First, we count."}"#,
                #"! the text of "a" is no Python value: "First" is not a literal; write True, False, None, nan, or a text in quotes"#
            ),
        ])
    func texts(_ template: String, _ row: String, _ expected: String) throws {
        #expect(try value(template, row) == expected)
    }

    @Test(
        "make lists and take them apart",
        arguments: [
            ("{a|split:;}", #"{"a":"x;y;;z"}"#, #"list: ["x","y","","z"]"#),
            ("{a|split:;|trim}", #"{"a":"x; y"}"#, #"list: ["x","y"]"#),
            ("{a|split:||}", #"{"a":"x|y"}"#, #"list: ["x","y"]"#),
            ("{a|split:|||first}", #"{"a":"x|y"}"#, "string: x"),
            ("{a|split:, |last}", #"{"a":"x, \"y\""}"#, #"string: "y""#), ("{a|split:;}", #"{"a":" "}"#, "list: []"),
            ("{a|split:;}", #"{"a":["x;y",null]}"#, #"list: [["x","y"],null]"#),
            ("{a|split:aa}", #"{"a":"aaa"}"#, #"list: ["","a"]"#),
            ("{a|first}", #"{"a":[]}"#, "null: null"), ("{a|first}", #"{"a":[null,1]}"#, "null: null"),
            ("{a|first}", #"{"a":{"b":1}}"#, #"object: {"b":1}"#), ("{a|last}", #"{"a":"x"}"#, "string: x"),
            ("{a|first|first}", #"{"a":[[7],8]}"#, "number: 7"),
            ("{a|join: + }", #"{"a":["x",2,null,{"b":1}]}"#, #"plain: x + 2 +  + {"b":1}"#),
            ("{a|join:||}", #"{"a":["x","y"]}"#, "plain: x|y"), ("{a|join:,}", #"{"a":"x"}"#, "string: x"),
            ("{a|default:none}", "{}", "plain: none"), ("{a?|default:none}", "{}", "plain: none"),
            ("{a|default:none}", #"{"a":null}"#, "plain: none"), ("{a|default:none}", #"{"a":" \n"}"#, "plain: none"),
            ("{a|default:none}", #"{"a":0}"#, "number: 0"), ("{a|default:none}", #"{"a":[]}"#, "list: []"),
            ("{a|trim|default:a:b}", "{}", "plain: a:b"), ("{a|first|default:x}", #"{"a":[]}"#, "plain: x"),
            ("{a|default:x|after:x}", "{}", "plain: "), ("{a} {b|default:-}", #"{"a":"1"}"#, "plain: 1 -"),
        ])
    func lists(_ template: String, _ row: String, _ expected: String) throws {
        #expect(try value(template, row) == expected)
    }

    @Test(
        "make no text beyond the limit",
        arguments: [
            ("{a|split:x}", "{\"a\":\"\(String(repeating: "x", count: 400))\"}"),
            ("{a|join:xxxxxxxxxx}", "{\"a\":[\(Array(repeating: "1", count: 200).joined(separator: ","))]}"),
            ("{a|python}", "{\"a\":\"'\(String(repeating: "\\\\x01", count: 200))' '\"}"),
        ])
    func limits(_ template: String, _ row: String) throws {
        #expect(try value(template, row, longestText: 1024).hasPrefix("! "))
        #expect(try !value(template, row).hasPrefix("! a text made"))
    }
}
