import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: where a column is cut into pages")
struct ContentCutsTests {
    /// Rows of a few kilobytes.
    private static func rows(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var random = SeededRandom(seed)
        var rows: [[UInt8]] = []
        for _ in 0..<count {
            let size = 2000 + random.below(4000)
            var row: [UInt8] = []
            while row.count < size { row.append(word: random.next()) }
            rows.append(row)
        }
        return rows
    }

    /// The rows behind which pages end.
    private static func cuts(_ rows: [[UInt8]], _ cuts: inout ContentCuts) -> [Int] {
        var found: [Int] = []
        for (place, row) in rows.enumerated() {
            row.withByteView { cuts.take($0) }
            if cuts.endRow() { found.append(place) }
        }
        return found
    }

    @Test("pages have no fewer bytes than the least, and no row more than the most")
    func sizes() {
        let rows = Self.rows(1000, seed: 1)
        var cuts = ContentCuts()
        var (size, last, found) = (0, 0, 0)
        for (place, row) in rows.enumerated() {
            row.withByteView { cuts.take($0) }
            (last, size) = (size, size + row.count + 1)
            #expect(last < ContentCuts.most, "the page should have ended before row \(place)")
            guard cuts.endRow() else { continue }
            #expect(size >= ContentCuts.least)
            (size, found) = (0, found + 1)
        }
        #expect(size < ContentCuts.most)
        #expect(found >= 3)
    }

    @Test("behind a cut, and behind a restart, nothing is known of the rows before")
    func independence() throws {
        let (rows, others) = (Self.rows(600, seed: 2), Self.rows(20, seed: 3))
        var fresh = ContentCuts()
        let expected = Self.cuts(rows, &fresh)
        let first = try #require(expected.first)
        var again = ContentCuts()
        #expect(Self.cuts(rows, &again) == expected)
        var behindCut = ContentCuts()
        #expect(Self.cuts(Array(rows[(first + 1)...]), &behindCut) == expected.dropFirst().map { $0 - first - 1 })
        var restarted = ContentCuts()
        _ = Self.cuts(others, &restarted)
        restarted.restart()
        #expect(Self.cuts(rows, &restarted) == expected)
    }

    @Test("a page of nulls ends, too")
    func nulls() {
        var cuts = ContentCuts()
        var rows = 1
        while !cuts.endRow(), rows <= ContentCuts.most { rows += 1 }
        #expect(rows == ContentCuts.most)
    }

    @Test("the content decides: rows of random bytes are not all cut at the most")
    func content() {
        var cuts = ContentCuts()
        let rows = Self.rows(1000, seed: 4)
        let found = Self.cuts(rows, &cuts)
        let bytes = rows.reduce(0) { $0 + $1.count }
        #expect(found.count > bytes / ContentCuts.most)
    }

    @Test("what stands beside the content counts, so that short texts do not make large pages")
    func besides() {
        var cuts = ContentCuts()
        var rows = 0
        repeat {
            cuts.count(4)
            rows += 1
        } while !cuts.endRow()
        #expect(rows == (ContentCuts.most + 4) / 5)
    }

    @Test("a page ends before a row that would make it too large, once it has the least")
    func before() {
        var cuts = ContentCuts()
        #expect(!cuts.endsBefore(rowOf: ContentCuts.most + 1), "it is the only row")
        cuts.count(ContentCuts.least - 1)
        #expect(!cuts.endsBefore(rowOf: ContentCuts.most))
        cuts.count(1)
        #expect(cuts.endsBefore(rowOf: ContentCuts.most - ContentCuts.least + 1))
        #expect(!cuts.endsBefore(rowOf: ContentCuts.most - ContentCuts.least))
        cuts.restart()
        #expect(!cuts.endsBefore(rowOf: ContentCuts.most))
    }
}
