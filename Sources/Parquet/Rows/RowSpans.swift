import Bytes

/// Cutting a file's rows into parts that several threads can read.
extension ParquetFile {
    /// Spans of about so many bytes in the file, which together are all rows, in order.
    ///
    /// A row group is cut where a page of its largest column ends, and where few bytes of other columns would have to be
    /// read twice. Where the pages do not tell which rows they have, it stays whole. The cuts depend on the file alone.
    package func spans(_ selection: FieldSelection, ofBytes target: Int = 1 << 25) -> [RowSpan] {
        var spans: [RowSpan] = []
        var firstRow = 0
        for (number, group) in rowGroups.enumerated() where group.rowCount > 0 {
            let cuts = GroupCuts(self, selection, rowGroup: number, target: target)
            let rows = cuts?.rows ?? []
            for (start, end) in zip([0] + rows, rows + [group.rowCount]) {
                spans.append(
                    RowSpan(
                        rowGroup: number, rows: start..<end, firstRow: firstRow + start,
                        endsGroup: end == group.rowCount, starts: start == 0 ? [:] : cuts?.starts(at: start) ?? [:]))
            }
            firstRow += group.rowCount
        }
        return spans
    }
}

/// Where a row group is cut.
private struct GroupCuts {
    /// So many times as many bytes a part must have as are read twice because of it.
    private static let worth = 16

    private var indexes: [(column: Int, index: PageIndex)] = []
    /// The rows, counted from the group's first, with which parts begin; the first part is not among them.
    private(set) var rows: [Int] = []

    /// Cuts a row group into parts of so many bytes; nil when it is too small for that, or its pages do not tell their
    /// rows.
    init?(_ file: ParquetFile, _ selection: FieldSelection, rowGroup number: Int, target: Int) {
        let (group, places) = (file.rowGroups[number], selection.chunks[number])
        let size = places.values.reduce(0) { $0 + $1.range.count }
        guard size > 2 * target else { return nil }
        for leaf in selection.fields.flatMap(\.shape.leaves) {
            guard let place = places[leaf.number],
                let index = PageIndex.read(
                    file.source, group.chunks[leaf.number], place, rowCount: group.rowCount)
                    ?? PageScan.pages(file.source, leaf, place, rowCount: group.rowCount)
            else { return nil }
            indexes.append((leaf.number, index))
        }
        guard let largest = indexes.map(\.index).max(by: { $0.size < $1.size }), largest.size > 0 else { return nil }
        cut(largest, by: Double(size) / Double(largest.size), target: target)
    }

    /// - Parameter ratio: so many times as many bytes all columns have; they are taken to grow as the largest does.
    private mutating func cut(_ largest: PageIndex, by ratio: Double, target: Int) {
        var walks = indexes.map { PageWalk($0.index) }
        var size = 0.0
        for (page, next) in zip(largest.pages, largest.pages.dropFirst()) {
            size += Double(page.size) * ratio
            guard size >= Double(target) else { continue }
            var cost = 0
            for k in walks.indices { cost += walks[k].page(around: next.firstRow)?.size ?? 0 }
            guard Double(cost * Self.worth) <= size else { continue }
            rows.append(next.firstRow)
            size = 0
        }
    }

    /// The pages in which a row stands, by the columns' numbers.
    func starts(at row: Int) -> [Int: PageStart] {
        var starts: [Int: PageStart] = [:]
        for (column, index) in indexes {
            guard let page = index.page(of: row) else { continue }
            starts[column] = PageStart(page: page, end: index.end)
        }
        return starts
    }
}

extension PageIndex {
    /// The page in which a row begins.
    fileprivate func page(of row: Int) -> PagePlace? {
        var (lower, upper) = (0, pages.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if pages[middle].firstRow <= row { lower = middle + 1 } else { upper = middle }
        }
        return lower > 0 ? pages[lower - 1] : nil
    }
}

/// Goes through pages along with rows that are asked for in order.
private struct PageWalk {
    private let pages: [PagePlace]
    private var next = 0

    init(_ index: PageIndex) {
        pages = index.pages
    }

    /// The page that goes on over the beginning of a row; nil where a page begins with it.
    mutating func page(around row: Int) -> PagePlace? {
        while next < pages.count, pages[next].firstRow <= row { next += 1 }
        guard next > 0, pages[next - 1].firstRow < row else { return nil }
        return pages[next - 1]
    }
}
