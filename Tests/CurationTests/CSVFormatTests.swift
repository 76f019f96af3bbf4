import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Rows
@testable import Shapes

@Suite("Delimited values")
struct CSVFormatTests {
    private static let doubt =
        "a quoted field runs over lines that are rows by themselves, each with as many fields as the header: set "
        + "\"quote\": null if quotes are ordinary characters, or \"quote\": \"\\\"\" if they are not"

    @Test(
        "are read as the recipe says",
        arguments: [
            (["format": "csv", "delimiter": ";"], "a;b\n1,5;\"x;y\"\n", [#"2: a="1,5" b="x;y""#]),
            (["format": "csv", "delimiter": "|", "quote": "'"], "a|b\n'it''s|'|\"x\n", [#"2: a="it's|" b="\"x""#]),
            (["format": "csv", "quote": .null], "a,b\n\"x,y\"\n", [#"2: a="\"x" b="y\"""#]),
            (
                ["format": "tsv", "quote": .null], "a\tb\n\"x\ty\nz\t5\"\n",
                [#"2: a="\"x" b="y""#, #"3: a="z" b="5\"""#]
            ),
            (["format": "tsv", "delimiter": ","], "a,b\n1,2\n", [#"2: a="1" b="2""#]),
            (["format": "csv", "header": ["a", "b"]], "1,2\n3,\n", [#"1: a="1" b="2""#, #"2: a="3" b=null"#]),
            (["format": "csv", "header": ["a", "b"]], "1,2,3\n", ["1 ! 3 fields where the first row has 2"]),
            (["format": "csv", "header": false], "x,y\n3,4\n", [#"1: 1="x" 2="y""#, #"2: 1="3" 2="4""#]),
            (["format": "csv", "header": true], "x,y\n3,4\n", [#"2: x="3" y="4""#]),
        ] as [(JSONObject, String, [String])])
    func options(_ settings: JSONObject, _ text: String, _ expected: [String]) throws {
        #expect(try rows(text, settings) == expected)
    }

    @Test(
        "may have escapes",
        arguments: [
            ("\"say \\\"5, 7\\\"\",2", [#""say \"5, 7\"""#, #""2""#]), ("\"a\\\\\",\"b\"", [#""a\\""#, #""b""#]),
            ("\"$\\frac{1}{2}$\",\\n", [#""$\\frac{1}{2}$""#, #""\\n""#]), ("a\\,b,c", [#""a,b""#, #""c""#]),
            ("\"x\\\ny\",z", [#""x\ny""#, #""z""#]), ("x\\\ny,z", [#""x\ny""#, #""z""#]),
            ("\\N,\"\\N\"", ["null", #""\\N""#]),
            ("\"two \"\" of\",\\\"q", [#""two \" of""#, #""\"q""#]), ("x,\"end\\", []),
        ])
    func escapes(_ record: String, _ cells: [String]) throws {
        let fields = zip(["a=", "b="], cells).map { $0 + $1 }.joined(separator: " ")
        let expected =
            cells.isEmpty
            ? ["2… ! a quoted field is never closed"]
            : ["2: " + fields, #"\#(record.contains("\n") ? 4 : 3): a="1" b="2""#]
        #expect(
            try rows("a,b\n" + record + (cells.isEmpty ? "" : "\n1,2\n"), ["format": "csv", "escape": "\\"]) == expected
        )
    }

    @Test("hint at the option that would do where quotes are written otherwise")
    func hints() throws {
        #expect(
            try rows("a,b\n\"say \\\"x\\\" y\",2\n", ["format": "csv"]) == [
                "2 ! text after the closing quote of a field: set \"escape\": \"\\\\\" if backslashes escape quotes"
            ])
        #expect(
            try rows("a\tb\n\"x\" y\t2\n", ["format": "tsv"]) == [
                "2 ! text after the closing quote of a field: set \"quote\": null if quotes are ordinary characters"
            ])
        let format = try #require(CSVFormat.commaSeparated.format(CheckedObject([:])) as? CSVFormat)
        #expect(format.advice(forFields: ["a;b"])?.contains("\"delimiter\": \";\"") == true)
        #expect(format.advice(forFields: ["a\tb"])?.contains("\"delimiter\": \"\\t\"") == true)
        #expect(format.advice(forFields: ["a", "b;c"]) == nil && format.advice(forFields: ["a"]) == nil)
    }

    @Test(
        "stop where a quote makes one row of lines that are rows by themselves",
        arguments: [
            ("tsv", "a\tb\n1\t2\n\"x\ty\nz\t5\"\n3\t4\n", [#"2: a="1" b="2""#], 3),
            ("tsv", "a\tb\n\"x\ty\nz\t5\n", [], 2),
            ("tsv", "a\tb\r\n1\t\"x\r\ny\t\"\r\n", [], 2),
            ("tsv", "a\tb\n\"x\ty\nz\tu\n\"Every\" one\tw\n", [], 2),
        ])
    func doubtful(_ format: String, _ text: String, _ expected: [String], _ line: Int) throws {
        #expect(try rows(text, ["format": .string(format)]) == expected + ["\(line)… ! \(Self.doubt)"])
        // Who says what quotes mean has no such fault.
        let certain = try rows(text, ["format": .string(format), "quote": "\""])
        #expect(!certain.contains { $0.contains("rows by themselves") })
        #expect(
            try rows(text, ["format": .string(format), "quote": .null]).count == text.utf8.count { $0 == 0x0A } - 1)
    }

    @Test(
        "are read where the lines of a field are no rows",
        arguments: [
            ("a,b\n\"x\ny\",2\n", #"2: a="x\ny" b="2""#), ("a,b\n\"x,1\n\ny\",2\n", #"2: a="x,1\n\ny" b="2""#),
            ("a,b\n\"x,y\nz\",\"1\"\n", #"2: a="x,y\nz" b="1""#),
            ("a,b,c\n1,\"For all x,\nthen y, z.\",275\n", #"2: a="1" b="For all x,\nthen y, z." c="275""#),
            ("a,b\n\"one, two, three\nz, u\",1\n", #"2: a="one, two, three\nz, u" b="1""#),
        ])
    func multiline(_ text: String, _ expected: String) throws {
        #expect(try rows(text, ["format": "csv", "quote": "\""]) == [expected])
        #expect(try rows(text, ["format": "csv"]) == [expected])
    }

    @Test(
        "tell the first row that may be several, unless the recipe says what quotes mean",
        arguments: [
            ("a,b,c\n1,\"x,\ny, z.\",2\n", ["format": "csv"], 2),
            ("a,b\n1,2\n\"x,y\nz\",1\n\"u,v\nw\",1\n", ["format": "csv"], 3),
            ("1,\"x,\ny, z.\",2\n", ["format": "csv", "header": ["a", "b", "c"]], 1),
            ("a,b,c\n1,\"x,\ny, z.\",2\n", ["format": "csv", "quote": "\""], nil),
            ("a,b,c\n1,\"x\ny\",2\n", ["format": "csv"], nil), ("a,b\n1,2\n", ["format": "csv"], nil),
            ("a\tb\tc\n1\t\"x\t\ny\tz.\"\t2\n", ["format": "tsv"], nil),
        ] as [(String, JSONObject, Int?)])
    func doubts(_ text: String, _ settings: JSONObject, _ line: Int?) throws {
        let folder = TemporaryFolder()
        folder.write("f", text)
        var document: JSONObject = ["name": "f", "path": "f"]
        for member in settings.members { document[member.name] = member.value }
        let input = InputRecipe(CheckedObject(InputRecipe.shape([]).filled(.object(document))))
        let limits = LimitsRecipe(CheckedObject(["rejected": 1, "row_bytes": 4096, "sqlite_steps": 1_000_000]))
        let reader = try InputReader("f", of: input, in: folder.path, limits: limits, buffers: BufferPool())
        while try reader.next() != nil {}
        #expect(reader.doubt == line.map { "f, line \($0) is read as one row, although \(Self.doubt)" })
    }

    @Test("of one column may have lines in every field, which are no sign of anything")
    func oneColumn() throws {
        #expect(try rows("a\n\"x\ny\"\nz\n", ["format": "csv"]) == [#"2: a="x\ny""#, #"4: a="z""#])
        #expect(try rows("a\n\"x\ny\n", ["format": "tsv"]) == ["2… ! a quoted field is never closed"])
    }

    @Test(
        "may have nameless columns and names that stand twice where nobody uses them",
        arguments: [
            ("a,b,,\n1,2,,x\n", ["a"], [#"2: a="1" b="2""#]), (",a\n1,2\n", ["a"], [#"2: ="1" a="2""#]),
            (",a,\n1,2,3\n", ["a"], [#"2: a="2""#]),
            ("a,n,n,n\n1,2,3,4\n", ["a"], [#"2: a="1" n="2" n.1="3" n.2="4""#]),
            ("a,n,n.1,n\n1,2,3,4\n", ["a"], [#"2: a="1" n="2" n.1="3" n.2="4""#]),
            ("a,n,n\n1,2,3\n", ["n.1"], ["1… ! the column \"n\" is given twice in the header"]),
            ("a,n,n\n1,2,3\n", ["n"], ["1… ! the column \"n\" is given twice in the header"]),
        ])
    func columns(_ text: String, _ fields: [String], _ expected: [String]) throws {
        #expect(try rows(text, ["format": "csv"], using: fields) == expected)
    }

    @Test(
        "are refused with options that contradict each other",
        arguments: [
            (["delimiter": ";", "quote": ";"], "quote"), (["escape": ","], "escape"),
            (["header": ["a", "b", "a"]], "header"),
        ] as [(JSONObject, String)])
    func contradictions(_ settings: JSONObject, _ key: String) throws {
        var document: JSONObject = ["name": "f", "path": "f", "format": "csv"]
        for member in settings.members { document[member.name] = member.value }
        let input = InputRecipe(
            CheckedObject(InputRecipe.shape([]).filled(.object(document))), RecipePlace("r", "sources.0"))
        let limits = LimitsRecipe(CheckedObject(["rejected": 1, "row_bytes": 1024, "sqlite_steps": 1_000_000]))
        #expect(input.problems(with: ["f"], in: "", limits: limits).map(\.path) == ["sources.0.\(key)"])
    }

    @Test(
        "are refused with options of the wrong kind",
        arguments: [
            ("delimiter", "||"), ("delimiter", ""), ("delimiter", .null), ("quote", "é"), ("escape", "\n"),
            ("header", []),
            ("header", [""]), ("header", "a"), ("quote", 5),
        ] as [(String, JSON)])
    func mistakes(_ key: String, _ value: JSON) {
        var problems: [RecipeProblem] = []
        let document: JSONObject = ["name": "f", "path": "f", "format": "csv", key: value]
        InputRecipe.shape([]).check(.object(document), at: "", &problems)
        #expect(problems.count == 1 && problems[0].path.hasPrefix(key), "\(problems)")
    }
}
