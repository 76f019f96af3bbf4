import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: texts that no short text follows")
struct UnboundedTextTests {
    private static let last = String(repeating: "\u{10FFFF}", count: 17)

    @Test("have a least value in the statistics and no greatest, also together with other pages")
    func bounds() throws {
        var (bounds, other) = (ValueBounds(.text), ValueBounds(.text))
        Array((Self.last + String(repeating: "x", count: 1000)).utf8).withByteView { bounds.take($0) }
        #expect(bounds.upperBound == nil && bounds.isUnbounded)
        #expect(bounds.lowerBound?.bytes.count == 64 && bounds.lowerBound?.isExact == false)
        #expect(bounds.statistics.count < 100)
        other.take(ByteView("a"))
        #expect(!other.isUnbounded)
        other.merge(bounds)
        #expect(other.isUnbounded && other.lowerBound?.bytes == Array("a".utf8))
        #expect(!ValueBounds(.text).isUnbounded)
    }

    @Test("are read back, without an index of bounds but with one of places")
    func file() throws {
        for (text, hasIndex) in [(Self.last, false), ("a", true)] {
            var bytes: [UInt8] = []
            let writer = try ParquetWriter([WrittenColumn("t", .text)], application: "test") { bytes.append($0) }
            try Array("{\"t\":\"\(text)\"}".utf8).withByteView { view in
                var index = JSONIndex()
                try index.index(view)
                try writer.append([index.fields[0].value])
            }
            try writer.finish()
            #expect(ReadRows(bytes).lines == ["{\"t\":\"\(text)\"}"])
            let chunk = try #require(try ParquetFile(MemorySource(bytes: bytes)).rowGroups.first?.chunks.first)
            #expect((chunk.columnIndex.count > 0) == hasIndex)
            #expect(chunk.offsetIndex.count > 0)
        }
    }
}
