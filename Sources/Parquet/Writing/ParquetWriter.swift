import Bytes

/// Writes rows of texts, whole numbers and lists of texts to a Parquet file, whose bytes depend on the rows alone.
///
/// Pages are cut by their content, so that a file that shares rows with another shares bytes with it. Not thread-safe.
package final class ParquetWriter {
    private let columns: [ColumnWriter]
    private let application: String
    private let output: (ByteView) throws -> Void
    private var offset = 0
    /// The number of rows in the row group at hand, and in all.
    private var rows = 0
    private var allRows = 0
    private var groups: [WrittenGroup] = []

    /// The most bytes of a row group before compression, unless its only row has more.
    private let largestGroup: Int

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - application: the name and version of what writes the file, for `created_by`.
    ///   - output: called with the bytes of the file in order.
    package convenience init(
        _ columns: [WrittenColumn], application: String, output: @escaping (ByteView) throws -> Void
    ) throws {
        try self.init(columns, application: application, largestGroup: 90 << 20, output: output)
    }

    /// - Parameter largestGroup: the most bytes of a row group before compression.
    init(
        _ columns: [WrittenColumn], application: String, largestGroup: Int,
        output: @escaping (ByteView) throws -> Void
    ) throws {
        self.columns = columns.map(ColumnWriter.init)
        self.largestGroup = largestGroup
        self.application = application
        self.output = output
        try write(Self.mark)
    }

    private static let mark = Array("PAR1".utf8)

    /// Appends a row with a value for each column; one of another type than its column's is null.
    package func append(_ row: [FieldValue]) throws {
        precondition(row.count == columns.count, "a row has a value for each column")
        let size = columns.reduce(0) { $0 + $1.size } + row.reduce(0) { $0 + $1.bytes.count }
        if rows > 0, size > largestGroup { try endGroup() }
        for (column, value) in zip(columns, row) { column.append(value) }
        rows += 1
    }

    /// Writes what is left, and the footer.
    package func finish() throws {
        if rows > 0 { try endGroup() }
        for group in groups.indices {
            for column in columns.indices {
                guard let bounds = groups[group].chunks[column].bounds else { continue }
                groups[group].chunks[column].columnIndex = try write(bounds)
            }
        }
        for group in groups.indices {
            for column in columns.indices {
                groups[group].chunks[column].offsetIndex = try write(groups[group].chunks[column].places)
            }
        }
        let footer = footer
        try write(footer)
        try write((0..<4).map { UInt8(truncatingIfNeeded: footer.count >> (8 * $0)) } + Self.mark)
    }

    private func endGroup() throws {
        var group = WrittenGroup(rows: rows)
        for column in columns {
            column.endPages()
            group.chunks.append(WrittenChunk(column, at: offset))
            try output(column.bytes.bytes)
            offset += column.bytes.count
            column.restart()
        }
        groups.append(group)
        (rows, allRows) = (0, allRows + rows)
    }

    /// Writes bytes, and returns their place.
    @discardableResult
    private func write(_ bytes: [UInt8]) throws -> (offset: Int, size: Int) {
        try bytes.withByteView { try output($0) }
        offset += bytes.count
        return (offset - bytes.count, bytes.count)
    }

    /// The footer (parquet.thrift: FileMetaData).
    private var footer: [UInt8] {
        let root = ThriftEncoder.structure {
            $0.binary(4, Array("schema".utf8))
            $0.int32(5, columns.count)
        }
        let typeOrder = ThriftEncoder.structure { $0.structure(1, [0]) }
        return ThriftEncoder.structure {
            $0.int32(1, 2)
            $0.structures(2, [root] + columns.flatMap(\.column.schema))
            $0.int64(3, allRows)
            $0.structures(4, groups.enumerated().map { $1.thrift(number: $0) })
            $0.binary(6, Array(application.utf8))
            // Without it readers pass over the bounds in statistics.
            $0.structures(7, columns.map { _ in typeOrder })
        }
    }
}
