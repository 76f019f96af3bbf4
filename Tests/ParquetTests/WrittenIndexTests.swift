import Bytes
import Compression
import TestSupport
import Testing

@testable import Parquet

/// The index of the pages' bounds (parquet.thrift: ColumnIndex).
private struct BoundsIndex {
    private(set) var isNull: [Bool] = []
    private(set) var least: [[UInt8]] = []
    private(set) var greatest: [[UInt8]] = []
    private(set) var nulls: [Int] = []

    init(_ reader: inout ThriftReader) throws(ThriftFault) {
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1:
                // In a list a truth value has a byte, 1 or 2, which as a number with a sign is -1 or 1.
                isNull = try reader.list(field, of: .true) { (reader) throws(ThriftFault) in try reader.signed() < 0 }
            case 2:
                least = try reader.list(field, of: .binary) { (reader) throws(ThriftFault) in
                    try reader.binary().array
                }
            case 3:
                greatest = try reader.list(field, of: .binary) { (reader) throws(ThriftFault) in
                    try reader.binary().array
                }
            case 5:
                nulls = try reader.list(field, of: .int64) { (reader) throws(ThriftFault) in try reader.signed() }
            default: break
            }
        }
    }
}

@Suite("Parquet: what a written file says of its pages")
struct WrittenIndexTests {
    private static let columns = [
        WrittenColumn("t", .text), WrittenColumn("n", .integer), WrittenColumn("e", .text),
    ]

    /// Texts of a thousand bytes and more, numbers, and nulls among both; the third column has nothing but nulls.
    private static func rows(_ count: Int) -> [(text: String?, number: Int?)] {
        var random = SeededRandom(11)
        var rows: [(text: String?, number: Int?)] = []
        for _ in 0..<count {
            var text = ""
            while text.utf8.count < 1500 { text += String(random.next()) }
            let number = Int(truncatingIfNeeded: random.next())
            let textOrNull: String? = random.below(9) == 0 ? nil : text
            let numberOrNull: Int? = random.below(5) == 0 ? nil : number
            rows.append((text: textOrNull, number: numberOrNull))
        }
        return rows
    }

    private static func written(_ rows: [(text: String?, number: Int?)]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let writer = try ParquetWriter(columns, application: "curate version 1") { bytes.append($0) }
        for row in rows {
            try (row.text ?? "").withByteView { text in
                try String(row.number ?? 0).withByteView { number in
                    let first: FieldValue = row.text == nil ? FieldValue.null : FieldValue.plain(text)
                    let second: FieldValue = row.number == nil ? FieldValue.null : FieldValue(.number, number)
                    try writer.append([first, second, FieldValue.null])
                }
            }
        }
        try writer.finish()
        return bytes
    }

    /// The pages of a column of the only row group.
    private static func pages(_ file: ParquetFile, column: Int) throws -> [PagePlace] {
        let chunks = try file.selection().chunks
        let place = try #require(chunks.first?[column])
        let group = try #require(file.rowGroups.first)
        let index = PageIndex.read(file.source, group.chunks[column], place, rowCount: group.rowCount)
        let found = try #require(index)
        return found.pages
    }

    private static func number(_ bytes: [UInt8]) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    @Test("pages follow one another without a gap, each with the checksum, the sizes and the values of its header")
    func places() throws {
        let rows = Self.rows(1000)
        let bytes = try Self.written(rows)
        let file = try ParquetFile(MemorySource(bytes: bytes))
        #expect(file.rowGroups.count == 1)
        for column in Self.columns.indices {
            let chunk = try #require(file.rowGroups.first?.chunks[column])
            let pages = try Self.pages(file, column: column)
            #expect(column > 0 || pages.count > 1)
            var (offset, values, size) = (chunk.dataOffset, 0, 0)
            for (number, page) in pages.enumerated() {
                #expect(page.offset == offset)
                offset += page.size
                let part = Array(bytes[page.offset..<page.offset + page.size])
                let (header, start): (PageHeader, Int) = try part.withByteView { view throws in
                    var reader = ThriftReader(view)
                    let header = try PageHeader(&reader)
                    return (header, reader.offset)
                }
                let body = Array(part[start...])
                let checksum = body.withByteView { CRC32.of($0) }
                #expect(header.kind == .data)
                #expect(header.compressedSize == body.count)
                #expect(header.checksum == checksum)
                let end = number + 1 < pages.count ? pages[number + 1].firstRow : rows.count
                #expect(header.valueCount == end - page.firstRow)
                values += header.valueCount
                size += start + header.size
            }
            #expect(offset == chunk.dataOffset + chunk.compressedSize)
            #expect(values == chunk.valueCount)
            #expect(size == chunk.uncompressedSize)
        }
    }

    @Test("the bounds of each page enclose its values, and its nulls are counted")
    func bounds() throws {
        let rows = Self.rows(1000)
        let bytes = try Self.written(rows)
        let file = try ParquetFile(MemorySource(bytes: bytes))
        for column in Self.columns.indices {
            let chunk = try #require(file.rowGroups.first?.chunks[column])
            let pages = try Self.pages(file, column: column)
            let (offset, count) = chunk.columnIndex
            let index: BoundsIndex = try Array(bytes[offset..<offset + count]).withByteView { view throws in
                var reader = ThriftReader(view)
                return try BoundsIndex(&reader)
            }
            #expect(index.isNull.count == pages.count && index.nulls.count == pages.count)
            #expect(index.least.count == pages.count && index.greatest.count == pages.count)
            for (number, page) in pages.enumerated() {
                let end = number + 1 < pages.count ? pages[number + 1].firstRow : rows.count
                let part = rows[page.firstRow..<end]
                let (least, greatest) = (index.least[number], index.greatest[number])
                switch column {
                case 0:
                    let texts: [[UInt8]] = part.compactMap { row in row.text.map { Array($0.utf8) } }
                    #expect(index.nulls[number] == part.count - texts.count)
                    #expect(index.isNull[number] == texts.isEmpty)
                    #expect(!texts.contains { $0.lexicographicallyPrecedes(least) })
                    #expect(!texts.contains { greatest.lexicographicallyPrecedes($0) })
                    #expect(least.count <= 64 && greatest.count <= 64)
                case 1:
                    let numbers: [Int] = part.compactMap { $0.number }
                    #expect(index.nulls[number] == part.count - numbers.count)
                    #expect(numbers.min() == Self.number(least) && numbers.max() == Self.number(greatest))
                default:
                    #expect(index.isNull[number] && index.nulls[number] == part.count)
                    #expect(least.isEmpty && greatest.isEmpty)
                }
            }
            #expect(chunk.nullCount == index.nulls.reduce(0) { $0 + $1 })
        }
    }
}
