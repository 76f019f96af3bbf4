import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Pools

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
                == "{\"id\":\"\(id("What?"))\",\"row\":0,\"source\":\"S\",\"key\":null,\"question\":\"What?\",\"solution\":\"42\",\"cot_type\":null,\"source_type\":\"S\","
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
