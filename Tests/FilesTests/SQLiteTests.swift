import Bytes
import TestSupport
import Testing

@testable import Files

@Suite("SQLite")
struct SQLiteTests {
    private func rows(_ path: String, _ query: String, steps: Int = 1 << 40) throws -> [String] {
        try SQLiteRows(path, .query(query), steps: steps).texts
    }

    @Test("every type of value")
    func types() throws {
        let folder = TemporaryFolder()
        let path = try folder.sqlite(
            "t.sqlite",
            """
            create table t (a, b); insert into t values (1, 'x'), (-2.5, null), (9007199254740993, x'C3A9'), (1e300, ''),
              (0, cast(x'FF' as text));
            """)
        #expect(
            try rows(path, "select a, b from t order by rowid") == [
                "1 a=number:1 b=plain:x", "2 a=number:-2.5 b=null:null", "3 a=number:9007199254740993 b=plain:é",
                "4 a=number:1e+300 b=plain:", "5 invalid UTF-8",
            ])
    }

    @Test(
        "each value must be UTF-8, not only what all of a row's would be without a gap",
        arguments: [
            ("C3", "A9", false), ("61C3", "A962", false), ("E2", "82AC", false), ("E282", "AC", false),
            ("C3A9", "E282AC", true), ("", "A9", false), ("C3", "", false), ("", "C3A9", true),
        ])
    func halves(_ first: String, _ second: String, _ isText: Bool) throws {
        let folder = TemporaryFolder()
        let path = try folder.sqlite("t.sqlite", "create table t (a);")
        let query = "select cast(x'\(first)' as text) as a, '' as b, cast(x'\(second)' as text) as c"
        #expect(try rows(path, query)[0].contains("invalid UTF-8") == !isText)
    }

    @Test(
        "a query may read and nothing else",
        arguments: [
            "delete from t", "insert into t values (1)", "attach 'other' as o", "pragma user_version = 3", "vacuum",
            "create table u (x)", "update t set a = 1", "begin", "select load_extension('x')",
        ])
    func readsOnly(_ query: String) throws {
        let folder = TemporaryFolder()
        let path = try folder.sqlite("t.sqlite", "create table t (a); insert into t values (7);")
        let before = try InputFile.contents(of: path)
        #expect(throws: SQLiteError.self) { try rows(path, query) }
        #expect(try InputFile.contents(of: path) == before)
        #expect(folder.names == ["t.sqlite"])
    }

    @Test(
        "what does not compile is said in SQLite's words",
        arguments: [
            ("select x from t", "no such column: x"), ("select * from u", "no such table: u"),
            ("selec", "near \"selec\": syntax error"), ("", "no statement"),
            ("select 1; select 2", "more than one statement"),
        ])
    func doesNotCompile(_ query: String, _ message: String) throws {
        let folder = TemporaryFolder()
        let path = try folder.sqlite("t.sqlite", "create table t (a);")
        let error = #expect(throws: SQLiteError.self) { try rows(path, query) }
        #expect(error?.message == message)
        #expect(error?.isOfFile == false)
    }

    @Test("a query without end is stopped")
    func endless() throws {
        let folder = TemporaryFolder()
        let path = try folder.sqlite("t.sqlite", "create table t (a);")
        let query = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
        let error = #expect(throws: SQLiteError.self) { try rows(path, query, steps: 1_000_000) }
        #expect(error?.message == "the query takes more steps than it may")
    }

    @Test("a file that is no database is a fault of the file")
    func noDatabase() throws {
        let folder = TemporaryFolder()
        let error = #expect(throws: SQLiteError.self) {
            try rows(folder.write("t", String(repeating: "no db ", count: 500)), "select 1 from t")
        }
        #expect(error?.isOfFile == true)
        #expect(error?.message == "file is not a database")
    }
}
