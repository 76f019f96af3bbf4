import Bytes
import CSQLite
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Rows
@testable import Runs

@Suite("limits.row_bytes holds for what is made of a row, too")
struct TextLimitTests {
    private let folder = TemporaryFolder()

    /// Reads a source; returns the questions of the pool, and why rows were rejected.
    private func read(
        _ file: String, _ text: String, _ source: [String: JSON], _ more: [(String, JSON)] = []
    ) throws -> (questions: [String], rejected: [String]) {
        folder.write(file, text)
        var object: JSONObject = ["name": "s", "path": .string(file)]
        for (name, value) in source { object[name] = value }
        let recipe = try recipe(
            [("sources", [.object(object)]), ("limits", ["rejected": 1, "row_bytes": 1024])] + more, in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        let outcome = try runner.run([.ingest], force: true)
        let counts = try #require(outcome.manifest.stages[.ingest]?.counts)
        let parts: [Int] = try ["pool", "rejected", "left_out"].map { try #require(counts[$0]?.integer) }
        #expect(counts["read"]?.integer == parts.reduce(0, +))
        return (
            try folder.lines("run/ingest/pool.jsonl").map { $0["question"]?.string ?? "" },
            try folder.lines("run/ingest/rejected.jsonl").map { $0["reason"]?.string ?? "" }
        )
    }

    private static let made = "a text made of its fields is longer than the 1024 bytes that limits.row_bytes allows"
    private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }
    /// A row whose field `f` has so many bytes, before one whose field is short.
    private static func rows(_ text: String, _ more: String = "") -> String {
        "{\"f\":\(JSON.string(text).compactText)\(more)}\n{\"f\":\"short\"\(more)}\n"
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let rows: String
        let map: JSON
        var tables: JSON = [:]
        let rejected: [String]
    }

    static let cases: [Case] = [
        Case(
            testDescription: "a field that stands ten times in a template", rows: rows(long(103)),
            map: ["question": "{f}{f}{f}{f}{f}{f}{f}{f}{f}{f}"], rejected: [made]),
        Case(
            testDescription: "a text of just so many bytes", rows: rows(long(102)),
            map: ["question": "{f}{f}{f}{f}{f}{f}{f}{f}{f}{f}1234"], rejected: []),
        Case(
            testDescription: "a literal that makes it too long", rows: rows(long(102)),
            map: ["question": "{f}{f}{f}{f}{f}{f}{f}{f}{f}{f}12345"], rejected: [made]),
        Case(
            testDescription: "a solution", rows: rows(long(600)), map: ["question": "{f}", "solution": "{f}\n{f}"],
            rejected: [made]),
        Case(
            testDescription: "traces", rows: rows(long(600)),
            map: ["question": "{f}", "thinking_trajectories": "{f} {f}"], rejected: [made]),
        Case(
            testDescription: "a table that multiplies", rows: rows(long(200)), map: ["question": "{f|replace:t}"],
            tables: ["t": ["x": "xxxxxx"]], rejected: [made]),
        Case(
            testDescription: "entries that multiply one another", rows: rows("a"), map: ["question": "{f|replace:t}"],
            tables: [
                "t": [
                    "a": "bbbbbbbb", "b": "cccccccc", "c": "dddddddd", "d": "eeeeeeee", "e": "ffffffff",
                    "f": "gggggggg",
                ]
            ], rejected: [made]),
        Case(
            testDescription: "entries that make it too long and short again", rows: rows(long(200)),
            map: ["question": "{f|replace:t}"], tables: ["t": ["x": "yyyyyy", "yyy": "z"]], rejected: [made]),
        Case(
            testDescription: "a table's own text", rows: rows("key"), map: ["question": "{f|lookup:t}"],
            tables: ["t": ["key": .string(long(1025)), "*": "other"]], rejected: [made]),
        Case(
            testDescription: "HTML whose text is longer than it", rows: rows(String(repeating: "<img>", count: 150)),
            map: ["question": "{f|text}"],
            rejected: ["its plain text is longer than the 1024 bytes that limits.row_bytes allows"]),
        Case(
            testDescription: "HTML of nothing but tags, nested deep", rows: rows(String(repeating: "<b>", count: 300)),
            map: ["question": "{f|text}"], rejected: ["the question is empty"]),
        Case(
            testDescription: "a list whose elements grow",
            rows: "{\"f\":[\"\(long(150))\",\"\(long(150))\"]}\n{\"f\":[\"short\"]}\n",
            map: ["question": "{f|replace:t|lines}"], tables: ["t": ["x": "yyyy"]], rejected: [made]),
        Case(
            testDescription: "a list as lines, which is no longer than the list",
            rows: "{\"f\":[\"\(long(500))\",\"\(long(490))\"]}\n{\"f\":[\"short\"]}\n", map: ["question": "{f|lines}"],
            rejected: []),
        Case(
            testDescription: "many texts that are each short enough", rows: rows(long(900)),
            map: [
                "question": .string(String(repeating: "{f|replace:t|before:z}", count: 20) + "{f|before:x}y")
            ], tables: ["t": ["xxx": "zxx"]],
            rejected: [
                "the texts made of its fields are together longer than 16 times the 1024 bytes that limits.row_bytes allows"
            ]),
    ]

    @Test("a row of which a longer text would be made is rejected", arguments: cases)
    func composed(_ input: Case) throws {
        let found = try read("s.jsonl", input.rows, ["format": "jsonl", "map": input.map], [("tables", input.tables)])
        #expect(found.rejected == input.rejected)
        #expect(found.questions.count == 2 - input.rejected.count)
    }

    @Test("a template that is a text alone, and longer")
    func literal() throws {
        let found = try read(
            "s.jsonl", Self.rows("a"),
            ["format": "jsonl", "map": ["question": "{f}", "cot_type": .string(Self.long(1025))]])
        #expect(found.rejected == [Self.made, Self.made])
    }

    @Test("CSV: the row's other fields as JSON, and a trace that is quoted")
    func csv() throws {
        let controls = String(repeating: "\u{1}", count: 200)
        let found = try read(
            "s.csv", "question,other\nq,\(controls)\nq,short\n", ["format": "csv"])
        #expect(found.rejected == [Self.made] && found.questions == ["q"])
        let traces = try read(
            "s.csv", "question,thinking_trajectories\nq,\(controls)\nq,short\n", ["format": "csv"])
        #expect(traces.rejected == [Self.made] && traces.questions == ["q"])
    }

    @Test("XML: a child's JSON")
    func xml() throws {
        let quotes = String(repeating: "\"", count: 600)
        let found = try read(
            "s.xml", "<a><r><q>1</q><x><y>\(quotes)</y></x></r><r><q>2</q></r></a>",
            ["format": "xml", "record": "//r", "map": ["question": "{q}"]])
        #expect(found.rejected == ["a field is longer as JSON than the 1024 bytes that limits.row_bytes allows"])
        #expect(found.questions == ["2"])
    }

    @Test("a recording's texts, and the question that it is joined by")
    func recording() throws {
        for (set, question) in [("{f}{f}", "{q}"), ("{f}", "{q}{f}{f}")] as [(JSON, JSON)] {
            folder.write("r.jsonl", "{\"q\":\"q\",\"f\":\"\(Self.long(600))\"}\n{\"q\":\"q\",\"f\":\"short\"}\n")
            let recording: JSON = [
                "name": "r", "format": "jsonl", "path": "r.jsonl", "question": question, "set": ["attempt": set],
            ]
            let found = try read(
                "s.jsonl", "{\"question\":\"q\"}\n", ["format": "jsonl"], [("recordings", [recording])])
            #expect(found.rejected == [Self.made] && found.questions == ["q"])
        }
    }

    @Test("a benchmark's item ends the run with its place")
    func benchmark() throws {
        folder.write("s.jsonl", "{\"question\":\"q\",\"trace_tokens\":1}\n")
        folder.write("b.jsonl", "{\"q\":\"short\"}\n{\"q\":\"\(Self.long(600))\"}\n")
        let recipe = try recipe(
            [
                ("limits", ["row_bytes": 1024]),
                ("benchmarks", [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{q}{q}"]]),
            ], in: folder)
        #expect(
            throws: CurationError.failed(
                "b.jsonl: line 2: \(Self.made); every row of the benchmark B must be readable")
        ) { try run(recipe, in: folder) }
    }

    @Test("what a recipe's texts alone allow: a row of 1 GiB is one that can be cut into words and counted in tokens")
    func largest() throws {
        #expect(throws: CurationError.self) {
            _ = try recipe([("limits", ["row_bytes": JSON(Words.longestText + 1)])], in: folder)
        }
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        let largest = try recipe([("limits", ["row_bytes": JSON(Words.longestText)])], in: folder)
        #expect(largest.limits.rowBytes == 1 << 30)
    }

    // MARK: - What a pool can hold

    private func worker(_ rows: String, longestLine: Int) throws -> PoolBatch {
        folder.write("s.jsonl", rows)
        let recipe = try recipe([("limits", ["rejected": 1])], in: folder)
        let worker = SourceWorker(
            recipe.sources[0], Recordings(), recipe.inputs, traceTokens: nil, buffers: PoolBuffers(),
            longestLine: longestLine)
        let reader = try InputReader(
            "s.jsonl", of: recipe.sources[0].input, in: folder.path, limits: recipe.limits, buffers: BufferPool())
        return try worker.read(try #require(try reader.next()), file: "s.jsonl")
    }

    @Test("a line of the pool that could not be read again is a rejected row")
    func longLine() throws {
        let text = Self.long(2000)
        let batch = try worker(
            "{\"question\":\"q\",\"solution\":\"\(text)\"}\n{\"question\":\"q\",\"solution\":\"short\"}\n",
            longestLine: 2500)
        #expect(batch.count == 1 && batch.read == 2)
        #expect(batch.rejected.reasons == ["its line of the pool would be longer than 2500 bytes": 1])
        #expect(try worker("{\"question\":\"q\",\"solution\":\"\(text)\"}\n", longestLine: 4000).count == 1)
    }

    @Test("outcomes of more models than a pool may have")
    func models() throws {
        func row(_ count: Int) -> String {
            "{\"question\":\"q\",\"outcomes\":{" + (0..<count).map { "\"m\($0)\":true" }.joined(separator: ",") + "}}\n"
        }
        let batch = try worker(row(1000) + row(1001) + row(30_000), longestLine: PoolLine.longest)
        #expect(batch.count == 1)
        #expect(batch.rejected.reasons == ["outcomes of more than 1000 models": 2])
        // In the order of their bytes, whatever the order in which they came.
        let names = (0..<1000).map { "m\($0)" }.sorted { $0.precedesInBytes($1) }
        let line = try batch.lines.withByteView { try JSON(parsing: $0) }
        #expect(line["outcomes"]?.object?.names == names)
    }

    @Test("more questions than a pool can have end the run")
    func questions() throws {
        let batch = try worker("{\"question\":\"a\"}\n{\"question\":\"b\"}\n", longestLine: PoolLine.longest)
        let writer = try PoolWriter(in: OutputFolder(folder.path), sourceNames: ["s"], mostQuestions: 3)
        try writer.append(batch, source: 0)
        #expect(
            throws: CurationError.failed(
                "more than 3 questions, the maximum of a pool; use \"where\" in a source to leave out rows")
        ) { try writer.append(batch, source: 0) }
    }

    @Test("recordings that speak of more questions than can be told")
    func recorded() throws {
        let recordings = try Recordings(count: 1, spillFolder: OutputFolder(folder.path), most: 3)
        var batch = RecordingBatch(quotesRows: true)
        batch.ids = [1, 2, 3]
        try recordings.take(batch, of: 0)
        batch.ids = [4]
        #expect(
            throws: CurationError.failed("recordings refer to more than 3 questions, the maximum")
        ) { try recordings.take(batch, of: 0) }
    }

    @Test("more sources than a pool can tell apart")
    func sources() throws {
        let source: JSON = ["name": "s", "format": "jsonl", "path": "s.jsonl"]
        let document: JSON = [
            "name": "t", "sources": .list(Array(repeating: source, count: 65_536)), "sample": ["target": 1],
        ]
        #expect(
            throws: CurationError.recipe(
                file: "r.json",
                [RecipeProblem("sources", "found a list of 65536; expected a list of at most 65535")])
        ) { try RecipeFile(path: "r.json", document: document).recipe(withFiles: false) }
    }
}
