import Bytes
import Files
import TestSupport
import Testing

@testable import Rows

@Suite("The format of an unknown file")
struct FormatSignsTests {
    private let folder = TemporaryFolder()

    private func candidates(_ name: String, _ bytes: [UInt8]) throws -> [String] {
        folder.write(name, bytes: bytes)
        return try FormatRegistry.standard.candidates(for: InputFile(folder.path + "/" + name)).map(\.name)
    }

    @Test(
        "follows from the name, and from the first bytes where these leave no doubt or the name says nothing",
        arguments: [
            ("a.jsonl", "{}", ["jsonl", "json"]), ("a.NDJSON", "", ["jsonl"]), ("a.json", "[{}]", ["json"]),
            ("a.jsonl", "[{}]", ["jsonl", "json"]), ("a.json", "{}", ["json", "jsonl"]),
            ("a.csv", "{}", ["csv", "jsonl", "json"]),
            ("a.tsv", "a\tb", ["tsv"]), ("a", " \n{", ["jsonl", "json"]), ("a.txt", "[", ["json"]), ("a.txt", "a", []),
            ("a.xml", "", ["xml"]), ("a.csv", "\u{FEFF}<?xml version", ["xml", "csv"]), ("a", "<x", ["xml"]),
            ("a.json", "SQLite format 3\0", ["sqlite", "json"]), ("a.db", "", ["sqlite"]), ("csv", "a,b", []),
        ] as [(String, String, [String])])
    func candidates(_ name: String, _ text: String, _ expected: [String]) throws {
        #expect(try candidates(name, Array(text.utf8)) == expected)
    }

    @Test("of a compressed file it is what it holds that counts, and its name without the last ending")
    func compressed() throws {
        let cases: [(name: String, text: String, expected: [String])] = [
            ("a.csv.gz", "a,b", ["csv"]), ("a.TSV.ZST", "a\tb", ["tsv"]), ("a.gz", "[1]", ["json"]), ("a.gz", "a", []),
            ("a.csv.gz", "<?xml version", ["xml", "csv"]), ("gz", "{", ["jsonl", "json"]),
        ]
        for (name, text, expected) in cases {
            #expect(try candidates(name, gzip(Array(text.utf8))) == expected, "\(name)")
            #expect(try candidates(name, zstd(Array(text.utf8))) == expected, "\(name)")
        }
        // The name of a file that is not compressed has an ending that says nothing.
        #expect(try candidates("a.csv.gz", Array("a,b".utf8)) == [])
        #expect(try candidates("a.csv.gz", Array(gzip(Array("a,b".utf8)).prefix(4))) == ["csv"])
    }

    private func options(_ format: String, _ text: String) throws -> [JSONObject] {
        folder.write("f", text)
        let file = try InputFile(folder.path + "/f")
        return try #require(FormatRegistry.standard[format]).possibleOptions(for: file)
    }

    @Test(
        "fields are separated by the mark that the first line has most often",
        arguments: [
            ("csv", "a,b;c,d\n;;;;", nil), ("csv", "a;b\n", ";"), ("csv", "a\tb\tc", "\t"), ("csv", "a", nil),
            ("csv", "a|b", "|"),
            ("tsv", "a\tb", nil), ("tsv", "a,b", ","),
        ] as [(String, String, String?)])
    func delimiters(_ format: String, _ text: String, _ expected: String?) throws {
        let options = try options(format, text)
        #expect(options.map { $0["delimiter"]?.string } == [expected, expected, expected])
        #expect(options.map(\.names).map { $0.filter { $0 != "delimiter" } } == [[], ["escape"], ["quote"]])
    }

    @Test(
        "the list of rows is looked for in a document that is one object",
        arguments: [
            (#"{"data": {"items": [{"q": 1}]}}"#, "data.items"), (#"{"version": 1, "rows": [{"q": 1}]}"#, "rows"),
            (#"{"a": 1}{"a": 2}"#, nil), (#"[{"a": 1}]"#, nil), (#"{"a": [1, 2]}"#, nil),
            (#"{"messages": [{"role": "user", "content": "x"}]}"#, nil),
            (#"{"conversations": [{"from": "human", "value": "x"}]}"#, nil), (#"{"a.b": [{"c": 1}]}"#, nil),
        ] as [(String, String?)])
    func records(_ text: String, _ expected: String?) throws {
        #expect(try options("json", text).first?["record"]?.string == expected)
    }

    @Test(
        "the records of XML are the shallowest elements that occur again",
        arguments: [
            ("<a><b/><b/></a>", ["/a/b"]), ("<?xml version='1.0'?><!-- <x><x> --><a><b>1</b></a>", ["/a/b"]),
            ("<rss><channel><title/><item><t/></item><item/></channel></rss>", ["/rss/channel/item"]),
            ("<q><a x='<b>'/><c/><c/><a/><a/></q>", ["/q/a", "/q/c"]),
            ("<n:a xmlns:n='u'><n:b><![CDATA[<c></c><c>]]></n:b><n:b/></n:a>", ["/a/b"]), ("<a>", []), ("", []),
            ("<a", []),
            ("<a><b></b><b><c", ["/a/b"]),
        ] as [(String, [String])])
    func outlines(_ text: String, _ expected: [String]) {
        #expect(XMLOutline(of: Array(text.utf8)).recordPaths == expected)
    }

    @Test("every reading of the first bytes of a file ends")
    func prefixes() {
        let text = Array("<?p?><!--c--><!DOCTYPE a><a b='c'><d><![CDATA[x]]></d><d/></a>".utf8)
        for count in text.indices { _ = XMLOutline(of: Array(text.prefix(count))) }
        #expect(XMLOutline(of: text).elements.map(\.path) == ["/a", "/a/d"])
    }
}

@Suite("The first rows of a file")
struct RowSampleTests {
    private let folder = TemporaryFolder()

    @Test("are documents, and unreadable ones are counted")
    func rows() throws {
        let file = folder.write("f", #"{"a": [1, {"b": null}]}"# + "\nno\n\"text\"\n")
        let sample = try RowSample(of: file, format: "jsonl", options: [:])
        #expect(sample.rows == [["a": [1, ["b": nil]]], "text"])
        #expect(sample.unreadable == 1 && sample.fault != nil && sample.isWhole)
    }

    @Test("end after a thousand")
    func many() throws {
        for (count, isWhole) in [(1000, true), (1001, false)] {
            let file = folder.write("f", String(repeating: "{\"a\": 1}\n", count: count))
            let sample = try RowSample(of: file, format: "jsonl", options: [:])
            #expect(sample.rows.count == 1000 && sample.isWhole == isWhole)
        }
    }

    @Test("end after sixteen megabytes")
    func large() throws {
        let row = "{\"a\": \"\(String(repeating: "x", count: 1 << 20))\"}\n"
        let file = folder.write("f", String(repeating: row, count: 20))
        let sample = try RowSample(of: file, format: "jsonl", options: [:])
        #expect(sample.rows.count == 16 && !sample.isWhole)
    }

    @Test("are read with the options of the format")
    func options() throws {
        let file = folder.write("f", "a;b\n1;2\n")
        let sample = try RowSample(of: file, format: "csv", options: ["delimiter": ";"])
        #expect(sample.rows == [["a": "1", "b": "2"]])
    }
}
