import Bytes
import Files
import TestSupport
import Testing

@testable import Rows
@testable import Shapes

@Suite("Rows of XML")
struct XMLFormatTests {
    private let folder = TemporaryFolder()

    /// What templates give for the rows of a document.
    private func values(
        _ document: String, _ templates: [String], record: String = "/r/i", rowBytes: Int = 4096
    ) throws -> [String] {
        folder.write("f.xml", document)
        let templates = templates.map(Template.init(checked:))
        let placeholders = templates.flatMap(\.placeholders)
        let input = InputRecipe(
            CheckedObject(
                InputRecipe.shape([]).filled(["name": "f", "format": "xml", "path": "f.xml", "record": .string(record)])
            ),
            paths: placeholders.map(\.path), texts: placeholders.filter(\.readsWholeText).map(\.path),
            includesRest: true)
        let limits = LimitsRecipe(
            CheckedObject(["rejected": 1, "row_bytes": JSON(rowBytes), "sqlite_steps": 1_000_000]))
        let reader = try InputReader("f.xml", of: input, in: folder.path, limits: limits, buffers: BufferPool())
        let visitor = RowVisitor(tables: [:], longestText: rowBytes)
        let program = RowProgram(templates.map { [$0] })
        var values: [String] = []
        while let batch = try reader.next() {
            try visitor.visit(batch) { _, row, _ in
                do throws(RowFault) {
                    let row = try row.get()
                    #expect(!row.fields.contains { XMLWholeText.isName($0.name) })
                    for number in 0..<program.count {
                        let value = try program.value(number, of: row)
                        values.append("\(value.kind): \(row.text(of: value).text)")
                    }
                } catch {
                    values.append("! " + error.reason)
                }
            }
        }
        return values
    }

    @Test(
        "have the text of an element in the order of the document",
        arguments: [
            ("<b>What is <i>S</i>, or <i>T</i>?</b>", "What is S, or T?"),
            ("<b><p>One <b>two</b> three.</p><p>Four</p></b>", "One two three.\n\nFour"),
            ("<b>Choose:<ul><li>10</li><li>20</li></ul></b>", "Choose:\n\n- 10\n- 20"),
            ("<b>x<sup>2</sup><br/>y<m:math xmlns:m='u'><m:mn>3</m:mn></m:math></b>", "x^2\ny3"),
            ("<b>1 &lt; 2 &amp;amp; <i>&lt;b&gt;</i></b>", "1 < 2 &amp; <b>"),
            ("<b><h:p xmlns:h='u'>a</h:p><h:p xmlns:h='u'>b</h:p></b>", "a\n\nb"),
            ("<b k='v'>See <img src='a\"b.png'/> and <title>c</title>.</b>", "See ![Image](a\"b.png) and\n\nc\n."),
            ("<b><![CDATA[a <i>]]><i>b</i></b>", "a <i>b"), ("<b><i/>x</b>", "x"),
            // An element without children is what it was: its text may be HTML.
            ("<b>&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</b>", "a\n\nb"), ("<b k='v'>a &lt;i&gt;b</b>", "a b"),
        ])
    func mixed(_ element: String, _ text: String) throws {
        #expect(try values("<r><i>\(element)</i></r>", ["{b|text}"]) == ["plain: " + text])
    }

    @Test("have lists of children, which filters take apart")
    func lists() throws {
        let document = """
            <r><i><x><y>1</y></x><x><y>2</y><y k="v">3</y></x><c><d>a<e>b</e></d><d>&lt;i&gt;c</d></c><z><y>4</y></z></i></r>
            """
        #expect(
            try values(document, ["{x/y}", "{x/y|join:+}", "{x/y|first}", "{z/y}", "{c/d|text}", "{x/n?}", "{.|text}"])
                == [
                    #"list: ["1","2","3"]"#, "plain: 1+2+3", "string: 1", "string: 4", #"list: ["ab","c"]"#,
                    "null: null",
                    "plain: 123ab<i>c4",
                ])
        #expect(
            try values("<r><i><t><c n='1'>a</c><c n='2'>b</c></t></i></r>", ["{t/c[@n=2]}", "{t/c[@n=1]|text}"])
                == ["string: b", "plain: a"])
    }

    @Test("are named by local names, whatever the prefixes")
    func localNames() throws {
        let document = """
            <f:r xmlns:f="u"><f:i f:n="1"><f:q>a</f:q><f:s><f:t>b</f:t></f:s><g:q xmlns:g="v">c</g:q></f:i><i><q>d</q>\
            <s><t>e</t></s><f:q>no</f:q></i></f:r>
            """
        #expect(
            try values(document, ["{q}", "{f:q?}", "{s/t}", "{s|text}", "{@n?}"]) == [
                "plain: a", "plain: a", "string: b", "plain: b", "null: null", "plain: d", "plain: no", "string: e",
                "plain: e", "null: null",
            ])
        #expect(try values(document, ["{q}"], record: "/r/i[q='a']") == ["plain: a"])
        #expect(try values(document, ["{q}"], record: "/f:r/f:i") == ["plain: a"])
    }

    @Test("have no text beyond the limit")
    func limit() throws {
        let long = String(repeating: "&amp;", count: 500)
        #expect(
            try values("<r><i><b>\(long)<c/></b></i></r>", ["{b|text}"], rowBytes: 1024)
                == ["! a field is longer as JSON than the 1024 bytes that limits.row_bytes allows"])
        #expect(try values("<r><i><b>\(long)<c/></b></i></r>", ["{b|text}"], rowBytes: 4096).first?.count == 507)
    }
}
