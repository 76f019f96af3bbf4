import Bytes

/// Cutting a file's rows into parts that several threads can read.
extension ParquetFile {
    /// Spans of about so many bytes in the file, which together are all rows, in order.
    ///
    /// A row group is cut where a page of its largest column ends, and where few bytes of other columns would have to be
    /// read twice. Where the pages do not say which rows they have, it stays whole. The cuts depend on the file alone.
    package func spans(_ selection: FieldSelection, ofBytes target: Int = 1 << 22) -> [RowSpan] {
        var spans: [RowSpan] = []
        var firstRow = 0
        for (number, group) in rowGroups.enumerated() where group.rowCount > 0 {
            let cuts = cuts(inGroup: number, selection, target: target)
            for (start, end) in zip([0] + cuts, cuts + [group.rowCount]) {
                spans.append(
                    RowSpan(
                        rowGroup: number, rows: start..<end, firstRow: firstRow + start,
                        endsGroup: end == group.rowCount))
            }
            firstRow += group.rowCount
        }
        return spans
    }

    /// The rows, counted from the group's first, at which a row group is cut.
    private func cuts(inGroup number: Int, _ selection: FieldSelection, target: Int) -> [Int] {
        let places = selection.chunks[number]
        let size = places.values.reduce(0) { $0 + $1.range.count }
        guard size > 2 * target else { return [] }
        var indexes: [PageIndex] = []
        for leaf in selection.fields.flatMap(\.shape.leaves) {
            guard let place = places[leaf.number], let index = pageIndex(of: leaf, place, inGroup: number) else {
                return []
            }
            indexes.append(index)
        }
        guard let largest = indexes.max(by: { $0.size < $1.size }), largest.size > 0 else { return [] }
        var cuts: [Int] = []
        var walks = indexes.map { PageWalk($0) }
        // The other columns are taken to grow as the largest does.
        var sizeOfPart = 0
        for (page, next) in zip(largest.pages, largest.pages.dropFirst()) {
            sizeOfPart += page.size * (size / largest.size)
            guard sizeOfPart >= target else { continue }
            var cost = 0
            for k in walks.indices { cost += walks[k].sizeOfPage(around: next.firstRow) }
            guard cost <= sizeOfPart / 4 else { continue }
            cuts.append(next.firstRow)
            sizeOfPart = 0
        }
        return cuts
    }

    /// Where the pages of a column stand in a row group; nil where nothing says which rows they have.
    func pageIndex(of leaf: LeafColumn, _ place: ChunkPlace, inGroup number: Int) -> PageIndex? {
        let group = rowGroups[number]
        return PageIndex.read(source, group.chunks[leaf.number], place, rowCount: group.rowCount)
            ?? PageIndex.scan(source, leaf, place, rowCount: group.rowCount)
    }
}

extension PageIndex {
    /// How many bytes the pages have together.
    fileprivate var size: Int { pages.reduce(0) { $0 + $1.size } }
}

/// Goes through pages along with rows that are asked for in order.
private struct PageWalk {
    private let pages: [PagePlace]
    private var next = 0

    init(_ index: PageIndex) {
        pages = index.pages
    }

    /// How many bytes the page has that goes on over the beginning of a row; 0 where a page begins with it.
    mutating func sizeOfPage(around row: Int) -> Int {
        while next < pages.count, pages[next].firstRow <= row { next += 1 }
        guard next > 0, pages[next - 1].firstRow < row else { return 0 }
        return pages[next - 1].size
    }
}
