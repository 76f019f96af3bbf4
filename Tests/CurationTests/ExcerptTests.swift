import Bytes
import CSQLite
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Runs

@Suite("What is told of rows that cannot be read without quoting them")
struct ExcerptTests {
    /// A file with a word that must not get out, and the reasons for its rejected rows without it.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let format: String
        let content: [UInt8]
        let reasons: [String]
        var settings: [String: JSON] = [:]

        init(
            _ name: String, _ format: String, _ text: String, _ reasons: [String], _ settings: [String: JSON] = [:]
        ) {
            (testDescription, self.format, content, self.reasons) = (name, format, Array(text.utf8), reasons)
            self.settings = settings
        }
    }

    private static let inXML: [String: JSON] = ["record": "/r/q", "map": ["question": "{question}"]]

    private static let cases: [Case] = [
        Case(
            "broken JSON", "jsonl", "{\"question\": SECRET}\n{\"question\":\"SECRET\u{1}\"}\n{\"question\":\"SECRET",
            [
                "invalid JSON: an unexpected byte", "invalid JSON: a control character inside a string",
                "invalid JSON: a string without its closing quote",
            ]),
        Case(
            "names that stand twice", "jsonl",
            "{\"SECRET\":1,\"SECRET\":2}\n{\"question\":\"a\",\"outcomes\":{\"SECRET\":true,\"SECRET\":1}}\n"
                + "{\"question\":\"a\",\"outcomes\":{\"SECRET\":2}}\n",
            [
                "a field is given twice", "outcomes: a field is given twice",
                "outcomes: found no outcome; an outcome is true, false or null, or 1 or 0",
            ]),
        Case(
            "a field that is missing or of another kind", "jsonl",
            "{\"SECRET\":1}\n{\"question\":\"SECRET\",\"trace_tokens\":\"SECRET\"}\n{\"question\":\" \",\"x\":\"SECRET\"}\n"
                + "{\"question\":\"SECRET\",\"isgeminicorrect\":\"SECRET\"}\n",
            [
                "no field \"question\"", "trace_tokens: not a whole number of at least 0", "the question is empty",
                "outcomes.teacher from \"{isgeminicorrect?}\": found no outcome; an outcome is true, false or null, or 1 or 0",
            ]),
        Case("a header", "csv", "question,question,SECRET\na,b,c\n", ["a column is given twice in the header"]),
        Case(
            "records", "csv", "question,b\n\"SECRET\"SECRET,1\nSECRET\n\"SECRET\n",
            [
                "text after the closing quote of a field", "1 fields where the header has 2",
                "a quoted field is never closed",
            ]),
        Case("tags", "xml", "<r><q><question>a</question></q><q><SECRET>b</q></r>", ["not well-formed XML"], inXML),
        Case("entities", "xml", "<r><q><question>&SECRET;</question></q></r>", ["not well-formed XML"], inXML),
        Case(
            "an encoding", "xml", "<?xml version=\"1.0\" encoding=\"SECRET\"?><r/>",
            ["in an encoding that is not read; expected UTF-8"], inXML),
        Case(
            "a list", "json", "[{\"SECRET\":1},{\"question\":\"a\"},{\"question\":\"SECRET\"",
            ["no field \"question\"", "the list is never closed: the file ends too early"]),
    ]

    private func run(_ source: JSON, in folder: TemporaryFolder, excerpts: Bool?) throws -> (rows: [JSON], text: String)
    {
        var limits: JSONObject = ["rejected": 1]
        limits["excerpts"] = excerpts.map { .bool($0) }
        var source = source.object ?? JSONObject()
        for (name, value) in [("name", "s"), ("path", "in"), ("empty", "allow")] as [(String, JSON)] {
            source[name] = value
        }
        let recipe = try recipe([("sources", [.object(source)]), ("limits", .object(limits))], in: folder)
        var told = ""
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 1) { told += "\($0)\n" }
        _ = try runner.run([.ingest], force: true)
        for name in ["run/ingest/rejected.jsonl", "run/run.json"] {
            told += String(decoding: try InputFile.contents(of: folder.path + "/" + name), as: UTF8.self)
        }
        return (try folder.lines("run/ingest/rejected.jsonl"), told)
    }

    @Test("neither excerpts nor reasons hold anything of the rows", arguments: cases)
    func nothingGetsOut(_ input: Case) throws {
        let folder = TemporaryFolder()
        _ = FileManager.default.createFile(atPath: folder.path + "/in", contents: Data(input.content))
        var source: JSONObject = ["format": .string(input.format)]
        for (name, value) in input.settings { source[name] = value }
        let quoted = try run(.object(source), in: folder, excerpts: nil)
        // But for what has no excerpt, and no words that quote.
        #expect(quoted.text.contains("SECRET") || input.testDescription == "an encoding")
        let silent = try run(.object(source), in: folder, excerpts: false)
        #expect(!silent.text.contains("SECRET"), "\(silent.text)")
        #expect(silent.rows.map { $0["reason"] } == input.reasons.map { .string($0) })
        #expect(silent.rows.allSatisfy { $0["excerpt"] == .null })
        // All else is as it was.
        for (before, after) in zip(quoted.rows, silent.rows) {
            for name in ["source", "file", "line", "row", "byte_offset"] { #expect(before[name] == after[name]) }
        }
        #expect(try run(.object(source), in: folder, excerpts: true).rows == quoted.rows)
    }

    @Test("SQLite's own words, which may quote a value, are those of its code")
    func sqlite() throws {
        let folder = TemporaryFolder()
        var connection: OpaquePointer?
        #expect(sqlite3_open(folder.path + "/in", &connection) == SQLITE_OK)
        let statement = "CREATE TABLE t (question, path); INSERT INTO t VALUES ('{}', '[SECRET')"
        #expect(sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(connection)
        let source: JSON = ["format": "sqlite", "query": "SELECT json_extract(question, path) AS question FROM t"]
        #expect(try run(source, in: folder, excerpts: true).text.contains("SECRET"))
        let silent = try run(source, in: folder, excerpts: false)
        #expect(!silent.text.contains("SECRET"))
        #expect(silent.rows.first?["reason"] == "SQLite: SQL logic error")
    }

    @Test("what fails the run quotes no row either")
    func failures() throws {
        let folder = TemporaryFolder()
        folder.write("in", "{\"SECRET\":1,\"SECRET\":2}\n{\"question\":\"a\"}\n")
        folder.write("b", "{\"SECRET\":1,\"SECRET\":2}\n{\"q\":\"b\"}\n")
        func message(_ limits: JSON, _ benchmarks: JSON) throws -> String {
            let recipe = try recipe(
                [
                    ("sources", [["name": "s", "format": "jsonl", "path": "in"]]), ("limits", limits),
                    ("benchmarks", benchmarks),
                ], in: folder)
            let error = #expect(throws: CurationError.self) { try CurationTests.run(recipe, in: folder) }
            return error?.message ?? ""
        }
        let benchmarks: JSON = [["name": "b", "format": "jsonl", "path": "b", "question": "{q}"]]
        #expect(try message(["excerpts": true], []).contains("the field \"SECRET\" is given twice"))
        #expect(try message(["excerpts": false], []).contains("1 times: a field is given twice\n"))
        #expect(try message(["rejected": 1, "excerpts": true], benchmarks).contains("SECRET"))
        #expect(
            try message(["rejected": 1, "excerpts": false], benchmarks)
                == "b: line 1: a field is given twice; every row of the benchmark b must be readable")
    }
}
