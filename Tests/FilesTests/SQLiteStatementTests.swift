import Bytes
import TestSupport
import Testing

@testable import Files

/// What a query may do: read, and give the same rows always.
@Suite("SQLite: what may run")
struct SQLiteStatementTests {
    private let folder = TemporaryFolder()

    private func database(_ more: String = "") throws -> String {
        try folder.sqlite(
            "t.sqlite",
            """
            create table t (a, b); insert into t values (0, '2024-02-29 12:34:56'), (86400, '2000-01-01');
            create table n (a); insert into n values ('now'), ('LocalTime'); \(more)
            """)
    }

    private func fault(_ query: String, _ selection: SQLiteSelection? = nil, in path: String) -> SQLiteError? {
        do {
            _ = try SQLiteRows(path, selection ?? .query(query))
            return nil
        } catch { return error as? SQLiteError }
    }

    private static func words(_ call: String) -> String {
        "found \(call), which gives what neither the file nor the query determines; expected a query that always gives the "
            + "same rows"
    }

    @Test(
        "a function that the file does not determine is refused by its name",
        arguments: [
            ("random()", "random()"), ("RANDOM()", "random()"), ("abs(random() % 10)", "random()"),
            ("hex(randomblob(4))", "randomblob()"), ("changes()", "changes()"), ("total_changes()", "total_changes()"),
            ("last_insert_rowid()", "last_insert_rowid()"), ("sqlite_version()", "sqlite_version()"),
            ("sqlite_source_id()", "sqlite_source_id()"), ("current_timestamp", "current_timestamp()"),
            ("CURRENT_DATE", "current_date()"), ("current_time", "current_time()"),
            ("sqlite_compileoption_get(1)", "sqlite_compileoption_get()"),
            ("sqlite_compileoption_used('x')", "sqlite_compileoption_used()"),
            ("date('now')", "date() with 'now'"), ("datetime('NOW', '-1 day')", "datetime() with 'now'"),
            ("time('now')", "time() with 'now'"), ("julianday('now')", "julianday() with 'now'"),
            ("strftime('%Y', 'now')", "strftime() with 'now'"), ("unixepoch('now')", "unixepoch() with 'now'"),
            ("date()", "date() without a time"), ("julianday()", "julianday() without a time"),
            ("strftime('%s')", "strftime() without a time"), ("datetime('subsec')", "datetime() with 'subsec'"),
            ("datetime(a, 'unixepoch', 'localtime')", "datetime() with 'localtime'"),
            ("datetime(b, 'utc')", "datetime() with 'utc'"), ("date((select a from n))", "date() with 'now'"),
            ("case when a = 86400 then date('now') else 1 end", "date() with 'now'"),
        ])
    func undetermined(_ expression: String, _ call: String) throws {
        let path = try database()
        for query in [
            "select \(expression) from t", "select a from t where \(expression) is not null",
            "select a from t order by \(expression)", "with u as (select \(expression) as x from t) select x from u",
        ] {
            let error = fault(query, in: path)
            #expect(error?.message == Self.words(call), "\(query)")
            #expect(error?.isOfStatement == true)
        }
        let view = try folder.sqlite(
            "v.sqlite",
            "create table t (a, b); insert into t values (86400, '2000-01-01');"
                + "create table n (a); insert into n values ('now'); create view v as select \(expression) as x from t")
        let error = fault("", .table("v"), in: view)
        #expect(error?.message == Self.words(call))
    }

    @Test(
        "dates and times that the arguments determine are SQLite's own",
        arguments: [
            ("date('2024-02-29', '+1 year')", "2025-03-01"), ("datetime(86400, 'unixepoch')", "1970-01-02 00:00:00"),
            ("time('12:34:56')", "12:34:56"), ("julianday('2000-01-01')", "2451544.5"),
            ("strftime('%Y now', '2024-02-29')", "2024 now"), ("unixepoch('1970-01-02')", "86400"),
            ("typeof(unixepoch('1970-01-02'))", "integer"), ("date('no date')", "null"), ("date(null)", "null"),
            ("date('2024-01-31', 'start of month', '-1 day')", "2023-12-31"), ("strftime()", "null"),
            ("group_concat(date(b))", "2024-02-29,2000-01-01"),
        ])
    func dates(_ expression: String, _ value: String) throws {
        for encoding in ["UTF-8", "UTF-16le"] {
            let path = try folder.sqlite(
                "\(encoding).sqlite",
                """
                pragma encoding = '\(encoding)'; create table t (a, b);
                insert into t values (0, '2024-02-29 12:34:56'), (86400, '2000-01-01');
                """)
            #expect(try SQLiteRows(path, .query("select \(expression) as x from t")).column("x").first == value)
        }
    }

    @Test("a column that is made of dates, and an index on one, can be read")
    func generated() throws {
        let path = try database(
            "create table g (b, y as (strftime('%Y', b)), d text generated always as (date(b)) stored);"
                + "create index i on g (julianday(b)); insert into g (b) values ('2024-02-29 12:34:56');")
        #expect(
            try SQLiteRows(path, .table("g")).texts == [
                "1 b=plain:2024-02-29 12:34:56 y=plain:2024 d=plain:2024-02-29"
            ])
        #expect(try SQLiteRows(path, .query("select y from g where julianday(b) > 1")).column("y") == ["2024"])
    }

    @Test(
        "what does not read rows is no query, and writes nothing anywhere",
        arguments: [
            ("vacuum into 'copy.sqlite'", "a statement that does not read rows; expected a SELECT"),
            ("vacuum", "a statement that does not read rows; expected a SELECT"),
            ("explain select * from t", "a statement that does not read rows; expected a SELECT"),
            ("explain query plan select * from t", "a statement that does not read rows; expected a SELECT"),
            ("attach 'other.sqlite' as o", "not authorized"), ("detach main", "not authorized"),
            ("pragma user_version = 3", "not authorized"), ("pragma table_info(t)", "not authorized"),
            ("select * from pragma_database_list", "not authorized"),
            ("insert into t values (1, 2)", "not authorized"),
            ("insert into t values (1, 2) returning a", "not authorized"),
            ("update t set a = 1 returning a", "not authorized"), ("delete from t returning a", "not authorized"),
            ("create table u (x)", "not authorized"), ("create temp table u (x)", "not authorized"),
            ("drop table t", "not authorized"), ("analyze", "not authorized"),
            ("reindex", "a statement that does not read rows; expected a SELECT"),
            ("begin", "not authorized"), ("savepoint s", "not authorized"),
            ("select 1; select 2", "more than one statement"), ("select 1; delete from t", "more than one statement"),
            ("select 1;; vacuum into 'x'", "more than one statement"), ("select 1; x", "more than one statement"),
            ("-- nothing", "no statement"), (";", "no statement"),
            ("select 1\0; delete from t", "a statement with the character U+0000 in it"),
        ])
    func noQuery(_ statement: String, _ message: String) throws {
        let path = try database()
        let before = try InputFile.contents(of: path)
        let error = fault(statement, in: path)
        #expect(error?.message == message)
        #expect(error?.isOfFile == false)
        #expect(try InputFile.contents(of: path) == before)
        #expect(folder.names == ["t.sqlite"])
    }

    @Test(
        "a semicolon, white space and comments may follow a query",
        arguments: ["select a from t;", "select a from t; \n-- done", "select a from t /* ; */ ;;; /* x */"])
    func ends(_ query: String) throws {
        #expect(try SQLiteRows(try database(), .query(query)).column("a") == ["0", "86400"])
    }
}
