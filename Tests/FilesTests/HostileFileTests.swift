import Bytes
import CSQLite
import Files
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Files that were made to do harm")
struct HostileFileTests {
    private let folder = TemporaryFolder()

    @Test("a file that is too large to be read at once is told of, and no memory is asked for")
    func tooLarge() throws {
        let path = folder.write("large", "x")
        #expect(truncate(path, 1 << 40) == 0)
        #expect(
            throws: FileError(
                .other, "read", path, cause: "it has 1099511627776 bytes, and at most 4294967294 can be read at once")
        ) { try InputFile.contents(of: path) }
        #expect(
            throws: FileError(
                .other, "read", path, cause: "it has 1099511627776 bytes, and at most 5 can be read at once")
        ) {
            try InputFile.contents(of: path, atMost: 5)
        }
    }

    @Test("times that 64 bits of nanoseconds cannot tell", arguments: [10_000_000_000, 15_000_000_000, -3_000_000_000])
    func times(_ seconds: Int) throws {
        let path = folder.write("file", "x")
        var times = [timespec(tv_sec: seconds, tv_nsec: 5), timespec(tv_sec: seconds, tv_nsec: 5)]
        #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
        let file = try InputFile(path)
        // What the file system itself cannot tell it takes for the nearest that it can.
        #expect(seconds < 0 || file.stamp.modified == .max)
        #expect(Folder.stamp(of: path) == file.stamp)
        try file.checkUnchanged()
    }

    @Test(
        "seconds and nanoseconds in one number",
        arguments: [
            (0, 7, 7), (1, 0, 1_000_000_000), (9_223_372_036, 854_775_807, Int.max), (9_223_372_036, 854_775_808, .max),
            (9_223_372_037, 0, .max), (Int.max, 0, .max), (-9_223_372_037, 0, .min), (Int.min, 0, .min),
            (-1, 5, -999_999_995),
        ])
    func nanoseconds(_ seconds: Int, _ part: Int, _ expected: Int) {
        #expect(FileStamp.nanoseconds(timespec(tv_sec: seconds, tv_nsec: part)) == expected)
    }

    @Test(
        "columns that lead out of their file",
        arguments: [
            "[9223372036854775807,8]", "[0,9223372036854775807]", "[9223372036854775800,9223372036854775800]", "[-8,8]",
            "[0,-8]", "[8,16]", "[16,8]", "[1000000,1]", "[0,3]", "[\"0\",8]", "[0]", "{}",
        ])
    func columns(_ place: String) throws {
        let header = "{\"columns\":{\"a\":\(place)}}"
        let path = folder.write(
            "columns", header + String(repeating: " ", count: 63 - header.utf8.count) + "\n" + "12345678")
        let reader = try ColumnFileReader(path)
        #expect(throws: FileError(.notThisFormat, "read", path, cause: "it is damaged")) {
            _ = try reader.column("a", of: Int.self)
        }
    }

    @Test("a column that fits is read")
    func column() throws {
        let header = "{\"columns\":{\"a\":[0,8]}}"
        let path = folder.write(
            "columns", header + String(repeating: " ", count: 63 - header.utf8.count) + "\n" + "12345678")
        #expect(try ColumnFileReader(path).column("a", of: UInt8.self) == Array("12345678".utf8))
    }

    @Test("names of columns that fill a batch of SQLite rows alone leave room for rows")
    func longNames() throws {
        let name = String(repeating: "n", count: 300_000)
        let path = try folder.sqlite("a.sqlite", "CREATE TABLE t (\"\(name)\"); INSERT INTO t VALUES (1), (2)")
        let cursor = try SQLiteCursor(path, .query("SELECT * FROM t"), steps: 1_000_000)
        var batch = CellBatch(firstRow: 0, buffer: [])
        let names = batch.takeNames(cursor.columns)
        var rows = 0
        while !batch.isFull, try cursor.next(into: &batch, names: names) { rows += 1 }
        #expect(rows == 1 && batch.count == 1)
    }

    @Test("names of columns that have more bytes together than a batch may hold are a fault of the query")
    func manyLongNames() throws {
        let name = String(repeating: "n", count: 300_000)
        let path = try folder.sqlite("b.sqlite", "CREATE TABLE t (\"\(name)\"); INSERT INTO t VALUES (1)")
        let query = "SELECT * FROM t" + (1..<56).map { ", t AS t\($0)" }.joined()
        let size = 56 * 300_000
        #expect(
            throws: SQLiteError(
                code: 18, message: "the names of its columns have \(size) bytes together; expected at most 16777216",
                statement: query)
        ) { try SQLiteCursor(path, .query(query), steps: 1_000_000) }
    }

    // MARK: - XML

    private func rows(_ document: String, _ path: String, longestRow: Int = 1 << 20) throws -> [String] {
        let file = try InputFile(folder.write("a.xml", document))
        let reader = XMLRecordReader(file, try XMLRecordPath(path), buffers: BufferPool(), longestRow: longestRow)
        var maker = XMLFieldMaker()
        var rows: [String] = []
        while let piece = try reader.next() {
            try piece.forEachRow(with: &maker) { number, _, result in
                switch result {
                case .success(let fields):
                    rows.append(fields.map { "\($0.name.text)=\($0.value.bytes.text)" }.joined(separator: "|"))
                case .failure(let fault): rows.append(fault.reason)
                }
            }
        }
        return rows
    }

    @Test("a condition of very many parts", arguments: ["and", "or"])
    func longCondition(_ word: String) throws {
        let condition = [String](repeating: "@x", count: 50_000).joined(separator: " \(word) ")
        let path = "//r[\(condition) \(word) @y]"
        #expect(try rows("<a><r x='1' y='2'/><r/></a>", path) == ["@x=1|@y=2|#text="])
        #expect(try XMLRecordPath(path).steps[0].conditions[0].description.count == path.count - 5)
    }

    @Test("a comparison of very many children with very many others")
    func longComparison() throws {
        let children = { (name: String) in (0..<30_000).map { "<\(name)>\(name)\($0)</\(name)>" }.joined() }
        let document =
            "<a><r>\(children("b"))\(children("c"))</r><r><b>1</b><b>2</b><c>3</c><c>2</c></r><r><b>1</b></r></a>"
        #expect(try rows(document, "//r[b=c]") == ["b=[\"1\",\"2\"]|c=[\"3\",\"2\"]"])
        #expect(try rows(document, "//r[b!=c]").count == 2)
        #expect(try rows("<a><r><b>1</b><c>1</c></r><r><b>1</b><b>1</b><c>1</c><c>1</c></r></a>", "//r[b!=c]") == [])
    }

    @Test("a field whose JSON is longer than a row may be")
    func longJSON() throws {
        func document(_ text: String) -> String { "<a><r><q><b>\(text)</b></q></r><r><q>short</q></r></a>" }
        let quotes = String(repeating: "\"", count: 600)
        let fault = "a field is longer as JSON than the 1024 bytes that it may have"
        #expect(try rows(document(quotes), "//r", longestRow: 1024) == [fault, "q=short"])
        #expect(try rows(document(String(repeating: "x", count: 600)), "//r", longestRow: 1024).last == "q=short")
        let many = "<a><r>" + String(repeating: "<q/>", count: 500) + "</r><r><q>short</q></r></a>"
        #expect(try rows(many, "//r", longestRow: 1024) == [fault, "q=short"])
        let attributes = "<a><r><q x='\(String(repeating: "&#34;", count: 600))'/></r><r><q>short</q></r></a>"
        #expect(try rows(attributes, "//r", longestRow: 1024) == [fault, "q=short"])
    }

    // MARK: - HTML

    private static let tooLong = "(too long)"

    private func plain(_ html: String, atMost longest: Int = .max) -> String {
        let converter = HTMLText()
        let text = Array(html.utf8).withByteView { converter.text(of: $0, atMost: longest) }
        return converter.isTooLong ? Self.tooLong : String(decoding: text, as: UTF8.self)
    }

    @Test(
        "HTML whose text grows beyond what it may have",
        arguments: [
            ("<img><img><img>", 30, false), ("<img><img><img>", 29, true), ("<p>one</p><p>two</p>", 8, false),
            ("<p>one</p><p>two</p>", 7, true), ("<pre>a\nb</pre>", 3, false), ("<pre>a\nb</pre>", 2, true),
            ("", 0, false), ("<img src='xxxxxxxxxx'>", 20, false), ("<img src='xxxxxxxxxx'>", 19, true),
            ("&NotEqualTilde;<li><li>", 0, true),
        ])
    func longText(_ html: String, _ longest: Int, _ isTooLong: Bool) {
        let text = plain(html, atMost: longest)
        #expect(isTooLong ? text == Self.tooLong : text.utf8.count == longest, "\(text)")
    }

    @Test("HTML nested so deep that a parser looks through it for hours", arguments: [253, 300_000])
    func deep(_ depth: Int) {
        let html = String(repeating: "<b>", count: depth) + "x" + String(repeating: "</i>", count: 100_000)
        #expect(plain(html) == "x")
        #expect(plain("<p>still works</p>") == "still works")
    }

    @Test("a tag of very many attributes")
    func manyAttributes() {
        let tag = "<p " + (0..<200_000).map { "a\($0)" }.joined(separator: " ") + ">x"
        #expect(plain(tag) == "x")
    }

    // MARK: - Many files

    @Test("very many empty files behind a long one", arguments: [1, 3])
    func emptyFiles(_ threads: Int) throws {
        var rest = 2000
        let long = { () -> Int? in
            rest -= 1
            return rest < 0 ? nil : rest
        }
        var sum = 0
        try Pipeline<Int, Int>(threads: threads).run(
            producers: [long]
                + (0..<20_000).map { number in
                    var isNew = number % 1000 == 0
                    return {
                        defer { isNew = false }
                        return isNew ? 1_000_000 : nil
                    }
                },
            makeWorker: { { $0 } }, consume: { sum += $0 })
        #expect(sum == 1999 * 2000 / 2 + 20_000_000)
    }
}
