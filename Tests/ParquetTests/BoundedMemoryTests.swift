import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: what is small in a file and large in memory")
struct BoundedMemoryTests {
    private typealias Page = RawFile.Page

    /// The bytes of the values of each batch, and the number of its rows.
    private static func batches(_ file: RawFile) throws -> [(rows: Int, bytes: Int)] {
        let parquet = try ParquetFile(MemorySource(bytes: file.bytes))
        let selection = try parquet.selection()
        var found: [(rows: Int, bytes: Int)] = []
        for span in parquet.spans(selection) {
            let reader = try ParquetReader(parquet, selection, span, longestRow: 1 << 24)
            while let batch = try reader.next() {
                var bytes = 0
                batch.forEachRow { _, row in
                    for field in (try? row.get()) ?? [] { bytes += field.value.bytes.count }
                }
                found.append((batch.count, bytes))
            }
        }
        return found
    }

    private static let long = String(repeating: "y", count: 300_000)

    /// Three hundred rows of one long text, which stands once in the file.
    private static let shared: [(name: String, file: RawFile)] = {
        let count = 300
        let levels = Plain.int32s([3]) + ThriftWriter.varint(UInt64(count) << 1) + [1]
        let numbers = Page(
            values: count, encoding: 8, body: levels + [1] + ThriftWriter.varint(UInt64(count) << 1) + [0])
        let dictionary = RawFile.texts(
            Array(repeating: "", count: count), pages: [.dictionary(1, Plain.texts([long])), numbers])
        // DELTA_BYTE_ARRAY: the first value is the text, and the others share all of it.
        let others = Array(repeating: long.utf8.count, count: count - 1)
        let body =
            levels + delta([0] + others) + delta([long.utf8.count] + others.map { _ in 0 }) + Array(long.utf8)
        let prefixes = RawFile.texts(
            Array(repeating: "", count: count), pages: [Page(values: count, encoding: 7, body: body)])
        return [("dictionary", dictionary), ("prefixes", prefixes)]
    }()

    /// Numbers by their differences, each in 32 bits (Encodings.md: DELTA_BINARY_PACKED).
    private static func delta(_ numbers: [Int]) -> [UInt8] {
        let differences = zip(numbers.dropFirst(), numbers).map { $0 - $1 }
        let least = differences.min() ?? 0
        var bytes = ThriftWriter.varint(128) + [4] + ThriftWriter.varint(UInt64(numbers.count))
        bytes += ThriftWriter.signed(numbers[0])
        for start in stride(from: 0, to: differences.count, by: 128) {
            let block = differences[start..<min(start + 128, differences.count)].map { $0 - least }
            bytes += ThriftWriter.signed(least) + [32, 32, 32, 32]
            // Parts without a number are left out.
            bytes += Plain.int32s(block + Array(repeating: 0, count: (32 - block.count % 32) % 32))
        }
        return bytes
    }

    @Test("rows that share one long text come a few at a time", arguments: 0..<2)
    func sharedText(_ number: Int) throws {
        let batches = try Self.batches(Self.shared[number].file)
        #expect(batches.reduce(0) { $0 + $1.rows } == 300)
        #expect(batches.reduce(0) { $0 + $1.bytes } == 300 * 300_000)
        #expect(batches.allSatisfy { $0.bytes <= RunSize.values + 300_000 }, "\(Self.shared[number].name)")
    }

    @Test("levels that are longer than the values of their page need are refused", arguments: [0, 3])
    func longLevels(_ kind: Int) {
        // Runs of nothing, as many as one likes.
        let levels = [4, 1] + [UInt8](repeating: 0, count: 1 << 20)
        let texts = Plain.texts(["a", "b"])
        var page = Page(
            kind: kind, values: 2, body: (kind == 0 ? Plain.int32s([levels.count]) : []) + levels + texts, rows: 2)
        page.levelSizes.definition = levels.count
        let read = ReadRows(RawFile.texts(["a", "b"], pages: [page]).bytes)
        #expect(read.rest?.code == .levels && read.lines.isEmpty)
        let few = Plain.int32s([1002]) + levels.prefix(1002) + texts
        #expect(ReadRows(RawFile.texts(["a", "b"], pages: [Page(values: 2, body: few)]).bytes).lines.count == 2)
    }

    @Test("a page that cannot be read piece by piece has 128 MB at most, also one of LZ4 with Hadoop's sizes")
    func largestPage() {
        for (codec, encoding) in [(5, 0), (1, 6)] {
            let page = Page(values: 1, encoding: encoding, body: [UInt8](repeating: 1, count: 1 << 20), size: 1 << 28)
            let read = ReadRows(RawFile.texts(["a"], pages: [page], codec: codec).bytes)
            #expect(read.rest?.code == .page && read.rest?.reason.contains("134217728") == true, "\(codec)")
        }
    }

    @Test("a footer of many empty chunks or columns is refused")
    func footer() {
        func file(_ footer: [UInt8]) -> [UInt8] {
            Array("PAR1".utf8) + footer + Plain.int32s([footer.count]) + Array("PAR1".utf8)
        }
        func footer(_ elements: [[UInt8]], chunks: Int) -> [UInt8] {
            ThriftWriter.structure {
                $0.list(2, of: elements)
                $0.list(4, of: [ThriftWriter.structure { $0.list(1, of: Array(repeating: [0], count: chunks)) }])
            }
        }
        func root(_ count: Int) -> [UInt8] { ThriftWriter.structure { $0.integer(5, count) } }
        let column = ThriftWriter.structure {
            $0.integer(1, 1)
            $0.text(4, "c")
        }
        #expect(ReadRows(file(footer([root(1), column], chunks: 100_000))).refusal?.code == .footer)
        let many = [root(100_000)] + Array(repeating: column, count: 100_000)
        #expect(ReadRows(file(footer(many, chunks: 0))).refusal?.code == .schema)
        #expect(ReadRows(file(footer([root(1), column], chunks: 1))).refusal?.reason.contains("nothing") == true)
    }

    @Test("long names of groups are not repeated for each column")
    func names() throws {
        let schema = [RawFile.Element.group(String(repeating: "g", count: 10_000), 2), .int32("a"), .int32("b")]
        let chunk = RawFile.Chunk(type: 1, pages: [Page(values: 1, body: Plain.int32s([1]))])
        let file = try ParquetFile(
            MemorySource(bytes: RawFile(schema, fields: 1, rows: 1, [chunk, chunk]).bytes))
        let leaves = try #require(file.fields.first?.shape?.leaves)
        let starts = leaves.map { leaf in leaf.names[0].withUnsafeBufferPointer { $0.baseAddress } }
        #expect(starts.count == 2 && starts[0] == starts[1], "one memory")
        #expect(leaves.map { $0.path.suffix(3) } == ["g.a", "g.b"])
    }

    @Test("rows without columns end, and a number that nothing confirms is refused")
    func rowsWithoutColumns() {
        #expect(ReadRows(RawFile([], rows: 3, []).bytes).lines == ["{}", "{}", "{}"])
        #expect(ReadRows(RawFile([], rows: 1 << 60, []).bytes).refusal?.code == .footer)
    }
}
