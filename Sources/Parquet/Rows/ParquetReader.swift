import Bytes

/// Consecutive rows of one row group.
package struct RowSpan: Sendable {
    /// The number of the row group, counted from 0.
    package let rowGroup: Int
    /// The rows, counted from the row group's first.
    package let rows: Range<Int>
    /// How many rows of the file come before it.
    package let firstRow: Int
    /// Whether the rows end with the row group.
    let endsGroup: Bool
    /// The pages in which the first row stands, by the columns' numbers; none at the row group's beginning.
    let starts: [Int: PageStart]
}

/// Reads the rows of a span, batch by batch.
///
/// It belongs to one thread at a time; several may read spans of one file.
package final class ParquetReader {
    private let span: RowSpan
    private let names: [OwnedBytes]
    private let longestRow: Int
    private let fields: [any FieldReader]
    /// The run of each field at hand, and which row of it is next.
    private var runs: [(run: ValueRun, next: Int)?]
    private var nextRow: Int
    private var isAtEnd = false

    /// A reader of a span of a file's rows.
    ///
    /// - Parameters:
    ///   - selection: the fields, chosen of this file.
    ///   - longestRow: how many bytes the values of a row may have together; a longer one is faulty.
    ///   - pool: memory that a thread uses again, from one span to the next.
    ///   - ahead: who decompresses pages before their rows are asked for; nil for none.
    ///
    /// Throws `ParquetError` when the rows before the span cannot be passed over.
    package init(
        _ file: ParquetFile, _ selection: FieldSelection, _ span: RowSpan, longestRow: Int,
        pool: PagePool = PagePool(), ahead: (any ReadAhead)? = nil
    ) throws(ParquetError) {
        self.span = span
        self.longestRow = longestRow
        names = selection.fields.map(\.name)
        nextRow = span.rows.lowerBound
        runs = Array(repeating: nil, count: selection.fields.count)
        var fields: [any FieldReader] = []
        let opener = FieldOpener(
            file: file, selection: selection, span: span, longestRow: longestRow, pool: pool, ahead: ahead)
        for field in selection.fields { fields.append(try opener.open(field.shape)) }
        self.fields = fields
    }

    /// The next rows, or nil at the end of the span.
    ///
    /// What is thrown stands for all that is left of the file: no row behind it can be trusted. The rows of the batches
    /// before it are good.
    package func next() throws(ParquetError) -> ParquetBatch? {
        if isAtEnd { return nil }
        do throws(ParquetError) {
            if nextRow == span.rows.upperBound {
                isAtEnd = true
                try checkEnd()
                return nil
            }
            return try batch()
        } catch {
            isAtEnd = true
            var error = error
            error.place.rowGroup = span.rowGroup
            throw error
        }
    }

    private func batch() throws(ParquetError) -> ParquetBatch {
        var count = min(span.rows.upperBound - nextRow, RunSize.rows)
        for k in fields.indices {
            if let run = runs[k], run.next < run.run.count {
                count = min(count, run.run.count - run.next)
            } else {
                let run = try fields[k].next(atMost: span.rows.upperBound - nextRow)
                runs[k] = (run, 0)
                count = min(count, run.count)
            }
        }
        var columns: [ParquetBatch.Column] = []
        for k in fields.indices {
            guard let run = runs[k] else { continue }
            columns.append(ParquetBatch.Column(run: run.run, start: run.next))
            runs[k] = run.next + count < run.run.count ? (run.run, run.next + count) : nil
        }
        let firstRow = span.firstRow + nextRow - span.rows.lowerBound
        nextRow += count
        return ParquetBatch(firstRow: firstRow, count: count, columns: columns, names: names, longestRow: longestRow)
    }

    /// Throws where a column goes on behind its row group's last row.
    private func checkEnd() throws(ParquetError) {
        guard span.endsGroup else { return }
        for field in fields where try !field.isAtEnd() { throw .rows }
    }
}

/// Makes the readers of a span's fields.
private struct FieldOpener {
    let file: ParquetFile
    let selection: FieldSelection
    let span: RowSpan
    let longestRow: Int
    let pool: PagePool
    let ahead: (any ReadAhead)?

    func open(_ shape: FieldShape) throws(ParquetError) -> any FieldReader {
        var cursors: [LeafCursor] = []
        for leaf in shape.leaves { cursors.append(try cursor(leaf)) }
        if case .leaf = shape { return FlatFieldReader(cursors[0]) }
        return NestedFieldReader(shape, cursors, longestRow: longestRow)
    }

    /// A cursor at the span's first row.
    private func cursor(_ leaf: LeafColumn) throws(ParquetError) -> LeafCursor {
        guard let place = selection.chunks[span.rowGroup][leaf.number] else { throw .rows }
        let first = span.rows.lowerBound
        let start = span.starts[leaf.number]
        let pages = PageReader(
            file.source, leaf, place, from: start, longestValue: longestRow, pool: pool,
            ahead: ahead.map { PagesAhead(starter: $0, count: pagesAhead(of: place)) })
        let cursor = LeafCursor(leaf, pages, valueCount: start == nil ? place.valueCount : nil)
        try cursor.skip(first - (start?.page.firstRow ?? 0))
        return cursor
    }

    /// How many pages of a column are fetched ahead: a column that has most of the bytes leaves no others to fetch while
    /// one of its pages is waited for.
    private func pagesAhead(of place: ChunkPlace) -> Int {
        let all = selection.chunks[span.rowGroup].values.reduce(0) { $0 + $1.range.count }
        return 2 * place.range.count > all ? 2 : 1
    }
}
