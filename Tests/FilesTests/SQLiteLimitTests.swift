import Bytes
import TestSupport
import Testing

@testable import Files

/// What an SQLite file may ask for: columns that nobody uses, values without measure.
@Suite("SQLite: what is read, and how much")
struct SQLiteLimitTests {
    private let folder = TemporaryFolder()

    // MARK: - What nobody uses

    /// A hundred rows of a small text and a blob of 100 kB that is no text.
    private func pictures() throws -> String {
        try folder.sqlite(
            "p.sqlite",
            """
            create table t (id integer primary key, q text, picture);
            with n(k) as (select 1 union all select k + 1 from n where k < 100)
              insert into t select k, 'q' || k, zeroblob(100000) || x'FF' from n;
            update t set picture = cast(picture as blob);
            """)
    }

    @Test(
        "a blob that nobody asks for is not read of a table, and rejects no row",
        arguments: [
            (UsedFields("q", includesRest: false), "1 q=plain:q1"),
            (UsedFields("q", includesRest: true), "1 id=number:1 q=plain:q1 picture=null:null"),
            (UsedFields("id", "q", includesRest: false), "1 id=number:1 q=plain:q1"),
            (UsedFields("x", includesRest: false), "1 "),
        ])
    func blobs(_ fields: UsedFields, _ first: String) throws {
        let path = try pictures()
        let read = try SQLiteRows(path, .table("t"), fields: fields)
        #expect(read.texts.count == 100)
        #expect(read.texts.first == first)
        #expect(read.pagesRead < 300)
        // In a query it is there for SQLite, and still rejects no row.
        let queried = try SQLiteRows(path, .query("SELECT * FROM t"), fields: fields)
        #expect(queried.texts == read.texts)
        let whole = try SQLiteRows(path, .table("t"))
        #expect(whole.pagesRead > 2000)
        #expect(whole.texts.allSatisfy { $0.hasSuffix("invalid UTF-8") })
    }

    @Test("a blob of any size is no part of a row that does not ask for it")
    func hugeBlob() throws {
        let path = try folder.sqlite(
            "h.sqlite",
            "create table t (q text, b); insert into t values ('one', 1), ('two', zeroblob(70000000)), ('three', null);"
        )
        for includesRest in [false, true] {
            let read = try SQLiteRows(
                path, .table("t"), fields: UsedFields("q", includesRest: includesRest), longestRow: 1024)
            #expect(read.column("q") == ["one", "two", "three"])
            #expect(read.pagesRead < 10)
        }
        let read = try SQLiteRows(path, .table("t"), longestRow: 1024)
        #expect(read.column("q") == ["one", "longer than the 1024 bytes that it may have", "three"])
        #expect(read.pagesRead < 40)
    }

    @Test("the rows of a table come in its own order, whatever is asked for of them")
    func order() throws {
        let path = try folder.sqlite(
            "o.sqlite",
            """
            create table t (id integer primary key, a text, b text);
            create index i on t (a); create index j on t (a, b, id);
            insert into t values (3, 'x', 'p'), (1, 'z', 'q'), (2, 'y', 'r');
            create table w (a text primary key, b text) without rowid;
            insert into w values ('n', '1'), ('m', '2');
            create view v as select b, a from t;
            create table "o""d d" ("a""b" text, "B" text, "select" text);
            insert into "o""d d" values ('1', '2', '3');
            """)
        for fields in [
            UsedFields.all, UsedFields("a", includesRest: false), UsedFields("a", includesRest: true),
            UsedFields("a", "b", includesRest: false),
        ] {
            #expect(try SQLiteRows(path, .table("t"), fields: fields).column("a") == ["z", "y", "x"])
            #expect(try SQLiteRows(path, .table("T"), fields: fields).column("a") == ["z", "y", "x"])
            #expect(try SQLiteRows(path, .table("w"), fields: fields).column("a") == ["m", "n"])
            #expect(Set(try SQLiteRows(path, .table("v"), fields: fields).column("a")) == ["x", "y", "z"])
        }
        let odd = try SQLiteRows(path, .table("o\"d d"), fields: UsedFields("a\"b", "select", includesRest: false))
        #expect(odd.texts == ["1 a\"b=plain:1 select=plain:3"])
        #expect(
            try SQLiteRows(path, .table("sqlite_master"), fields: UsedFields("name", includesRest: false)).texts.count
                == 6)
    }

    // MARK: - Rows that are too long

    @Test(
        "a row of more bytes than it may have is one faulty row",
        arguments: ["UTF-8", "UTF-16le", "UTF-16be"])
    func longRows(_ encoding: String) throws {
        let path = try folder.sqlite(
            "l.sqlite",
            """
            pragma encoding = '\(encoding)'; create table t (a, b);
            insert into t values ('a', 'b'), (hex(zeroblob(600)), ''), (hex(zeroblob(300)), hex(zeroblob(300))),
              (hex(zeroblob(500)), substr(hex(zeroblob(50)), 1, 24)), (hex(zeroblob(500)), substr(hex(zeroblob(50)), 1, 25)),
              (zeroblob(1024), ''), (zeroblob(1025), ''), (replace(hex(zeroblob(171)), '00', 'é'), 'yy'),
              (replace(hex(zeroblob(341)), '00', '漢'), 'é'), (replace(hex(zeroblob(341)), '00', '漢'), 'y'),
              (replace(hex(zeroblob(257)), '00', '😀'), ''), (replace(hex(zeroblob(256)), '00', '😀'), ''), ('y', 'z');
            """)
        let long = "longer than the 1024 bytes that it may have"
        let read = try SQLiteRows(path, .table("t"), longestRow: 1024)
        #expect(
            read.rows.map { $0 == .fault(long) } == [
                false, true, true, false, true, false, true, false, true, false, true, false, false,
            ])
        #expect(read.rows.filter { if case .fault(let reason) = $0 { reason != long } else { false } } == [])
        // What a query makes is measured like what stands in the file.
        #expect(
            try SQLiteRows(path, .query("SELECT replace(hex(zeroblob(2000)), '00', 'ab') AS a"), longestRow: 1024)
                .column("a") == [long])
    }

    @Test(
        "a value beyond all measure is one faulty row where SQLite can pass over it",
        arguments: [
            "SELECT k, CASE k WHEN 3 THEN hex(zeroblob(40000000)) ELSE k END AS q FROM t",
            "SELECT k, CASE k WHEN 3 THEN hex(zeroblob(40000000)) ELSE k END AS q FROM t; -- with a comment; ",
            "SELECT k, CASE k WHEN 3 THEN zeroblob(900000000) ELSE k END AS q FROM t ORDER BY k",
            "SELECT k, CASE k WHEN 3 THEN replace(hex(zeroblob(5000000)), '0', '0123456789') ELSE k END AS q FROM t -- ;",
            "WITH u AS (SELECT * FROM t) SELECT k, CASE k WHEN 3 THEN zeroblob(900000000) ELSE k END AS q FROM u;",
            "SELECT k, CASE k WHEN 3 THEN (SELECT group_concat(hex(zeroblob(5000000))) FROM t a, t b) ELSE k END AS q FROM t",
        ])
    func hugeValues(_ query: String) throws {
        let path = try folder.sqlite(
            "t.sqlite", "create table t (k integer primary key); insert into t values (1), (2), (3), (4), (5);")
        let read = try SQLiteRows(path, .query(query), longestRow: 4096)
        #expect(
            read.column("q") == ["1", "2", "longer than the 4096 bytes that it may have", "4", "5"])
    }

    @Test("many values beyond all measure are a faulty row each, at both ends, too")
    func manyHugeValues() throws {
        let path = try folder.sqlite(
            "t.sqlite",
            """
            create table t (k integer primary key);
            with n(k) as (select 1 union all select k + 1 from n where k < 100) insert into t select k from n;
            """)
        let query = "SELECT CASE WHEN k % 3 = 1 THEN zeroblob(100000000) ELSE k END AS q FROM t"
        let read = try SQLiteRows(path, .query(query), longestRow: 1 << 26)
        let long = "longer than the 67108864 bytes that it may have"
        #expect(read.column("q") == (1...100).map { $0 % 3 == 1 ? long : "\($0)" })
    }

    @Test(
        "where SQLite cannot pass over it, it is what is left of the file",
        arguments: [
            ("SELECT k, CASE k WHEN 3 THEN zeroblob(900000000) ELSE k END AS q FROM t ORDER BY -k", 0),
            ("SELECT DISTINCT CASE k WHEN 3 THEN zeroblob(900000000) ELSE k END AS q FROM t", 2),
            ("SELECT k AS q FROM t WHERE length(CASE k WHEN 3 THEN hex(zeroblob(400000000)) ELSE k END) < 100", 2),
            ("SELECT k, CASE k WHEN 3 THEN zeroblob(900000000) ELSE k END AS q FROM t LIMIT 4", 2),
            ("SELECT * FROM (SELECT hex(zeroblob(400000000)) AS q)", 0),
            ("SELECT group_concat(hex(zeroblob(40000000))) FROM t", 0),
        ])
    func unskippable(_ query: String, _ before: Int) throws {
        let path = try folder.sqlite(
            "t.sqlite", "create table t (k integer primary key); insert into t values (1), (2), (3), (4), (5);")
        let cursor = try SQLiteCursor(path, .query(query), steps: 1 << 40, longestRow: 4096)
        var batch = CellBatch(firstRow: 0, buffer: [])
        let names = batch.takeNames(cursor.columns)
        let error = #expect(throws: SQLiteError.self) { while try cursor.next(into: &batch, names: names) {} }
        #expect(error?.message == "string or blob too big")
        #expect(batch.count == before)
    }

    @Test(
        "a long text is measured in UTF-8 whatever the database's encoding",
        arguments: ["UTF-8", "UTF-16le", "UTF-16be"])
    func measure(_ encoding: String) throws {
        let path = try folder.sqlite("m.sqlite", "pragma encoding = '\(encoding)'; create table t (q);")
        func column(_ expression: String) throws -> [String] {
            try SQLiteRows(path, .query("SELECT \(expression) AS q"), longestRow: 1 << 26).column("q")
        }
        let long = "longer than the 67108864 bytes that it may have"
        // As long as a row may be, and one byte more.
        #expect(try column("length(hex(zeroblob(33554432)))") == ["67108864"])
        #expect(try column("hex(zeroblob(33554432)) || 'a'") == [long])
    }

    @Test("a value that SQLite itself does not take is said to be that")
    func beyondSQLite() throws {
        let path = try folder.sqlite(
            "t.sqlite", "create table t (k integer primary key); insert into t values (1), (2);")
        let query = "SELECT k, CASE k WHEN 1 THEN hex(zeroblob(900000000)) ELSE k END AS q FROM t"
        let column = try SQLiteRows(path, .query(query), longestRow: 1 << 31).column("q")
        #expect(column.first?.hasPrefix("a text or blob longer than the ") == true)
        #expect(column.last == "2")
    }
}
