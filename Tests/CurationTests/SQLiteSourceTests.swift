import Bytes
import CSQLite
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Runs

@Suite("SQLite files as sources, recordings and benchmarks")
struct SQLiteSourceTests {
    private let folder = TemporaryFolder()

    private func makeDatabase(_ name: String, _ statements: String) throws {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        try #require(sqlite3_open(folder.path + "/" + name, &connection) == SQLITE_OK)
        try #require(sqlite3_exec(connection, statements, nil, nil, nil) == SQLITE_OK)
    }

    /// Reads a source; returns the pool's lines and the rejected rows.
    private func read(_ source: JSON, limits: JSON = ["rejected": 1]) throws -> (pool: [JSON], rejected: [JSON]) {
        let recipe = try recipe([("sources", [source]), ("limits", limits)], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run([.ingest], force: true)
        return (try folder.lines("run/ingest/pool.jsonl"), try folder.lines("run/ingest/rejected.jsonl"))
    }

    private static let rows = """
        create table t (id integer primary key, q text, n, image);
        insert into t (q, n) values ('plain', 1), ('é, 漢 and 😀', 1.0), ('nul ' || char(0) || ' inside', -0.0),
          ('big', 9e999), ('small', -9e999), ('both', 0.5);
        """

    @Test("a file's encoding changes neither the questions nor their ids")
    func encodings() throws {
        var pools: [[JSON]] = []
        for encoding in ["UTF-8", "UTF-16le", "UTF-16be"] {
            try? FileManager.default.removeItem(atPath: folder.path + "/s.sqlite")
            try makeDatabase("s.sqlite", "pragma encoding = '\(encoding)'; \(Self.rows)")
            let read = try read(
                [
                    "name": "s", "format": "sqlite", "path": "s.sqlite", "table": "t",
                    "map": ["question": "{q}", "solution": "{n}"],
                ])
            #expect(read.rejected == [])
            pools.append(read.pool)
        }
        #expect(
            pools[0].map { $0["question"]?.string } == [
                "plain", "é, 漢 and 😀", "nul \0 inside", "big", "small", "both",
            ])
        #expect(
            pools[0].map { $0["solution"]?.string } == ["1", "1.0", "-0.0", "Infinity", "-Infinity", "0.5"])
        #expect(pools[1] == pools[0])
        #expect(pools[2] == pools[0])
    }

    @Test("recordings and benchmarks of another encoding meet the questions of a source")
    func joins() throws {
        try makeDatabase("r.sqlite", "pragma encoding = 'UTF-16be'; \(Self.rows)")
        try makeDatabase(
            "b.sqlite", "pragma encoding = 'UTF-16le'; create table t (q); insert into t values ('é, 漢 and 😀');")
        folder.write("s.jsonl", lines: [["question": "é, 漢 and 😀"], ["question": "plain"]])
        let recipe = try recipe(
            [
                (
                    "recordings",
                    [
                        [
                            "name": "r", "format": "sqlite", "path": "r.sqlite", "question": "{q}",
                            "query": "SELECT q, n, image FROM t WHERE id < 4", "set": ["attempt": "{n}"],
                        ]
                    ]
                ),
                ("decontaminate", ["ngram": 2]),
                (
                    "benchmarks",
                    [["name": "b", "format": "sqlite", "path": "b.sqlite", "table": "t", "question": "{q}"]]
                ),
            ], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run([.ingest, .decontaminate], force: true)
        #expect(try folder.lines("run/ingest/pool.jsonl").map { $0["attempt"]?.string } == ["1.0", "1"])
        let decisions = try folder.lines("run/decontaminate/decisions.jsonl")
        #expect(decisions.compactMap { $0["evidence"]?["benchmark"]?.string } == ["b"])
    }

    @Test("a blob that nothing names rejects no row, and is null in the metadata; one that is named must be a text")
    func blobs() throws {
        try makeDatabase(
            "s.sqlite",
            "create table t (q, a, image); insert into t values ('one', 'x', x'89504EFF'), (x'74776F', 2, x'41');")
        for key in ["table", "query"] {
            let value: JSON = key == "table" ? "t" : "SELECT * FROM t"
            let rest = try read(
                [
                    "name": "s", "format": "sqlite", "path": "s.sqlite", key: value,
                    "map": ["question": "{q}"],
                ])
            #expect(rest.rejected == [])
            #expect(
                rest.pool.map { $0["metadata"]?.string } == [
                    "{\"a\":\"x\",\"image\":null}", "{\"a\":2,\"image\":null}",
                ])
            let without = try read(
                [
                    "name": "s", "format": "sqlite", "path": "s.sqlite", key: value,
                    "map": ["question": "{q}", "metadata": "{a}"], "where": [["field": "a", "is": "present"]],
                ])
            #expect(without.rejected == [])
            #expect(without.pool.map { $0["question"]?.string } == ["one", "two"])
            let named = try read(
                [
                    "name": "s", "format": "sqlite", "path": "s.sqlite", key: value,
                    "map": ["question": "{q}"], "where": [["field": "image", "is": "present"]],
                ])
            #expect(named.rejected.map { $0["reason"]?.string } == ["invalid UTF-8"])
            #expect(named.pool.map { $0["question"]?.string } == ["two"])
        }
    }

    @Test("a table with the published columns may have a blob beside them, and a misspelt field is still found out")
    func published() throws {
        try makeDatabase(
            "s.sqlite", "create table t (question, isgeminicorrect, image); insert into t values ('one', 1.0, x'FF');")
        let read = try read(["name": "s", "format": "sqlite", "path": "s.sqlite", "table": "t"])
        #expect(read.rejected == [])
        #expect(read.pool.map { $0["outcomes"]?["teacher"] } == [true])
        #expect(
            throws: CurationError.recipe(
                file: folder.path + "/recipe.json",
                [
                    RecipeProblem(
                        "sources.0.map.question",
                        "no row of \"s.sqlite\" has the field \"questio\"; did you mean \"question\"?")
                ])
        ) {
            try self.read(
                [
                    "name": "s", "format": "sqlite", "path": "s.sqlite", "table": "t",
                    "map": ["question": "{questio}"],
                ])
        }
    }

    @Test(
        "limits.row_bytes holds for rows of a table and of a query, and no row is lost", arguments: ["table", "query"])
    func longRows(_ key: String) throws {
        try makeDatabase(
            "s.sqlite",
            """
            create table t (q, a); insert into t values ('one', 'x'), (hex(zeroblob(2000)), 'x'), ('three', zeroblob(70000000)),
              ('four', hex(zeroblob(1000))), ('five', 'x');
            """)
        let value: JSON = key == "table" ? "t" : "SELECT q, a FROM t"
        let limits: JSON = ["rejected": 1, "row_bytes": 1024]
        let long = "longer than the 1024 bytes that limits.row_bytes allows"
        var source: JSONObject = ["name": "s", "format": "sqlite", "path": "s.sqlite", "map": ["question": "{q} {a}"]]
        source[key] = value
        let read = try read(.object(source), limits: limits)
        #expect(read.pool.map { $0["question"]?.string } == ["one x", "five x"])
        #expect(read.rejected.map { $0["row"]?.integer } == [2, 3, 4])
        #expect(
            read.rejected.allSatisfy { $0["reason"]?.string == long && $0["excerpt"] == nil || $0["excerpt"] == "" })
        #expect(read.pool.map { $0["origin"]?["row"]?.integer } == [1, 5])
    }

    @Test(
        "a query that could give other rows is a mistake of the recipe, before anything is done",
        arguments: [
            ("SELECT q FROM t ORDER BY random()", "random()"),
            ("SELECT q FROM t WHERE d < date('now')", "date() with 'now'"),
            ("SELECT q, CURRENT_TIMESTAMP AS a FROM t", "current_timestamp()"),
            ("SELECT q, datetime(d, 'localtime') AS a FROM t", "datetime() with 'localtime'"),
            ("SELECT q, date(CASE id WHEN 30000 THEN 'now' ELSE d END) AS a FROM t", "date() with 'now'"),
        ])
    func undetermined(_ query: String, _ call: String) throws {
        try makeDatabase(
            "s.sqlite",
            """
            create table t (id integer primary key, q, d);
            with n(k) as (select 1 union all select k + 1 from n where k < 30000)
              insert into t select k, 'q' || k, '2024-01-01' from n;
            """)
        let problem = RecipeProblem(
            "sources.0.query",
            "s.sqlite: found \(call), which gives what neither the file nor the query determines; expected a query that "
                + "always gives the same rows")
        #expect(throws: CurationError.recipe(file: folder.path + "/recipe.json", [problem])) {
            try read(
                [
                    "name": "s", "format": "sqlite", "path": "s.sqlite", "query": .string(query),
                    "map": ["question": "{q}"],
                ])
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/run/ingest/pool.jsonl"))
        // Only a word that comes from a late row can show later than before any work.
        #expect(query.contains("30000") || Folder.names(in: folder.path + "/run/ingest") == [])
    }
}
