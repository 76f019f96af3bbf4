import Bytes
import Synchronization
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: files")
struct FileTests {
    private static let columns = [RawFile.Element.text("t"), .int32("n")]

    private static func chunks(_ change: (inout RawFile.Chunk) -> Void = { _ in }) -> [RawFile.Chunk] {
        var texts = RawFile.Chunk(type: 6, pages: [RawFile.Page(values: 2, body: Plain.texts(["a", "b"]))])
        change(&texts)
        return [texts, RawFile.Chunk(type: 1, pages: [RawFile.Page(values: 2, body: Plain.int32s([1, -2]))])]
    }

    private static func file(_ change: (inout RawFile.Chunk) -> Void = { _ in }) -> RawFile {
        RawFile(columns, rows: 2, chunks(change))
    }

    @Test(
        "what is no Parquet file says what it may be",
        arguments: [
            ("", ParquetError.Code.noParquet, "empty"), ("PAR1PAR1", .noParquet, "download it again"),
            ("PAR1 and then nothing", .noParquet, "broke off"), ("{\"a\": 1}\n{\"a\": 2}\n", .noParquet, "PAR1"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n", .pointer, "git lfs pull"),
            ("\n<!DOCTYPE html><html></html>", .noParquet, "HTML"), ("PAR1....????PARE", .encrypted, "encrypted"),
            ("PAR1....\u{7F}\u{7F}\u{7F}\u{7F}PAR1", .footer, "footer"), ("PAR1.~..\u{1}\0\0\0PAR1", .footer, "footer"),
        ])
    func noParquet(_ text: String, _ code: ParquetError.Code, _ says: String) {
        let refusal = ReadRows(Array(text.utf8)).refusal
        #expect(refusal?.code == code)
        #expect(refusal?.reason.contains(says) == true, "\(refusal?.reason ?? "none")")
    }

    @Test("what the footer says of a column is checked before a row is given")
    func columnsRefused() {
        let cases: [((inout RawFile.Chunk) -> Void, ParquetError.Code, String)] = [
            ({ $0.codec = 3 }, .codec, "LZO"), ({ $0.codec = 4 }, .codec, "brotli"), ({ $0.codec = 9 }, .codec, "9"),
            ({ $0.isInOtherFile = true }, .footer, "another file"),
            ({ $0.isEncrypted = true }, .encrypted, "encrypted"),
            ({ $0.offsetChange = -100 }, .footer, "outside"), ({ $0.sizeChange = 10_000 }, .footer, "outside"),
            ({ $0.sizeChange = -10_000 }, .footer, "outside"), ({ $0.type = 2 }, .footer, "type"),
            ({ $0.values = -1 }, .footer, "values"),
        ]
        for (change, code, says) in cases {
            let bytes = Self.file(change).bytes
            let refusal = ReadRows(bytes).refusal
            #expect(refusal?.code == code)
            #expect(refusal?.reason.contains(says) == true, "\(refusal?.reason ?? "none")")
            #expect(refusal?.place.column == "t")
            // It is no matter for who does not ask for it.
            #expect(ReadRows(bytes, fields: ["n"]).lines == [#"{"n":1}"#, #"{"n":-2}"#])
        }
    }

    @Test("a name that the file does not have is told, and its names are there to compare")
    func names() throws {
        let bytes = Self.file().bytes
        let refusal = ReadRows(bytes, fields: ["n", "text"]).refusal
        #expect(refusal?.code == .noColumn)
        #expect(refusal?.place.column == "text")
        let file = try ParquetFile(MemorySource(bytes: bytes))
        #expect(file.fields.map { String(decoding: $0.name, as: UTF8.self) } == ["t", "n"])
        #expect(file.rowCount == 2)
        #expect(ReadRows(bytes, fields: ["n", "t"]).lines == [#"{"n":1,"t":"a"}"#, #"{"n":-2,"t":"b"}"#])
    }

    @Test("a row group without a row group's columns, and rows that do not fit")
    func groups() {
        #expect(ReadRows(RawFile(Self.columns, rows: 2, Array(Self.chunks().prefix(1))).bytes).refusal?.code == .footer)
        for (rows, lines) in [(1, 1), (3, 2)] {
            let read = ReadRows(RawFile(Self.columns, rows: rows, Self.chunks()).bytes)
            #expect(read.rest?.code == .rows)
            #expect(read.lines.count == lines)
        }
        #expect(ReadRows(RawFile(Self.columns, rows: -1, Self.chunks()).bytes).refusal?.code == .footer)
        let two = RawFile(Self.columns, groups: [(2, Self.chunks()), (0, Self.chunks()), (2, Self.chunks())])
        #expect(ReadRows(two.bytes).lines.count == 4)
    }

    @Test("nulls are counted where the statistics say it")
    func nullCounts() throws {
        let file = try ParquetFile(MemorySource(bytes: Self.file { $0.nullCount = 1 }.bytes))
        #expect(file.nullCount(ofField: 0) == 1)
        #expect(file.nullCount(ofField: 1) == nil)
        let wrong = try ParquetFile(MemorySource(bytes: Self.file { $0.nullCount = 7 }.bytes))
        #expect(wrong.nullCount(ofField: 0) == nil)
    }

    @Test("only the columns that are asked for are read")
    func ranges() throws {
        let source = WatchedSource(RawFile.texts(["a"]).bytes)
        _ = try ParquetFile(source)
        let texts = (0..<50).map { _ in String(repeating: "x", count: 1000) }
        var file = Self.file { $0.pages = [RawFile.Page(values: 50, body: Plain.texts(texts))] }
        file.groups[0].rows = 50
        file.groups[0].chunks[1].pages = [RawFile.Page(values: 50, body: Plain.int32s(Array(0..<50)))]
        let watched = WatchedSource(file.bytes)
        let parquet = try ParquetFile(watched)
        let selection = try parquet.selection(of: [Array("n".utf8)])
        for span in parquet.spans(selection) {
            let reader = try ParquetReader(parquet, selection, span, longestRow: 1000)
            while try reader.next() != nil {}
        }
        #expect(watched.count < 2000)
    }

    @Test("rows are the same however a row group is cut", arguments: [1, 30, 300, 1 << 20], [true, false])
    func cuts(_ target: Int, _ hasIndex: Bool) {
        let read = ReadRows(Self.manyPages(hasIndex: hasIndex).bytes, spanBytes: target)
        #expect(read.rest == nil && read.refusal == nil)
        #expect(read.lines == (0..<60).map { "{\"t\":\"text \($0)\",\"n\":\($0)}" })
        #expect((read.spanCount > 1) == (target < 1 << 20))
    }

    @Test("bytes that were changed anywhere give rows or a fault, and no more rows than there were", arguments: 0..<30)
    func mutations(_ seed: Int) {
        let good = Self.manyPages(hasIndex: seed.isMultiple(of: 2)).bytes
        for k in 0..<20 {
            var bytes = good
            for place in [(seed * 7919 + k * 104_729) % bytes.count, bytes.count - 1 - (seed * 31 + k) % 300] {
                bytes[place] = bytes[place] &+ UInt8(1 + (seed + k) % 254)
            }
            let read = ReadRows(bytes, spanBytes: k.isMultiple(of: 2) ? 1 : 1 << 20, keepsLines: false)
            #expect(read.rowCount <= 60 || read.rest != nil || read.refusal != nil)
        }
    }

    @Test("an index that cannot be right is not used")
    func wrongIndex() {
        var file = Self.manyPages(hasIndex: true)
        // The first page is told to have more rows than it has, so that the places of the others are wrong.
        file.groups[0].chunks[0].pages[0].rows = 1000
        #expect(ReadRows(file.bytes, spanBytes: 1).lines.count == 60)
    }

    @Test("batches are looked at by one thread while another reads on into the memory of earlier ones")
    func threads() async throws {
        let texts = (0..<400).map { "text \($0) " + String(repeating: "x", count: 900) }
        let pages = stride(from: 0, to: 400, by: 4).map { first in
            RawFile.Page(values: 4, body: Plain.texts(Array(texts[first..<first + 4])))
        }
        let bytes = RawFile([.text("t")], rows: 400, [RawFile.Chunk(type: 6, pages: pages)]).bytes
        let file = try ParquetFile(MemorySource(bytes: bytes))
        let selection = try file.selection()
        let (batches, continuation) = AsyncStream.makeStream(of: ParquetBatch.self, bufferingPolicy: .unbounded)
        let reading = Task.detached {
            let pool = PagePool()
            for span in file.spans(selection, ofBytes: 50_000) {
                let reader = try ParquetReader(file, selection, span, longestRow: 1 << 20, pool: pool)
                while let batch = try reader.next() { continuation.yield(batch) }
            }
            continuation.finish()
        }
        var found: [String] = []
        for await batch in batches {
            batch.forEachRow { number, row in
                guard case .success(let fields) = row else { return }
                #expect(number == found.count + 1)
                found.append(fields[0].value.bytes.text)
            }
        }
        try await reading.value
        #expect(found == texts)
    }

    /// Sixty rows, with pages of 3 rows in one column and of 5 in the other.
    private static func manyPages(hasIndex: Bool) -> RawFile {
        let texts = stride(from: 0, to: 60, by: 3).map { first in
            RawFile.Page(values: 3, body: Plain.texts((first..<first + 3).map { "text \($0)" }))
        }
        let numbers = stride(from: 0, to: 60, by: 5).map { first in
            RawFile.Page(values: 5, body: Plain.int32s(Array(first..<first + 5)))
        }
        return RawFile(
            columns, rows: 60,
            [
                RawFile.Chunk(type: 6, pages: texts, hasIndex: hasIndex),
                RawFile.Chunk(type: 1, pages: numbers, hasIndex: hasIndex),
            ])
    }
}

/// Bytes in memory of which it is counted how many were read.
private final class WatchedSource: ByteSource {
    private let memory: MemorySource
    private let sum = Atomic(0)

    init(_ bytes: [UInt8]) {
        memory = MemorySource(bytes: bytes)
    }

    var size: Int { memory.size }
    var count: Int { sum.load(ordering: .relaxed) }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try memory.read(at: offset, into: buffer)
        sum.add(count, ordering: .relaxed)
        return count
    }
}
