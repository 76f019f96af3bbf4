import Bytes
import Compression
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: numbers and names that no writer writes")
struct HostileFooterTests {
    private static let extremes = [Int.min, Int.min + 1, -1, 0, 1 << 40, .max - 1, .max]

    /// An offset index with these pages: offset, size and first row.
    private static func index(_ pages: [(Int, Int, Int)]) -> [UInt8] {
        ThriftWriter.structure {
            $0.list(
                1,
                of: pages.map { page in
                    ThriftWriter.structure {
                        $0.integer(1, page.0)
                        $0.integer(2, page.1)
                        $0.integer(3, page.2)
                    }
                })
        }
    }

    private static func read(_ pages: [(Int, Int, Int)], rows: Int = 10) throws -> PageIndex? {
        let bytes = [UInt8](repeating: 0, count: 1000) + index(pages)
        let metadata = ThriftWriter.structure {
            $0.integer(4, 1000)
            $0.integer(5, bytes.count - 1000)
        }
        let chunk = try metadata.withByteView { view throws in
            var reader = ThriftReader(view)
            return try ColumnChunk(&reader)
        }
        let place = ChunkPlace(range: 100..<900, codec: nil, valueCount: rows)
        return PageIndex.read(MemorySource(bytes: bytes), chunk, place, rowCount: rows)
    }

    @Test("an index whose pages are not within their column, in order, is not used")
    func pageIndex() throws {
        #expect(try Self.read([(100, 400, 0), (500, 400, 5)])?.pages.count == 2)
        #expect(try Self.read([(100, 400, 0), (600, 300, 5)])?.end == 900)
        for pages in [
            [(99, 400, 0)], [(100, 801, 0)], [(100, 0, 0)], [(100, 401, 0), (500, 400, 5)], [(900, 1, 0)],
            [(500, 400, 0), (100, 400, 5)], [(100, 400, 0), (500, 400, 0)], [(100, 400, 1)],
            [(100, 400, 0), (500, 4, 10)],
        ] {
            #expect(try Self.read(pages) == nil, "\(pages)")
        }
        for extreme in Self.extremes {
            #expect(try Self.read([(extreme, 400, 0), (500, 400, 5)]) == nil)
            #expect(try Self.read([(100, 400, 0), (extreme, 400, 5)]) == nil)
            #expect(try Self.read([(100, extreme, 0), (500, 400, 5)]) == nil)
            #expect(try Self.read([(100, 400, 0), (500, extreme, 5)]) == nil)
            #expect(try Self.read([(100, 400, 0), (500, 400, extreme)]) == nil)
        }
    }

    @Test("pages whose headers go on behind their column are not scanned")
    func pageScan() throws {
        var page = RawFile.Page(values: 2, body: Plain.int32s([1, 2]))
        let good = RawFile([.int32("n")], rows: 2, [RawFile.Chunk(type: 1, pages: [page])])
        page.values = 1 << 30
        let bad = RawFile([.int32("n")], rows: 2, [RawFile.Chunk(type: 1, pages: [page])])
        var short = good
        short.groups[0].chunks[0].sizeChange = -4
        for (file, isRead) in [(good, true), (bad, false), (short, false)] {
            let parquet = try ParquetFile(MemorySource(bytes: file.bytes))
            let leaf = try #require(parquet.fields[0].shape?.leaves.first)
            let place = try #require(try parquet.selection().chunks[0][0])
            #expect((PageScan.pages(parquet.source, leaf, place, rowCount: 2) != nil) == isRead)
        }
    }

    @Test("names that are not UTF-8 refuse their field and no other", arguments: [false, true])
    func names(_ isMember: Bool) throws {
        let chunk = RawFile.Chunk(type: 1, pages: [RawFile.Page(values: 1, body: Plain.int32s([1]))])
        let schema = isMember ? [RawFile.Element.group("s", 1), .int32("caf#")] : [RawFile.Element.int32("caf#")]
        var bytes = RawFile(schema + [.int32("n")], fields: 2, rows: 1, [chunk, chunk]).bytes
        let place = try #require(bytes.lastIndex(of: UInt8(ascii: "#")))
        bytes[place] = 0xE9
        let refusal = ReadRows(bytes).refusal
        #expect(refusal?.code == .schema && refusal?.reason.contains("not UTF-8") == true)
        #expect(ReadRows(bytes, fields: ["n"]).lines == [#"{"n":1}"#])
    }

    @Test("columns of a structure must agree on whether it is there, whichever says so first")
    func structures() {
        let schema = [RawFile.Element.group("s", 2, repetition: 1), .int32("a"), .int32("b")]
        func chunk(_ level: Int) -> RawFile.Chunk {
            let body = Plain.levels([level], width: 1) + (level == 1 ? Plain.int32s([7]) : [])
            return RawFile.Chunk(type: 1, pages: [RawFile.Page(values: 1, body: body)])
        }
        for (a, b) in [(1, 0), (0, 1)] {
            let read = ReadRows(RawFile(schema, fields: 1, rows: 1, [chunk(a), chunk(b)]).bytes)
            #expect(read.rest?.code == .levels && read.lines.isEmpty)
        }
        #expect(ReadRows(RawFile(schema, fields: 1, rows: 1, [chunk(0), chunk(0)]).bytes).lines == [#"{"s":null}"#])
    }

    @Test(
        "a page that a server answered is told from other files",
        arguments: [
            ("\u{FEFF}<!DOCTYPE html>", "an HTML page"), ("<HTML><BODY>", "an HTML page"),
            ("<!-- x --><html>", "an HTML page"), ("<head>", "an HTML page"),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html>", "an HTML page"),
            ("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", "an XML page"), ("<Error>", "an XML page"),
            ("<row>not a page</row>", "PAR1"), ("a <html> page", "PAR1"),
        ])
    func pages(_ text: String, _ says: String) {
        let refusal = ReadRows(Array((text + String(repeating: " ", count: 20)).utf8)).refusal
        #expect(refusal?.code == .noParquet && refusal?.reason.contains(says) == true, "\(refusal?.reason ?? "")")
    }

    @Test("no memory for a decoder is no fault of the page")
    func memory() {
        #expect(ParquetError(decompression: DecompressionError(.zstd, .noMemory, at: 0)).code == .memory)
        #expect(ParquetError(decompression: DecompressionError(.zstd, .truncated, at: 0)).code == .page)
    }

    @Test("what refuses a field is known before it is asked for, and the smallest of the others too")
    func refusals() throws {
        func chunk(_ count: Int, codec: Int = 0, isEncrypted: Bool = false) -> RawFile.Chunk {
            let page = RawFile.Page(values: 1, body: Plain.texts([String(repeating: "x", count: count)]))
            return RawFile.Chunk(type: 6, pages: [page], codec: codec, isEncrypted: isEncrypted)
        }
        let chunks = [chunk(90), chunk(1, codec: 4), chunk(2, isEncrypted: true), chunk(30)]
        let schema = ["a", "b", "c", "d"].map { RawFile.Element.text($0) }
        let file = try ParquetFile(MemorySource(bytes: RawFile(schema, rows: 1, chunks).bytes))
        #expect((0..<4).map { file.refusal(ofField: $0)?.code } == [nil, .codec, .encrypted, nil])
        #expect(file.smallestField == 3)
    }
}
