import Bytes

/// A field of a file's rows, as its schema has it.
package struct ParquetField: Sendable {
    /// The name.
    package let name: [UInt8]
    /// Why it cannot be read whatever its row group; nil where it can.
    package let refusal: ParquetError?
    let shape: FieldShape?
    let columns: Range<Int>
    let type: LeafType?
}

/// An open Parquet file: what its footer says, which was read and checked, and where its bytes come from.
///
/// Rows are read in four steps: open the file, choose fields, have the rows cut into spans, and read each span, from any
/// thread. What is wrong with the file as a whole is thrown before the last step, so that not one row of it was given.
package struct ParquetFile: Sendable {
    let source: any ByteSource
    let rowGroups: [RowGroup]
    private let isEncrypted: Bool
    private let types: [LeafType]
    /// The fields of its rows, in the file's order.
    package let fields: [ParquetField]
    /// How many rows it has.
    package let rowCount: Int

    /// Reads the footer.
    ///
    /// Throws `ParquetError` for what is no Parquet file, is encrypted as a whole or cannot be understood.
    package init(_ source: any ByteSource) throws(ParquetError) {
        let metadata = try FooterReader.read(source)
        self.source = source
        rowGroups = metadata.rowGroups
        isEncrypted = metadata.isEncrypted
        let nodes = try SchemaBuilder.fields(of: metadata.schema)
        types = nodes.flatMap(\.leafTypes)
        fields = nodes.map(Self.field)
        rowCount = try Self.rowCount(of: rowGroups, columns: types.count)
        // Nothing else in such a file ends its rows.
        guard !types.isEmpty || rowCount <= Self.mostWithoutColumns else {
            throw ParquetError(.footer, "the file is said to have \(rowCount) rows and has no column")
        }
    }

    /// The most rows of a file that has no columns.
    private static let mostWithoutColumns = 1_000_000

    private static func field(_ node: SchemaNode) -> ParquetField {
        let columns = node.firstColumn..<node.firstColumn + node.columnCount
        do throws(ParquetError) {
            let shape = try ShapeBuilder.shape(of: node)
            return ParquetField(name: node.name, refusal: nil, shape: shape, columns: columns, type: node.column)
        } catch {
            return ParquetField(name: node.name, refusal: error, shape: nil, columns: columns, type: node.column)
        }
    }

    private static func rowCount(of groups: [RowGroup], columns: Int) throws(ParquetError) -> Int {
        var sum = 0
        for (number, group) in groups.enumerated() {
            guard group.chunks.count == columns else {
                var error = ParquetError(
                    .footer, "a row group of \(group.chunks.count) columns, where the schema has \(columns)")
                error.place.rowGroup = number
                throw error
            }
            let (next, isOut) = sum.addingReportingOverflow(group.rowCount)
            guard group.rowCount >= 0, !isOut else {
                throw ParquetError(.footer, "the footer has a row group of \(group.rowCount) rows")
            }
            sum = next
        }
        return sum
    }

    /// How many values of a field are null, where it is a column and the statistics of all row groups say it.
    package func nullCount(ofField number: Int) -> Int? {
        guard fields[number].type != nil else { return nil }
        var sum = 0
        for group in rowGroups {
            guard let count = group.chunks[fields[number].columns.lowerBound].nullCount, count >= 0,
                count <= group.rowCount
            else { return nil }
            sum += count
        }
        return sum
    }

    // MARK: - Choosing fields

    /// The fields of these names, in this order, with where their columns stand.
    ///
    /// Throws `ParquetError` for a name that the file does not have, and for a field that cannot be read: of a type that
    /// has no value in JSON, encrypted, in a codec that is not read, or outside of the file.
    package func selection(of names: [[UInt8]]) throws(ParquetError) -> FieldSelection {
        var numbers: [Int] = []
        for name in names {
            guard let number = fields.firstIndex(where: { $0.name == name }) else {
                var error = ParquetError(.noColumn, "there is no such column")
                error.place.column = String(decoding: name, as: UTF8.self)
                throw error
            }
            numbers.append(number)
        }
        return try selection(ofFields: numbers)
    }

    /// The fields of these numbers, or all of them, with where their columns stand.
    ///
    /// Throws `ParquetError` for one that cannot be read.
    package func selection(ofFields numbers: [Int]? = nil) throws(ParquetError) -> FieldSelection {
        var selected: [FieldSelection.Field] = []
        for number in numbers ?? Array(fields.indices) {
            if let refusal = fields[number].refusal { throw refusal }
            guard let shape = fields[number].shape else { continue }
            selected.append(FieldSelection.Field(name: OwnedBytes(fields[number].name), shape: shape))
        }
        var chunks: [[Int: ChunkPlace]] = []
        for number in rowGroups.indices {
            var places: [Int: ChunkPlace] = [:]
            for leaf in selected.flatMap(\.shape.leaves) { places[leaf.number] = try place(of: leaf, inGroup: number) }
            chunks.append(places)
        }
        return FieldSelection(fields: selected, chunks: chunks)
    }

    /// Why a field cannot be read: whatever its row group, or in one of them; nil where it can.
    package func refusal(ofField number: Int) -> ParquetError? {
        do throws(ParquetError) {
            _ = try selection(ofFields: [number])
            return nil
        } catch {
            return error
        }
    }

    /// The number of the field that is the smallest of those that can be read, by which rows can be counted where nobody asks
    /// for a field; nil where there is none.
    package var smallestField: Int? {
        let sizes = fields.indices.filter { refusal(ofField: $0) == nil }.map { number in
            let chunks = rowGroups.flatMap { $0.chunks[fields[number].columns] }
            return (number: number, size: chunks.reduce(0.0) { $0 + Double($1.compressedSize) })
        }
        return sizes.min { $0.size < $1.size }?.number
    }

    private func place(of leaf: LeafColumn, inGroup number: Int) throws(ParquetError) -> ChunkPlace {
        let check = ChunkCheck(
            chunk: rowGroups[number].chunks[leaf.number], type: types[leaf.number],
            isEncrypted: isEncrypted, isEmpty: rowGroups[number].rowCount == 0, fileSize: source.size)
        do throws(ParquetError) {
            return try check.place()
        } catch {
            var error = error
            error.place.rowGroup = number
            error.place.column = leaf.path
            throw error
        }
    }
}

/// The fields that are read, and where their columns stand.
package struct FieldSelection: Sendable {
    struct Field: Sendable {
        let name: OwnedBytes
        let shape: FieldShape
    }

    let fields: [Field]
    /// The columns by their number, for each row group.
    let chunks: [[Int: ChunkPlace]]
}

extension SchemaNode {
    /// The types of the columns in it, in order.
    var leafTypes: [LeafType] { column.map { [$0] } ?? children.flatMap(\.leafTypes) }
}
