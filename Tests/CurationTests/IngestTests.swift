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
                "row 2 @ 23: text after the end of the list: for a list or a value a line \"format\": \"jsonl\" is right"
            ]),
        Case(
            "a row of the wrong width", "csv", "question,b\na,1\nb\nc,1,2\nd,4\n", ["a", "d"],
            ["line 3 @ 15: 1 fields where the header has 2", "line 4 @ 17: 3 fields where the header has 2"]),
        Case(
            "an open quote", "csv", "question,b\na,1\n\"b,2\nc,3\n", ["a"],
            [
                "line 3 @ 15: a quoted field runs over lines that are rows by themselves, each with as many fields as the "
                    + "header: \"quote\": null is right where quotes are ordinary characters, and \"quote\": \"\\\"\" where "
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
            ["line 1 @ 0: the column \"question\" stands twice in the header"]),
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

@Suite("Reading sources")
struct SourceTests {
    private func pool(
        _ source: JSON, _ content: String, more: [(String, JSON)] = [], in folder: TemporaryFolder = TemporaryFolder()
    ) throws -> [JSON] {
        folder.write("in", content)
        var source = source.object ?? JSONObject()
        source["name"] = source["name"] ?? "S"
        source["path"] = "in"
        let recipe = try recipe([("sources", [.object(source)])] + more, in: folder)
        try Folder.make(folder.path + "/run/ingest")
        try Ingest(
            recipe: recipe.inputs, folder: OutputFolder(folder.path + "/run/ingest"), threads: 2, progress: { _ in }
        )
        .run()
        .files.inTurn.publish()
        return try folder.lines("run/ingest/pool.jsonl")
    }

    @Test("rows of XML are made by several threads while the parser meets ever more names")
    func threadsOfXML() throws {
        let folder = TemporaryFolder()
        let value = String(repeating: "v", count: 900)
        let records = (0..<4000).map {
            "<q k\($0)='\(value)'><text>Question \($0)</text><n\($0) x='\($0)'>é</n\($0)></q>"
        }
        folder.write("in", "<r>" + records.joined() + "</r>")
        let source: JSON = [
            "name": "S", "format": "xml", "path": "in", "record": "//q", "map": ["question": "{text}"],
        ]
        let recipe = try recipe([("sources", [source])], in: folder)
        let pools = try [1, 3].map { threads in
            let run = folder.path + "/\(threads)"
            try Folder.make(run)
            try Ingest(recipe: recipe.inputs, folder: OutputFolder(run), threads: threads, progress: { _ in }).run()
                .files
                .inTurn.publish()
            return try InputFile.contents(of: run + "/pool.jsonl")
        }
        #expect(pools[0] == pools[1])
        let last = try #require(folder.lines("3/pool.jsonl").last)
        #expect(last["question"] == "Question 3999")
        #expect(last["metadata"]?.string?.hasSuffix(##","n3999":{"@x":"3999","#text":"é"}}"##) == true)
    }

    @Test("a line of the pool has its keys in order")
    func keys() throws {
        let lines = try pool(
            ["format": "jsonl", "map": ["question": "{q}", "solution": "{a?}", "outcomes.m": "{ok}"]],
            "{\"q\":\"What?\",\"a\":42,\"ok\":false,\"level\":3,\"x\":{\"y\": [1]}}\n")
        #expect(
            lines[0].compactText
                == "{\"id\":\"\(id("What?"))\",\"source\":\"S\",\"question\":\"What?\",\"solution\":\"42\",\"cot_type\":null,\"source_type\":\"S\","
                + "\"metadata\":\"{\\\"level\\\":3,\\\"x\\\":{\\\"y\\\":[1]}}\",\"cot\":null,\"thinking_trajectories\":[],\"attempt\":null,"
                + "\"domain\":null,\"trace_tokens\":null,\"outcomes\":{\"m\":false},\"origin\":{\"file\":\"in\",\"line\":1}}"
        )
    }

    private func id(_ text: String) -> String { Array(text.utf8).withByteView { QuestionID(of: $0) }.description }

    @Test("the published columns map themselves")
    func published() throws {
        let lines = try pool(
            ["format": "jsonl"],
            """
            {"solution":"s","question":"q","cot_type":"math","source_type":"t","metadata":"{'a': 1}","cot":null,\
            "thinking_trajectories":["a","b"],"attempt":"x","domain":"Geometry","isqwen7bcorrect":true,"isqwen32bcorrect":null,\
            "isgeminicorrect":false,"isqwqcorrect":true,"gemini_length":77}
            {"question":"r"}
            """)
        #expect(lines[0]["metadata"] == "{'a': 1}")
        #expect(lines[0]["trace_tokens"] == 77)
        #expect(lines[0]["domain"] == "Geometry")
        #expect(lines[0]["thinking_trajectories"] == ["a", "b"])
        #expect(
            lines[0]["outcomes"]?.compactText
                == "{\"qwen2.5-32b-instruct\":null,\"qwen2.5-7b-instruct\":true,\"qwq-32b-preview\":true,\"teacher\":false}"
        )
        #expect(lines[1]["outcomes"] == [:])
        #expect(lines[1]["source_type"] == "S")
    }

    @Test("a pool reads back as a pool")
    func again() throws {
        let folder = TemporaryFolder()
        let first = try pool(
            [
                "format": "jsonl",
                "map": [
                    "question": "{q}", "outcomes.m": "{ok}", "thinking_trajectories": "{t}", "trace_tokens": "{n}",
                    "domain": "d",
                ],
            ],
            "{\"q\":\"é \\\"x\\\"\",\"ok\":true,\"t\":\"trace\",\"n\":5,\"more\":1}\n{\"q\":\"r\",\"ok\":null,\"t\":[],\"n\":null}\n",
            in: folder)
        let other = TemporaryFolder()
        let second = try pool(
            ["format": "jsonl"],
            String(decoding: try InputFile.contents(of: folder.path + "/run/ingest/pool.jsonl"), as: UTF8.self),
            in: other)
        for (a, b) in zip(first, second) {
            for name in ["id", "question", "metadata", "thinking_trajectories", "domain", "trace_tokens", "outcomes"] {
                #expect(a[name] == b[name], "\(name)")
            }
        }
        #expect(first.count == 2 && second.count == 2)
    }

    @Test("every format, with its rows' places")
    func formats() throws {
        let map: JSON = ["question": "{q}"]
        func origins(_ source: JSON, _ content: String) throws -> [String] {
            try pool(source, content).map { "\($0["question"]?.string ?? "") \($0["origin"]?.compactText ?? "")" }
        }
        let line = { (text: String, number: Int) in "\(text) {\"file\":\"in\",\"line\":\(number)}" }
        let row = { (text: String, number: Int) in "\(text) {\"file\":\"in\",\"row\":\(number)}" }
        #expect(
            try origins(["format": "jsonl", "map": map], "{\"q\":\"a\"}\n\n{\"q\":\"b\"}") == [
                line("a", 1), line("b", 3),
            ])
        #expect(
            try origins(["format": "json", "map": map], "[ {\"q\":\"a\"}\n,{\"q\":\"b\"} ]") == [
                row("a", 1), row("b", 2),
            ])
        #expect(
            try origins(["format": "json", "record": "d.l", "map": map], "{\"l\":[0],\"d\":{\"l\":[{\"q\":\"a\"}]}}")
                == [row("a", 1)])
        #expect(try origins(["format": "csv", "map": map], "q,r\n\"a\n\",1\nb,2\n") == [line("a\n", 2), line("b", 4)])
        #expect(try origins(["format": "tsv", "map": map], "q\tr\na\t1\n") == [line("a", 2)])
        #expect(
            try origins(
                ["format": "xml", "record": "/r/x", "map": ["question": "{@q}: {y/z}"]],
                "<r><x q='a'><y><z>1</z></y></x><x q='b'><y><z>2</z></y></x></r>")
                == [row("a: 1", 1), row("b: 2", 2)])
    }

    @Test("what a row of a recording says is whole or nothing, and texts come as they were written")
    func recordedTexts() throws {
        let folder = TemporaryFolder()
        folder.write(
            "r.jsonl",
            """
            {"q": "a", "c": true, "s": "faulty", "n": "oops"}
            {"q": "b", "c": false, "s": "\\u0061\\/\\u00e9 \\n", "n": 3, "t": [ "one\\/" , "two" ], "w": {"x": [1, 2]}}
            {"q": "b", "s": "later", "n": null, "t": null, "w": null, "c": null}
            {"q": "c", "c": true, "s": "x", "n": "oops"}

            """)
        folder.write("s.jsonl", "{\"q\": \"b\", \"w\": \"of another\"}\n{\"q\": \"d\", \"t\": [\"\\u0020\"]}\n")
        func recording(_ name: String, _ path: String, _ set: JSON) -> JSON {
            ["name": .string(name), "format": "jsonl", "path": .string(path), "question": "{q}", "set": set]
        }
        let lines = try pool(
            ["format": "jsonl", "map": ["question": "{q}"]],
            "{\"q\":\"a\"}\n{\"q\":\"b\"}\n{\"q\":\"c\"}\n{\"q\":\"d\"}\n",
            more: [
                (
                    "recordings",
                    [
                        recording(
                            "R", "r.jsonl",
                            [
                                "outcomes.m": "{c}", "solution": "{s}", "thinking_trajectories": "{t?}", "cot": "{w?}",
                                "trace_tokens": "{n}",
                            ]),
                        recording("S", "s.jsonl", ["attempt": "{w?}", "thinking_trajectories": "{t?}"]),
                    ]
                ), ("limits", ["rejected": .number("0.5")]),
            ], in: folder)
        let found = lines.map { line in
            ["outcomes", "solution", "thinking_trajectories", "cot", "attempt", "trace_tokens"]
                .map { line[$0]?.compactText ?? "?" }.joined(separator: " ")
        }
        #expect(
            found == [
                "{} null [] null null null", "{\"m\":false} \"later\" [] null \"of another\" 3",
                "{} null [] null null null",
                "{} null [\" \"] null null null",
            ])
    }

    @Test("recordings are joined by text or id, and one right attempt is right")
    func recordings() throws {
        let folder = TemporaryFolder()
        folder.write(
            "attempts.jsonl",
            lines: [
                ["q": "a", "m": "x", "c": false], ["q": "a", "m": "x", "c": true], ["q": "a", "m": "x", "c": false],
                ["q": "a", "m": "y", "c": nil],
                ["q": "nobody", "m": "x", "c": true], ["q": "b", "m": "y", "c": "oops"],
            ])
        folder.write(
            "sets.csv",
            "id,tokens,domain,trace\n\(id("a")),12,Geometry,first\n\(id("b")),,,\n0123456789abcdef,1,x,y\nbad,1,x,y\n")
        let lines = try pool(
            ["format": "jsonl", "map": ["question": "{q}", "domain": "own", "outcomes.x": "{o}"]],
            "{\"q\":\"a\",\"o\":null}\n{\"q\":\"b\",\"o\":true}\n{\"q\":\"a\",\"o\":false}\n",
            more: [
                (
                    "recordings",
                    [
                        [
                            "name": "A", "format": "jsonl", "path": "attempts.jsonl", "question": "{q}",
                            "outcome": ["model": "{m}", "correct": "{c}"],
                        ],
                        [
                            "name": "B", "format": "csv", "path": "sets.csv", "id": "{id}",
                            "set": [
                                "trace_tokens": "{tokens}", "domain": "{domain}", "thinking_trajectories": "{trace}",
                            ],
                        ],
                    ]
                ), ("limits", ["rejected": .number("0.5")]),
            ], in: folder)
        let found = lines.map { line in
            ["outcomes", "domain", "trace_tokens", "thinking_trajectories"].map { line[$0]?.compactText ?? "?" }.joined(
                separator: " ")
        }
        #expect(
            found == [
                "{\"x\":true,\"y\":null} \"Geometry\" 12 [\"first\"]", "{\"x\":true} \"own\" null []",
                "{\"x\":true,\"y\":null} \"Geometry\" 12 [\"first\"]",
            ])
        let rejected = try folder.lines("run/ingest/rejected.jsonl").map {
            "\($0["recording"]?.string ?? "?") \($0["line"]?.integer ?? 0) \($0["reason"]?.string ?? "")"
        }
        #expect(
            rejected == [
                "A 6 outcome.correct from \"{c}\": found oops; an outcome is true, false or null, or 1 or 0",
                "B 5 the id is not of 16 lower-case hexadecimal digits",
            ])
    }

    @Test("a field that no row has is a mistake of the recipe, told before any work")
    func missingField() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"problem\":\"a\",\"answer\":1}\n{\"problem\":\"b\",\"late\":1}\n")
        let recipe = try recipe(
            [
                (
                    "sources",
                    [
                        [
                            "name": "S", "format": "jsonl", "path": "s.jsonl",
                            "where": [["field": "late", "is": "absent"], ["field": "Picture", "is": "absent"]],
                            "map": ["question": "{problm}", "solution": "{answer}", "attempt": "{never?}"],
                        ]
                    ]
                )
            ], in: folder)
        let error = #expect(throws: CurationError.self) { try run(recipe, in: folder) }
        #expect(
            error?.message.replacingOccurrences(of: folder.path, with: "F") == """
                F/recipe.json: sources.0.where.1.field: no row of "s.jsonl" has the field "Picture"; the fields are problem, answer and late
                F/recipe.json: sources.0.map.question: no row of "s.jsonl" has the field "problm"; did you mean "problem"?
                """)
        #expect(error?.status == 2)
    }

    @Test("a source without rows is a mistake")
    func noRows() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "\n\n")
        let recipe = try recipe([], in: folder)
        let error = #expect(throws: CurationError.self) { try run(recipe, in: folder) }
        #expect(error?.message.hasSuffix("sources.0.path: \"s.jsonl\" has no rows") == true)
    }

    @Test("a record path that leads to no element is a mistake, and told as one of the record path")
    func noElements() throws {
        let folder = TemporaryFolder()
        folder.write("s.xml", "<rows><row><question>a</question></row></rows>")
        let recipe = try recipe(
            [("sources", [["name": "s", "format": "xml", "path": "s.xml", "record": "/rows/rw"]])], in: folder)
        let error = #expect(throws: CurationError.self) { try run(recipe, in: folder) }
        #expect(error?.message.hasSuffix("sources.0.record: \"s.xml\" has no element at /rows/rw") == true)
    }
}
