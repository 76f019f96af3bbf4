import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Rows
@testable import Shapes

@Suite("The format parquet")
struct ParquetFormatTests {
    private let folder = TemporaryFolder()
    private static let format: JSONObject = ["format": "parquet"]

    /// A column of texts, in pages of some rows each.
    private static func texts(_ texts: [String], rows: Int? = nil) -> RawFile.Chunk {
        let size = rows ?? texts.count
        let pages = stride(from: 0, to: texts.count, by: max(1, size)).map { start in
            let part = Array(texts[start..<min(start + size, texts.count)])
            return RawFile.Page(values: part.count, body: Plain.texts(part))
        }
        return RawFile.Chunk(type: 6, pages: pages)
    }

    private static func numbers(_ numbers: [Int]) -> RawFile.Chunk {
        RawFile.Chunk(type: 1, pages: [RawFile.Page(values: numbers.count, body: Plain.int32s(numbers))])
    }

    /// A file of two row groups of two columns.
    private static let groups = RawFile(
        [.text("t"), .int32("n")],
        groups: [
            (2, [texts(["a", "é"]), numbers([1, -2])]), (3, [texts(["x", "y", "z"]), numbers([3, 4, 5])]),
        ])

    @Test("has a row for each row of the file, with its columns as fields")
    func rows() throws {
        #expect(
            try CurationTests.rows(Self.groups.bytes, Self.format) == [
                #"1: t="a" n=1"#, #"2: t="é" n=-2"#, #"3: t="x" n=3"#, #"4: t="y" n=4"#, #"5: t="z" n=5"#,
            ])
        let nulls = RawFile.texts(["a", nil, "b"])
        #expect(try CurationTests.rows(nulls.bytes, Self.format) == [#"1: t="a""#, "2: t=null", #"3: t="b""#])
        #expect(try CurationTests.rows(RawFile([.text("t")], rows: 0, []).bytes, Self.format).count <= 1)
    }

    /// The origins and faults of a file's rows.
    private func visited(_ bytes: [UInt8], using names: Set<String>? = nil) throws -> [(
        origin: Origin, fault: RowFault?
    )] {
        let file = try InputFile(folder.write("f.parquet", bytes))
        let fields = names.map { UsedFields(Set($0.map { Array($0.utf8) }), includesRest: false) } ?? .all
        let limits = LimitsRecipe(CheckedObject(["rejected": 1, "row_bytes": 1024, "sqlite_steps": 1_000_000]))
        let reader = ParquetFormat().reader(
            of: file, ReadingOrder(fields: fields, limits: limits, buffers: BufferPool()))
        let visitor = RowVisitor(tables: [:], longestText: 1024)
        var found: [(Origin, RowFault?)] = []
        var size = 0
        while let batch = try reader.next() {
            size += batch.size
            try visitor.visit(batch) { origin, row, _ in
                if case .failure(let fault) = row { found.append((origin, fault)) } else { found.append((origin, nil)) }
            }
        }
        #expect(size <= file.size)
        #expect(try reader.next() == nil, "the end is the end")
        #expect(try reader.digest() == file.digest(.xxh64))
        return found
    }

    @Test("a row's origin is its number in the file, its row group and its number in that")
    func origins() throws {
        let found = try visited(Self.groups.bytes)
        #expect(
            found.map(\.origin) == [
                Origin(number: 1, group: 1, row: 1), Origin(number: 2, group: 1, row: 2),
                Origin(number: 3, group: 2, row: 1), Origin(number: 4, group: 2, row: 2),
                Origin(number: 5, group: 2, row: 3),
            ])
    }

    @Test("only the columns that are used are read; one that cannot be read is in the way only of who asks for it")
    func columns() throws {
        var broken = Self.texts(["a", "b"])
        broken.pages[0].size = 9999
        let file = RawFile([.text("t"), .int32("n")], rows: 2, [broken, Self.numbers([1, 2])])
        #expect(try visited(file.bytes, using: ["n"]).map(\.fault) == [nil, nil])
        #expect(try visited(file.bytes, using: ["n", "t"]).count == 1)
        #expect(try visited(file.bytes, using: ["other"]).map(\.fault) == [nil, nil])
        #expect(try CurationTests.rows(file.bytes, Self.format, using: ["n"], name: "g").count == 1, "with the rest")
        // A codec that is not read, and an encrypted column.
        for change in [{ $0.codec = 4 }, { $0.isEncrypted = true }] as [(inout RawFile.Chunk) -> Void] {
            var chunk = Self.texts(["a", "b"])
            change(&chunk)
            let other = RawFile([.text("t"), .int32("n")], rows: 2, [chunk, Self.numbers([1, 2])])
            #expect(try CurationTests.rows(other.bytes, Self.format, using: ["n"], name: "h") == ["1: n=1", "2: n=2"])
            #expect(try visited(other.bytes, using: ["t"]).map(\.fault?.isRest) == [true])
        }
        // A type without a value in JSON: INTERVAL.
        let schema = [
            RawFile.Element(name: "i", type: 7, converted: 21, length: 12), RawFile.Element.int32("n"),
        ]
        let interval = RawFile.Chunk(
            type: 7, pages: [RawFile.Page(values: 1, body: Array(repeating: 0, count: 12))])
        let unreadable = RawFile(schema, rows: 1, [interval, Self.numbers([7])])
        #expect(try CurationTests.rows(unreadable.bytes, Self.format, using: ["n"]) == ["1: n=7"])
        let refused = try CurationTests.rows(unreadable.bytes, Self.format, using: ["n", "i"])
        #expect(refused.count == 1 && refused[0].hasPrefix("1… ! ") && refused[0].contains("INTERVAL"), "\(refused)")
    }

    @Test(
        "what is no Parquet file, or only a part of one, is one fault that says what would do",
        arguments: [
            ("", "empty"), ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs pull"),
            ("<!DOCTYPE html><html></html>", "HTML"), ("PAR1 and no end", "download it again"),
            ("{\"a\":1}", "does not begin and end with PAR1"),
        ])
    func noParquet(_ text: String, _ says: String) throws {
        let found = try visited(Array(text.utf8))
        #expect(found.count == 1 && found[0].fault?.isRest == true)
        #expect(found[0].fault?.reason.contains(says) == true, "\(found[0].fault?.reason ?? "")")
        #expect(found[0].origin == Origin(unit: .row, number: 1, offset: 0))
    }

    @Test("a broken page is one fault for the rest of the file, told with what was lost")
    func brokenPage() throws {
        var texts = Self.texts((0..<10).map { "text \($0)" }, rows: 4)
        texts.pages[1].checksum = 1
        let file = RawFile(
            [.text("t"), .int32("n")],
            groups: [(10, [texts, Self.numbers(Array(0..<10))]), (1, [Self.texts(["z"]), Self.numbers([10])])])
        let found = try visited(file.bytes)
        #expect(found.dropLast().map(\.fault) == [nil, nil, nil, nil])
        let last = try #require(found.last)
        let reason = try #require(last.fault?.reason)
        #expect(last.fault?.isRest == true && reason.contains("checksum") && reason.contains("column t, page 2"))
        #expect(reason.hasSuffix("; 7 of its 11 rows are lost"), "\(reason)")
        #expect(last.fault?.reasonWithoutText.contains("column t") == false)
        #expect(last.origin.number == 5 && last.origin.place == .group(1, row: 5))
        #expect(last.origin.fileOffset == Int(Double(file.bytes.count) * 4 / 11))
    }

    @Test("rows that nobody asks a field of are those that a column has, whatever the footer says")
    func countedRows() throws {
        let file = RawFile([.text("t"), .int32("n")], rows: 1 << 60, [Self.texts(["a", "b"]), Self.numbers([1, 2])])
        let found = try visited(file.bytes, using: ["other"])
        #expect(found.map { $0.fault == nil } == [true, true, false])
        #expect(found.last?.fault?.isRest == true)
    }

    @Test("is read the same by a thread alone and with threads that decompress ahead", arguments: [2, 3])
    func threads(_ threads: Int) throws {
        let texts = (0..<600).map { String(repeating: "\($0 % 10)", count: 2000) }
        var chunk = Self.texts(texts, rows: 50)
        let good = RawFile([.text("t")], rows: 600, [chunk]).bytes
        chunk.pages[7].checksum = 1
        for bytes in [good, RawFile([.text("t")], rows: 600, [chunk]).bytes] {
            let alone = try piped(bytes, threads: 1)
            #expect(alone.count == (bytes == good ? 600 : 351))
            #expect(try piped(bytes, threads: threads) == alone)
        }
    }

    /// The rows of a file as threads of a pipeline make them, and their faults.
    private func piped(_ bytes: [UInt8], threads: Int) throws -> [String] {
        let file = try InputFile(folder.write("p.parquet", bytes))
        let limits = LimitsRecipe(CheckedObject(["rejected": 1, "row_bytes": 1_048_576, "sqlite_steps": 1_000_000]))
        let shared = SharedWork()
        let reader = ParquetFormat().reader(
            of: file, ReadingOrder(fields: .all, limits: limits, buffers: BufferPool(), shared: shared))
        var found: [String] = []
        try Pipeline<any RowBatch, [String]>(threads: threads, helping: shared).run(
            producers: [reader.next],
            makeWorker: {
                let visitor = RowVisitor(tables: [:], longestText: 1 << 20)
                return { batch in
                    var rows: [String] = []
                    try visitor.visit(batch) { origin, row, _ in
                        switch row {
                        case .success(let row): rows.append("\(origin.number) \(row.fields[0].value.bytes.text)")
                        case .failure(let fault): rows.append("\(origin.number)! \(fault.reason)")
                        }
                    }
                    return rows
                }
            }, consume: { found += $0 })
        return found
    }

    @Test("invalid UTF-8 and too many bytes cost their row alone")
    func rowFaults() throws {
        let bodies = [Array("a".utf8), [0xFF], Array("b".utf8), Array(repeating: 0x61, count: 2000), Array("c".utf8)]
        let chunk = RawFile.Chunk(type: 6, pages: [RawFile.Page(values: 5, body: Plain.bytes(bodies))])
        let found = try visited(RawFile([.text("t")], rows: 5, [chunk]).bytes)
        #expect(
            found.map { $0.fault?.reason } == [
                nil, "invalid UTF-8", nil, "longer than the 1024 bytes that limits.row_bytes allows", nil,
            ])
        #expect(found.allSatisfy { $0.fault?.isRest != true })
    }

    // MARK: - In a recipe

    @Test("is read as source, recording and evaluation set, with the same pool as from lines")
    func recipes() throws {
        let questions = (0..<40).map { "What is \($0) plus \($0 * 7)?" }
        let results = (0..<40).map { $0 % 3 == 0 ? "true" : "false" }
        let columns = RawFile(
            [.text("q"), .text("ok"), .int32("n")], rows: 40,
            [Self.texts(questions, rows: 7), Self.texts(results), Self.numbers(Array(0..<40))])
        folder.write("s.parquet", columns.bytes)
        folder.write(
            "s.jsonl",
            lines: (0..<40).map { ["q": .string(questions[$0]), "ok": .string(results[$0]), "n": JSON($0)] })
        func pool(_ ending: String) throws -> (lines: [JSON], decisions: [String]) {
            func input(_ name: String, _ more: JSONObject) -> JSON {
                var object: JSONObject = [
                    "name": .string(name), "format": .string(ending), "path": .string("s." + ending),
                ]
                for member in more.members { object[member.name] = member.value }
                return .object(object)
            }
            let recipe = try recipe(
                [
                    ("sources", [input("s", ["map": ["question": "{q} Say why, in words.", "trace_tokens": "{n}"]])]),
                    (
                        "recordings",
                        [
                            input(
                                "r",
                                [
                                    "question": "{q} Say why, in words.",
                                    "outcome": ["model": "m", "correct": "{ok}"],
                                ])
                        ]
                    ),
                    ("benchmarks", [input("b", ["question": "{q}"])]), ("decontaminate", ["ngram": 3]),
                    ("quality", ["require": []]), ("difficulty", ["solvers": ["m"]]), ("classify", ["taxonomy": .null]),
                ], in: folder)
            try run(recipe, in: folder)
            let lines = try folder.lines("run/ingest/pool.jsonl").map { line in
                var object = line.object ?? JSONObject()
                object["origin"] = nil
                return JSON.object(object)
            }
            return (lines, try decisions("decontaminate", in: folder).map { $0.replacing(ending, with: "") })
        }
        let (columnar, lines) = (try pool("parquet"), try pool("jsonl"))
        #expect(columnar.lines.count == 40)
        #expect(columnar.lines == lines.lines)
        #expect(columnar.decisions.count == 40 && columnar.decisions.allSatisfy { $0.contains("benchmark") })
    }

    @Test("the columns that a recipe misspells are told from the schema")
    func misspelled() throws {
        // The columns that are not named are not read: here one is broken.
        var broken = Self.groups
        broken.groups[0].chunks[0].pages[0].checksum = 1
        for file in [Self.groups, broken] {
            folder.write("s.parquet", file.bytes)
            let recipe = try recipe(
                [
                    (
                        "sources",
                        [["name": "s", "format": "parquet", "path": "s.parquet", "map": ["question": "{tt} {n}"]]]
                    )
                ], in: folder)
            let problems = try FieldProbe(recipe: recipe.inputs).problems()
            #expect(problems.count == 1)
            #expect(problems.first?.message.contains("\"t\"") == true, "\(problems)")
        }
    }
}
