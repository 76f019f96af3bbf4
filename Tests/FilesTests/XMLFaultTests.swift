import Bytes
import TestSupport
import Testing

@testable import Files

@Suite("Faults in XML")
struct XMLFaultTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// What stands between two good records.
        let middle: String
        /// The rows that are expected between them, `!` for a fault and `…!` for the rest of the file.
        let rows: [String]
        var path = "/rows/a"
        var beginning = "<rows>"

        init(_ name: String, _ middle: String, _ rows: [String], path: String = "/rows/a", beginning: String = "<rows>")
        {
            (testDescription, self.middle, self.rows, self.path, self.beginning) = (name, middle, rows, path, beginning)
        }
    }

    private static let cases = [
        Case("a character by its number in an attribute", "<a n='&#x0E;'/>\n", ["!"]),
        Case("a character by its number in a text", "<a>x&#1;y<b/></a>", ["!"]),
        Case("a character as it is", "<a>x\u{1}y</a>", ["!"]),
        Case("a reference to nothing", "<a n='1'><b>&nbsp;</b></a>", ["!"]),
        Case("a lone ampersand", "<a>this & that</a>", ["!"]),
        Case("tags that do not match", "<a><b>x</c></a>", ["!"]),
        Case("a tag in an attribute", "<a n='x<y'>z</a>", ["!"]),
        Case("an attribute that stands twice", "<a n='1' n='2'/>", ["!"]),
        Case("a quote that is missing", "<a n='x m='y'/>\n", ["!"]),
        Case("two in a row", "<a>&x;</a> <a>&y;</a><a>z</a>", ["!", "!", "#text=z"]),
        Case("tags in a CDATA section behind it", "<a>&x;<![CDATA[</a><a>no</a>]]></a>", ["!"]),
        Case("tags in a comment behind it", "<a>&x;<!-- </a><a>no</a> --></a>", ["!"]),
        Case("records in the broken one", "<a>&x;<a>no</a></a>", ["!"]),
        Case("an empty record in the broken one", "<a>&x;<a/></a>", ["!"]),
        Case("between records", "& <!-- <a>no</a> -->", ["!"]),
        Case("a record without its end", "<a>&x;", ["…!"]),
        Case("records at any depth", "<a>&x;</a>", ["…!"], path: "//a"),
        Case("a document type", "<a>&x;</a>", ["…!"], beginning: "<!DOCTYPE rows><rows>"),
        Case("in an element that is no record", "<s>&x;<a/></s>", ["…!"]),
    ]

    private static let good = (0..<12).map { "<a n='\($0)'>good</a>\n" }.joined()

    @Test("cost their record and no more where the next is certain, however a file is cut", arguments: Self.cases)
    func costs(_ fault: Case) throws {
        let document = XMLPieceTests.Document(fault.beginning + Self.good + fault.middle + Self.good + "</rows>")
        let whole = try XMLPieceTests().read(document, fault.path)
        let rows = whole.rows.map { row in
            let text = String(row.drop { $0 != ":" }.dropFirst(2))
            return text.contains("! ") ? String(text.prefix { $0 != " " }) : text
        }
        let good = (0..<12).map { "@n=\($0)|#text=good" }
        #expect(rows == good + fault.rows + (fault.rows.last == "…!" ? [] : good))
        #expect(whole.rows.enumerated().allSatisfy { $1.hasPrefix("\($0 + 1) @ ") })
        for (size, threads) in [(2, 1), (30, 3), (100, 1), (100, 3), (333, 3)] {
            let cut = try XMLPieceTests().read(document, fault.path, pieceSize: size, threads: threads)
            #expect(cut.rows == whole.rows, "\(size), \(threads)")
            #expect(cut.digest == whole.digest)
        }
    }

    @Test("in the last record leave nothing behind it")
    func last() throws {
        func rows(_ end: String) throws -> [String] {
            try XMLPieceTests().read(XMLPieceTests.Document("<rows>" + Self.good + end), "/rows/a").rows.dropFirst(12)
                .map { String($0.drop { $0 != ":" }.dropFirst(2).prefix { $0 != " " }) }
        }
        #expect(try rows("<a>&x;</a></rows>") == ["!"])
        #expect(try rows("<a>&x;</a>") == ["…!"])
        #expect(try rows("<a>&x;") == ["…!"])
        #expect(try rows("<a>x</a>") == ["#text=x", "…!"])
    }

    @Test("in many records cost as many")
    func many() throws {
        let records = (0..<3000).map { $0 % 3 == 0 ? "<a>&#2;\($0)</a>\n" : "<a>\($0)</a>\n" }.joined()
        let document = XMLPieceTests.Document("<rows><a>first</a>" + records + "</rows>")
        let whole = try XMLPieceTests().read(document, "/rows/a")
        #expect(whole.rows.count == 3001)
        #expect(whole.rows.count { $0.contains("! not well-formed XML") } == 1000)
        #expect(try XMLPieceTests().read(document, "/rows/a", pieceSize: 1000, threads: 3).rows == whole.rows)
    }
}
