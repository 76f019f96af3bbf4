import Bytes
import CSQLite
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes

@Suite("What is blank is absent")
struct BlankFieldTests {
    private let folder = TemporaryFolder()

    /// Texts of nothing but white space, and texts that only look as if nothing were there.
    static let texts: [(text: String, isBlank: Bool)] = [
        ("", true), ("  ", true), ("\n", true), ("\t", true), (" \n\t ", true), ("\u{A0}", true), ("\u{85}", true),
        ("\u{2003}", true), ("\u{3000}", true), (" \u{2028}\n", true), ("\u{1680}\u{205F}", true),
        ("\u{200B}", false), ("\u{FEFF}", false), ("\u{2060}", false), ("\"", false), ("\"\"", false), ("''", false),
        ("[", false), ("[]", false), ("[\"\"]", false), ("[\" \"]", false), ("],[", false), ("\",\"", false),
        (",", false), ("\\", false), ("\\n", false), ("\\u0020", false), ("{}", false), ("null", false), ("0", false),
        ("false", false), (" . ", false), ("é", false),
    ]

    /// A text without white space around it.
    private static func trimmed(_ text: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let scalars = Array(text.unicodeScalars.drop(while: isSpace)).reversed().drop(while: isSpace).reversed()
        return String(String.UnicodeScalarView(scalars))
    }

    static let fields = ["question", "solution", "attempt", "thinking_trajectories", "domain"]
    static let formats = ["jsonl", "json", "csv", "tsv", "sqlite", "parquet", "xml"]

    /// A row whose fields are texts, but for one of them; its question is another than that of any other row.
    private static func row(_ number: Int, _ field: String, _ text: String) -> [String] {
        fields.map { name in
            name == field ? text : name == "question" ? "Question \(number)?" : name == "domain" ? "D" : "some \(name)"
        }
    }

    /// Writes rows of the five fields in a format; returns the source.
    private func write(_ rows: [[String]], _ format: String, _ name: String = "s") throws -> JSON {
        let path = "\(name).\(format)"
        var source = JSONObject()
        for (key, value) in [("name", name), ("format", format), ("path", path)] { source[key] = .string(value) }
        let names = Self.fields + ["trace_tokens"]
        let rows = rows.map { $0 + ["7"] }
        let objects = rows.map { row in
            JSON.object(
                zip(names, row).reduce(into: JSONObject()) { object, field in
                    object[field.0] = .string(field.1)
                })
        }
        switch format {
        case "jsonl": folder.write(path, lines: objects)
        case "json": folder.write(path, JSON.list(objects).readableText)
        case "csv", "tsv":
            let quoted = ([names] + rows).map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
                    .joined(separator: format == "csv" ? "," : "\t") + "\n"
            }
            folder.write(path, quoted.joined())
        case "sqlite":
            var connection: OpaquePointer?
            defer { sqlite3_close(connection) }
            try #require(sqlite3_open(folder.path + "/" + path, &connection) == SQLITE_OK)
            let values = rows.map { row in
                "(" + row.map { "'" + $0.replacing("'", with: "''") + "'" }.joined(separator: ",") + ")"
            }
            let script = "CREATE TABLE t (\(names.joined(separator: ",")));INSERT INTO t VALUES "
            try #require(
                sqlite3_exec(connection, script + values.joined(separator: ","), nil, nil, nil) == SQLITE_OK)
            source["table"] = "t"
        case "parquet":
            let chunks = names.indices.map { column in
                RawFile.Chunk(
                    type: 6, pages: [RawFile.Page(values: rows.count, body: Plain.texts(rows.map { $0[column] }))])
            }
            folder.write(path, RawFile(names.map { .text($0) }, rows: rows.count, chunks).bytes)
        default:
            let elements = rows.map { row in
                let children = zip(names, row).map { name, text in
                    // Digits, so that line breaks and tabs are what they are.
                    "<\(name)>\(text.unicodeScalars.map { "&#\($0.value);" }.joined())</\(name)>"
                }
                return "<q>\(children.joined())</q>\n"
            }
            folder.write(path, "<r>\(elements.joined())</r>")
            source["record"] = "/r/q"
        }
        return .object(source)
    }

    /// Runs a recipe that takes whatever has what it requires, and exports it in every format.
    private func run(
        _ sources: [JSON], require: [String], messages: String = "think", more: [(String, JSON)] = []
    ) throws -> Recipe {
        let recipe = try recipe(
            [
                ("sources", .list(sources)), ("quality", ["require": .strings(require), "rules": []]),
                ("decontaminate", ["across_sources": false]), ("limits", ["rejected": 1]),
                ("difficulty", ["solvers": []]), ("classify", ["taxonomy": .null]),
                ("sample", ["target": 100_000, "short": "allow"]),
                (
                    "export",
                    [
                        "format": ["jsonl", "sft", "messages", "prompt-completion"], "messages": .string(messages),
                        "control_tokens": "keep",
                    ]
                ),
            ] + more, in: folder)
        try CurationTests.run(recipe, in: folder)
        return recipe
    }

    private func ids(droppedBy stage: String) throws -> [String: JSON] {
        let lines = try folder.lines("run/\(stage)/decisions.jsonl").filter { $0["keep"] == false }
        return Dictionary(
            lines.map { ($0["id"]?.string ?? "", $0["evidence"]?["missing"] ?? .null) }, uniquingKeysWith: { $1 })
    }

    private func id(_ text: String) -> String { Array(text.utf8).withByteView { QuestionID(of: $0) }.description }

    @Test("in every field and every format: dropped as missing, or kept, exported and as it came", arguments: formats)
    func table(_ format: String) throws {
        let cases = Self.fields.flatMap { field in Self.texts.map { (field, $0.text, $0.isBlank) } }
        let rows = cases.enumerated().map { Self.row($0.offset, $0.element.0, $0.element.1) }
        let required = ["trace", "solution", "attempt", "domain"]
        _ = try run([try write(rows, format)], require: required)

        let rejected = try folder.lines("run/ingest/rejected.jsonl")
        #expect(rejected.count == Self.texts.count { $0.isBlank })
        #expect(rejected.allSatisfy { $0["reason"] == "the question is empty" })
        let pool = Dictionary(
            try folder.lines("run/ingest/pool.jsonl").map { ($0["id"]?.string ?? "", $0) }, uniquingKeysWith: { $1 })
        let dropped = try ids(droppedBy: "quality")
        let exported = Set(try folder.lines("run/export/test.jsonl").compactMap { $0["id"]?.string })
        for ((field, text, isBlank), row) in zip(cases, rows) {
            let id = id(row[0])
            let name = "\(format), \(field): \(text.debugDescription)"
            if field == "question" {
                #expect((pool[id] == nil) == isBlank, "\(name)")
                continue
            }
            let line = try #require(pool[id])
            let need = field == "thinking_trajectories" ? "trace" : field
            #expect(dropped[id] == (isBlank ? [.string(need)] : nil), "\(name)")
            #expect(exported.contains(id) == !isBlank, "\(name)")
            // A label that is none is null, and any other is kept without white space around it; of XML an empty
            // element is an empty text.
            let label: JSON = isBlank ? .null : .string(Self.trimmed(text))
            let expected: JSON =
                field == "thinking_trajectories" ? [.string(text)] : field == "domain" ? label : .string(text)
            #expect(line[field] == expected, "\(name)")
        }
        for part in ["sft", "messages", "prompt-completion"] {
            #expect(try folder.lines("run/export/test.\(part).jsonl").count == exported.count)
        }
        let findings = try Verification(
            folder.path + "/run", recipeFile: folder.path + "/recipe.json", threads: 2
        ).run(deep: false)
        #expect(findings.count == 7)
    }

    @Test("lists of texts, of which one that is not blank makes a trace")
    func lists() throws {
        let lists = Self.texts.flatMap { [[$0.text], ["", $0.text], [$0.text, " \n"], [$0.text, $0.text]] }
        folder.write(
            "s.jsonl",
            lines: lists.enumerated().map { number, list in
                [
                    "question": .string("Question \(number)?"), "thinking_trajectories": .strings(list),
                    "attempt": "a", "domain": "D", "trace_tokens": 7,
                ]
            } + [["question": "none", "thinking_trajectories": [], "attempt": "a", "domain": "D", "trace_tokens": 7]])
        _ = try run([["name": "s", "format": "jsonl", "path": "s.jsonl"]], require: ["trace"])
        let dropped = try ids(droppedBy: "quality")
        for (number, list) in lists.enumerated() {
            let isBlank = list.allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
            #expect((dropped[id("Question \(number)?")] != nil) == isBlank, "\(list)")
        }
        #expect(dropped[id("none")] == ["trace"])
        #expect(try folder.lines("run/export/test.sft.jsonl").count == lists.count + 1 - dropped.count)
    }

    @Test("what passes require can be exported in each training format", arguments: 0..<6)
    func property(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let others = Self.texts + [("\u{1C}", false), ("\u{1F} \u{1D}", false), ("<|im_end|>", false)]
        let rows = (0..<120).map { number in
            Self.fields.map { name in
                if name == "question" { return "Question \(number)?" }
                return random.below(3) == 0 ? random.pick(others).text : "some \(name)"
            }
        }
        // XML has none of the control characters.
        let format = random.pick(Array(Self.formats.dropLast()))
        var required = ["trace", "attempt"]
        if random.below(2) == 0 { required.append("solution") }
        if random.below(2) == 0 { required.append("domain") }
        let messages = random.pick(["think", "reasoning_content", "s1"])
        _ = try run([try write(rows, format)], require: required, messages: messages)
        func isBlank(_ text: String) -> Bool { others.contains { $0.text == text && $0.isBlank } }
        let passing = rows.filter { row in
            !isBlank(row[2]) && !isBlank(row[3]) && !(required.contains("solution") && isBlank(row[1]))
                // Classify drops what has no label.
                && !isBlank(row[4])
        }
        #expect(passing.count > 10)
        for part in ["", "sft.", "messages.", "prompt-completion."] {
            #expect(try folder.lines("run/export/test.\(part)jsonl").count == passing.count)
        }
    }

    @Test("a blank trace or attempt that nothing requires is none where rows are trained on")
    func training() throws {
        for (text, isBlank) in Self.texts.enumerated().filter({ $0.offset % 4 == 2 }).map(\.element) {
            for (field, what) in [("thinking_trajectories", "trace"), ("attempt", "attempt")] {
                let source = try write([Self.row(0, field, text)], "jsonl")
                if isBlank {
                    let error = #expect(throws: CurationError.self) { try run([source], require: []) }
                    #expect(error?.message.contains("1 has no \(what)") == true, "\(text.debugDescription)")
                } else {
                    _ = try run([source], require: [])
                }
            }
        }
    }

    @Test("a blank label is no domain: classify drops it, and no draw sees it")
    func labels() throws {
        let rows = Self.texts.enumerated().map { Self.row($0.offset, "domain", $0.element.text) }
        _ = try run([try write(rows, "jsonl")], require: [])
        let dropped = try folder.lines("run/classify/decisions.jsonl").filter { $0["rule"] == "unlabelled" }
        #expect(dropped.count == Self.texts.count { $0.isBlank })
        let domains = try folder.lines("run/export/test.jsonl").map { $0["domain"]?.string ?? "none" }
        #expect(domains == Self.texts.filter { !$0.isBlank }.map { Self.trimmed($0.text) })
    }

    @Test("a recipe gives no label a blank domain")
    func mappedLabels() throws {
        for blank in ["", " ", "\u{3000}\n"] {
            #expect(
                throws: CurationError.recipe(
                    file: folder.path + "/recipe.json",
                    [RecipeProblem("classify.labels.x", "found a blank text; expected a text")])
            ) { try recipe([("classify", ["labels": ["x": .string(blank)]])], in: folder) }
        }
    }

    @Test(
        "counts and outcomes that are blank texts are absent, in every format alike", arguments: [" ", "", "\u{A0}\n"])
    func numbers(_ blank: String) throws {
        folder.write("s.csv", "q,n,o\n\"a\",\"\(blank)\",\"\(blank)\"\nb,5,true\n")
        folder.write("s.jsonl", lines: [["q": "c", "n": .string(blank), "o": .string(blank)]])
        let map: JSON = ["question": "{q}", "trace_tokens": "{n}", "outcomes.m": "{o}"]
        let recipe = try recipe(
            [
                (
                    "sources",
                    [
                        ["name": "a", "format": "csv", "path": "s.csv", "map": map],
                        ["name": "b", "format": "jsonl", "path": "s.jsonl", "map": map],
                    ]
                )
            ], in: folder)
        try Folder.make(folder.path + "/run/ingest")
        try Ingest(
            recipe: recipe.inputs, folder: OutputFolder(folder.path + "/run/ingest"), threads: 1, progress: { _ in }
        )
        .run()
        .files.inTurn.publish()
        let lines = try folder.lines("run/ingest/pool.jsonl")
        #expect(lines.map { $0["trace_tokens"] } == [.null, 5, .null])
        #expect(lines.map { $0["outcomes"]?["m"] } == [.null, true, .null])
    }

    @Test("what a recording says that is blank takes the place of nothing")
    func recordings() throws {
        folder.write(
            "s.jsonl",
            lines: [
                ["q": "own", "a": "own attempt", "t": "own trace", "d": "own domain"],
                ["q": "none", "a": .null, "t": .null, "d": .null],
                ["q": "retried", "a": .null, "t": .null, "d": .null],
            ])
        folder.write(
            "r.jsonl",
            lines: [
                ["q": "own", "a": " \n", "t": ["", "\u{3000}"], "d": ""], ["q": "none", "a": "\t", "t": "", "d": " "],
                ["q": "retried", "a": "good", "t": "good trace", "d": "good domain"],
                ["q": "retried", "a": "", "t": ["\n"], "d": "\u{A0}"], ["q": "retried", "a": " ", "t": [], "d": ""],
            ])
        let recipe = try recipe(
            [
                (
                    "sources",
                    [
                        [
                            "name": "S", "format": "jsonl", "path": "s.jsonl",
                            "map": [
                                "question": "{q}", "attempt": "{a}", "thinking_trajectories": "{t}", "domain": "{d}",
                            ],
                        ]
                    ]
                ),
                (
                    "recordings",
                    [
                        [
                            "name": "R", "format": "jsonl", "path": "r.jsonl", "question": "{q}",
                            "set": ["attempt": "{a}", "thinking_trajectories": "{t}", "domain": "{d}"],
                        ]
                    ]
                ),
            ], in: folder)
        try Folder.make(folder.path + "/run/ingest")
        try Ingest(
            recipe: recipe.inputs, folder: OutputFolder(folder.path + "/run/ingest"), threads: 1, progress: { _ in }
        )
        .run()
        .files.inTurn.publish()
        let lines = try folder.lines("run/ingest/pool.jsonl").map { line in
            ["attempt", "thinking_trajectories", "domain"].map { line[$0] ?? "?" }
        }
        #expect(
            lines == [
                ["own attempt", ["own trace"], "own domain"], ["\t", [""], .null],
                ["good", ["good trace"], "good domain"],
            ])
    }
}
