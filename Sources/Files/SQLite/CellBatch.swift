import Bytes

/// Rows from SQLite, already split into named cells.
package struct CellBatch: Sendable {
    /// The ranges of a cell's name and value; compact, since there are many.
    private struct Cell: Sendable {
        let nameStart, nameEnd, valueStart, valueEnd: UInt32
        let kind: FieldValue.Kind

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// Whether the batch has its maximum number of rows, or of bytes, which should fit in the processor's cache.
    package var isFull: Bool { rows.count >= 1 << 14 || !rows.isEmpty && bytes.count >= 1 << 18 }

    private let firstRow: Int
    var bytes: [UInt8]
    private var cells: [Cell] = []
    private var rows: [(end: Int, fault: ReadingFault?)] = []

    /// Creates an empty batch.
    ///
    /// - Parameters:
    ///   - firstRow: The number of rows before it.
    ///   - buffer: Memory for the bytes; its contents are discarded.
    package init(firstRow: Int, buffer: consuming [UInt8]) {
        self.firstRow = firstRow
        bytes = buffer
        bytes.removeAll(keepingCapacity: true)
    }

    /// The number of rows, including faulty ones.
    package var count: Int { rows.count }
    /// The number of bytes in names and values.
    package var size: Int { bytes.count }
    /// Returns the buffer, for use by another batch.
    package consuming func release() -> [UInt8] { bytes }

    /// Adds names that many cells share; returns their ranges.
    package mutating func takeNames(_ names: [String]) -> [Range<Int>] {
        names.map { name in
            let start = bytes.count
            bytes.append(utf8Of: name)
            return start..<bytes.count
        }
    }

    /// Adds a final row that stands for the rest of a damaged file.
    ///
    /// - Parameters:
    ///   - reason: The description of the fault.
    ///   - reasonWithoutText: The description without contents of the database.
    package mutating func endFile(reason: String, reasonWithoutText: String? = nil) {
        // Discards the cells of an unfinished row.
        cells.removeSubrange((rows.last?.end ?? 0)...)
        rows.append(
            (cells.count, ReadingFault(.other(reason, withoutText: reasonWithoutText), isRest: true))
        )
    }

    mutating func append(name: Range<Int>, _ kind: FieldValue.Kind, _ value: Range<Int>) {
        cells.append(
            Cell(
                nameStart: UInt32(name.lowerBound), nameEnd: UInt32(name.upperBound),
                valueStart: UInt32(value.lowerBound), valueEnd: UInt32(value.upperBound), kind: kind))
    }

    mutating func endRow() {
        rows.append((cells.count, nil))
    }

    /// Ends a row that cannot be read, and discards its cells.
    ///
    /// - Parameter start: The offset of its first byte.
    mutating func rejectRow(from start: Int, _ fault: ReadingFault.Code) {
        cells.removeSubrange((rows.last?.end ?? 0)...)
        bytes.removeSubrange(start...)
        rows.append((cells.count, ReadingFault(fault)))
    }

    /// Calls `body` with each row in order: its one-based number in the file and its fields, which are valid during the
    /// call, or its fault.
    ///
    /// Values are checked to be UTF-8 only here, where several threads can share the work: SQLite accepts any bytes as
    /// text.
    ///
    /// Its errors are typed because those of `withByteView` are: Swift 6.3 miscompiles a mixture of the two kinds.
    package func forEachRow<Failure: Error>(
        _ body: (Int, Result<[Field], ReadingFault>) throws(Failure) -> Void
    ) throws(Failure) {
        try bytes.withByteView { (bytes) throws(Failure) in
            var fields: [Field] = []
            var first = 0
            for (k, row) in rows.enumerated() {
                if let fault = row.fault {
                    try body(firstRow + k + 1, .failure(fault))
                } else if !isText(cells[first..<row.end], bytes) {
                    try body(firstRow + k + 1, .failure(ReadingFault(.other("invalid UTF-8"))))
                } else {
                    fields.removeAll(keepingCapacity: true)
                    for cell in cells[first..<row.end] {
                        fields.append(Field(name: bytes[cell.name], value: FieldValue(cell.kind, bytes[cell.value])))
                    }
                    try body(firstRow + k + 1, .success(fields))
                }
                first = row.end
            }
        }
    }

    /// Returns whether each value of a row is UTF-8; the values are contiguous.
    private func isText(_ row: ArraySlice<Cell>, _ bytes: ByteView) -> Bool {
        guard let first = row.first, let last = row.last else { return true }
        // All at once, which is faster; a character that is split between two values shows at the start of the second.
        return UTF8Check.firstFault(bytes[first.value.lowerBound..<last.value.upperBound]) == nil
            && row.allSatisfy { $0.value.isEmpty || bytes[$0.value.lowerBound] & 0b1100_0000 != 0b1000_0000 }
    }
}
