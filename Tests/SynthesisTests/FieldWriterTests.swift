import Bytes
import TestSupport
import Testing

@testable import Synthesis

@Suite("Rows in the formats of sources")
struct FieldWriterTests {
    private static let texts = ["plain", "", "a,b\t\"c\"\r\nd", "<é> & 数😀", "\\ \u{1}"]

    /// Two rows with all texts and everything else that a row may have.
    private func written(_ format: RowFormat, isASCII: Bool = false, hasLists: Bool = true) -> FieldWriter {
        var fields = FieldWriter(format)
        for row in 0..<2 {
            fields.begin(isASCII: isASCII)
            for (number, text) in Self.texts.enumerated() { fields.text("t\(number)", Phrase(Array(text.utf8))) }
            fields.number("n", -row)
            fields.null("z")
            if hasLists {
                fields.list("l", [Phrase(Array("é\"".utf8)), "b"])
                fields.object("o", [("k\"", "v"), ("e", "")])
            }
            fields.end()
        }
        return fields
    }

    @Test("JSON has every value again, escaped to ASCII or not", arguments: [false, true])
    func lines(_ isASCII: Bool) throws {
        let fields = written(.jsonl, isASCII: isASCII)
        let rows = try fields.bytes.split(separator: 0x0A).map { try json(Array($0)) }
        #expect(rows.count == 2 && fields.rows == 2)
        for (number, row) in rows.enumerated() {
            for (k, text) in Self.texts.enumerated() { #expect(row["t\(k)"]?.string == text) }
            #expect(row["n"]?.integer == -number && row["z"] == .null)
            #expect(row["l"] == ["é\"", "b"] && row["o"] == ["k\"": "v", "e": ""])
            #expect(row.object?.names == fields.names)
        }
        #expect(fields.bytes.allSatisfy { $0 < 0x80 } == isASCII)
    }

    @Test("a list of JSON has a comma between its rows")
    func list() throws {
        let fields = written(.jsonList)
        let rows = try json(Array("[".utf8) + fields.bytes + Array("]".utf8)).list
        #expect(rows?.count == 2 && rows?.last?["n"]?.integer == -1 && rows?.first?["t2"]?.string == Self.texts[2])
    }

    @Test("cells are quoted where they must be, and quotes are doubled")
    func cells() {
        let csv = String(decoding: written(.csv, hasLists: false).bytes, as: UTF8.self)
        let row = "plain,,\"a,b\t\"\"c\"\"\r\nd\",<é> & 数😀,\\ \u{1},"
        #expect(Array(csv.utf8) == Array((row + "0,\r\n" + row + "-1,\r\n").utf8))
        let tsv = String(decoding: written(.tsv, hasLists: false).bytes, as: UTF8.self)
        let tabbed = "plain\t\t\"a,b\t\"\"c\"\"\r\nd\"\t<é> & 数😀\t\\ \u{1}\t"
        #expect(Array(tsv.utf8) == Array((tabbed + "0\t\n" + tabbed + "-1\t\n").utf8))
    }

    @Test("XML has an element for each field, with its signs escaped")
    func elements() {
        let xml = String(decoding: written(.xml(element: "q"), hasLists: false).bytes, as: UTF8.self)
        let rows = xml.split(separator: "</q>\n", omittingEmptySubsequences: false)
        #expect(rows.count == 3 && rows.last == "")
        #expect(rows[0].hasPrefix("  <q><t0>plain</t0><t1></t1><t2>a,b\t\"c\"\r\nd</t2><t3>&lt;é&gt; &amp; 数😀</t3>"))
        #expect(rows[1].hasSuffix("<n>-1</n><z></z>"))
    }

    @Test("a database has the cells, and no bytes")
    func database() {
        let fields = written(.sqlite, hasLists: false)
        #expect(fields.bytes.isEmpty && fields.rows == 2)
        #expect(fields.cells.map(\.text) == Self.texts + ["0", ""] + Self.texts + ["-1", ""])
    }
}
