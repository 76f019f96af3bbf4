/// A row group that was written, for the footer.
struct WrittenGroup {
    let rows: Int
    var chunks: [WrittenChunk] = []

    init(rows: Int) {
        self.rows = rows
    }

    /// The row group in the footer (parquet.thrift: RowGroup).
    func thrift(number: Int) -> [UInt8] {
        ThriftEncoder.structure {
            $0.structures(1, chunks.map(\.thrift))
            $0.int64(2, chunks.reduce(0) { $0 + $1.uncompressedSize })
            $0.int64(3, rows)
            $0.int64(5, chunks.first?.offset ?? 0)
            $0.int64(6, chunks.reduce(0) { $0 + $1.size })
            if let ordinal = Int16(exactly: number) { $0.int16(7, Int(ordinal)) }
        }
    }
}

/// A column's part of a row group that was written, for the footer and the page index.
struct WrittenChunk {
    let column: WrittenColumn
    let offset: Int
    let size: Int
    let uncompressedSize: Int
    let valueCount: Int
    let pages: [ColumnWriter.Page]
    /// Where the column index and the offset index stand, and their sizes.
    var columnIndex = (offset: 0, size: 0)
    var offsetIndex = (offset: 0, size: 0)

    /// Describes the pages that a writer holds, the first of which is written at an offset.
    init(_ writer: ColumnWriter, at offset: Int) {
        column = writer.column
        self.offset = offset
        size = writer.bytes.count
        uncompressedSize = writer.uncompressedSize
        valueCount = writer.valueCount
        pages = writer.pages
    }

    /// The chunk in the footer (parquet.thrift: ColumnChunk and ColumnMetaData).
    var thrift: [UInt8] {
        var bounds = ValueBounds(column.kind)
        for page in pages { bounds.merge(page.bounds) }
        let (plain, runs, snappy) = (0, 3, 1)
        let metadata = ThriftEncoder.structure {
            $0.int32(1, column.physicalType)
            $0.int32s(2, [plain, runs])
            $0.binaries(3, column.path)
            $0.int32(4, snappy)
            $0.int64(5, valueCount)
            $0.int64(6, uncompressedSize)
            $0.int64(7, size)
            $0.int64(9, offset)
            $0.structure(12, bounds.statistics)
        }
        return ThriftEncoder.structure {
            $0.int64(2, 0)
            $0.structure(3, metadata)
            $0.int64(4, offsetIndex.offset)
            $0.int32(5, offsetIndex.size)
            guard columnIndex.size > 0 else { return }
            $0.int64(6, columnIndex.offset)
            $0.int32(7, columnIndex.size)
        }
    }

    /// The bounds of the pages (parquet.thrift: ColumnIndex), which have no order; nil where a page has none, since the index
    /// needs those of each.
    var bounds: [UInt8]? {
        guard !pages.contains(where: \.bounds.isUnbounded) else { return nil }
        return ThriftEncoder.structure {
            $0.bools(1, pages.map(\.isNull))
            $0.binaries(2, pages.map { $0.bounds.lowerBound?.bytes ?? [] })
            $0.binaries(3, pages.map { $0.bounds.upperBound?.bytes ?? [] })
            $0.int32(4, 0)
            $0.int64s(5, pages.map(\.bounds.nulls))
        }
    }

    /// The places of the pages (parquet.thrift: OffsetIndex).
    var places: [UInt8] {
        ThriftEncoder.structure {
            $0.structures(
                1,
                pages.map { page in
                    ThriftEncoder.structure {
                        $0.int64(1, offset + page.offset)
                        $0.int32(2, page.size)
                        $0.int64(3, page.firstRow)
                    }
                })
        }
    }
}
