import Bytes

/// Rows that come out of SQLite already cut into named cells.
package struct CellBatch: Sendable {
    /// Where a cell's name and value stand; small, since there are many.
    private struct Cell: Sendable {
        let nameStart, nameEnd, valueStart, valueEnd: UInt32
        let kind: FieldValue.Kind

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// True when it has as many bytes, which stay in a processor's cache, or rows as are handed on at once.
    package var isFull: Bool { rows.count >= 1 << 14 || !rows.isEmpty && bytes.count >= 1 << 18 }

    private let firstRow: Int
    var bytes: [UInt8]
    private var cells: [Cell] = []
    private var rows: [(end: Int, fault: ReadingFault?)] = []

    /// A batch of no rows yet.
    ///
    /// - Parameters:
    ///   - firstRow: how many rows stand before it.
    ///   - buffer: used for the bytes; what is in it is lost.
    package init(firstRow: Int, buffer: consuming [UInt8]) {
        self.firstRow = firstRow
        bytes = buffer
        bytes.removeAll(keepingCapacity: true)
    }

    /// How many rows there are, faulty ones included.
    package var count: Int { rows.count }
    /// How many bytes names and values have.
    package var size: Int { bytes.count }
    /// Gives the buffer up, for use by another batch.
    package consuming func release() -> [UInt8] { bytes }

    /// Takes in names that many cells share; returns where they stand.
    package mutating func takeNames(_ names: [String]) -> [Range<Int>] {
        names.map { name in
            let start = bytes.count
            bytes.append(utf8Of: name)
            return start..<bytes.count
        }
    }

    /// Ends with a row that stands for what is left of a broken file.
    ///
    /// - Parameters:
    ///   - reason: what is wrong.
    ///   - reasonWithoutText: the same in words in which nothing of the database stands.
    package mutating func endFile(reason: String, reasonWithoutText: String? = nil) {
        // What there is of a row that has not ended goes.
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

    /// Ends a row that cannot be read, and lets go of what came of it.
    ///
    /// - Parameter start: where in the bytes it begins.
    mutating func rejectRow(from start: Int, _ fault: ReadingFault.Code) {
        cells.removeSubrange((rows.last?.end ?? 0)...)
        bytes.removeSubrange(start...)
        rows.append((cells.count, ReadingFault(fault)))
    }

    /// Calls with each row in order: its number in the file, counted from 1, and its fields, valid during the call, or
    /// what is wrong with it.
    ///
    /// Only here, where several threads may be at work, is it checked that values are UTF-8: SQLite takes any bytes for a
    /// text.
    package func forEachRow(_ body: (Int, Result<[Field], ReadingFault>) throws -> Void) rethrows {
        try bytes.withByteView { bytes in
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

    /// Whether each value of a row, which stand one after the other, is UTF-8.
    private func isText(_ row: ArraySlice<Cell>, _ bytes: ByteView) -> Bool {
        guard let first = row.first, let last = row.last else { return true }
        // All at once, which is quicker: a character cut in two by the end of a value shows where the next begins.
        return UTF8Check.firstFault(bytes[first.value.lowerBound..<last.value.upperBound]) == nil
            && row.allSatisfy { $0.value.isEmpty || bytes[$0.value.lowerBound] & 0b1100_0000 != 0b1000_0000 }
    }
}
