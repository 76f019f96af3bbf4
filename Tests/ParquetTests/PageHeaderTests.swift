import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: the headers of pages")
struct PageHeaderTests {
    /// Whether a page of version 2 with these numbers is taken for one.
    private func isPossible(
        size: Int = 100, compressedSize: Int = 100, values: Int = 10, rows: Int = 10, definitions: Int = 8,
        repetitions: Int = 8
    ) throws -> Bool {
        let version2 = ThriftWriter.structure {
            $0.integer(1, values)
            $0.integer(2, 0)
            $0.integer(3, rows)
            $0.integer(4, 0)
            $0.integer(5, definitions)
            $0.integer(6, repetitions)
        }
        let bytes = ThriftWriter.structure {
            $0.integer(1, 3)
            $0.integer(2, size)
            $0.integer(3, compressedSize)
            $0.structure(8, version2)
        }
        let header = try bytes.withByteView { view in
            var reader = ThriftReader(view)
            return try PageHeader(&reader)
        }
        do throws(ParquetError) {
            try header.check()
            return true
        } catch { return false }
    }

    @Test("sizes and counts are those that 32 bits can have, and levels are within their page")
    func numbers() throws {
        #expect(try isPossible())
        #expect(try isPossible(definitions: 92, repetitions: 8))
        #expect(try !isPossible(definitions: 93, repetitions: 8))
        let beyond: [Int] = [-1, Int(Int32.max) + 1, .max, .min]
        for number in beyond {
            #expect(try !isPossible(size: number))
            #expect(try !isPossible(compressedSize: number))
            #expect(try !isPossible(values: number))
            #expect(try !isPossible(rows: number))
            #expect(try !isPossible(definitions: number, repetitions: 1))
            #expect(try !isPossible(definitions: 1, repetitions: number))
        }
        #expect(try isPossible(size: Int(Int32.max), values: Int(Int32.max), rows: Int(Int32.max)))
    }
}
