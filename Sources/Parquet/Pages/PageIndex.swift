import Bytes

/// Where a page stands, and which rows begin in it.
struct PagePlace: Sendable {
    /// Its number among the data pages of its chunk, counted from 0.
    let number: Int
    let offset: Int
    /// How many bytes it has in the file, its header among them.
    let size: Int
    /// The first row that begins in it, counted from the row group's first.
    let firstRow: Int
}

/// A page to begin with, and where the last page of its chunk ends.
struct PageStart: Sendable {
    let page: PagePlace
    let end: Int
}

/// Where the pages of a column's part of a row group stand.
struct PageIndex: Sendable {
    let pages: [PagePlace]
    /// Where the last page ends; it need not be one of `pages` if it goes on with a row of the page before.
    let end: Int

    /// Creates an index of pages, of which the last ends at `end`; nil if it is the last of `pages`.
    init(pages: [PagePlace], end: Int? = nil) {
        self.pages = pages
        self.end = end ?? pages.last.map { $0.offset + $0.size } ?? 0
    }

    /// How many bytes the pages have together.
    var size: Int { pages.reduce(0) { $0 + $1.size } }

    /// The places of the pages as the file's offset index tells them; nil where it has none, or one that cannot be right.
    static func read(
        _ source: any ByteSource, _ chunk: ColumnChunk, _ place: ChunkPlace, rowCount: Int
    ) -> PageIndex? {
        let (offset, count) = chunk.offsetIndex
        guard offset > 0, count > 0, count <= 1 << 26, offset <= source.size - count,
            let memory = try? source.bytes(offset..<offset + count)
        else { return nil }
        let found = try? memory.withBytes(count) { (bytes) throws(ThriftFault) in try locations(bytes) }
        guard let pages = found, pages.first?.firstRow == 0, let last = pages.last, last.firstRow < rowCount,
            pages.allSatisfy({ place.range.contains($0.offset) && 1...place.range.upperBound - $0.offset ~= $0.size })
        else { return nil }
        // Now that each is within the chunk, no difference is out of range.
        for (page, next) in zip(pages, pages.dropFirst()) {
            guard page.firstRow < next.firstRow, page.size <= next.offset - page.offset else { return nil }
        }
        return PageIndex(pages: pages)
    }

    private static func locations(_ bytes: ByteView) throws(ThriftFault) -> [PagePlace] {
        var reader = ThriftReader(bytes)
        var pages: [PagePlace] = []
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            guard field.id == 1 else { return }
            pages = try reader.list(field, of: .structure) { (reader) throws(ThriftFault) in
                try location(&reader)
            }
        }
        return pages.enumerated().map { number, page in
            PagePlace(number: number, offset: page.offset, size: page.size, firstRow: page.firstRow)
        }
    }

    private static func location(_ reader: inout ThriftReader) throws(ThriftFault) -> PagePlace {
        var (offset, size, firstRow) = (-1, -1, -1)
        try reader.forEachField { (reader, field) throws(ThriftFault) in
            switch field.id {
            case 1: offset = try reader.integer(field)
            case 2: size = try reader.integer(field)
            case 3: firstRow = try reader.integer(field)
            default: break
            }
        }
        return PagePlace(number: 0, offset: offset, size: size, firstRow: firstRow)
    }
}
