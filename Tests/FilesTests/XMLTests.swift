import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("XML")
struct XMLTests {
    /// The rows of a document, each as its cells.
    private func rows(_ document: String, _ path: String, longestRow: Int = 1 << 20) throws -> [String] {
        try rows(bytes: Array(document.utf8), path, longestRow: longestRow)
    }

    private func rows(bytes document: [UInt8], _ path: String, longestRow: Int = 1 << 20) throws -> [String] {
        let folder = TemporaryFolder()
        let file = try InputFile(folder.write("d.xml", document))
        let reader = try XMLRecordReader(file, XMLRecordPath(path), buffers: BufferPool(), longestRow: longestRow)
        var rows: [String] = []
        var maker = XMLFieldMaker()
        while let batch = try reader.next() {
            try batch.forEachRow(with: &maker) { number, _, result in
                switch result {
                case .success(let fields):
                    rows.append(fields.map { "\($0.name.text)=\($0.value.bytes.text)" }.joined(separator: "|"))
                case .failure(let fault): rows.append("! \(fault.reason)")
                }
                #expect(number == rows.count)
            }
        }
        return rows
    }

    @Test("attributes and children become fields")
    func fields() throws {
        let document = """
            <?xml version="1.0"?><quiz><question type="a" x:y="2" xmlns:x="u"><name><text>N &amp; M</text></name>
            <tag>one</tag><tag>two</tag><empty/><body format="html"><![CDATA[<b>5 < 6</b>]]></body> tail </question></quiz>
            """
        #expect(
            try rows(document, "/quiz/question") == [
                "@type=a|@x:y=2|name={\"text\":\"N & M\"}|tag=[\"one\",\"two\"]|empty=|"
                    + "body={\"@format\":\"html\",\"#text\":\"<b>5 < 6</b>\"}|#text=\n tail "
            ])
    }

    @Test("a record that is a text alone")
    func leaf() throws {
        #expect(try rows("<a><b>x</b><b>y</b></a>", "/a/b") == ["#text=x", "#text=y"])
    }

    @Test(
        "records are named by a path",
        arguments: [
            ("/r/a", ["1", "2"]), ("//a", ["1", "2", "3"]), ("/r/*/a", ["3"]), ("/r/x//a", ["3"]), ("/r/a[@k]", ["2"]),
            ("/r/a[@k='v']", ["2"]), ("/r/a[@k!='v']", []), ("/r/a[not(@k)]", ["1"]),
            ("/r/a[@k='v' or not(@k)]", ["1", "2"]),
            ("/r/a[@k='v' and @n='2']", ["2"]), ("/r/a[contains(@n, '2')]", ["2"]), ("/r/x[@q='1']/a", ["3"]),
            ("/r/x[@q='2']/a", []), ("/s/a", []), ("//a[text()='t']", ["1"]), ("//a[. = 't']", ["1"]),
            ("//a[starts-with(@k, \"v\")]", ["2"]),
            ("/r/x[a='u']", ["x"]), ("/r/x[a/@n='3']", ["x"]), ("/r/x[b]", []), ("/r/a[@n=2]", ["2"]),
        ] as [(String, [String])])
    func paths(_ path: String, _ expected: [String]) throws {
        let document = "<r><a n='1'>t</a><a n='2' k='v'/><x n='x' q='1'><a n='3'>u</a></x></r>"
        let found = try rows(document, path).map { row in
            row.split(separator: "|").first { $0.hasPrefix("@n=") }.map { String($0.dropFirst(3)) } ?? ""
        }
        #expect(found == expected)
    }

    @Test(
        "what is no such path is said",
        arguments: [
            ("/a[", "it is not an XPath"), ("a/b", "it must begin with / or //"),
            ("/a[1]", "a position or number as a condition"),
            ("/a[count(b) = 2]", "the function count()"),
            ("/a[b]/c", "a condition before the last step may ask for attributes only, not b"),
            ("/a | /b", "what begins at \"| /b\""),
        ])
    func noPath(_ path: String, _ beginning: String) {
        let fault = #expect(throws: XMLRecordPath.Fault.self) { try XMLRecordPath(path) }
        #expect(fault?.message.hasPrefix(beginning) == true, "\(fault?.message ?? "")")
    }

    @Test("what is left of a broken file is one faulty row")
    func broken() throws {
        #expect(
            try rows("<r><a>1</a><a>2</b></r>", "/r/a")
                == ["#text=1", "! not well-formed XML: Opening and ending tag mismatch: a line 1 and b"])
        let found = try rows("<r><a>1</a><a>2", "/r/a")
        #expect(found.first == "#text=1")
        #expect(found.last?.hasPrefix("! not well-formed XML: ") == true)
        #expect(found.count == 2)
        #expect(try rows("", "/r/a").count == 1)
        #expect(try rows("no xml", "/r/a").first?.hasPrefix("! not well-formed XML") == true)
    }

    @Test("an external entity is never fetched, an inner one is replaced")
    func entities() throws {
        let folder = TemporaryFolder()
        let secret = folder.write("secret", "SECRET")
        let document = """
            <!DOCTYPE r [<!ENTITY out SYSTEM "file://\(secret)"><!ENTITY in "inner">]>
            <r><a>1 &in;</a><a>2 &out;</a><a>3</a></r>
            """
        let found = try rows(document, "/r/a")
        #expect(found == ["#text=1 inner", "! refers to an external entity, and none is ever fetched", "#text=3"])
        let external = "<!DOCTYPE r SYSTEM \"file://\(secret)\"><r><a>1</a></r>"
        #expect(try rows(external, "/r/a") == ["#text=1"])
    }

    @Test("entities that multiply are stopped")
    func bomb() throws {
        var document = "<!DOCTYPE r [<!ENTITY a0 \"aaaaaaaaaa\">"
        for k in 1...12 {
            document += "<!ENTITY a\(k) \"" + String(repeating: "&a\(k - 1);", count: 10) + "\">"
        }
        document += "]><r><a>&a12;</a></r>"
        let found = try rows(document, "/r/a")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("! ") == true)
    }

    private static let casesOfManyAttributes: [(before: String, count: Int, isFine: Bool)] = [
        ("", 10_000, true), ("", 10_001, false), ("<a>\(String(repeating: "=", count: 30_000))</a>", 10_001, false),
        ("<a><![CDATA[\(String(repeating: "= >", count: 30_000))]]></a>", 10_000, true),
        ("<a><![CDATA[<b c='\(String(repeating: "=", count: 30_000))]]></a>", 10_001, false),
        ("<!--<b \(String(repeating: "c=\"\" ", count: 30_000))>--><a k='>'/>", 10_000, true),
        (String(repeating: "<a k='=' l=\">\"/>", count: 30_000), 10_001, false),
    ]

    @Test(
        "a tag with very many attributes is not given to libxml2, whatever comes before it",
        arguments: casesOfManyAttributes.indices)
    func manyAttributes(_ number: Int) throws {
        let (before, count, isFine) = Self.casesOfManyAttributes[number]
        let tag = "<b " + (0..<count).map { "k\($0)='>'" }.joined(separator: " ") + "/>"
        let found = try rows("<r>\(before)\(tag)<a>last</a></r>", "//a")
        #expect(found.last == (isFine ? "#text=last" : "! an element with more than 10000 attributes"))
    }

    @Test(
        "nor is one in the text of an entity, however it is written",
        arguments: [("<b ", "="), ("&#60;b ", "="), ("&#x3c;b ", "&#61;"), ("x<c/> &#60;b ", "&#61;")])
    func manyAttributesOfEntity(_ start: String, _ sign: String) throws {
        let value = start + (0..<10_001).map { "k\($0)\(sign)''" }.joined(separator: " ") + "/>"
        let found = try rows("<!DOCTYPE r [<!ENTITY e \"\(value)\">]><r><a>1</a><a>&e;</a></r>", "/r/a")
        #expect(found == ["! an entity of an element with more than 10000 attributes"])
    }

    @Test("what an entity holds besides elements may have any signs")
    func signsOfEntity() throws {
        let line = String(repeating: "=", count: 10_001)
        #expect(try rows("<!DOCTYPE r [<!ENTITY e '\(line)'>]><r><a>&e;</a></r>", "/r/a") == ["#text=\(line)"])
    }

    @Test("a document type that declares very many attributes is refused, since each tag would have them all")
    func declaredAttributes() throws {
        func document(_ count: Int) -> String {
            let list = (0..<count).map { "k\($0) CDATA 'v'" }.joined(separator: "\n")
            return "<!DOCTYPE r [<!ATTLIST a \(list)>]><r><a>1</a></r>"
        }
        #expect(try rows(document(2), "/r/a") == ["@k0=v|@k1=v|#text=1"])
        #expect(try rows(document(10_001), "/r/a") == ["! a document type with more than 10000 attributes"])
    }

    @Test(
        "an encoding in which a byte is not what it seems is refused; others are read",
        arguments: [
            ("UTF-8", true), ("ISO-8859-1", true), ("windows-1252", true), ("us-ascii", true), ("GB18030", true),
            ("Shift_JIS", true), ("EUC-JP", true), ("ISO-2022-JP", false), ("UTF-7", false), ("IBM037", false),
            ("CP866", true), ("IBM850", true), ("koi8-r", true), ("ANSI_X3.4-1968", true),
            ("CP037", false), ("IBM1047", false), ("HZ", false), ("JOHAB", false), ("UCS-4", false),
        ])
    func encodings(_ name: String, _ isRead: Bool) throws {
        let document = "<?xml version='1.0' encoding='\(name)'?><r><a>1</a></r>"
        let refusal = "in the encoding \"\(name)\", which is not read; xmllint --encode UTF-8 makes UTF-8 of it"
        let found = Array(document.utf8).withByteView { XMLEncoding.find($0) }
        #expect(found.refusal == (isRead ? nil : refusal))
        // Which others than its own libxml2 reads is for the machine's iconv to say.
        if !isRead { #expect(try rows(document, "/r/a") == ["! " + refusal]) }
        if name.hasPrefix("U") || name.hasPrefix("ISO-8859"), isRead {
            #expect(try rows(document, "/r/a") == ["#text=1"])
        }
    }

    @Test("only the file's own declaration names its encoding, be it as long as it will")
    func declarations() throws {
        let inner = "<?xml version='1.0' encoding='UTF-7'?>"
        #expect(try rows("<r><a><![CDATA[\(inner)]]></a></r>", "/r/a") == ["#text=\(inner)"])
        #expect(try rows("<!-- \(inner) --><r><a>1</a></r>", "/r/a") == ["#text=1"])
        let refusal = "! in the encoding \"UTF-7\", which is not read; xmllint --encode UTF-8 makes UTF-8 of it"
        #expect(try rows("\u{FEFF}\(inner)<r><a>1</a></r>", "/r/a") == [refusal])
        func spaced(_ count: Int) -> String {
            inner.replacingOccurrences(of: " enc", with: String(repeating: " ", count: count) + " enc")
        }
        #expect(try rows(spaced(50_000) + "<r><a>1</a></r>", "/r/a") == [refusal])
        #expect(
            try rows(spaced(70_000) + "<r><a>1</a></r>", "/r/a")
                == ["! an XML declaration of more than 65536 bytes"])
    }

    @Test("a processing instruction names no encoding")
    func stylesheet() throws {
        let document = "<?xml-stylesheet type=\"text/xsl\" href=\"encoding.xsl\"?><r><a>1</a></r>"
        #expect(try rows(document, "/r/a") == ["#text=1"])
    }

    private func contradiction(_ name: String) -> String {
        "in the encoding \"\(name)\" by its own word and not by its first bytes; without the word it can be read"
    }

    @Test(
        "a declaration that contradicts the file's first bytes is refused: the guard would read other characters",
        arguments: [
            ("UTF-16", true), ("utf-8", true), ("UTF-16LE", true), ("UTF-16BE", false), ("cp1252", false),
            ("ISO-10646-UCS-2", false), ("UCS-2", false),
        ])
    func contradictions(_ name: String, _ isRead: Bool) {
        let wide = "<?xml version='1.0' encoding='\(name)'?><r/>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let refusal = contradiction(name)
        #expect(wide.withByteView { XMLEncoding.find($0) }.refusal == (isRead ? nil : refusal))
    }

    @Test(
        "UTF-16 declared in a file whose first bytes are ASCII's is refused",
        arguments: ["UTF-16", "UTF-16LE", "UCS-2", "ISO-10646-UCS-2"])
    func narrow(_ name: String) {
        let document = Array("<?xml version='1.0' encoding='\(name)'?><r/>".utf8)
        #expect(document.withByteView { XMLEncoding.find($0) }.refusal == contradiction(name))
    }

    @Test("UTF-16 is read, and a tag with very many attributes found in it too", arguments: [true, false])
    func wide(_ isLittle: Bool) throws {
        // Characters of which one byte is that of a quote or of a tag's beginning.
        let value = "\u{2200}\u{3C00}\u{2260}\u{273C}"
        func wide(_ count: Int) -> [UInt8] {
            let tag = "<b " + (0..<count).map { "k\($0)='\(value)'" }.joined(separator: " ") + "/>"
            let text = "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?><r>\(tag)<a>last \(value)</a></r>"
            var bytes: [UInt8] = []
            for unit in text.utf16 {
                withUnsafeBytes(of: isLittle ? unit.littleEndian : unit.bigEndian) { bytes.append(contentsOf: $0) }
            }
            return bytes
        }
        #expect(try rows(bytes: wide(10_000), "/r/a") == ["#text=last \(value)"])
        #expect(try rows(bytes: wide(10_001), "/r/a") == ["! an element with more than 10000 attributes"])
    }

    @Test("UTF-32 and EBCDIC are refused by their first bytes")
    func otherWidths() throws {
        let wide: [UInt8] = "<r/>".utf8.flatMap { byte -> [UInt8] in [byte, 0, 0, 0] }
        #expect(try rows(bytes: wide, "/r") == ["! in the encoding UTF-32, which is not read; expected UTF-8"])
        #expect(
            try rows(bytes: [0x4C, 0x6F, 0xA7, 0x94], "/r")
                == ["! in the encoding EBCDIC, which is not read; xmllint --encode UTF-8 makes UTF-8 of it"])
    }

    @Test("batches outlive their reader, and their sizes are the file's")
    func batches() throws {
        let folder = TemporaryFolder()
        // Long values, so that there is more than one batch.
        let value = String(repeating: "v", count: 200)
        let records = (0..<20_000).map {
            "<x:a k\($0 % 100)='\(value)'><name\($0 % 1000)>\($0)</name\($0 % 1000)></x:a>"
        }
        let path = folder.write("d.xml", "<r xmlns:x='u'>" + records.joined() + "</r>")
        func read() throws -> [XMLPiece] {
            let reader = try XMLRecordReader(
                InputFile(path), XMLRecordPath("//x:a"), buffers: BufferPool(), longestRow: 1 << 20)
            var batches: [XMLPiece] = []
            while let batch = try reader.next() { batches.append(batch) }
            return batches
        }
        let batches = try read()
        #expect(batches.count > 2)
        #expect(try batches.map(\.size).reduce(0, +) == InputFile(path).size)
        var maker = XMLFieldMaker()
        var found: [String] = []
        for batch in batches {
            try batch.forEachRow(with: &maker) { _, _, fields in
                found.append(((try? fields.get()) ?? []).map { "\($0.name.text)=\($0.value.bytes.text)" }.joined())
            }
        }
        // Not within the expectation, which would tell all of them where one is wrong.
        let isWhole = found == (0..<20_000).map { "@k\($0 % 100)=\(value)name\($0 % 1000)=\($0)" }
        #expect(isWhole)
    }

    @Test("a record in an entity stands where the file refers to it")
    func offsetInEntity() throws {
        let document = "<!DOCTYPE r [<!ENTITY e \"<a>x</a>\">]><r>          &e;</r>"
        let folder = TemporaryFolder()
        let reader = try XMLRecordReader(
            InputFile(folder.write("d.xml", document)), XMLRecordPath("//a"), buffers: BufferPool(), longestRow: 1 << 20
        )
        var offsets: [Int?] = []
        var maker = XMLFieldMaker()
        while let batch = try reader.next() {
            try batch.forEachRow(with: &maker) { _, offset, _ in offsets.append(offset) }
        }
        let place = try #require(document.range(of: "&e;")).upperBound
        #expect(offsets == [document.utf8.distance(from: document.startIndex, to: place)])
    }

    @Test("a record of very many elements or attributes is told, however short they are")
    func manyParts() throws {
        let fault = "! more than 1000000 elements and attributes"
        let elements = "<r><a>" + String(repeating: "<b/>", count: 1_000_000) + "</a><a>ok</a></r>"
        #expect(try rows(elements, "/r/a", longestRow: 1 << 26) == [fault, "#text=ok"])
        let tag = "<b " + (0..<999).map { "k\($0)=''" }.joined(separator: " ") + "/>"
        let attributes = "<r><a>" + String(repeating: tag, count: 1000) + "</a><a>ok</a></r>"
        #expect(try rows(attributes, "/r/a", longestRow: 1 << 26) == [fault, "#text=ok"])
    }

    @Test("a record that is too long is told")
    func longRecord() throws {
        let document = "<r><a>\(String(repeating: "x", count: 3000))</a><a>ok</a></r>"
        #expect(
            try rows(document, "/r/a", longestRow: 2000)
                == ["! longer than the 2000 bytes that it may have", "#text=ok"])
        // Names count, also that of a record of attributes alone.
        let attributes = "<r><name k='\(String(repeating: "x", count: 14))'/></r>"
        #expect(try rows(attributes, "/r/name", longestRow: 19).first?.hasPrefix("! longer") == true)
        #expect(try rows(attributes, "/r/name", longestRow: 20) == ["@k=xxxxxxxxxxxxxx|#text="])
    }

    @Test("a record whose attributes fill a batch before it ends is one row, and so is what follows")
    func largeAttributes() throws {
        let (value, body) = (String(repeating: "x", count: 1_100_000), String(repeating: "y", count: 100_000))
        let (large, row) = ("<a b=\"\(value)\">\(body)</a>", "@b=\(value)|#text=\(body)")
        let document = "<r><a b=\"2\">z</a>\(large)<a>y</a></r>"
        func read(_ document: String, _ path: String = "/r/a", longestRow: Int = 1 << 22) throws -> [String] {
            try rows(document, path, longestRow: longestRow)
        }
        #expect(try read("<r>\(large)<a b=\"2\">z</a></r>") == [row, "@b=2|#text=z"])
        #expect(
            try read("<r><a b=\"2\">z</a>\(large)\(large)<a/></r>") == ["@b=2|#text=z", row, row, "#text="])
        // One that is left out, or is too long, only after it has moved to the next batch.
        #expect(try read(document, "/r/a[. = 'z' or . = 'y']") == ["@b=2|#text=z", "#text=y"])
        let fault = "! longer than the 1150000 bytes that it may have"
        #expect(try read(document, longestRow: 1_150_000) == ["@b=2|#text=z", fault, "#text=y"])
    }

    @Test("a faulty record leaves none of its attributes to the next")
    func faultyAttributes() throws {
        let long = String(repeating: "x", count: 3000)
        #expect(
            try rows("<r><a b=\"1\">\(long)</a><a c=\"2\">z</a></r>", "/r/a", longestRow: 2000)
                == ["! longer than the 2000 bytes that it may have", "@c=2|#text=z"])
    }

    @Test("records that span many blocks come whole")
    func large() throws {
        let body = String(repeating: "abcdefghij", count: 20_000)
        let document = "<r>" + (0..<20).map { "<a n=\"\($0)\">\(body)</a>" }.joined() + "</r>"
        let found = try rows(document, "/r/a")
        #expect(found == (0..<20).map { "@n=\($0)|#text=\(body)" })
    }
}
