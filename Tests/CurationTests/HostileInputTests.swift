import Bytes
import CSQLite
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Recipes
@testable import Runs

@Suite("Input that was made to do harm, or is simply broken")
struct HostileInputTests {
    private let folder = TemporaryFolder()

    @Test("a header that is not UTF-8 makes no row readable, and none reaches the pool")
    func headerOfBadBytes() throws {
        folder.write("s.csv", bytes: Array("question,not".utf8) + [0x98] + Array("e\nWhat is it?,x\n".utf8))
        #expect(try rejected(format: "csv", "s.csv") == ["line 1: the header line is invalid UTF-8"])
    }

    @Test("XML whose CDATA is not UTF-8, which libxml2 lets through, is rejected")
    func overlongInCDATA() throws {
        folder.write(
            "s.xml", bytes: Array("<r><q><![CDATA[a ".utf8) + [0xE0, 0x87, 0x92] + Array(" b]]></q></r>".utf8))
        #expect(try rejected(format: "xml", "s.xml", Self.inXML) == ["row 1: invalid UTF-8"])
    }

    private static let inXML: [String: JSON] = ["record": "/r", "map": ["question": "{q}"]]

    @Test("reading an SQLite file in write-ahead mode writes nothing beside it")
    func writeAhead() throws {
        try makeDatabase(
            "s.sqlite", ["PRAGMA journal_mode=WAL", "CREATE TABLE t (question)", "INSERT INTO t VALUES ('one')"])
        let before = Folder.names(in: folder.path)
        #expect(try read(format: "sqlite", "s.sqlite", ["table": "t"]).questions == ["one"])
        #expect(Set(Folder.names(in: folder.path)) == Set(before + ["recipe.json", "run"]))
    }

    @Test("an SQLite file with changes that are not in it yet is not read without them")
    func pendingChanges() throws {
        try makeDatabase(
            "a.sqlite", ["PRAGMA journal_mode=WAL", "CREATE TABLE t (question)", "INSERT INTO t VALUES ('one')"])
        folder.write("a.sqlite-wal", "changes")
        #expect(
            try rejected(format: "sqlite", "a.sqlite", ["table": "t"]) == [
                "row 1: SQLite: changes that are not in the file yet stand in a.sqlite-wal beside it; opening it with its "
                    + "own program brings them in"
            ])
    }

    private func makeDatabase(_ name: String, _ statements: [String]) throws {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        #expect(sqlite3_open(folder.path + "/" + name, &connection) == SQLITE_OK)
        for statement in statements {
            #expect(sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK, "\(statement)")
        }
    }

    // MARK: - What each kind of hostile input comes to

    /// A file, how it is read, and what comes of it: the questions of the pool, and what is told of rejected rows.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let format: String
        let settings: [String: JSON]
        let bytes: [UInt8]
        let questions: [String]
        let rejected: [String]

        init(
            _ name: String, _ format: String, _ text: String, _ questions: [String], _ rejected: [String],
            _ settings: [String: JSON] = [:]
        ) {
            self.init(name, format, bytes: Array(text.utf8), questions, rejected, settings)
        }

        init(
            _ name: String, _ format: String, bytes: [UInt8], _ questions: [String], _ rejected: [String],
            _ settings: [String: JSON] = [:]
        ) {
            testDescription = name
            self.format = format
            self.settings = settings
            self.bytes = bytes
            self.questions = questions
            self.rejected = rejected
        }
    }

    static let million = String(repeating: "9", count: 1_000_000)
    static let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    static let deepest = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
    static let record: [String: JSON] = ["record": "//r", "map": ["question": "{q}"]]

    static let json: [Case] = [
        Case(
            "nested 100,000 deep", "jsonl", "{\"question\":\"a\",\"x\":\(deep)}\n{\"question\":\"b\"}\n", ["b"],
            ["line 1: nested deeper than 1000 levels"]),
        Case(
            "a field of 1,000 levels, and one of 1,001", "jsonl",
            "{\"question\":\"a\",\"x\":\(deepest)}\n{\"question\":\"b\",\"x\":[\(deepest)]}\n", ["a"],
            ["line 2: nested deeper than 1000 levels"]),
        Case(
            "the same in a list", "json",
            "{\"data\":[{\"question\":\"a\",\"x\":\(deepest)},{\"question\":\"b\",\"x\":[\(deepest)]},{\"question\":\"c\"}]}",
            ["a", "c"], ["row 2: nested deeper than 1000 levels"], ["record": "data"]),
        Case(
            "a list nested 100,000 deep", "json", "[{\"question\":\"a\",\"x\":\(deep)},{\"question\":\"b\"}]", ["b"],
            ["row 1: nested deeper than 1000 levels"]),
        Case(
            "a number of a million digits, as metadata", "jsonl", "{\"question\":\"a\",\"x\":\(million)}\n", ["a"], []),
        Case(
            "a number of a million digits, as a length", "jsonl",
            "{\"question\":\"a\",\"trace_tokens\":\(million)}\n", [],
            ["line 1: trace_tokens: not a whole number of at least 0"]),
        Case("a number of a million digits, as the question", "jsonl", "{\"question\":\(million)}\n", [million], []),
        Case(
            "a name twice", "jsonl", "{\"question\":\"a\",\"question\":\"b\"}\n", [],
            ["line 1: the field \"question\" is given twice"]),
        Case(
            "a name twice, once in escapes", "jsonl", "{\"question\":\"a\",\"quest\\u0069on\":\"b\"}\n", [],
            ["line 1: the field \"question\" is given twice"]),
        Case(
            "a name twice below the top, kept as it came", "jsonl", "{\"question\":\"a\",\"x\":{\"b\":1,\"b\":2}}\n",
            ["a"], []),
        Case(
            "a zero byte in a text", "jsonl", "{\"question\":\"a\u{0}b\"}\n", [],
            ["line 1: invalid JSON: control character byte 0x00 inside a string"]),
        Case(
            "a zero byte between values", "jsonl", "{\"question\":\u{0}\"a\"}\n", [],
            ["line 1: invalid JSON: unexpected byte 0x00"]),
        Case(
            "a zero character in escapes, which is a character like others", "jsonl", "{\"question\":\"a\\u0000b\"}\n",
            ["a\u{0}b"], []),
        Case(
            "overlong UTF-8", "jsonl", bytes: Array("{\"question\":\"".utf8) + [0xC0, 0xAF] + Array("\"}\n".utf8), [],
            ["line 1: invalid UTF-8"]),
        Case(
            "a surrogate in UTF-8", "jsonl",
            bytes: Array("{\"question\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}\n".utf8), [],
            ["line 1: invalid UTF-8"]),
        Case("a byte order mark", "jsonl", "\u{FEFF}{\"question\":\"a\"}\n", ["a"], []),
        Case(
            "a byte order mark on a later line", "jsonl", "{\"question\":\"a\"}\n\u{FEFF}{\"question\":\"b\"}\n", ["a"],
            ["line 2: invalid JSON: unexpected byte 0xEF"]),
        Case(
            "UTF-16", "jsonl", bytes: [0xFF, 0xFE] + "{\"question\":\"a\"}".utf8.flatMap { [$0, 0] }, ["a"], []),
        Case(
            "UTF-16 without a mark", "jsonl", bytes: "{\"question\":\"a\"}".utf8.flatMap { [$0, 0] }, [],
            ["line 1: UTF-16LE without a byte order mark; iconv -f UTF-16LE -t UTF-8 makes UTF-8 of it"]),
        Case("CR LF and empty lines", "jsonl", "{\"question\":\"a\"}\r\n\r\n{\"question\":\"b\"}\r\n", ["a", "b"], []),
        Case(
            "a lone CR, which ends no line of JSON", "jsonl", "{\"question\":\"a\"}\r{\"question\":\"b\"}\n", [],
            ["line 1: invalid JSON: text after the end of the value"]),
        Case(
            "a list that never ends", "json", "[{\"question\":\"a\"},{\"question\":\"b\"}", ["a"],
            ["row 2: the list is never closed: the file ends too early"]),
    ]

    static let csv: [Case] = [
        Case("CR LF, lone CR and LF, mixed", "csv", "question,n\r\na,1\rb,2\nc,3", ["a", "b", "c"], []),
        Case(
            "a quote that is never closed", "csv", "question,n\na,1\n\"b,2\nc,3\n", ["a"],
            [
                "line 3: a quoted field runs over lines that are rows by themselves, each with as many fields as the header: "
                    + "set \"quote\": null if quotes are ordinary characters, or \"quote\": \"\\\"\" if they are not"
            ]),
        Case(
            "a quote that is never closed, to the end of a large file", "csv",
            "question,n\na,1\n\"b,2\n" + String(repeating: "c,3\n", count: 500_000), ["a"],
            ["line 3: longer than the 1048576 bytes that limits.row_bytes allows"]),
        Case("a zero byte", "csv", "question,n\na\u{0}b,1\n", ["a\u{0}b"], []),
        Case("a byte order mark", "csv", "\u{FEFF}question,n\na,1\n", ["a"], []),
        Case(
            "a million columns", "csv", "question" + String(repeating: ",", count: 1_000_000) + "\na\n", [],
            ["line 2: 1 fields where the header has 1000001"]),
        Case(
            "overlong UTF-8 in a field", "csv",
            bytes: Array("question,n\na,".utf8) + [0xC0, 0x80] + Array("\nb,2\n".utf8), ["b"],
            ["line 2: invalid UTF-8"]),
    ]

    static let bomb =
        "<!DOCTYPE a [<!ENTITY a0 \"ha\">"
        + (1...30).map { "<!ENTITY a\($0) \"&a\($0 - 1);&a\($0 - 1);\">" }.joined() + "]>"

    static let xml: [Case] = [
        Case(
            "entities that double thirty times", "xml", bomb + "<a><r><q>&a30;</q></r></a>", [],
            ["row 1: not well-formed XML: Detected an entity reference loop"], record),
        Case(
            "an entity that contains itself", "xml", "<!DOCTYPE a [<!ENTITY e \"&e;\">]><a><r><q>&e;</q></r></a>", [],
            ["row 1: not well-formed XML: Detected an entity reference loop"], record),
        Case(
            "an external entity", "xml",
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a><r><q>x &e;</q></r><r><q>b</q></r></a>", ["b"],
            ["row 1: refers to an external entity, and none is ever fetched"], record),
        Case(
            "a DTD over the network, which is not fetched", "xml",
            "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/x.dtd\"><a><r><q>a</q></r></a>", ["a"], [], record),
        Case(
            "a parameter entity over the network", "xml",
            "<!DOCTYPE a [<!ENTITY % e SYSTEM \"http://127.0.0.1:9/x\"> %e;]><a><r><q>a</q></r></a>", ["a"], [], record),
        Case(
            "processing instructions and comments, which say nothing", "xml",
            "<?xml version=\"1.0\"?><?php echo 1 ?><a><!-- <r><q>no</q></r> --><r><q>a<?x y?>b</q></r></a>", ["ab"], [],
            record),
        Case(
            "a million attributes", "xml",
            "<a><r><q>a</q></r><r " + String(repeating: " a=''", count: 1_000_000) + "/></a>", ["a"],
            ["row 2: an element with more than 10000 attributes"], record),
        Case(
            "a million attributes behind a quote in a document type", "xml",
            "<!DOCTYPE a [<!-- ' -->]><a><r " + String(repeating: " a=''", count: 1_000_000) + "/></a>",
            [],
            ["row 1: an element with more than 10000 attributes"], record),
        Case(
            "nine thousand attributes", "xml",
            "<a><r " + (0..<9000).map { "a\($0)='>'" }.joined(separator: " ") + "><q>a</q></r></a>", ["a"], [], record),
        Case(
            "what looks like attributes in a comment, a section and a text", "xml",
            "<a><!-- <r \(String(repeating: "=", count: 20_000)) --><r><q><![CDATA[<r \(String(repeating: "=", count: 9_999))x]]></q></r>"
                + String(repeating: "=", count: 20_000) + "</a>", ["<r " + String(repeating: "=", count: 9_999) + "x"],
            [], record),
        Case(
            "elements nested 100,000 deep", "xml",
            String(repeating: "<r>", count: 100_000) + String(repeating: "</r>", count: 100_000), [],
            ["row 1: nested deeper than 256 levels"], record),
        Case(
            "a text beyond the limit", "xml",
            "<a><r><q>\(String(repeating: "x", count: 1_100_000))</q></r><r><q>b</q></r></a>", ["b"],
            ["row 1: longer than the 1048576 bytes that limits.row_bytes allows"], record),
        Case(
            "no XML at all", "xml", "what is this?", [],
            ["row 1: not well-formed XML: Document is empty"], record),
    ]

    @Test("comes to a stated end, row by row", arguments: json + csv + xml)
    func outcome(_ hostile: Case) throws {
        folder.write("input", bytes: hostile.bytes)
        let found = try read(
            format: hostile.format, "input", hostile.settings, limits: ["rejected": 1, "row_bytes": 1_048_576])
        #expect(found.questions == hostile.questions)
        #expect(found.rejected == hostile.rejected)
    }

    @Test(
        "SQLite runs nothing but the query, and that not for ever",
        arguments: [
            (
                [
                    "CREATE TABLE t (question)", "INSERT INTO t VALUES ('a')",
                    "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END",
                ], ["a"], []
            ),
            (
                [
                    "CREATE VIEW t AS WITH RECURSIVE c(question) AS (SELECT 'q' UNION ALL SELECT question FROM c) SELECT * FROM c"
                ],
                ["q"], ["the query takes more steps than limits.sqlite_steps allows"]
            ),
            (["CREATE VIEW t AS SELECT hex(zeroblob(1000000000)) AS question"], [], ["string or blob too big"]),
        ] as [([String], [String], [String])])
    func sqlite(_ statements: [String], _ questions: [String], _ faults: [String]) throws {
        try makeDatabase("s.sqlite", statements)
        let found = try read(
            format: "sqlite", "s.sqlite", ["table": "t"], limits: ["rejected": 1, "sqlite_steps": 1_000_000])
        #expect(Set(found.questions) == Set(questions))
        #expect(found.rejected.compactMap { $0.components(separatedBy: ": SQLite: ").last } == faults)
    }

    @Test(
        "a view that calls what a database has no business with is a mistake of the recipe that reads it",
        arguments: [
            ("load_extension('x')", "unsafe use of load_extension()"),
            ("writefile('x', 'y')", "no such function: writefile"),
        ])
    func sqliteFunctions(_ call: String, _ words: String) throws {
        try makeDatabase("s.sqlite", ["CREATE VIEW t AS SELECT \(call) AS question"])
        #expect(
            throws: CurationError.recipe(
                file: folder.path + "/recipe.json", [RecipeProblem("sources.0.table", "s.sqlite: \(words)")])
        ) { try read(format: "sqlite", "s.sqlite", ["table": "t"]) }
    }

    // MARK: - Paths

    @Test(
        "a pattern takes no file that only a link brings into its folder; a path that is written out goes where it leads"
    )
    func links() throws {
        let elsewhere = TemporaryFolder()
        elsewhere.write("secret.jsonl", "{\"question\":\"not yours\"}\n")
        try FileManager.default.createDirectory(atPath: folder.path + "/in", withIntermediateDirectories: false)
        folder.write("in/a.jsonl", "{\"question\":\"mine\"}\n")
        func link(_ name: String, to target: String) throws {
            try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + name, withDestinationPath: target)
        }
        try link("in/b.jsonl", to: "a.jsonl")
        #expect(try read(format: "jsonl", "in/*.jsonl").questions == ["mine", "mine"])
        try link("in/c.jsonl", to: elsewhere.path + "/secret.jsonl")
        let real = try #require(Folder.realPath(elsewhere.path + "/secret.jsonl"))
        #expect(
            throws: CurationError.recipe(
                file: folder.path + "/recipe.json",
                [
                    RecipeProblem(
                        "sources.0.path",
                        "\"in/*.jsonl\" matches \"in/c.jsonl\", which leads out of its folder to \(real); a link of that kind "
                            + "must be named by its own path")
                ])
        ) { try read(format: "jsonl", "in/*.jsonl") }
        #expect(try read(format: "jsonl", "in/c.jsonl").questions == ["not yours"])
        // The folder that a pattern names to the letter may be a link itself.
        try link("data", to: elsewhere.path)
        #expect(try read(format: "jsonl", "data/*.jsonl").questions == ["not yours"])
        #expect(throws: CurationError.self) { try read(format: "jsonl", "*/secret.jsonl") }
    }

    @Test("a folder, a device or a pipe in place of a file is no file", arguments: ["in", "pipe", "/dev/zero"])
    func notAFile(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/in", withIntermediateDirectories: false)
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(
            throws: CurationError.recipe(
                file: folder.path + "/recipe.json",
                [RecipeProblem("sources.0.path", "\"\(path)\" is not a regular file")])
        ) { try read(format: "jsonl", path) }
    }

    // MARK: - Recipes

    private static let harmfulRecipes: [(text: String, words: String)] = [
        ("\(deep)", "line 1, column 1002: nested deeper than 1000 levels"),
        ("{\"name\":1,\"name\":2}", "line 1, column 11: the field \"name\" is given twice"),
        (
            "{\"seed\": \(million)}",
            "seed: found the number \(million.prefix(199))…; expected a whole number from 0 to 4294967295"
        ),
        ("{\"name\": \"../../etc\"}", "name: "), ("{\"name\": \"a\\u0000b\"}", "name: "),
    ]

    @Test("a recipe that is made to do harm is a mistake that is told", arguments: harmfulRecipes.indices)
    func recipes(_ number: Int) throws {
        let (text, words) = Self.harmfulRecipes[number]
        do {
            _ = try RecipeFile(folder.write("r.json", text)).recipe()
            Issue.record("it was taken")
        } catch let error as CurationError {
            #expect(error.status == 2)
            #expect(error.message.contains(": " + words), "\(error.message.prefix(300))")
        }
    }

    // MARK: - How the tests ask

    /// What is told of the rows of a source that cannot be read.
    private func rejected(format: String, _ path: String, _ more: [String: JSON] = [:]) throws -> [String] {
        try read(format: format, path, more).rejected
    }

    private func read(
        format: String, _ path: String, _ more: [String: JSON] = [:], limits: JSON = ["rejected": 1]
    ) throws -> (questions: [String], rejected: [String]) {
        var source: JSONObject = JSONObject()
        for (name, value) in [("name", "s"), ("format", .string(format)), ("path", .string(path))] as [(String, JSON)] {
            source[name] = value
        }
        for (name, value) in more { source[name] = value }
        let recipe = try recipe([("sources", [.object(source)]), ("limits", limits)], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run([.ingest], force: true)
        let rejected = try folder.lines("run/ingest/rejected.jsonl").map { row in
            let place = row["line"]?.integer.map { "line \($0)" } ?? "row \(row["row"]?.integer ?? 0)"
            return "\(place): \(row["reason"]?.string ?? "")"
        }
        return (try folder.lines("run/ingest/pool.jsonl").map { $0["question"]?.string ?? "" }, rejected)
    }
}

extension TemporaryFolder {
    /// Writes a file of any bytes; returns its path.
    @discardableResult
    func write(_ name: String, bytes: [UInt8]) -> String {
        let full = path + "/" + name
        _ = FileManager.default.createFile(atPath: full, contents: Data(bytes))
        return full
    }
}
