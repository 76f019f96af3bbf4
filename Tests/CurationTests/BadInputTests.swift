import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Pools

@Suite("Bad input: the row, or what is left of the file, is rejected and the run goes on")
struct BadInputTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let format: String
        let content: [UInt8]
        var record: String?
        /// The questions that are read all the same.
        let questions: [String]
        /// Place, byte offset and reason of each rejected row.
        let rejected: [String]

        init(
            _ name: String, _ format: String, _ content: String, record: String? = nil, _ questions: [String],
            _ rejected: [String]
        ) {
            self.init(name, format, Array(content.utf8), record: record, questions, rejected)
        }

        init(
            _ name: String, _ format: String, _ content: [UInt8], record: String? = nil, _ questions: [String],
            _ rejected: [String]
        ) {
            self.name = name
            self.format = format
            self.content = content
            self.record = record
            self.questions = questions
            self.rejected = rejected
        }

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            "a broken JSON line", "jsonl", "{\"question\":\"a\"}\n{\"question\": b}\n{\"question\":\"c\"}\n",
            ["a", "c"],
            ["line 2 @ 30: invalid JSON: unexpected 'b'"]),
        Case(
            "an empty question", "jsonl", "{\"question\":\"\"}\n{\"question\":\" \\n\"}\n{\"question\":null}\n", [],
            [
                "line 1 @ 0: the question is empty", "line 2 @ 16: the question is empty",
                "line 3 @ 35: the question is empty",
            ]),
        Case(
            "a row without a question", "jsonl", "{\"q\":\"a\"}\n{\"question\":\"b\"}\n", ["b"],
            ["line 1 @ 0: no field \"question\""]),
        Case(
            "a row that is no object", "jsonl", "[1]\n\"x\"\n5\n{\"question\":\"b\"}\n", ["b"],
            [
                "line 1 @ 0: no field \"question\"", "line 2 @ 4: no field \"question\"",
                "line 3 @ 8: no field \"question\"",
            ]),
        Case(
            "a wrong type", "jsonl",
            "{\"question\":\"a\",\"trace_tokens\":\"many\"}\n{\"question\":\"b\",\"thinking_trajectories\":[1]}\n{\"question\":\"c\",\"isgeminicorrect\":\"maybe\"}\n",
            [],
            [
                "line 1 @ 0: trace_tokens: not a whole number of at least 0",
                "line 2 @ 39: thinking_trajectories: a list that contains something other than texts",
                "line 3 @ 84: outcomes.teacher from \"{isgeminicorrect?}\": found maybe; "
                    + "an outcome is true, false or null, or 1 or 0",
            ]),
        Case(
            "invalid UTF-8", "jsonl",
            Array("{\"question\":\"a".utf8) + [0xFF] + Array("\"}\n{\"question\":\"b\"}\n".utf8), ["b"],
            ["line 1 @ 14: invalid UTF-8"]),
        Case(
            "overlong UTF-8", "jsonl", Array("{\"question\":\"".utf8) + [0xC0, 0xAF] + Array("\"}\n".utf8), [],
            ["line 1 @ 13: invalid UTF-8"]),
        Case(
            "an unpaired surrogate", "jsonl", "{\"question\":\"a\\ud800b\"}\n{\"question\":\"\\ud83d\\ude00\"}\n",
            ["😀"], ["line 1 @ 14: invalid JSON: an unpaired surrogate"]),
        Case(
            "a raw control character", "jsonl", "{\"question\":\"a\tb\"}\n", [],
            ["line 1 @ 14: invalid JSON: control character byte 0x09 inside a string"]),
        Case(
            "a NUL byte", "jsonl", "{\"question\":\"a\u{0}\"}\n{\"question\":\"b\"}\u{0}\n", [],
            [
                "line 1 @ 14: invalid JSON: control character byte 0x00 inside a string",
                "line 2 @ 34: invalid JSON: text after the end of the value",
            ]),
        Case(
            "a name that stands twice", "jsonl", "{\"question\":\"a\",\"question\":\"b\"}\n", [],
            ["line 1 @ 16: the field \"question\" is given twice"]),
        Case(
            "a file cut off in a line", "jsonl", "{\"question\":\"a\"}\n{\"question\":\"b", ["a"],
            ["line 2 @ 29: invalid JSON: a string without its closing quote"]),
        Case("a last line without its end", "jsonl", "{\"question\":\"a\"}\n\n{\"question\":\"b\"}", ["a", "b"], []),
        Case(
            "a byte order mark and CR LF", "jsonl", "\u{FEFF}{\"question\":\"a\"}\r\n{\"question\":\"b\"}\r\n",
            ["a", "b"], []),
        Case(
            "nesting without end", "jsonl",
            "{\"question\":" + String(repeating: "[", count: 100_000) + "\n{\"question\":\"b\"}\n", ["b"],
            ["line 1 @ 1012: nested deeper than 1000 levels"]),
        Case(
            "two values on a line", "jsonl", "{\"question\":\"a\"}{\"question\":\"b\"}\n", [],
            ["line 1 @ 16: invalid JSON: text after the end of the value"]),
        Case(
            "a number of a thousand digits", "jsonl",
            "{\"question\":\"a\",\"trace_tokens\":1" + String(repeating: "0", count: 1000) + "}\n", [],
            ["line 1 @ 0: trace_tokens: not a whole number of at least 0"]),
        Case(
            "a broken element of a list", "json",
            "[{\"question\":\"a\"},\n {\"question\":tru},\n {\"question\":\"c\"}]", ["a", "c"],
            ["row 2 @ 32: invalid JSON: neither true, false nor null"]),
        Case(
            "a list cut off", "json", "[{\"question\":\"a\"}, {\"question\":\"b\"", ["a"],
            ["row 2 @ 18: the list is never closed: the file ends too early"]),
        Case(
            "a list cut off between elements", "json", "[{\"question\":\"a\"}", [],
            ["row 1 @ 1: the list is never closed: the file ends too early"]),
        Case(
            "two commas in a list", "json", "[{\"question\":\"a\"},,{\"question\":\"b\"}]", ["a", "b"],
            ["row 2 @ 18: invalid JSON: empty"]),
        Case(
            "an object where a list should be", "json", "{\"rows\":[{\"question\":\"a\"}]}", [],
            ["row 1 @ 0: no field \"question\""]),
        Case(
            "a text where a list should be", "json", " \"question\"", [],
            ["row 1 @ 11: the file ends before its list begins"]),
        Case(
            "text behind a list", "json", "[{\"question\":\"a\"}] more", ["a"],
            [
                "row 2 @ 23: text after the end of the list: set \"format\": \"jsonl\" if there is one value per line"
            ]),
        Case(
            "a row of the wrong width", "csv", "question,b\na,1\nb\nc,1,2\nd,4\n", ["a", "d"],
            ["line 3 @ 15: 1 fields where the header has 2", "line 4 @ 17: 3 fields where the header has 2"]),
        Case(
            "an open quote", "csv", "question,b\na,1\n\"b,2\nc,3\n", ["a"],
            [
                "line 3 @ 15: a quoted field runs over lines that are rows by themselves, each with as many fields as the "
                    + "header: set \"quote\": null if quotes are ordinary characters, or \"quote\": \"\\\"\" if "
                    + "they are not"
            ]),
        Case(
            "an open quote over lines of other widths", "csv", "question,b\na,1\n\"b,2\nc\n", ["a"],
            ["line 3 @ 15: a quoted field is never closed"]),
        Case(
            "text behind a quote", "csv", "question,b\n\"a\"x,1\nb,2\n", ["b"],
            ["line 2 @ 11: text after the closing quote of a field"]),
        Case(
            "invalid UTF-8 in a cell", "csv", Array("question\na\n".utf8) + [0xE9, 0x0A] + Array("c\n".utf8),
            ["a", "c"], ["line 3 @ 11: invalid UTF-8"]),
        Case("line ends of all kinds", "csv", "question,b\r\na,\"1\n2\"\rb,3\nc,4", ["a", "b", "c"], []),
        Case(
            "an empty cell is null", "csv", "question,solution\na,\n,x\n", ["a"], ["line 3 @ 21: the question is empty"]
        ),
        Case(
            "a column that stands twice", "csv", "question,question\na,b\nc,d\n", [],
            ["line 1 @ 0: the column \"question\" is given twice in the header"]),
        Case(
            "tabs", "tsv", "question\tb\na, b\t\"1\t2\"\nc\n", ["a, b"],
            ["line 3 @ 22: 1 fields where the header has 2"]),
        Case(
            "an XML that ends in the middle", "xml", "<r><q><question>a</question></q><q><question>b</ques",
            record: "/r/q", ["a"],
            ["row 2 @ 34: not well-formed XML: Opening and ending tag mismatch: question line 1 and ques"]),
        Case(
            "an XML that is none", "xml", "no xml", record: "/r/q", [],
            ["row 1 @ 0: not well-formed XML: Document is empty"]),
        Case(
            "an SQLite file that is none", "sqlite", String(repeating: "no database ", count: 200), [],
            ["row 1 @ null: SQLite: file is not a database"]),
        Case(
            "a Parquet file that is none", "parquet", "no Parquet", [],
            ["row 1 @ 0: no Parquet file: it does not begin and end with PAR1 (byte 0)"]),
    ]

    @Test("with its place and reason on record", arguments: cases)
    func rejects(_ input: Case) throws {
        let folder = TemporaryFolder()
        _ = FileManager.default.createFile(atPath: folder.path + "/in", contents: Data(input.content))
        var source: JSONObject = JSONObject()
        source["name"] = "S"
        source["format"] = .string(input.format)
        source["path"] = "in"
        source["record"] = input.record.map { .string($0) }
        source["query"] = input.format == "sqlite" ? "select question from t" : nil
        source["map"] = input.format == "xml" ? ["question": "{question}"] : nil
        let recipe = try recipe([("sources", [.object(source)]), ("limits", ["rejected": 1])], in: folder)
        try Folder.make(folder.path + "/run/ingest")
        let (outcome, files) = try Ingest(
            recipe: recipe.inputs, folder: OutputFolder(folder.path + "/run/ingest"), threads: 2, progress: { _ in }
        ).run()
        try files.inTurn.publish()
        let rejected = try folder.lines("run/ingest/rejected.jsonl").map { line in
            let unit = line["line"] == nil ? "row" : "line"
            #expect(line["source"] == "S")
            #expect(line["file"] == "in")
            #expect(line["excerpt"]?.string != nil)
            return
                "\(unit) \(line[unit]?.compactText ?? "?") @ \(line["byte_offset"]?.compactText ?? "?"): \(line["reason"]?.string ?? "")"
        }
        #expect(rejected == input.rejected)
        #expect(try folder.lines("run/ingest/pool.jsonl").map { $0["question"]?.string } == input.questions)
        let count = outcome.sources[0]
        #expect(count.read == count.pool + count.rejected + count.leftOut)
        #expect(count.rejected == input.rejected.count)
    }

    @Test("past limits.rejected the run fails with the commonest reasons, and writes no pool")
    func limit() throws {
        let folder = TemporaryFolder()
        folder.write(
            "s.jsonl",
            String(repeating: "{\"question\":\"a\"}\n", count: 90) + String(repeating: "{\n", count: 6)
                + "[1]\n[2]\n{\"question\":\"\"}\nx\n")
        let recipe = try recipe([("limits", ["rejected": .number("0.09")])], in: folder)
        #expect(
            throws: CurationError.failed(
                """
                10 of 100 rows could not be read, more than limits.rejected = 0.09 allows; the most common reasons:
                  6 times: invalid JSON: the text ends too early
                  2 times: no field "question"
                  1 times: invalid JSON: unexpected 'x'
                  all of them are in \(folder.path)/run/ingest/rejected.jsonl
                """)
        ) { try run(recipe, in: folder) }
        #expect(Folder.names(in: folder.path + "/run/ingest") == ["rejected.jsonl"])
        #expect(try folder.lines("run/ingest/rejected.jsonl").count == 10)
        try Folder.make(folder.path + "/run/ingest")
        try Ingest(
            recipe: try CurationTests.recipe([("limits", ["rejected": .number("0.1")])], in: folder).inputs,
            folder: OutputFolder(folder.path + "/run/ingest"), threads: 2, progress: { _ in }
        ).run().files.inTurn.publish()
        #expect(try folder.lines("run/ingest/pool.jsonl").count == 90)
    }
}
