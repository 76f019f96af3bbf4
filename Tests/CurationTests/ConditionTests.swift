import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Rows
@testable import Shapes

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
