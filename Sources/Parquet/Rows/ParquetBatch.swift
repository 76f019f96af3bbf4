import Bytes

/// Consecutive rows of a file.
///
/// It holds the memory that its values stand in, so that it may be handed to another thread.
package struct ParquetBatch: Sendable {
    /// Why a row cannot be read.
    package enum RowFault: Error, Equatable {
        /// A text of it is not UTF-8.
        case notText
        /// It has more bytes than a row may have.
        case tooLong
    }

    /// A field's values: those of a run from a row on.
    struct Column: Sendable {
        let run: ValueRun
        let start: Int
    }

    /// How many rows of the file come before it.
    package let firstRow: Int
    /// How many rows there are.
    package let count: Int
    private let columns: [Column]
    private let names: [OwnedBytes]
    private let longestRow: Int

    init(firstRow: Int, count: Int, columns: [Column], names: [OwnedBytes], longestRow: Int) {
        self.firstRow = firstRow
        self.count = count
        self.columns = columns
        self.names = names
        self.longestRow = longestRow
    }

    /// Calls with each row in order: its number in the file, counted from 1, and its fields, valid during the call, or
    /// what is wrong with it.
    package func forEachRow(_ body: (Int, Result<[Field], RowFault>) throws -> Void) rethrows {
        var fields: [Field] = []
        fields.reserveCapacity(columns.count)
        // What they point to is held by the batch.
        let cells = zip(columns, names).map { column, name in (column.run.cells(from: column.start), name.view) }
        for row in 0..<count {
            fields.removeAll(keepingCapacity: true)
            if let fault = fill(&fields, cells, row) {
                try body(firstRow + row + 1, .failure(fault))
            } else {
                try body(firstRow + row + 1, .success(fields))
            }
        }
    }

    /// Appends the fields of a row; returns what is wrong with it.
    private func fill(
        _ fields: inout [Field], _ columns: [(cells: UnsafeBufferPointer<ValueRun.Cell>, name: ByteView)], _ row: Int
    ) -> RowFault? {
        var size = 0
        for (cells, name) in columns {
            let (kind, value) = cells[row].content
            switch kind {
            case .notText: return .notText
            case .tooLong: return .tooLong
            case .value: fields.append(Field(name: name, value: value))
            }
            size += value.bytes.count
        }
        return size > longestRow ? .tooLong : nil
    }
}
