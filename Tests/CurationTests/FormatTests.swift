import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Rows
@testable import Shapes
@testable import Stages

/// A format of columns, as unlike lines as formats come: two columns of texts of two bytes, one behind the other, cut into
/// groups of as many rows as the file's last byte says, which is read first.
private struct ColumnFormat: InputFormat {
    static let sizeKey = SettingKey<Int>.integer("size", 1...2, default: 2, "the bytes of a text")

    static let definition = FormatDefinition(
        "columns", "two columns of texts", options: ObjectShape(keys: [sizeKey.key])
    ) {
        ColumnFormat(size: $0[sizeKey])
    }

    let size: Int

    func reader(of file: InputFile, _ order: ReadingOrder) throws -> any FormatReader {
        guard file.size % 2 == 1 else { throw OptionFault("size", "does not fit") }
        let last = try file.bytes(at: file.size - 1, count: 1)
        return ColumnReader(file, size: size, rowsOfGroup: Int(last[0] - UInt8(ascii: "0")), order)
    }
}

private final class ColumnReader: FormatReader {
    private let file: InputFile
    private let size: Int
    private let rowsOfGroup: Int
    private let names: [String]
    private var group = 0

    init(_ file: InputFile, size: Int, rowsOfGroup: Int, _ order: ReadingOrder) {
        (self.file, self.size, self.rowsOfGroup) = (file, size, rowsOfGroup)
        // Nobody reads a column that nobody asked for.
        names = ["question", "solution"].filter { order.fields.use(of: Array($0.utf8)) == .named }
    }

    func digest() throws -> Digest { try file.digest(.xxh64) }

    func next() throws -> (any RowBatch)? {
        let rows = (file.size - 1) / (2 * size)
        let start = group * rowsOfGroup
        guard start < rows else { return nil }
        let count = min(rowsOfGroup, rows - start)
        group += 1
        let columns = try names.map { name in
            let column = name == "question" ? 0 : rows * size
            return (name, try file.bytes(at: column + start * size, count: count * size))
        }
        return ColumnBatch(columns: columns, size: size, group: group, firstRow: start, count: count)
    }
}

private struct ColumnBatch: RowBatch {
    let columns: [(name: String, bytes: [UInt8])]
    let size: Int
    let group: Int
    let firstRow: Int
    let count: Int

    func giveBack(to buffers: BufferPool) {}

    func forEachRow(in row: Row, with workspace: NoWorkspace, _ body: RowVisitor.Body) throws {
        for k in 0..<count {
            let origin = Origin(number: firstRow + k + 1, group: group, row: k + 1)
            row.reset()
            let fields = columns.map { name, bytes in
                Field(
                    name: Array(name.utf8).withByteView { row.arena.copy($0) },
                    value: .plain(bytes[k * size..<(k + 1) * size].withByteView { row.arena.copy($0) }))
            }
            if fields.first?.value.bytes.first == UInt8(ascii: "!") {
                try body(origin, .failure(RowFault("marked")), .empty)
            } else {
                row.load(cells: fields, .texts)
                try body(origin, .success(row), .empty)
            }
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func withByteView<Result>(_ body: (ByteView) -> Result) -> Result { Array(self).withByteView(body) }
}

@Suite("Formats")
struct FormatTests {
    private let folder = TemporaryFolder()
    private let limits = LimitsRecipe(
        CheckedObject(["rejected": 0, "row_bytes": 1024, "sqlite_steps": 1_000_000]))

    // MARK: - A format more

    private static let registry = FormatRegistry(FormatRegistry.standard.definitions + [ColumnFormat.definition])

    private func input(_ settings: JSON, paths: [FieldPath]? = nil) throws -> InputRecipe {
        let shape = InputRecipe.shape([], formats: Self.registry)
        var problems: [RecipeProblem] = []
        shape.check(settings, at: "sources.0", &problems)
        try #require(problems == [])
        return InputRecipe(
            CheckedObject(shape.filled(settings)), RecipePlace("r.json", "sources.0"), paths: paths,
            formats: Self.registry)
    }

    @Test("one that has columns, is read from its end and counts rows by groups")
    func columns() throws {
        folder.write("f.columns", "q1!2q3a1a2a32")
        let input = try input(
            [
                "name": "c", "format": "columns", "path": "f.columns",
                "where": [["field": "solution", "not": "a9"]],
            ], paths: [FieldPath("question")])
        let reader = try InputReader("f.columns", of: input, in: folder.path, limits: limits, buffers: BufferPool())
        let rows = InputRows(of: input, tables: [:], limits: limits)
        var found: [String] = []
        var rejected = RejectedRows(quotesRows: true)
        var count = 0
        while let batch = try reader.next() {
            count += try rows.visit(batch) { origin, row in
                let texts = row.fields.map(\.value.bytes.text).joined(separator: " ")
                found.append("\(origin.number) \(origin.place): \(texts)")
            } reject: { fault, origin, excerpt in
                rejected.append(fault, .source, "c", "f.columns", origin, excerpt)
            }.read
        }
        #expect(found == ["1 group(1, row: 1): q1 a1", "3 group(2, row: 1): q3 a3"])
        #expect(count == 3)
        #expect(
            String(decoding: rejected.lines, as: UTF8.self)
                == #"{"source":"c","file":"f.columns","row":2,"byte_offset":null,"row_group":1,"row_of_group":2,"#
                + "\"reason\":\"marked\",\"excerpt\":\"\"}\n")
        let line = try rejected.lines.withByteView { try JSON(parsing: $0) }
        #expect(
            try RejectedRow(reading: EvidenceReader(line))
                == RejectedRow(
                    place: RowPlace(file: "f.columns", unit: .row, number: 2), offset: nil,
                    group: RejectedRow.Group(number: 1, row: 2), reason: "marked"))
        #expect(try reader.readFile().record.digest == InputFile(folder.path + "/f.columns").digest(.xxh64))
    }

    @Test("leaves columns that nobody asks for where they are")
    func unusedColumns() throws {
        folder.write("f.columns", "q1a11")
        let input = try input(
            ["name": "c", "format": "columns", "path": "f.columns"], paths: [FieldPath("solution")])
        let reader = try InputReader("f.columns", of: input, in: folder.path, limits: limits, buffers: BufferPool())
        let batch = try #require(try reader.next())
        var names: [String] = []
        let visitor = RowVisitor(tables: [:], longestText: limits.rowBytes)
        try visitor.visit(batch) { _, result, _ in names += try result.get().fields.map(\.name.text) }
        #expect(names == ["solution"])
    }

    @Test("its keys are checked, and a fault of an option names the key and the file")
    func options() throws {
        let shape = InputRecipe.shape([], formats: Self.registry)
        var problems: [RecipeProblem] = []
        shape.check(["name": "c", "format": "columns", "path": "f", "size": 3], at: "sources.0", &problems)
        shape.check(["name": "c", "format": "jsonl", "path": "f", "size": 2], at: "sources.1", &problems)
        #expect(problems.map(\.path) == ["sources.0.size", "sources.1.size"])
        folder.write("f", "even")
        let input = try input(["name": "c", "format": "columns", "path": "f"])
        let reader = try InputReader("f", of: input, in: folder.path, limits: limits, buffers: BufferPool())
        #expect(
            throws: CurationError.recipe(
                file: "r.json", [RecipeProblem("sources.0.size", "f: does not fit")])
        ) { try reader.next() }
    }

    // MARK: - Those there are

    @Test("are these, in the order in which they are named, each with its options parsed once")
    func standard() throws {
        let standard = ["jsonl", "json", "csv", "tsv", "sqlite", "xml", "parquet"]
        let names = FormatRegistry.standard.names
        #expect(names.filter(standard.contains) == standard && Set(names).count == names.count)
        func format(_ settings: JSON) throws -> any InputFormat {
            var object = settings.object ?? JSONObject()
            (object["name"], object["path"]) = ("s", "p")
            return try input(.object(object)).format
        }
        #expect((try format(["format": "json"]) as? JSONListFormat)?.record == [])
        #expect((try format(["format": "json", "record": "a.b"]) as? JSONListFormat)?.record == ["a", "b"])
        #expect((try format(["format": "csv"]) as? CSVFormat)?.delimiter == UInt8(ascii: ","))
        #expect((try format(["format": "tsv"]) as? CSVFormat)?.delimiter == UInt8(ascii: "\t"))
        #expect((try format(["format": "sqlite", "table": "t"]) as? SQLiteFormat)?.selection == .table("t"))
        #expect((try format(["format": "sqlite", "query": "q"]) as? SQLiteFormat)?.selection == .query("q"))
        #expect((try format(["format": "xml", "record": "/a"]) as? XMLFormat)?.record == "/a")
    }

    @Test(
        "say what is wrong with files without rows",
        arguments: [
            (["format": "jsonl"], "path", "\"p*\" has no rows"),
            (["format": "json", "record": "a"], "path", "\"p*\" has no rows"),
            (["format": "xml", "record": "/a"], "record", "\"p*\" has no element at /a"),
        ] as [(JSON, String, String)])
    func noRows(_ settings: JSON, _ key: String, _ message: String) throws {
        var object = settings.object ?? JSONObject()
        (object["name"], object["path"]) = ("s", "p*")
        #expect(
            try input(.object(object)).problemOfNoRows == RecipeProblem("sources.0.\(key)", message))
    }

    // MARK: - Faults

    @Test(
        "what readers say is put in the recipe's words",
        arguments: [
            (.longRow(5), "longer than the 5 bytes that limits.row_bytes allows"),
            (.longField(5), "a field is longer as JSON than the 5 bytes that limits.row_bytes allows"),
            (.unfinished(.unclosedQuote), "a quoted field is never closed"),
            (.unfinished(.noList(at: ["a", "b"])), "the document has no list at \"a.b\""),
            (
                .unfinished(.noList(at: [])),
                "the document has no list at its top level: name the place of the list with \"record\""
            ),
            (.other("invalid UTF-8"), "invalid UTF-8"),
        ] as [(ReadingFault.Code, String)])
    func words(_ code: ReadingFault.Code, _ words: String) {
        let fault = RowFault(ReadingFault(code, at: 7, isRest: true))
        #expect(fault.reason == words && fault.reasonWithoutText == words && fault.isRest)
    }

    @Test("what quotes a file is also said without the quotation")
    func withoutText() {
        let fault = RowFault(ReadingFault(.other("no \"x\"", withoutText: "none")))
        #expect(fault.reason == "no \"x\"" && fault.reasonWithoutText == "none" && !fault.isRest)
    }
}
