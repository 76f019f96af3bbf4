import Bytes

/// Finds out from the headers of pages which rows they have, where no index tells it.
///
/// A page of version 1 does not say how many rows begin in it; of a list it is counted in the levels at its beginning.
struct PageScan {
    private let reader: ChunkReader
    private let loader: PageLoader
    private let column: LeafColumn
    private let place: ChunkPlace

    /// The places of the pages that begin with a row; nil where the headers cannot be read or do not agree with the row
    /// group.
    static func pages(
        _ source: any ByteSource, _ column: LeafColumn, _ place: ChunkPlace, rowCount: Int
    ) -> PageIndex? {
        let pool = PagePool()
        let scan = PageScan(
            reader: ChunkReader(source, place.range, pool),
            loader: PageLoader(source, codec: place.codec, pool: pool), column: column, place: place)
        let found = try? scan.pages()
        guard let found, found.rowCount == rowCount else { return nil }
        return PageIndex(pages: found.pages, end: found.end)
    }

    /// The pages that begin with a row, where the last data page ends, whether or not it begins with one, and the number of
    /// rows.
    private func pages() throws(ParquetError) -> (pages: [PagePlace], end: Int, rowCount: Int) {
        var pages: [PagePlace] = []
        var (row, values, last) = (0, 0, 0)
        while values < place.valueCount, reader.left > 0 {
            let start = reader.offset
            let header = try reader.header()
            try header.check()
            guard header.compressedSize <= reader.left else {
                throw ParquetError(.page, "the page goes on behind the end of its column")
            }
            let end = reader.offset + header.compressedSize
            if header.kind == .data || header.kind == .dataV2 {
                let (rows, beginsRow) = try rows(of: header)
                if rows > 0, beginsRow {
                    pages.append(PagePlace(number: pages.count, offset: start, size: end - start, firstRow: row))
                }
                row += rows
                last = end
                values += header.valueCount
            }
            try reader.skip(end - reader.offset)
        }
        return (pages, last, row)
    }

    /// How many rows begin in a page, and whether one begins with it.
    private func rows(of header: PageHeader) throws(ParquetError) -> (Int, beginsRow: Bool) {
        if column.repetition == 0 { return (header.valueCount, true) }
        if header.kind == .dataV2, let rows = header.rowCount { return (rows, true) }
        let bytes = try loader.beginning(reader, header)
        guard header.kind == .data, let length = try bytes.take(4).map({ Int($0.halfWord(at: 0)) }),
            length <= header.mostLevelBytes, let levels = try bytes.take(length)
        else { throw ParquetError(.levels, "the levels are longer than their page") }
        return try withExtendedLifetime(bytes) { () throws(ParquetError) in
            try rows(in: levels, count: header.valueCount)
        }
    }

    private func rows(in levels: ByteView, count: Int) throws(ParquetError) -> (Int, beginsRow: Bool) {
        var runs = RunLengthDecoder(levels, highest: column.repetition)
        var numbers = GrowingBuffer<UInt32>(capacity: Values.usual)
        var (left, rows, beginsRow) = (count, 0, true)
        while left > 0 {
            numbers.truncate(to: 0)
            let some = min(left, Values.usual)
            guard runs.decode(some, into: &numbers) else {
                throw ParquetError(.levels, "the levels end before the values of their page do")
            }
            if left == count { beginsRow = numbers[0] == 0 }
            for k in 0..<some where numbers[k] == 0 { rows += 1 }
            left -= some
        }
        return (rows, beginsRow)
    }
}
